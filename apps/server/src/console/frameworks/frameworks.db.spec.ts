import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ConsoleVisitor, openConsole, type OpenConsole } from '../../../../../test/support/console.js';

let opened: OpenConsole;
let wanda: ConsoleVisitor;
let sven: ConsoleVisitor;

const CAMPAIGN = '/console/campaigns/alive';
const FRAMEWORK = `${CAMPAIGN}/framework`;
const INSTRUMENTS = `${CAMPAIGN}/instruments`;

beforeAll(async () => {
  opened = await openConsole();
  [wanda, sven] = await Promise.all([opened.enter('world@example.org'), opened.enter('sweden@example.org')]);
}, 30_000);

afterAll(() => opened?.close());

const edition = async (): Promise<string> => String((await opened.rows<{ version: number }>(`select version from campaigns where slug = 'alive'`))[0]?.version);
const goals = (): Promise<unknown[]> => opened.rows(`select key, number, title from goals order by number`);
const indicators = (): Promise<unknown[]> => opened.rows(`select key, goal_key as goal, number, title, description from indicators order by number`);

/** Every empty line of the page as a browser sends it. */
const line = (kind: 'goal' | 'indicator', n: number, filled: Record<string, string> = {}): Record<string, string> =>
  Object.fromEntries(Object.entries({ title: '', place: '', key: '', ...(kind === 'indicator' ? { goal: '', description: '' } : {}), ...filled }).map(([field, value]) => [`${kind}.${n}.${field}`, value]));
const FIRST = {
  in: 'en', ...line('goal', 0, { title: 'Protection by law', place: '2' }), ...line('goal', 1, { title: 'Help', key: 'help', place: '1' }), ...line('goal', 2),
  ...line('indicator', 0, { goal: 'new.0', title: 'National plan', description: 'Is there a plan with a budget?' }), ...line('indicator', 1, { goal: 'new.1', title: 'Help line', description: 'Can children call?' }),
  ...line('indicator', 2), ...line('indicator', 3),
};

describe('goals and indicators, on a page without script', () => {
  it('are what the page of cards leads to where there are none', async () => {
    const page = await wanda.get(`${CAMPAIGN}/progress`);
    for (const said of ['There are no indicators yet', `href="${FRAMEWORK}"`]) expect(page.text).toContain(said);
    expect(page.text).not.toContain('Open another round');
    expect((await sven.get(`${CAMPAIGN}/progress`)).text).not.toContain(FRAMEWORK);
  });

  it('are of organisers of the whole campaign', async () => {
    expect((await sven.get(FRAMEWORK)).status).toBe(404);
    expect((await sven.submit(FRAMEWORK, { ...FIRST, version: await edition() }, '/console')).status).toBe(404);
  });

  it('keep what was typed, and say at which line it is at fault', async () => {
    const refused = await wanda.submit(FRAMEWORK, { ...FIRST, ...line('goal', 1, { title: 'Help', key: 'Help me', place: 'first' }), version: await edition() });
    expect(refused.status).toBe(422);
    for (const said of ['href="#f-goal-1-place"><span><strong>Goal 2 · </strong>', 'value="first"', 'value="Help me"', 'value="National plan"', 'Can children call?</textarea>']) expect(refused.text).toContain(said);
    const second = await wanda.submit(FRAMEWORK, { ...FIRST, ...line('goal', 1, { title: 'Help', key: 'Help me' }), ...line('indicator', 0, { title: 'National plan' }), version: await edition() });
    for (const said of ['href="#f-goal-1-key"', 'href="#f-indicator-0-goal"', 'href="#f-indicator-0-description"', '<option value="new.0">Protection by law</option>']) expect(second.text).toContain(said);
    expect((await wanda.submit(FRAMEWORK, { in: 'en', ...line('goal', 0), ...line('indicator', 0), version: await edition() })).text).toContain('Please write at least one indicator.');
    expect(await goals()).toEqual([]);
  });

  it('are written with keys made of their titles, in the order of their places', async () => {
    expect((await wanda.submit(FRAMEWORK, { ...FIRST, version: await edition() })).headers['location']).toBe(`${FRAMEWORK}?in=en&done=framework-saved`);
    expect(await goals()).toEqual([{ key: 'help', number: 1, title: { en: 'Help' } }, { key: 'protection-by-law', number: 2, title: { en: 'Protection by law' } }]);
    expect(await indicators()).toMatchObject([{ key: 'help.help-line', goal: 'help', number: 1 }, { key: 'protection-by-law.national-plan', goal: 'protection-by-law', number: 2, description: { en: 'Is there a plan with a budget?' } }]);
    expect((await wanda.get(FRAMEWORK)).text).toContain('Version 1 is the newest.');
    const again = await wanda.submit(FRAMEWORK, { in: 'en', ...line('goal', 0, { title: 'Help' }), 'goal.0.was': 'help', ...line('goal', 2, { title: 'More help', key: 'help', place: '1' }), version: await edition() });
    expect([again.status, again.text.includes('href="#f-goal-2-key"><span><strong>Goal 3 · </strong>This is in use already.')]).toEqual([422, true]);
    expect((await wanda.get(`${CAMPAIGN}/progress`)).text).toContain('Open another round');
  });

  it('are worded in another language beside the first, moved and removed', async () => {
    const known = { 'goal.0.was': 'help', 'goal.1.was': 'protection-by-law', 'indicator.0.was': 'help.help-line', 'indicator.1.was': 'protection-by-law.national-plan' };
    const inArabic = { in: 'ar', ...line('goal', 0, { title: 'المساعدة', place: '1' }), ...line('goal', 1, { place: '2' }), ...line('indicator', 0, { goal: 'help', title: 'خط المساعدة', place: '1' }), ...line('indicator', 1, { goal: 'help', place: '٢' }), ...known };
    await wanda.submit(FRAMEWORK, { ...inArabic, version: await edition() }, `${FRAMEWORK}?in=ar`);
    expect(await goals()).toMatchObject([{ title: { en: 'Help', ar: 'المساعدة' } }, { title: { en: 'Protection by law' } }]);
    expect(await indicators()).toMatchObject([{ key: 'help.help-line', title: { en: 'Help line', ar: 'خط المساعدة' } }, { key: 'protection-by-law.national-plan', goal: 'help', title: { en: 'National plan' } }]);
    const shorter = { ...inArabic, 'goal.1.gone': 'true', 'indicator.0.gone': 'true', version: await edition() };
    expect((await wanda.submit(FRAMEWORK, shorter)).status).toBe(303);
    expect([await goals(), await indicators()]).toMatchObject([[{ key: 'help' }], [{ key: 'protection-by-law.national-plan', number: 1 }]]);
    const late = await wanda.submit(FRAMEWORK, shorter);
    expect([late.status, late.text.includes('Someone else changed these settings meanwhile.')]).toEqual([422, true]);
  });

  it('say which calls hold a goal', async () => {
    await opened.db.query(`update calls_to_action set goal_key = 'help' where key = 'se-1'`);
    const other = { in: 'en', ...line('goal', 0, { title: 'Help' }), 'goal.0.was': 'help', 'goal.0.gone': 'true', ...line('goal', 1, { title: 'Law' }), ...line('indicator', 0, { goal: 'new.1', title: 'Plan', description: 'Is there one?' }) };
    const refused = await wanda.submit(FRAMEWORK, { ...other, version: await edition() });
    expect(refused.status).toBe(422);
    for (const said of ['href="#goals"', 'Calls belong to what is left out here', 'help']) expect(refused.text).toContain(said);
  });
});

describe('treaties, laws and plans, on a page without script', () => {
  const LAW = { 'names-en': 'Child Protection Act', 'names-fr': '', 'names-ar': 'قانون حماية الطفل', type: 'national-law', jurisdiction: 'SE', source: 'https://law.example/act', key: '' };

  it('are what the page of ratifications leads to where there are none', async () => {
    expect((await wanda.get(`${CAMPAIGN}/ratifications`)).text).toContain(`href="${INSTRUMENTS}"`);
    const other = (await sven.get(`${CAMPAIGN}/ratifications`)).text;
    expect([other.includes('Organisers of the whole campaign name them.'), other.includes(INSTRUMENTS)]).toEqual([true, false]);
    expect((await sven.get(INSTRUMENTS)).status).toBe(404);
  });

  it('are named, kept as typed where that cannot be, and renamed', async () => {
    const refused = await wanda.submit(INSTRUMENTS, { ...LAW, 'names-en': '', 'names-ar': '', jurisdiction: '', source: 'javascript:x', version: await edition() });
    expect(refused.status).toBe(422);
    for (const said of ['href="#f-names-en"', 'href="#f-jurisdiction"', 'href="#f-source"', 'value="javascript:x"', '<option value="national-law" selected>']) expect(refused.text).toContain(said);
    expect((await wanda.submit(INSTRUMENTS, { ...LAW, version: await edition() })).headers['location']).toBe(`${INSTRUMENTS}?done=instrument-saved#instrument-child-protection-act`);
    expect((await wanda.submit(INSTRUMENTS, { ...LAW, key: 'child-protection-act', version: await edition() })).text).toContain('This is in use already.');
    const key = 'child-protection-act';
    const renamed = { [`${key}.names-en`]: 'Children Act', [`${key}.names-fr`]: 'Loi sur l’enfance', [`${key}.names-ar`]: 'قانون حماية الطفل', [`${key}.type`]: 'national-law', [`${key}.jurisdiction`]: 'SE', [`${key}.source`]: 'Statute book 7' };
    expect((await wanda.submit(INSTRUMENTS, { ...renamed, instrument: key, version: await edition() })).status).toBe(303);
    expect(await opened.rows(`select key, name, words -> 'name' ->> 'fr' as fr, jurisdiction_id as place, source from instruments`)).toEqual([{ key, name: 'Children Act', fr: 'Loi sur l’enfance', place: 'SE', source: 'Statute book 7' }]);
    expect((await sven.get(`${CAMPAIGN}/ratifications`)).text).toContain('<option value="child-protection-act">Children Act</option>');
  });

  it('are ratified, and what was written down is corrected beside the former', async () => {
    const page = `${CAMPAIGN}/ratifications`;
    await sven.submit(page, { instrument: 'child-protection-act', jurisdiction: 'SE', event: 'adopted', date: 'March 2026', since: '', until: '', evidence: 'https://law.example/act', note: '' });
    const [first] = await opened.rows<{ id: string }>(`select id from instrument_events`);
    const id = first?.id ?? '';
    const form = await sven.get(`${page}?correct=${id}`);
    for (const said of ['Correct what is written down', `name="replaces" value="${id}"`, 'value="March 2026"', 'value="https://law.example/act"', '<option value="adopted" selected>']) expect(form.text).toContain(said);
    expect((await sven.get(page)).text).not.toContain('name="replaces"');

    const correction = { replaces: id, instrument: 'child-protection-act', jurisdiction: 'SE', event: 'adopted', date: 'soon', since: '', until: '', evidence: 'https://law.example/act', note: '' };
    const refused = await sven.submit(page, correction);
    expect(refused.status).toBe(422);
    for (const said of ['value="soon"', `name="replaces" value="${id}"`, 'This date cannot be read.']) expect(refused.text).toContain(said);
    expect((await sven.submit(page, { ...correction, date: '12 March 2026' })).headers['location']).toBe(`${page}?done=ratification-corrected`);
    expect(await opened.rows(`select date_edtf as date, replaces, event_stands(e) as stands from instrument_events e order by created_at`)).toEqual([{ date: '2026-03', replaces: null, stands: false }, { date: '2026-03-12', replaces: id, stands: true }]);

    for (const visitor of [sven, wanda]) {
      const history = (await visitor.get(page)).text;
      for (const said of ['12 March 2026', 'March 2026', `href="#event-${id}"`, 'Corrected since', 'Corrects an earlier entry']) expect(history).toContain(said);
      expect(history.match(/\?correct=/g)).toHaveLength(1);
    }
    expect((await sven.submit(page, { ...correction, date: '13 March 2026' })).status).toBe(422);
    expect((await sven.get('/en/campaigns/alive/ratifications')).text).not.toContain('Corrected since');
  });
});
