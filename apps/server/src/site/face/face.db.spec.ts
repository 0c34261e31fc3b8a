import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Database, dataSourceFor } from '#libs/database';
import { dataFolder } from '#libs/petitions';
import { type CampaignSummary } from '#libs/tallies';
import { startServer, type StartedServer } from '../../../../../test/support/app.js';
import { importFile } from '../../../../../test/support/importing.js';
import { testDatabase, type TestDatabase } from '../../../../../test/support/services.js';

const RECORD = 'stop-sex-trafficking';

let database: TestDatabase;
let db: Database;
let server: StartedServer;

beforeAll(async () => {
  database = await testDatabase();
  db = new Database(await dataSourceFor(database.config.database, { entities: [] }).initialize());
  for (const file of [`${RECORD}/campaign.json`, `${RECORD}/progress-cards.json`, `${RECORD}/timeline.json`, 'keep-your-word/campaign.json']) await importFile(db, readFileSync(path.join(dataFolder(), file), 'utf8'));
  server = await startServer(database.config, [], 1);
}, 60_000);

afterAll(async () => {
  await server?.close();
  await db?.dataSource.destroy();
  await database?.drop();
});

async function page(address: string, status = 200): Promise<string> {
  const response = await fetch(`${server.url}${address}`);
  expect([address, response.status]).toEqual([address, status]);
  return response.text();
}

const summary = async (campaign: string): Promise<CampaignSummary> => JSON.parse(await page(`/api/v1/campaigns/${campaign}/summary`)) as CampaignSummary;
const drawing = (html: string): string => /<svg class="map-drawing"[\s\S]*?<\/svg>/.exec(html)?.[0] ?? '';
const told = (html: string): Map<string, string> => new Map([...drawing(html).matchAll(/<a [^>]*aria-label="([^"]*?): ([^"]*)"/g)].map(([, name = '', said = '']) => [name, said]));
/** Cells of the rows of a section's table, without marks. */
function rows(html: string, section: string): string[][] {
  const table = new RegExp(`<section[^>]*aria-labelledby="${section}"[\\s\\S]*?<tbody[\\s\\S]*?</tbody>`).exec(html)?.[0] ?? '';
  return [...table.matchAll(/<tr>(<th scope="row"[\s\S]*?)<\/tr>/g)].map(([, row = '']) => [...row.matchAll(/<t[hd][^>]*>([\s\S]*?)<\/t[hd]>/g)].map(([, cell = '']) => cell.replace(/<[^>]*>/g, '').trim()));
}
const figure = (text: string): number | null => (/\d/.test(text) ? Number(text.replace(/\D/g, '')) : null);

describe('the map of the record', () => {
  it('says on the map what its table says, and both add up to the summary of the API', async () => {
    const [html, { signatures, countriesWithPetition }] = [await page(`/en/campaigns/${RECORD}/map`), await summary(RECORD)];
    const table = rows(html, 'map-table').map(([name = '', , said = '']) => ({ name, said }));
    const map = told(html);
    expect(table.map(({ name }) => name)).toEqual([...map.keys()]);
    for (const { name, said } of table) expect([name, map.get(name)?.replace(/ signatures?$/, '')]).toEqual([name, said]);
    const known = table.flatMap(({ said }) => figure(said) ?? []);
    expect(known.reduce((sum, n) => sum + n, 0)).toBe(signatures.total);
    expect(known).toHaveLength(signatures.countriesWithFigure);
    expect(table.filter(({ said }) => said === 'no figure published')).toHaveLength(signatures.countriesWithoutFigure.length);
    expect(table.filter(({ said }) => said !== 'No petition')).toHaveLength(countriesWithPetition);
  });

  it('shows as many handovers and promises as the summary counts', async () => {
    const { handovers, commitments } = await summary(RECORD);
    const held = rows(await page(`/en/campaigns/${RECORD}/map?measure=handed`), 'map-table').filter(([, look]) => look === 'Received');
    expect(held).toHaveLength(handovers.held.national.count);
    const kept = rows(await page(`/en/campaigns/${RECORD}/map?measure=kept`), 'map-table');
    expect(kept.reduce((sum, [, , , fulfilled = '']) => sum + (figure(fulfilled) ?? 0), 0)).toBe(commitments['fulfilled']);
  });
});

describe('the board of promises', () => {
  it('has every promise, and tells calls answered by name from those answered with all others', async () => {
    const { callsToAction, callsAnswered, commitments } = await summary(RECORD);
    const html = await page(`/en/campaigns/${RECORD}/promises`);
    const all = Object.values(commitments).reduce((sum, n) => sum + n, 0);
    expect(html).toContain(`${all} of ${all} promises`);
    const byCountry = rows(html, 'answered').map((cells) => cells.slice(1).map((cell) => figure(cell) ?? 0));
    const sums = [0, 1, 2, 3].map((at) => byCountry.reduce((sum, row) => sum + (row[at] ?? 0), 0));
    expect(sums).toEqual([callsToAction, callsAnswered.byName, callsAnswered.atLeastOnce - callsAnswered.byName, callsToAction - callsAnswered.atLeastOnce]);
    expect([callsToAction, callsAnswered.atLeastOnce, callsAnswered.byName]).toEqual([187, 50, 12]);
    expect(html).not.toContain('Overdue');
  });
});

describe('countries and time', () => {
  it('of the record have every event with the date as exact as it is known', async () => {
    const html = await page(`/en/campaigns/${RECORD}/timeline`);
    expect(html).toContain('74 events');
    expect(await page(`/en/campaigns/${RECORD}/timeline?kind=planned-handover`)).toContain('autumn 2011');
  });

  it('have a page each: with a petition, from research alone, a region, the world', async () => {
    expect(await page(`/en/campaigns/${RECORD}/countries/FR`)).toContain('257,791');
    expect(await page(`/en/campaigns/${RECORD}/countries/CY`)).toContain('no figure published');
    for (const id of ['FI', 'UA', 'region-eu', 'global-un']) await page(`/fr/campaigns/${RECORD}/countries/${id}`);
    for (const id of ['XX', 'fr', 'region-nowhere']) await page(`/en/campaigns/${RECORD}/countries/${id}`, 404);
    await page('/en/campaigns/keep-your-word/countries/DE', 404);
  });

  it('tell what reports found in them, with its kind, its source and who else it was said of', async () => {
    const found = (html: string): string => /<section[^>]*aria-labelledby="findings"[\s\S]*?<\/section>/.exec(html)?.[0] ?? '';
    const canada = found(await page(`/en/campaigns/${RECORD}/countries/CA`));
    for (const said of ['No policy provisions on preventing child trafficking are apparent.', 'Gap', 'Setback', 'Said of these as well: <bdi>Mexico</bdi> and <bdi>United States</bdi>', 'Section II Prevention']) expect(canada).toContain(said);
    expect(found(await page(`/fr/campaigns/${RECORD}/countries/SE`))).toMatch(/Bonne pratique[\s\S]*<span lang="en">Stockholm's County Administrative Board/);
    expect(found(await page(`/en/campaigns/${RECORD}/countries/NZ`))).toBe('');
  });

  it('of the living campaign are there in Arabic too', async () => {
    for (const address of ['map', 'map?area=europe', 'timeline', 'promises', 'countries/JO']) expect(await page(`/ar/campaigns/keep-your-word/${address}`)).toContain('dir="rtl"');
    await page('/en/campaigns/nowhere/map', 404);
  });
});
