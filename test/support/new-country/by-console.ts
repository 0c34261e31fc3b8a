import assert from 'node:assert/strict';
import type { Browser, Page } from 'playwright-core';
import { COUNTRY, type Colleague, dayIn, Mailbox, milestonesToldOnce, MOST_FIELDS, movedTwice, PASSWORD, Program, publicPage, sealAgrees, sign, type Step, tells, type World, ZONE } from './world.js';
import { type Deeds, DUE, followTwoYears, type Followed } from './years.js';

type Filling = Readonly<Record<string, string>>;
const PROMISES = { shelters: 'An emergency roof in each canton', register: 'A public register of all cases', study: 'A study of what is needed' };

/** One person at the console in a browser of their own: goes by links, fills forms in, reads what comes back. */
class Person {
  constructor(readonly page: Page, private readonly world: World) {}

  static async signIn(browser: Browser, world: World, { email }: Colleague): Promise<Person> {
    const page = await (await browser.newContext({ locale: 'en' })).newPage();
    page.setDefaultTimeout(20_000);
    const person = new Person(page, world);
    await person.goes('/console/login?lang=en');
    await page.fill('[name=email]', email);
    await page.fill('[name=password]', PASSWORD);
    await page.click('main form[action^="/console/login"] button');
    await page.waitForURL((url) => !url.pathname.endsWith('/login'));
    return person;
  }

  async goes(path: string): Promise<void> {
    const answer = await this.page.goto(`${this.world.url}${path}`);
    assert.equal(answer?.status(), 200, `${path} answered ${answer?.status()}`);
  }

  /** By a link that a person sees. */
  async follows(hrefPart: string): Promise<void> {
    const link = this.page.locator(`main a[href*="${hrefPart}"], a[href*="${hrefPart}"]`).first();
    assert.ok(await link.count(), `no link to ${hrefPart} on ${this.page.url()}`);
    await Promise.all([this.page.waitForLoadState('load'), link.click()]);
    await this.page.waitForURL((url) => url.href.includes(hrefPart));
  }

  /** Fills one form and sends it; gives back how many fields it asks of everybody. @param wanted what the page answers */
  async sends(action: RegExp, fills: Filling, { wanted = 200, files = {}, most }: { wanted?: number; files?: Filling; most?: number } = {}): Promise<number> {
    const actions = await this.page.locator('form[method=post]').evaluateAll((forms) => forms.map((form) => form.getAttribute('action') ?? ''));
    const at = actions.findIndex((one) => action.test(one.split('?')[0] ?? ''));
    assert.ok(at >= 0, `no form ${String(action)} on ${this.page.url()}; there are ${actions.join(', ')}`);
    const form = this.page.locator('form[method=post]').nth(at);
    // What is folded away is opened by whoever needs it.
    await form.evaluate((element) => {
      for (let up = element.parentElement; up; up = up.parentElement) if (up.tagName === 'DETAILS') up.setAttribute('open', '');
    });
    const fields = await form.evaluate((element) => new Set([...element.querySelectorAll('input:not([type=hidden]), select, textarea')]
      .filter((field) => field.closest('details') === element.closest('details') || field.closest('details')?.contains(element)).map((field) => field.getAttribute('name'))).size);
    if (most !== undefined) assert.ok(fields <= most, `${fields} fields in ${actions[at] ?? ''}, more than ${most}`);
    await form.evaluate((element) => element.querySelectorAll('details').forEach((details) => details.setAttribute('open', '')));
    for (const [name, value] of Object.entries(fills)) {
      const field = form.locator(`[name="${name}"]`);
      assert.ok(await field.count(), `no field ${name} in ${actions[at] ?? ''}`);
      const kind = await field.first().evaluate((element) => (element.tagName === 'SELECT' ? 'select' : (element.getAttribute('type') ?? 'text')));
      if (kind === 'select') await field.first().selectOption(value);
      else if (kind === 'checkbox') await form.locator(`[name="${name}"][value="${value}"]`).check();
      else if (await field.count() > 1) for (const [n, part] of value.split('|').entries()) await field.nth(n).fill(part);
      else await field.first().fill(value);
    }
    for (const [name, content] of Object.entries(files)) await form.locator(`[name="${name}"]`).setInputFiles({ name: 'document.pdf', mimeType: 'application/pdf', buffer: Buffer.from(content) });
    const answered = this.page.waitForResponse((response) => response.request().method() === 'POST' && response.url().includes((actions[at] ?? '').split('?')[0] ?? ''));
    await form.locator('button').last().click();
    const status = (await answered).status();
    await this.page.waitForLoadState('load');
    const faults = status === 422 ? await this.page.locator('.fault, .notice').allInnerTexts() : [];
    assert.ok(wanted === 200 ? status < 400 : status === wanted, `${actions[at] ?? ''} answered ${status}: ${faults.join(' · ')}`);
    return fields;
  }

  async sees(...parts: readonly (string | RegExp)[]): Promise<void> {
    tells(await this.page.locator('body').innerText(), ...parts);
  }
}

/** The same story as `storyByApi`, by two people with a browser each. */
export async function storyByConsole(world: World, browser: Browser, say?: (line: string) => void): Promise<Step[]> {
  const { campaign, signatures } = world;
  const petition = `${campaign}-lu`;
  const [owner, writer, second] = await Promise.all([world.owner, world.writer, world.second].map((one) => Person.signIn(browser, world, one))) as [Person, Person, Person];
  const [post, dora] = [new Mailbox(world, world.writer.email), new Mailbox(world, world.delegate)];
  const anybody = new Program(world.url);
  const few = { most: MOST_FIELDS };
  const at = `/console/petitions/${petition}`;
  let handover = '';
  const ids: Record<string, string> = {};
  const overHandover = (part = ''): Promise<void> => writer.goes(`/console/handovers/${handover}${part}`);
  const status = async (name: string, fills: Filling, wanted = 200): Promise<void> => {
    await writer.goes(`/console/commitments/${ids[name] ?? ''}`);
    await writer.sends(/\/statuses$/, fills, { wanted });
  };
  const inPublic = async (name: string): Promise<string> => (await anybody.ask<{ status: string }>('GET', `commitments/${ids[name] ?? ''}`)).status;

  return [
    { does: 'the owner makes the campaign', run: async () => {
      await owner.goes('/console/campaigns/new');
      const n = await owner.sends(/campaigns\/new$/, { title: 'A roof', language: 'en', slug: campaign, controllerName: 'Un toit a.s.b.l.', controllerEmail: 'data@abri.example', retentionMonths: '24', retentionText: 'Two years.' });
      assert.ok(owner.page.url().includes('/console/petitions/new'), 'the next form is not there');
      return `${n} fields; the petition's form comes next`;
    } },
    { does: 'an organiser drafts the petition and translates it; what was typed stays when something is missing', run: async () => {
      await writer.goes(`/console/petitions/new?campaign=${campaign}`);
      const filled = { campaign, jurisdiction: COUNTRY, language: 'en', title: 'A roof for each of them', demand: 'Open a shelter in every canton.', call: 'One shelter a canton.|A public register.', target: String(signatures), timeZone: ZONE, notice: 'Your data serves this petition only.' };
      await writer.sends(/petitions\/new$/, filled, { wanted: 422 });
      assert.equal(await writer.page.inputValue('[name=demand]'), filled.demand);
      assert.equal(await writer.page.locator('[name=call]').nth(1).inputValue(), 'A public register.');
      await writer.sends(/petitions\/new$/, { privacy: 'standard' });
      await writer.follows(`${at}/texts`);
      await writer.page.selectOption('form[action*="/translate"] [name=language]', 'fr');
      await writer.page.click('form[action*="/translate"] button');
      await writer.page.waitForURL('**/texts/fr**');
      const calls = await writer.page.locator('main form[method=post] [name^="call."]').evaluateAll((fields) => fields.map((field) => field.getAttribute('name') ?? ''));
      await writer.sends(/texts\/fr$/, { title: 'Un toit pour chacune', demand: 'Ouvrez un refuge par canton.', notice: 'Vos données servent à cette pétition seulement.', [calls[0] ?? '']: 'Un refuge par canton.', [calls[1] ?? '']: 'Un registre public.' });
      await publicPage(world, petition, 'en', 404);
      return 'a form sent without privacy kept every word; two languages';
    } },
    { does: 'it is reviewed by the second person, and opened', run: async () => {
      await writer.goes(at);
      assert.equal(await writer.page.locator('form[action*="/open"]').count(), 0, 'it may be opened by nobody but the writer');
      await writer.follows(`${at}/texts`);
      await writer.sends(/\/reviews$/, {});
      assert.equal(await writer.page.locator('form[action*="/approve"]').count(), 0, 'the writer may approve');
      await second.goes(`${at}/texts`);
      await second.sends(/\/send-back$/, { remark: 'Say where.' });
      await writer.goes(`${at}/texts/en`);
      await writer.sends(/texts\/en$/, { title: 'A roof for each of them in Luxembourg' });
      await writer.goes(`${at}/texts`);
      await writer.sends(/\/reviews$/, {});
      await second.goes(`${at}/texts`);
      await second.sends(/\/approve$/, {});
      await writer.goes(at);
      await writer.sends(/\/open$/, {});
      tells(await publicPage(world, petition), 'A roof for each of them in Luxembourg', 'One shelter a canton.');
      tells(await publicPage(world, petition, 'fr'), 'Un toit pour chacune');
      return 'sent back, mended, approved, open in both languages';
    } },
    { does: `${signatures} people sign; milestones are told`, run: async () => {
      const half = Math.floor(signatures / 2);
      await writer.goes(at);
      await writer.sends(/\/milestones$/, { threshold: String(half) });
      const seen = await sign(world, petition, signatures, 'all');
      await writer.goes(at);
      await writer.sees(new Intl.NumberFormat('en').format(signatures));
      return `${seen}; ${await milestonesToldOnce(world, petition, post, [...new Set([half, ...[1_000].filter((step) => step <= signatures), signatures])])}`;
    } },
    { does: 'a handover is booked, and a delegate asked along', run: async () => {
      await writer.goes(at);
      await writer.follows('/console/handovers/new');
      const n = await writer.sends(/handovers\/new$/, { date: dayIn(40), startTime: '10:00', timeZone: ZONE, place: 'Hôtel de Bourgogne', office: 'Minister of Justice' }, few);
      handover = /handovers\/([0-9a-f-]{36})/.exec(writer.page.url())?.[1] ?? '';
      assert.notEqual(handover, '', `no handover at ${writer.page.url()}`);
      await writer.follows(`/console/handovers/${handover}/preparations`);
      await writer.sends(/\/delegates$/, { name: 'Dora Delegate', email: world.delegate, locale: 'fr' }, few);
      await dora.of('the invitation', ({ calendar }) => calendar !== undefined, 1);
      tells(await publicPage(world, petition), 'Hôtel de Bourgogne', 'Minister of Justice');
      return `${n} fields to book`;
    } },
    { does: 'it is moved twice, and calendars follow', run: async () => {
      await overHandover();
      const n = await writer.sends(/\/move$/, { date: dayIn(60), reason: 'The minister travels' }, few);
      await dora.of('the first update', ({ calendar }) => calendar !== undefined, 2);
      await writer.sends(/\/move$/, { date: dayIn(0), startTime: '00:05', reason: 'Sooner after all' }, few);
      await writer.sees('The minister travels', 'Sooner after all');
      return `${n} fields to move; ${await movedTwice(dora)}`;
    } },
    { does: 'what is counted is sealed', run: async () => {
      await overHandover();
      await writer.follows(`/console/handovers/${handover}/seal`);
      const n = await writer.sends(/\/seal$/, {}, few);
      const { seal, seen } = await sealAgrees(world, handover, petition);
      await overHandover('/seal');
      await writer.sees(seal.root.slice(0, 8));
      return `${n} fields; ${seen}`;
    } },
    { does: 'it is held', run: async () => {
      await overHandover();
      const n = await writer.sends(/\/hold$/, { heldOn: dayIn(0), receivedBy: 'Anne Auber', whatWasSaid: 'We shall read every page.' }, few);
      tells(await publicPage(world, petition), new Intl.NumberFormat('en').format(signatures), 'We shall read every page.');
      return `${n} fields to hold; the figure was filled in already`;
    } },
    { does: 'it is answered, with the document', run: async () => {
      await overHandover();
      await writer.sends(/\/responses$/, { datedOn: dayIn(0), responseText: 'We shall open shelters.' }, { files: { responseFile: '%PDF-1.7\nThe answer' } });
      tells(await publicPage(world, petition), 'We shall open shelters.', '/documents/');
      return 'words and document are on the public page';
    } },
    { does: 'three promises are written down, and a letter asks how they go', run: async () => {
      const due: Filling = { shelters: dayIn(DUE.shelters), register: dayIn(DUE.register), study: '' };
      for (const [name, text] of Object.entries(PROMISES)) {
        await overHandover();
        await writer.sends(/\/commitments$/, { commitmentText: text, commitmentKind: 'service', due: due[name] ?? '', madeBy: 'Minister of Justice' });
      }
      const { items } = await anybody.ask<{ items: { id: string; text: string }[] }>('GET', `commitments?campaign=${campaign}`);
      for (const [name, text] of Object.entries(PROMISES)) ids[name] = items.find((one) => one.text === text)?.id ?? '';
      await overHandover();
      await writer.sends(/\/letters$/, { letterKind: 'state-of-promise', commitmentId: ids['register'] ?? '' });
      ids['letter'] = /letters\/([0-9a-f-]{36})/.exec(writer.page.url())?.[1] ?? '';
      await writer.sends(/\/letters\/[0-9a-f-]+$/, { replyBy: dayIn(DUE.letter) });
      await writer.sends(/\/sent$/, {});
      tells(await publicPage(world, petition), ...Object.values(PROMISES));
      return 'all three on the public page; the letter is sent';
    } },
    { does: 'two years pass', run: () => {
      const deeds: Deeds = {
        4: async () => { await status('study', { status: 'superseded', evidence: 'The plan of January', supersededBy: ids['shelters'] ?? '' }); return 'the study is superseded'; },
        5: async () => { await status('shelters', { status: 'in-progress', evidence: 'https://example.org/first-shelter' }); return 'the shelters are in progress'; },
        8: async () => {
          await status('shelters', { status: 'fulfilled', note: 'All twelve' }, 422);
          assert.equal(await writer.page.inputValue('[name=note]'), 'All twelve');
          await writer.sends(/\/statuses$/, { status: 'fulfilled', evidence: 'https://example.org/twelve-shelters' });
          assert.equal(await inPublic('shelters'), 'fulfilled');
          return 'the shelters are fulfilled; not without evidence, and the note stayed';
        },
        20: async () => {
          await status('register', { status: 'broken', evidence: 'https://example.org/vote', replyDays: '14' });
          await overHandover();
          await writer.sends(/\/letters$/, { letterKind: 'right-of-reply', commitmentId: ids['register'] ?? '' });
          await writer.sends(/\/sent$/, {});
          assert.equal(await inPublic('register'), 'promised');
          return 'the register is broken; the public sees nothing before the office was heard';
        },
        21: async () => {
          await writer.goes(`/console/commitments/${ids['register'] ?? ''}`);
          await writer.sends(/\/reply$/, { text: 'The vote is put off.' });
          assert.equal(await inPublic('register'), 'broken');
          tells(await publicPage(world, petition), 'The vote is put off.');
          return 'the office replied; both are public';
        },
      };
      return followTwoYears(world, ids as unknown as Followed, deeds, say);
    } },
    { does: 'it ends with what became of each', run: async () => {
      const { items } = await anybody.ask<{ items: { status: string }[] }>('GET', `commitments?campaign=${campaign}`);
      assert.deepEqual(items.map((one) => one.status).sort(), ['broken', 'fulfilled', 'superseded']);
      post.end();
      dora.end();
      return 'fulfilled, broken, superseded';
    } },
  ];
}
