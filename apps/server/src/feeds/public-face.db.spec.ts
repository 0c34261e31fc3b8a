import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import sharp from 'sharp';
import request, { type Response } from 'supertest';
import { openConsole, type OpenConsole, seedHandovers } from '../../../../test/support/console.js';
import { DATASETS } from '../open-data/datasets/index.js';
import { mustBeAtom } from './testing/atom-rules.js';
import { childrenOf, only, readXml } from './testing/read-xml.js';

let place: OpenConsole;
let numbers: Record<string, number>;

beforeAll(async () => {
  place = await openConsole();
  const { held } = await seedHandovers(place.db);
  // A day of Sweden's under embargo, and a petition of high privacy.
  await place.db.query(`update handovers set held_at = now(), embargo_until = now() + interval '1 day', embargo_zone = 'Asia/Bangkok', status = 'held', signatures = 893, signatures_qualifier = 'exact', outcome = 'zzsecret outcome' where jurisdiction_id = 'SE' and level = 'national'`);
  await place.db.query(`insert into handover_responses (handover_id, kind, text, recorded_by) select id, 'answer', 'zzsecret answer', 'Wanda World' from handovers where jurisdiction_id = 'SE' and level = 'national'`);
  await place.db.query(`insert into commitments (handover_id, text, kind) select id, 'zzsecret promise', 'policy' from handovers where jurisdiction_id = 'SE' and level = 'national'`);
  await place.db.query(`update petitions set target = 2000 where slug = 'alive-se'; update handovers set place = 'Bergen' where id = '${held}'`);
  await place.db.query(`insert into publications (campaign_id, kind, title, public_at, time_zone) select id, 'report', '{"en": "zzsecret report"}', now() + interval '1 day', 'Asia/Bangkok' from campaigns where slug = 'alive'`);
  numbers = Object.fromEntries((await place.rows<{ slug: string; id: number }>('select slug, id from petitions')).map(({ slug, id }) => [slug, id]));
}, 60_000);

afterAll(() => place?.close());

const get = (path: string, headers: Record<string, string> = {}): Promise<Response> => Promise.resolve(request(place.server.http).get(path).set(headers));
const DATA = '/api/v1/campaigns/alive/data';

describe('petitions in the shape of petition.parliament.uk', () => {
  it('are those that people can read, with the figures as published, beside the pages at the same addresses', async () => {
    const list = (await get('/petitions.json?state=open')).body as { links: Record<string, string | null>; data: { id: number; links: { self: string }; attributes: { action: string; signature_count: number; government_response: unknown } }[] };
    expect(list.data.map(({ id, attributes }) => [id, attributes.action, attributes.signature_count])).toEqual([[numbers['alive-se'], 'Count them all', 893], [numbers['alive-no'], 'Count them all', 1_240]]);
    expect([list.links['next'], list.links['prev'], list.data[1]?.attributes.government_response]).toMatchObject([null, null, { summary: 'Thank you for your petition.' }]);
    const one = await get(`/petitions/${numbers['alive-se']}.json`, { origin: 'https://elsewhere.example' });
    expect(one.body).toMatchObject({ data: { type: 'petition', id: numbers['alive-se'], attributes: { state: 'open', government_response: null, signatures_by_country: [{ name: 'Sweden', code: 'SE', signature_count: 893 }], signatures_by_constituency: [] } } });
    expect(one.headers).toMatchObject({ 'access-control-allow-origin': '*', 'cross-origin-resource-policy': 'cross-origin' });
    expect([(await get(`/petitions/${numbers['alive-fi']}.json`)).status, (await get('/petitions/987654.json')).status, (await get('/petitions/0x1.json')).status]).toEqual([404, 404, 404]);
    expect([(await get('/petitions/alive-se')).headers['location'], (await get('/en/petitions/alive-se')).status]).toEqual(['/en/petitions/alive-se', 200]);
    expect((await get('/petitions.json?state=with_response')).body).toMatchObject({ data: [{ id: numbers['alive-no'] }] });
  });
});

describe('feeds of news', () => {
  it('are Atom, of the campaign and of one country, in each language', async () => {
    const feed = mustBeAtom((await get('/en/campaigns/alive/news.atom')).text);
    expect(childrenOf(feed, 'entry').map((entry) => only(entry, 'title').text).sort()).toEqual([
      'Norway: a promise is now “In progress”', 'Norway: a promise was made', 'Norway: an answer came', 'Norway: signatures handed over', 'Norway: the petition is open', 'Sweden: 500 signatures reached', 'Sweden: the petition is open',
    ]);
    const sweden = mustBeAtom((await get('/fr/campaigns/alive/countries/SE/news.atom')).text);
    expect(childrenOf(sweden, 'entry').map((entry) => only(entry, 'title').text)).toEqual(['Suède : 500 signatures atteintes', 'Suède : la pétition est ouverte']);
    expect([(await get('/en/campaigns/alive/countries/FI/news.atom')).status, (await get('/en/campaigns/nowhere/news.atom')).status]).toEqual([404, 404]);
  });
});

describe('what robots find', () => {
  it('is every page of campaigns that want to be found, and no draft', async () => {
    const parts = childrenOf(readXml((await get('/sitemap.xml')).text), 'sitemap').map((part) => new URL(only(part, 'loc').text).pathname);
    expect(parts).toEqual(['/sitemaps/home.xml', '/sitemaps/alive-1.xml']);
    const found = childrenOf(readXml((await get('/sitemaps/alive-1.xml')).text), 'url').map((url) => new URL(only(url, 'loc').text).pathname);
    expect(found).toEqual(expect.arrayContaining(['/ar/petitions/alive-se', '/en/campaigns/alive', '/en/campaigns/alive/data']));
    expect(found.filter((path) => /alive-fi|\/FI$/.test(path))).toEqual([]);
    const { live } = (await get('/api/v1/campaigns/alive/reports')).body as { live: { name: string }[] };
    expect(found.filter((path) => path.startsWith('/en/campaigns/alive/reports/'))).toEqual(live.map(({ name }) => `/en/campaigns/alive/reports/${name}`));
    const answers = await Promise.all(found.filter((path) => path.startsWith('/en')).map(async (path) => [path, (await get(path)).status]));
    expect(answers.filter(([, status]) => status !== 200)).toEqual([]);
    await place.db.query(`update campaigns set noindex = true`);
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    expect((await get('/sitemap.xml')).text).not.toContain('alive');
    expect((await get('/sitemaps/alive-1.xml')).status).toBe(404);
    await place.db.query(`update campaigns set noindex = false`);
    expect((await get('/robots.txt')).text).toContain('/sitemap.xml');
  });
});

describe('open data', () => {
  it('is every table as CSV and JSON with the same rows, described, and not sent again unchanged', async () => {
    const described = (await get(`${DATA}/datapackage.json`)).body as { resources: { name: string; path: string; schema: { fields: { name: string }[] } }[] };
    expect(described.resources.map(({ name }) => name)).toEqual(DATASETS.map(({ table }) => table.name));
    for (const { name, path, schema } of described.resources) {
      const csv = await get(`${DATA}/${path}`);
      const rows = parse<Record<string, string>>(csv.text, { bom: true, columns: true });
      const json = (await get(`${DATA}/${name}.json`)).body as { total: number; items: Record<string, unknown>[] };
      expect({ name, rows: json.total, header: csv.text.slice(1).split('\r\n')[0] }).toEqual({ name, rows: rows.length, header: schema.fields.map((field) => field.name).join(',') });
      expect((await get(`${DATA}/${path}`, { 'if-none-match': String(csv.headers['etag']) })).status).toBe(304);
    }
    expect((await get(`${DATA}/petitions.json?pageSize=1&page=2`)).body).toMatchObject({ page: 2, pageSize: 1, total: 2, items: [{ petition: 'alive-no', counted: 40, attested: 1_200, lower_bound: true, total: 1_240 }] });
    expect([(await get(`${DATA}/secrets.csv`)).status, (await get(`${DATA}/petitions`)).status, (await get('/api/v1/campaigns/nowhere/data/petitions.csv')).status]).toEqual([404, 404, 404]);
    expect((await get('/en/campaigns/alive/data')).text).toContain('Creative Commons Attribution');
  });

  it('keeps former values of public facts, without who changed them', async () => {
    const { items } = (await get(`${DATA}/history.json`)).body as { items: Record<string, unknown>[] };
    expect(items).toEqual(expect.arrayContaining([expect.objectContaining({ fact: 'petition', fact_id: 'alive-se', field: 'target', former_value: '1000' }), expect.objectContaining({ fact: 'handover', field: 'place', former_value: 'Oslo' })]));
  });
});

/** Everything here that tells what there is. */
const everything = async (): Promise<string> => {
  const paths = ['/petitions.json', `/petitions/${numbers['alive-se']}.json`, '/en/campaigns/alive/news.atom', '/en/campaigns/alive/countries/SE/news.atom', '/sitemaps/alive-1.xml', '/embed/badge/alive-se', '/embed/form/alive-se', '/en/campaigns/alive/data', ...DATASETS.flatMap(({ table }) => [`${DATA}/${table.name}.csv`, `${DATA}/${table.name}.json`])];
  return (await Promise.all(paths.map(async (path) => (await get(path)).text))).join('\n');
};

describe('what is kept back', () => {
  it('is nowhere before its instant, and everywhere a second after', async () => {
    expect(await everything()).not.toContain('zzsecret');
    await place.db.query(`update handovers set embargo_until = now() - interval '1 millisecond' where embargo_until is not null; update publications set public_at = now() - interval '1 millisecond'`);
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    const told = await everything();
    for (const what of ['zzsecret outcome', 'zzsecret answer', 'zzsecret promise', 'New report: zzsecret report']) expect(told).toContain(what);
  });

  it('names nobody who signs, organises, vouches or writes down', async () => {
    expect(await everything()).not.toMatch(/Wanda|Sven|Rita|Kari Nordmann|Ana Silva|Box 4|recorded_by/);
  });
});

describe('what goes into others\' pages', () => {
  it('may be framed by anybody, asks for nothing from elsewhere, sets no cookie; nothing else of ours may be', async () => {
    for (const kind of ['badge', 'form']) {
      const page = await get(`/embed/${kind}/alive-se?lang=ar`);
      expect(page.headers['content-security-policy']).toMatch(/default-src 'none'.*form-action 'self'.*frame-ancestors \*$/);
      expect([page.headers['x-frame-options'], page.headers['set-cookie'], page.headers['referrer-policy']]).toEqual([undefined, undefined, 'no-referrer']);
      expect(page.text).toContain('dir="rtl"');
      expect([...page.text.matchAll(/(?:src|href|action)="([^"]+)"/g)].map(([, to = '']) => to).filter((to) => !/^(\/[^/]|#)/.test(to))).toEqual([]);
    }
    for (const path of ['/en/petitions/alive-se', '/en/petitions/alive-se/embed', '/en/campaigns/alive/data']) expect((await get(path)).headers).toMatchObject({ 'x-frame-options': 'DENY', 'content-security-policy': expect.stringContaining("frame-ancestors 'none'") });
    expect((await get('/embed/badge/alive-fi')).status).toBe(404);
    expect((await get('/embed.js')).headers).toMatchObject({ 'content-type': 'text/javascript; charset=utf-8', 'cross-origin-resource-policy': 'cross-origin' });
  });

  it('signs at our own address, with the link code it was given', async () => {
    const form = (await get('/embed/form/alive-se?lang=en&via=gamla-stan')).text;
    expect(form).toMatch(/<form[^>]*action="\/en\/petitions\/alive-se#sign"/);
    expect(form).toContain('<base target="_blank"');
    expect(form).toMatch(/name="via" value="gamla-stan"|value="gamla-stan" name="via"/);
  });

  it('has a picture of its own in each language', async () => {
    const picture = await request(place.server.http).get('/share/alive-se/ar.png').buffer(true).parse((response, done) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part)).on('end', () => done(null, Buffer.concat(parts)));
    });
    expect(await sharp(picture.body as Buffer).metadata()).toMatchObject({ format: 'png', width: 1200, height: 630 });
    expect([(await get('/share/alive-se/ar.png', { 'if-none-match': String(picture.headers['etag']) })).status, (await get('/share/alive-fi/en.png')).status, (await get('/share/alive-se/xx.png')).status]).toEqual([304, 404, 404]);
    expect((await get('/en/petitions/alive-se')).text).toMatch(/property="og:image" content="[^"]+\/share\/alive-se\/en\.png"/);
  });
});
