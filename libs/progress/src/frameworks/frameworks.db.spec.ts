import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { accessEntities, AuditLog } from '#libs/access';
import { Database, dataSourceFor } from '#libs/database';
import { dataFolder, type MeasuresInput } from '#libs/petitions';
import { importFile } from '../../../../test/support/importing.js';
import { testDatabase, type TestDatabase } from '../../../../test/support/services.js';
import { AssessmentsRepository } from '../cards/assessments.repository.js';
import { AssessmentsService } from '../cards/assessments.service.js';
import { type CampaignFramework, Frameworks } from './frameworks.service.js';

const actor = { id: 'user-1' };
const textOf = (slug: string, file: string): string => readFileSync(path.join(dataFolder(), slug, file), 'utf8');

let test: TestDatabase;
let db: Database;
let frameworks: Frameworks;
let assessments: AssessmentsService;
let demonstration: number;
let record: number;
let made: number;

beforeAll(async () => {
  test = await testDatabase();
  db = new Database(await dataSourceFor(test.config.database, { entities: accessEntities }).initialize());
  const audit = new AuditLog(db);
  [frameworks, assessments] = [new Frameworks(db, audit), new AssessmentsService(db, new AssessmentsRepository(db), audit)];
  for (const [slug, file] of [['stop-sex-trafficking', 'campaign.json'], ['keep-your-word', 'campaign.json'], ['keep-your-word', 'progress-cards.json']] as const) await importFile(db, textOf(slug, file));
  const idOf = async (slug: string): Promise<number> => (await db.rows<{ id: number }>(`select id from campaigns where slug = $1`, [slug]))[0]?.id ?? 0;
  await db.rows(`insert into campaigns (slug, title, kind, default_language) values ('made-here', '{"en": "Made here"}', 'live', 'en')`);
  [record, demonstration, made] = [await idOf('stop-sex-trafficking'), await idOf('keep-your-word'), await idOf('made-here')];
  await db.rows(`insert into jurisdictions (campaign_id, id, kind, iso2, name) values ($1, 'SE', 'country', 'SE', 'Sweden')`, [made]);
}, 60_000);

afterAll(async () => {
  await db?.dataSource.destroy();
  await test?.drop();
});

const refused = (work: Promise<unknown>): Promise<{ code: string; fields?: { field: string; code: string; facts?: object }[] }> =>
  work.then(() => { throw new Error('nothing was refused'); }, (reason: unknown) => reason as { code: string });
const roundsOf = (campaignId: number): Promise<{ key: string; version: number }[]> =>
  db.rows(`select r.key, f.version from card_rounds r join frameworks f on f.id = r.framework_id where r.campaign_id = $1 order by r.key`, [campaignId]);
const without = ({ goals, indicators }: MeasuresInput, key: string): MeasuresInput => ({ goals: goals.filter((one) => one.key !== key), indicators: indicators.filter((one) => one.key !== key && one.goal !== key) });
const everyFile = async (): Promise<string[]> => [...(await importFile(db, textOf('keep-your-word', 'campaign.json'))).changed, ...(await importFile(db, textOf('keep-your-word', 'progress-cards.json'))).changed];

describe('a campaign that was made here', () => {
  const law = { key: 'law', title: { en: 'Law' } };
  const plan = { key: 'law.plan', goal: 'law', title: { en: 'Plan' }, description: { en: 'Is there a plan?' } };

  it('has no rounds before it has indicators', async () => {
    expect(await frameworks.now(made)).toEqual({ version: 1, framework: null, goals: [], indicators: [] });
    expect(await refused(assessments.createRound(made, { key: 'first', title: { en: 'First' }, period: '2026', jurisdictions: ['SE'] }, actor))).toMatchObject({ code: 'progress.no_indicators' });
  });

  it('is measured by what was written, and each round by what was written before it', async () => {
    expect(await frameworks.write(made, { goals: [law], indicators: [plan] }, 1, actor)).toEqual({ version: 2, framework: 1, goals: [{ ...law, description: {} }], indicators: [plan] });
    await assessments.createRound(made, { key: 'first', title: { en: 'First' }, period: '2026', jurisdictions: ['SE'] }, actor);
    await frameworks.write(made, { goals: [law], indicators: [{ ...plan, title: { en: 'National plan', fr: 'Plan national' } }] }, 2, actor);
    await assessments.createRound(made, { key: 'second', title: { en: 'Second' }, period: '2027', jurisdictions: ['SE'] }, actor);
    expect(await roundsOf(made)).toEqual([{ key: 'first', version: 1 }, { key: 'second', version: 2 }]);
    expect(await db.rows(`select f.version, i.title ->> 'en' as title from framework_indicators i join frameworks f on f.id = i.framework_id where f.campaign_id = $1 order by 1`, [made])).toEqual([{ version: 1, title: 'Plan' }, { version: 2, title: 'National plan' }]);
    expect(await db.rows(`select action, details from audit_log where subject = 'campaign:made-here' order by n`)).toMatchObject([{ action: 'framework.write', details: { version: 1, goals: 1, indicators: 1 } }, { action: 'framework.write', details: { version: 2 } }]);
    expect(await db.rows(`select before -> 'title' ->> 'en' as before from history where entity = 'indicators' and entity_key = 'law.plan'`)).toEqual([{ before: 'Plan' }]);
  });

  it('makes no version where nothing differs, and finds out whoever did not see the last', async () => {
    const { version, goals, indicators } = await frameworks.now(made);
    expect(await frameworks.write(made, { goals, indicators }, version, actor)).toMatchObject({ framework: 2 });
    expect(await refused(frameworks.write(made, { goals, indicators: [] }, version, actor))).toMatchObject({ code: 'petitions.changed_meanwhile' });
  });

  it('refuses what cannot be, and changes nothing', async () => {
    const before = await frameworks.now(made);
    expect((await refused(frameworks.write(made, { goals: [{ ...law, title: {} }], indicators: [{ ...plan, goal: 'help' }] }, before.version, actor))).fields).toEqual([{ field: 'goals.0.title', code: 'required' }, { field: 'indicators.0.goal', code: 'unknown' }]);
    expect(await frameworks.now(made)).toEqual(before);
    expect(await refused(frameworks.write(record, before, 1, actor))).toMatchObject({ code: 'petitions.frozen' });
  });

  it('keeps a goal to which a call belongs', async () => {
    const now = await frameworks.now(made);
    const help = { key: 'help', title: { en: 'Help' } };
    const both = await frameworks.write(made, { goals: [law, help], indicators: [plan] }, now.version, actor);
    await db.rows(`insert into calls_to_action (campaign_id, jurisdiction_id, key, position, goal_key, also_goals) values ($1, 'SE', 'se-1', 1, 'law', '{help}')`, [made]);
    expect((await refused(frameworks.write(made, { goals: [law], indicators: [plan] }, both.version, actor))).fields).toEqual([{ field: 'goals', code: 'goal_in_use', facts: { goals: 'help' } }]);
    await db.rows(`delete from calls_to_action where campaign_id = $1`, [made]);
    expect((await frameworks.write(made, { goals: [law], indicators: [plan] }, both.version, actor)).goals.map(({ key }) => key)).toEqual(['law']);
  });
});

describe('a campaign that was imported', () => {
  let now: CampaignFramework;

  it('is what its file says, and the same said again is no new version', async () => {
    now = await frameworks.now(demonstration);
    expect([now.framework, now.goals.length, now.indicators.length]).toEqual([1, 3, 12]);
    now = await frameworks.write(demonstration, { goals: now.goals.map(({ key, title }) => ({ key, title })), indicators: now.indicators }, now.version, actor);
    expect(now.framework).toBe(1);
  });

  it('keeps what organisers wrote when its files come again, and its rounds what they asked', async () => {
    const renamed = now.indicators.map((one) => (one.key === 'legal.opsc' ? { ...one, title: { en: 'The protocol' } } : one));
    now = await frameworks.write(demonstration, without({ goals: now.goals, indicators: renamed }, 'services.medical'), now.version, actor);
    expect([now.framework, now.indicators.length]).toEqual([2, 11]);
    expect(await everyFile()).toEqual([]);
    expect((await frameworks.now(demonstration)).indicators.find(({ key }) => key === 'legal.opsc')?.title).toEqual({ en: 'The protocol' });
    expect((await roundsOf(demonstration)).map(({ version }) => version)).toEqual([1, 1]);
    expect(await db.rows(`select max(version)::int as version from frameworks where campaign_id = $1`, [demonstration])).toEqual([{ version: 2 }]);
  });

  it('asks in a new round of its file for no indicator that was taken away', async () => {
    const file = JSON.parse(textOf('keep-your-word', 'progress-cards.json')) as { coverage: { id: string }[]; cards: { id: string; round: string; indicators: { indicator: string }[] }[] };
    const [round] = file.coverage;
    const card = file.cards.find((one) => one.round === round?.id);
    if (!round || !card) throw new Error('the demonstration has no cards');
    file.coverage.push({ ...round, id: 'cards-third' });
    file.cards.push({ ...card, id: 'third-card', round: 'cards-third', replies: [] } as typeof card);
    const { faults } = (await refused(importFile(db, JSON.stringify(file)))) as unknown as { faults: { path: string; code: string }[] };
    expect(faults.map(({ path: at, code }) => [at, code])).toEqual([[`/cards/${file.cards.length - 1}/indicators/${card.indicators.findIndex(({ indicator }) => indicator === 'services.medical')}/indicator`, 'unknown-indicator']]);
  });

  it('gives no goal away that its file names', async () => {
    expect((await refused(frameworks.write(demonstration, without(now, 'prevention'), now.version, actor))).fields).toEqual([{ field: 'goals', code: 'goal_in_use', facts: { goals: 'prevention' } }]);
  });
});
