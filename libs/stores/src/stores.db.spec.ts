import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { testDatabase } from '../../../test/support/services.js';
import { actor, Collecting, refusal } from './testing/collecting.js';

let here: Collecting;

beforeAll(async () => { here = await Collecting.start(await testDatabase()); }, 60_000);
afterAll(() => here?.end());

const HEADER = 'code,name,country,area,town,language,time_zone,kind';
const EVERY_FAULT = ['stores.invalid', 'name: required', 'jurisdictionId: unknown_country', 'code: bad_store_code', 'language: bad_language', 'timeZone: bad_time_zone'];
const count = async (): Promise<number> => (await here.db.rows<{ n: number }>('select count(*)::int as n from stores'))[0]?.n ?? -1;

describe('a store', () => {
  it('is made, changed, agreed with and closed, each with an entry that names nobody', async () => {
    const made = await here.stores.create({ campaignId: here.campaignId, jurisdictionId: 'FR', code: 'lyon-1', name: ' Lyon  Bellecour ', area: 'Sud', language: 'fr-fr', timeZone: 'Europe/Paris' }, actor);
    expect(made).toMatchObject({ code: 'lyon-1', name: 'Lyon Bellecour', language: 'fr-FR', kind: 'store', agreement: null, closedAt: null, town: null });
    expect((await here.stores.update(made.id, { town: 'Lyon', area: null }, actor))).toMatchObject({ town: 'Lyon', area: null, name: 'Lyon Bellecour' });
    await here.stores.recordAgreement(made.id, { signedOn: '2026-11-01', signedBy: 'Ada Berg', document: 'Binder 7' }, actor);
    expect((await here.stores.byCode(here.campaignId, 'lyon-1'))?.agreement).toMatchObject({ signedOn: '2026-11-01', signedBy: 'Ada Berg', document: 'Binder 7', recordedBy: actor.name });
    await here.stores.close(made.id, actor);
    await here.stores.close(made.id, actor);
    expect(await refusal(here.stores.update(made.id, { name: 'X' }, actor))).toEqual(['stores.closed']);
    expect(await here.auditActions()).toEqual(['store.create', 'store.change', 'store.agreement', 'store.close']);
    const entries = JSON.stringify(await here.db.rows('select details from audit_log'));
    expect(entries).not.toMatch(/Berg|Binder|Lyon B/);
  });

  it('is refused with every field at fault, and with a code that is taken', async () => {
    const wrong = { campaignId: here.campaignId, jurisdictionId: 'region-west', code: 'No Code', name: '  ', language: 'english', timeZone: 'Leeds' };
    expect(new Set(await refusal(here.stores.create(wrong, actor)))).toEqual(new Set(EVERY_FAULT));
    expect(await refusal(here.stores.create({ ...wrong, jurisdictionId: 'FR', code: 'lyon-1', name: 'Lyon', language: 'fr', timeZone: 'UTC' }, actor))).toEqual(['stores.code_taken', 'code: taken']);
    expect(await refusal(here.stores.update('no-uuid', { name: 'X' }, actor))).toEqual(['stores.unknown']);
  });

  it('has an agreement only with a day that is not to come, who signed, and where it is kept', async () => {
    const store = await here.store({ agreed: false });
    expect(await refusal(here.stores.recordAgreement(store.id, { signedOn: '2026-02-30', signedBy: ' ', document: '' }, actor))).toEqual(['stores.invalid', 'signedOn: malformed', 'signedBy: required', 'document: required']);
    const later = new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10);
    expect(await refusal(here.stores.recordAgreement(store.id, { signedOn: later, signedBy: 'A', document: 'B' }, actor))).toEqual(['stores.invalid', 'signedOn: in_future']);
  });
});

describe('a list of stores', () => {
  it('adds and changes by code, and again changes nothing', async () => {
    const before = await count();
    const lines = Array.from({ length: 2_600 }, (_, n) => `csv-${n},Shop ${n},${n % 2 ? 'GB' : 'FR'},Area ${n % 7},,en,Europe/London,store`);
    expect(await here.stores.importCsv(here.campaignId, [HEADER, ...lines].join('\n'), actor)).toEqual({ created: 2_600, changed: 0, unchanged: 0 });
    expect(await here.stores.importCsv(here.campaignId, [HEADER, ...lines].join('\n'), actor)).toEqual({ created: 0, changed: 0, unchanged: 2_600 });
    lines[5] = 'csv-5,New name,GB,Area 5,,en,Europe/London,partner';
    expect(await here.stores.importCsv(here.campaignId, [HEADER, ...lines, 'csv-new,New,GB,,,en,UTC,'].join('\n'), actor)).toEqual({ created: 1, changed: 1, unchanged: 2_599 });
    expect(await count()).toBe(before + 2_601);
    expect(await here.stores.byCode(here.campaignId, 'csv-5')).toMatchObject({ name: 'New name', kind: 'partner' });
    expect((await here.auditActions()).filter((action) => action === 'stores.import')).toHaveLength(2);
  });

  it('with one faulty line writes nothing, not even the good ones', async () => {
    const before = await count();
    const file = [HEADER, 'bad-1,Good,GB,,,en,UTC,store', 'bad-2,Bad,XX,,,en,UTC,store', 'csv-1,Moved,FR,,,en,UTC,store'].join('\n');
    expect(await refusal(here.stores.importCsv(here.campaignId, file, actor))).toEqual(['stores.csv_invalid', 'line 3: country: unknown_country']);
    expect(await refusal(here.stores.importCsv(here.campaignId, [HEADER, 'bad-1,Good,GB,,,en,UTC,store', 'csv-1,Moved,FR,,,en,UTC,store'].join('\n'), actor))).toEqual(['stores.csv_invalid', 'line 3: country: other_country']);
    expect(await count()).toBe(before);
  });

  it('is shown by pages of at most 100, narrowed, and never beyond what the reader may see', async () => {
    const page = await here.stores.list({ campaignId: here.campaignId, jurisdictionIds: ['GB'], area: 'Area 5', pageSize: 1_000 });
    expect(page.stores).toHaveLength(100);
    expect(page).toMatchObject({ page: 1, pageSize: 100 });
    const second = await here.stores.list({ campaignId: here.campaignId, jurisdictionIds: ['GB'], area: 'Area 5', page: 2, pageSize: 100 });
    expect(page.total).toBe(100 + second.stores.length);
    expect(new Set([...page.stores, ...second.stores].map((store) => store.id)).size).toBe(page.total);
    const find = async (search: string): Promise<string[]> => (await here.stores.list({ campaignId: here.campaignId, search })).stores.map((store) => store.code);
    expect(await find('new NAME')).toEqual(['csv-5']);
    expect(await find('%')).toEqual([]);
    const one = await here.stores.byCode(here.campaignId, 'csv-5');
    const within = [{ storeId: one?.id ?? '' }, { jurisdictionId: 'FR', area: 'Area 4' }];
    const seen = await here.stores.list({ campaignId: here.campaignId, within, page: 2, pageSize: 100 });
    expect(new Set(seen.stores.map((store) => `${store.jurisdictionId} ${store.area}`))).toEqual(new Set(['FR Area 4', 'GB Area 5']));
    expect((await here.stores.list({ campaignId: here.campaignId, within: [] })).total).toBe(0);
    const areas = await here.stores.areas(here.campaignId, within);
    expect(areas.map((area) => [area.jurisdictionId, area.area, area.stores])).toEqual([['FR', 'Area 4', seen.total - 1], ['GB', 'Area 5', 1]]);
  });

  it('lets `via` name a store made just now', async () => {
    expect((await here.stores.knownCodes(here.campaignId)).has('brand-new')).toBe(false);
    await here.store({ code: 'brand-new' });
    expect((await here.stores.knownCodes(here.campaignId)).has('brand-new')).toBe(true);
  });
});
