import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Browser, type Page } from 'playwright-core';
import { AuditLog, Users } from '#libs/access';
import { accessibilityFaults } from '../gallery/axe.js';
import { launch } from '../gallery/open-gallery.js';
import { startInstallation, type Installation } from '../support/demonstration.js';

const PETITION = 'keep-your-word-nl';
const PASSWORD = 'a long enough sentence 42';
const SIGNERS = ['Ada Berg', 'Bo Smit', 'Cem de Vries', 'Dia Jansen', 'Eef Bakker'];
const KEEP = process.env['SEAL_PICTURES'];

let place: Installation;
let browser: Browser;
let page: Page;
let handover: string;
let proof: string;

/** What the page says of a check, once it is done. */
async function verdict(what: 'manifest' | 'proof'): Promise<string> {
  const said = page.locator(`[data-say="${what}"]`);
  await said.locator('p').first().waitFor();
  await page.waitForFunction((place) => !/Checking/.test(document.querySelector(`[data-say="${place}"]`)?.textContent ?? 'Checking'), what);
  return (await said.innerText()).trim();
}

async function signed(name: string): Promise<void> {
  const [givenName, ...rest] = name.split(' ');
  const email = `${givenName?.toLowerCase()}@example.org`;
  const answer = await fetch(`${place.url}/api/v1/petitions/${PETITION}/signatures`, {
    method: 'POST', headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ givenName, familyName: rest.join(' '), email, country: 'NL', ageConfirmed: true, consent: { petition: true } }),
  });
  expect(answer.status).toBe(202);
  const [mail] = await place.mailTo(email);
  const token = /\/c\/(\S+)/.exec(mail?.text ?? '')?.[1] ?? '';
  expect((await fetch(`${place.url}/api/v1/confirmations`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ token: decodeURIComponent(token) }) })).status).toBe(200);
}

beforeAll(async () => {
  [place, browser] = await Promise.all([startInstallation(), launch()]);
  const users = new Users(place.database, new AuditLog(place.database));
  await users.add({ email: 'nel@example.org', name: 'Nel', role: 'organiser', campaignId: await users.campaignIdOf('keep-your-word'), jurisdictionIds: ['NL'], password: PASSWORD, passwordIsTheirs: true }, 'spec');
  for (const name of SIGNERS) await signed(name);
  const [thanks] = await place.mailTo('ada@example.org', 2);
  proof = /\n\s*>?\s*([A-Za-z0-9_-]{80,})/.exec(thanks?.text ?? '')?.[1] ?? '';
  page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  page.setDefaultTimeout(15_000);
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await place?.end();
}, 60_000);

describe('a sealed handover', () => {
  it('is booked and sealed in the console', async () => {
    await page.goto(`${place.url}/console/login?lang=en`);
    await page.fill('[name=email]', 'nel@example.org');
    await page.fill('[name=password]', PASSWORD);
    await page.click('main button[type=submit]');
    await page.waitForURL('**/console?lang=en');
    const token = await page.evaluate(`fetch('/console/handovers/new?petition=${PETITION}').then((answer) => answer.text()).then((html) => /name="_csrf" value="([^"]+)"/.exec(html)[1])`);
    const booked = await page.evaluate<{ id: string }>(`fetch('/api/v1/handovers', { method: 'POST', headers: { 'content-type': 'application/json', 'x-csrf-token': ${JSON.stringify(token)} }, body: JSON.stringify({
      campaign: 'keep-your-word', jurisdiction: 'NL', date: '2031-03-04', recipients: [{ office: 'Minister van Justitie', kind: 'executive' }] }) }).then((answer) => answer.json())`);
    handover = booked.id;
    await page.goto(`${place.url}/console/handovers/${handover}/seal?lang=en`);
    await page.click('form[action*="/seal"] button[type=submit]');
    await page.waitForURL('**done=seal-asked**');
    for (let n = 0; n < 40 && !(await page.locator('.hash').count()); n++) {
      await page.waitForTimeout(250);
      await page.reload();
    }
    expect(await page.locator('#seal, [aria-labelledby="seal"]').first().innerText()).toContain('5 counted signatures');
    expect(await accessibilityFaults(page)).toEqual([]);
    if (KEEP) await page.screenshot({ path: `${KEEP}/console-seal.png`, fullPage: true });
    await page.click('form[action$="/seal/publish"] button, form[action*="/seal/publish"] button');
    await page.waitForURL('**done=seal-published**');
  }, 60_000);

  it('is checked by anybody in their own browser, by what is published and by a file of their own', async () => {
    await page.goto(`${place.url}/en/handovers/${handover}`);
    await page.click('[data-check]');
    expect(await verdict('manifest')).toContain('Nothing was changed');
    const manifest = JSON.parse(await (await fetch(`${place.url}/api/v1/handovers/${handover}/manifest.json`)).text()) as { leaves: string[]; statement: { counted: number } };
    expect(manifest.leaves).toHaveLength(5);
    const [a = '', b = '', ...rest] = manifest.leaves;
    const altered = { ...manifest, leaves: [...manifest.leaves] };
    altered.leaves[2] = `${(altered.leaves[2] ?? '').slice(0, -1)}${(altered.leaves[2] ?? '').endsWith('0') ? '1' : '0'}`;
    const cases: [string, object, RegExp][] = [
      ['altered', altered, /root does not follow/], ['dropped', { ...manifest, leaves: rest }, /counts do not agree/], ['added', { ...manifest, leaves: [...manifest.leaves, 'f'.repeat(64)] }, /counts do not agree/],
      ['reordered', { ...manifest, leaves: [b, a, ...rest] }, /not in their order/], ['restated', { ...manifest, statement: { ...manifest.statement, counted: 6 } }, /not signed|another seal/],
    ];
    for (const [name, body, words] of cases) {
      await page.setInputFiles('[data-file]', { name: `${name}.json`, mimeType: 'application/json', buffer: Buffer.from(canonical(body)) });
      expect(await verdict('manifest')).toMatch(words);
    }
  }, 60_000);

  it('shows a signer that their own signature is in it, and sends neither name nor address', async () => {
    const asked: string[] = [];
    page.on('request', (request) => asked.push(`${request.url()} ${request.postData() ?? ''}`));
    await page.goto(`${place.url}/en/handovers/${handover}`);
    const look = async (name: string): Promise<string> => {
      await page.fill('[name=code]', proof);
      await page.fill('[name=name]', name);
      await page.fill('[name=email]', 'ada@example.org');
      await page.click('[data-proof] button');
      return verdict('proof');
    };
    expect(await look('Ada Berg')).toContain('Your signature is in what was handed over');
    expect(await look('Ada Bergh')).toContain('nothing was found');
    expect(asked.some((one) => one.includes('/proof?leaf='))).toBe(true);
    expect(asked.filter((one) => /Berg|ada%40|ada@/.test(one))).toEqual([]);
  }, 60_000);

  it('is accessible in each language and fits a phone', async () => {
    for (const locale of ['en', 'fr', 'ar']) {
      await page.setViewportSize({ width: 390, height: 844 });
      await page.goto(`${place.url}/${locale}/handovers/${handover}`);
      expect({ locale, faults: await accessibilityFaults(page) }).toEqual({ locale, faults: [] });
      expect(await page.evaluate('document.documentElement.scrollWidth <= window.innerWidth')).toBe(true);
      if (KEEP) await page.screenshot({ path: `${KEEP}/public-${locale}.png`, fullPage: true });
    }
  }, 60_000);

  it('comes with its papers, under 5 MB, without a login', async () => {
    for (const paper of ['letter', 'certificate', 'packet']) {
      const answer = await fetch(`${place.url}/api/v1/handovers/${handover}/${paper}.pdf?language=fr`);
      const bytes = Buffer.from(await answer.arrayBuffer());
      expect([paper, answer.status, bytes.subarray(0, 5).toString(), bytes.length < 5 * 1024 * 1024]).toEqual([paper, 200, '%PDF-', true]);
    }
  }, 60_000);

  it('imported from print says that its figure cannot be verified', async () => {
    const [row] = await place.database.rows<{ id: string }>(`select id from handovers where key = 'region-eu-h1'`);
    expect(await (await fetch(`${place.url}/en/handovers/${row?.id}`)).text()).toContain('The figure is as printed; it cannot be verified');
  });
});

/** As a manifest is written; the page has its own, which is what is tried here. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value !== null && typeof value === 'object') return `{${Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, one]) => `${JSON.stringify(key)}:${canonical(one)}`).join(',')}}`;
  return JSON.stringify(value);
}
