import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Browser, type Page } from 'playwright-core';
import { AuditLog, Users } from '#libs/access';
import { recount } from '#libs/signatures';
import { launch } from '../gallery/open-gallery.js';
import { PASSWORD } from '../support/console.js';
import { startInstallation, type Installation } from '../support/demonstration.js';
import { eventually } from '../support/installation.js';
import { storeParts } from '../support/stores.js';
import { atTill, said } from './till.js';

const PETITION = 'keep-your-word-gb';
const MINUTE = 60_000;
/** What is written on the paper, and what one may read there instead. */
const ADA = { givenName: 'Ada', familyName: 'Berg', postcode: 'LS1 4DY' };
const MISREAD_ADA = { ...ADA, familyName: 'Borg' };
const ADA_AGAIN = { ...ADA, familyName: 'Bergh' };
const BO = { givenName: 'Bo', familyName: 'Ek', postcode: 'LS2 7UE' };
const MISREAD_BO = { ...BO, givenName: 'Bob' };

describe('numbered paper', () => {
  let place: Installation;
  let browser: Browser;
  let store: string;
  let manager: Page;

  beforeAll(async () => {
    place = await startInstallation();
    const { database } = place;
    store = (await storeParts(database).storeFor(PETITION)).id;
    const [petition] = await database.rows<{ campaignId: number }>(`select campaign_id as "campaignId" from petitions where slug = $1`, [PETITION]);
    await new Users(database, new AuditLog(database)).add(
      { email: 'maja@stores.invalid', name: 'Maja Mild', password: PASSWORD, passwordIsTheirs: true, locale: 'en', timeZone: 'Europe/London', role: 'manager', campaignId: petition?.campaignId, storeId: store }, 'test');
    browser = await launch();
    manager = await newPage();
    await manager.goto(`${place.url}/console/login?lang=en`);
    await manager.fill('[name=email]', 'maja@stores.invalid');
    await manager.fill('[name=password]', PASSWORD);
    await manager.click('main button[type=submit]');
    await manager.waitForURL('**/console**');
  }, 2 * MINUTE);
  afterAll(async () => {
    await browser?.close();
    await place.end();
  }, MINUTE);

  async function newPage(): Promise<Page> {
    const page = await (await browser.newContext({ viewport: { width: 1024, height: 768 }, reducedMotion: 'reduce' })).newPage();
    page.setDefaultTimeout(20_000);
    return page;
  }
  const inConsole = (below = ''): Promise<unknown> => manager.goto(`${place.url}/console/stores/${store}${below}`);
  const press = (name: string): Promise<void> => manager.getByRole('button', { name, exact: true }).click();
  const told = async (sentence: string): Promise<void> => expect(await manager.locator('[role=status]').first().innerText()).toContain(sentence);
  /** Opens what a field or a form is folded into, if it is. */
  const unfold = async (what: string): Promise<void> => {
    const folded = manager.locator(`details:not([open]):has(${what}) > summary`).first();
    if ((await folded.count()) > 0) await folded.click();
  };
  /** What the page of a sheet says of it: what stands behind a word. */
  const fact = (term: string): Promise<string> => manager.locator('dt', { hasText: new RegExp(`^${term}$`) }).locator('xpath=following-sibling::dd[1]').innerText();
  const counted = (): Promise<number> => place.counted(PETITION);
  const countedComesTo = (n: number): Promise<void> => eventually(`${n} count`, async () => (await counted()) === n);

  /** The code is read from the manager's screen and typed on the tablet; both fingerprints are compared. */
  async function pairTablet(name: string): Promise<Page> {
    await inConsole();
    await unfold('[name=deviceName]');
    await manager.fill('[name=deviceName]', name);
    await press('Show a code');
    const [code = ''] = /\b[0-9A-Z]{3}-[0-9A-Z]{5}\b/.exec(await manager.locator('.pairing .big-code').innerText()) ?? [];
    const tablet = await newPage();
    await tablet.goto(`${place.url}/tablet/`);
    await tablet.fill('[data-field=code]', code.toLowerCase().replace('-', ' '));
    await tablet.getByRole('button', { name: said('staff.pair.send') }).click();
    const signs = (await tablet.locator('.fingerprint').innerText()).replace(/\s/g, '');
    await manager.waitForSelector('[data-pairing^="answered"]');
    expect((await manager.locator('.pairing .big-code').innerText()).replace(/[\s-]/g, '')).toBe(signs);
    await manager.locator('form[action*="/admit"] button').click();
    await atTill(tablet);
    return tablet;
  }

  /** Looked for until it is there: the server keeps what it tells tablets for five seconds. */
  async function openSheet(tablet: Page, number: string, note: RegExp): Promise<void> {
    const wanted = tablet.getByRole('button', { name: note }).and(tablet.getByRole('button', { name: number }));
    await eventually(`sheet ${number} is on the list`, async () => {
      await tablet.getByRole('button', { name: said('staff.type.refresh') }).click();
      return wanted.waitFor({ timeout: 1_000 }).then(() => true, () => false);
    });
    await wanted.click();
    await tablet.getByRole('heading', { name: new RegExp(number) }).waitFor();
  }
  const goTyping = (tablet: Page): Promise<void> => tablet.getByRole('button', { name: said('staff.type.open') }).click();
  /** As staff do: the next line is where the caret is. */
  async function typeLine(tablet: Page, line: number, person: typeof ADA): Promise<void> {
    await tablet.getByRole('heading', { name: `Line ${line}`, exact: true }).waitFor();
    if ((await tablet.inputValue('[data-field=day]')) === '') await tablet.fill('[data-field=day]', new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/London' }).format(new Date()));
    for (const [field, value] of Object.entries(person)) await tablet.fill(`[data-field=${field}]`, value);
    await tablet.getByRole('button', { name: said('staff.type.save') }).click();
    await tablet.getByText(`Line ${line} is kept.`).waitFor();
  }
  const lineStates = (tablet: Page): Promise<string[]> => tablet.locator('.lines .line').evaluateAll((lines: Element[]) => lines.map((line) => line.className.replace('line ', '')));

  it('goes from the printer to the shredder: typed twice, contradicted, typed again, counted once', async () => {
    await inConsole('/sheets');
    await manager.fill('[name=count]', '2');
    await manager.fill('[name=lines]', '3');
    // What a browser makes of a PDF is its own affair: a download here. The paper is asked for where it can be looked at.
    await manager.getByRole('button', { name: 'Make the PDF' }).click({ noWaitAfter: true });
    let numbers: string[] = [];
    await eventually('two sheets are printed', async () => {
      // The way to the PDF may still be under way, and cut this one off.
      numbers = await inConsole('/sheets?state=printed').then(() => manager.locator('.row-link').allInnerTexts()).catch(() => []);
      return numbers.length === 2;
    });
    const ids = await manager.locator('[name=sheet]').evaluateAll((boxes: HTMLInputElement[]) => boxes.map((box) => box.value));
    const pdf = await manager.request.get(`${place.url}/console/stores/${store}/sheets.pdf?ids=${ids.join(',')}`);
    expect([pdf.status(), pdf.headers()['content-type']]).toEqual([200, 'application/pdf']);
    const [number = '', other = ''] = numbers;
    for (const box of await manager.locator('[name=sheet]').all()) await box.check();
    await manager.click('summary:has-text("Lay the chosen ones out")');
    await manager.locator('form[action*="/give-out"] button').click();
    await told('Marked as laid out.');

    const openInConsole = async (which: string): Promise<void> => {
      await inConsole(`/sheets?number=${which}`);
      await manager.getByRole('heading', { name: new RegExp(which) }).first().waitFor();
    };
    for (const [which, filled] of [[number, '2'], [other, '3']] as const) {
      await openInConsole(which);
      await manager.fill('[name=filled]', filled);
      await manager.locator('form[action*="/return"] button').click();
      await told('Marked as returned.');
    }

    const till = await pairTablet('Till 1');
    await goTyping(till);
    await openSheet(till, number, /3 lines/);
    await typeLine(till, 1, ADA);
    await typeLine(till, 2, BO);
    await till.getByRole('button', { name: said('staff.type.skip') }).click();
    await till.getByText(said('staff.type.finished.title')).waitFor();
    await countedComesTo(2);

    // Opened anew, the tablet knows what it has typed.
    await till.reload();
    await goTyping(till);
    await openSheet(till, number, /3 lines/);
    await till.getByRole('heading', { name: 'Line 3', exact: true }).waitFor();
    expect(await lineStates(till)).toEqual(['done', 'done', 'open']);
    await openInConsole(number);
    expect([await fact('Lines with a signature'), await fact('Lines typed')]).toEqual(['2', '2']);

    // Somebody else types the first line too, and reads another name.
    const office = await pairTablet('Office');
    await goTyping(office);
    await openSheet(office, number, /3 lines/);
    await typeLine(office, 1, MISREAD_ADA);
    await eventually('the manager is told', async () => {
      await inConsole('/sheets');
      return (await manager.getByText(`Line 1 of sheet ${number} was typed twice and differs`).count()) === 1;
    });
    expect(await manager.content()).not.toMatch(/Berg|Borg/);
    await press('Have it typed again');
    await told('The line waits on the tablets to be typed again.');
    await countedComesTo(1);

    await till.getByRole('button', { name: said('common.back') }).click();
    await openSheet(till, number, /1 line again/);
    await till.getByText(said('staff.type.again.text')).waitFor();
    expect(await lineStates(till)).toEqual(['again', 'done', 'open']);
    await typeLine(till, 1, ADA_AGAIN);
    await till.getByRole('button', { name: said('staff.type.skip') }).click();
    await till.getByText(said('staff.type.finished.title')).waitFor();
    await countedComesTo(2);

    await openInConsole(number);
    await unfold('form[action*="/type"]');
    await manager.locator('form[action*="/type"] button').click();
    await told('Marked as typed.');

    await inConsole('/sheets');
    await unfold('[name=percent]');
    await manager.fill('[name=percent]', '100');
    await manager.locator('form[action*="/second-keying"] button').click();
    await told('The sheets are drawn.');
    await office.getByRole('button', { name: said('common.back') }).click();
    await openSheet(office, number, /second keying/);
    expect(await lineStates(office)).toEqual(['open', 'open', 'open']);
    await typeLine(office, 1, ADA_AGAIN);
    await typeLine(office, 2, MISREAD_BO);
    await eventually('the error rate is told', async () => {
      await inConsole('/sheets');
      return (await manager.locator('main').innerText()).includes('1 of 2 compared lines differ (50%).');
    });
    // Not while a line is undecided.
    await openInConsole(number);
    await unfold('[name=witness]');
    await manager.fill('[name=witness]', 'Wim Witness');
    await manager.fill('[name=method]', 'Shredder');
    const shred = (): Promise<void> => manager.locator('form[action*="/destroy"] button').click();
    await shred();
    expect(await manager.locator('.notice.bad').innerText()).toContain(`Lines of sheet ${number} are still in conflict`);
    await inConsole('/sheets');
    await press('Keep the first');
    await told('The first typing stands.');
    expect(await counted()).toBe(2);

    await openInConsole(number);
    await unfold('[name=witness]');
    await manager.fill('[name=witness]', 'Wim Witness');
    await manager.fill('[name=method]', 'Shredder');
    await shred();
    await told('The destruction is recorded.');
    expect(await manager.locator('main').innerText()).toContain('Shredder; witness: Wim Witness');

    // The other one is too many to type: a figure that somebody vouches for, beside those who are counted.
    await openInConsole(other);
    await unfold('[name=attestedBy]');
    await manager.fill('[name=attestedBy]', 'Maja Mild');
    await manager.fill('[name=document]', 'Folder 4');
    await manager.locator('form[action*="/attest"] button').click();
    await told('The count is attested.');

    // If it has not heard yet that the sheet is gone.
    const next = till.getByRole('button', { name: said('staff.type.next') });
    if ((await next.count()) > 0) await next.click();
    await eventually('no sheet is to be typed', async () => {
      await till.getByRole('button', { name: said('staff.type.refresh') }).click();
      return till.getByText(said('staff.type.list.none')).waitFor({ timeout: 1_000 }).then(() => true, () => false);
    });
    const [tally] = await place.database.rows<{ counted: number; attested: number }>(
      `select t.counted, t.attested::int from petition_tallies t join petitions p on p.id = t.petition_id where p.slug = $1`, [PETITION]);
    expect(tally).toEqual({ counted: 2, attested: 3 });
    const cells = await place.database.rows<{ channel: string; status: string; n: number }>(
      `select c.channel, c.status, sum(c.n)::int as n from tally_cells c join petitions p on p.id = c.petition_id where p.slug = $1 and c.n > 0 group by 1, 2 order by 2`, [PETITION]);
    expect(cells.filter(({ status }) => status === 'counted')).toEqual([{ channel: 'paper', status: 'counted', n: 2 }]);
    expect((await recount(place.database)).drift).toEqual([]);
  }, 2 * MINUTE);
});
