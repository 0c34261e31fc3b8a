import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ApiTokens, type NewUser, Users } from '#libs/access';
import type { ListedStore } from '../../apps/server/src/api/stores/store-lists.js';
import type { DeviceLine, NewPairingCode, Sheet, ShiftReconciliation, Store } from '#libs/stores';
import { startWorker, type Worker } from '../../apps/worker/src/worker.js';
import { startServer, type StartedServer } from '../support/app.js';
import { eventually, furnish, type Furnished } from '../support/installation.js';
import { testDatabase, type TestDatabase } from '../support/services.js';
import { newShift, RawTablet } from './raw-tablet.js';

type Answer<Body> = { status: number; body: Body & { code?: string; errors?: { field: string; code: string }[] } };
type Caller = <Body = unknown>(method: string, path: string, body?: object) => Promise<Answer<Body>>;

describe('stores by JSON, with an API token', () => {
  let database: TestDatabase;
  let server: StartedServer;
  let worker: Worker;
  let made: Furnished;
  let slug: string;
  let petitionId: number;
  let organiser: Caller;
  let manager: Caller;
  let stranger: Caller;
  let reader: Caller;
  let shop: Store;
  let other: ListedStore;
  let deviceId: string;
  let shiftId: string;

  const caller = (token: string | null): Caller => async <Body>(method: string, path: string, body?: object): Promise<Answer<Body>> => {
    const answer = await fetch(`${server.url}/api/v1${path}`, {
      method, headers: { ...(token ? { authorization: `Bearer ${token}` } : {}), ...(body ? { 'content-type': 'application/json' } : {}) }, ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const text = await answer.text();
    return { status: answer.status, body: (text === '' ? {} : JSON.parse(text)) as Answer<Body>['body'] };
  };
  const callerWith = async (role: NewUser['role'], grant: Partial<NewUser> = {}): Promise<Caller> => {
    const email = `${role}.${randomUUID().slice(0, 8)}@example.org`;
    const { user } = await server.app.get(Users).add({ ...grant, email, name: role, password: 'a long walk in the hills', passwordIsTheirs: true, role }, 'test');
    return caller((await server.app.get(ApiTokens).create(user.id, 'spec')).token);
  };
  const refusal = async (asked: Promise<Answer<unknown>>): Promise<unknown[]> => {
    const { status, body } = await asked;
    return [status, body.code, ...(body.errors ?? []).map(({ field }) => field).sort()];
  };

  beforeAll(async () => {
    database = await testDatabase();
    made = await furnish(database.config);
    slug = await made.petition('XA', { confirmation: 'none' });
    [{ id: petitionId } = { id: 0 }] = await made.db.rows<{ id: number }>(`select id from petitions where slug = $1`, [slug]);
    [server, worker] = [await startServer(database.config), await startWorker(database.config)];
    const [campaign] = await made.db.rows<{ id: number }>(`select id from campaigns where slug = 'journey'`);
    organiser = await callerWith('organiser', { campaignId: campaign?.id });
    reader = await callerWith('reader', { campaignId: campaign?.id });
  }, 60_000);
  afterAll(async () => {
    await worker?.stop();
    await server?.close();
    await made?.close();
    await database?.drop();
  });

  it('makes a store, and a list of others from CSV, all of it or none', async () => {
    const created = await organiser<Store>('POST', '/campaigns/journey/stores', { code: 'harbour', name: 'Harbour Shop', country: 'XA', area: 'North', town: 'Leeds', language: 'en', timeZone: 'Europe/London' });
    expect([created.status, created.body.code, created.body.agreement]).toEqual([201, 'harbour', null]);
    shop = created.body;
    expect(await refusal(organiser('POST', '/campaigns/journey/stores', { code: 'harbour', name: 'Again', country: 'XA', language: 'en', timeZone: 'Europe/London' }))).toEqual([409, 'stores.code_taken', 'code']);

    const header = 'code,name,country,area,town,language,time_zone,kind';
    const faulty = await organiser('POST', '/campaigns/journey/stores/import', { csv: `${header}\nhill,Hill Shop,XA,North,York,en,Europe/London,store\nmoor,,XA,North,York,en,Europe/Nowhere,store\ndale,Dale Shop,ZZ,,,en,Europe/London,store\n` });
    expect([faulty.status, faulty.body.code]).toEqual([422, 'stores.csv_invalid']);
    expect(faulty.body.errors?.map(({ field }) => field)).toEqual(['line 3: name', 'line 3: time_zone', 'line 4: country']);
    const list = async (): Promise<ListedStore[]> => (await organiser<{ items: ListedStore[] }>('GET', '/campaigns/journey/stores')).body.items;
    expect((await list()).map(({ code }) => code)).toEqual(['harbour']);

    const brought = await organiser('POST', '/campaigns/journey/stores/import', { csv: `${header}\nhill,Hill Shop,XA,North,York,en,Europe/London,store\nharbour,Harbour Shop,XA,North,Leeds,en,Europe/London,store\n` });
    expect([brought.status, brought.body]).toEqual([200, { created: 1, changed: 0, unchanged: 1 }]);
    other = (await list()).find(({ code }) => code === 'hill') as ListedStore;
    manager = await callerWith('manager', { campaignId: shop.campaignId, storeId: shop.id });
    stranger = await callerWith('manager', { campaignId: shop.campaignId, storeId: other.id });
    expect((await manager<{ items: ListedStore[] }>('GET', '/campaigns/journey/stores')).body.items.map(({ code }) => code)).toEqual(['harbour']);
  });

  it('pairs a tablet once the agreement is recorded and the fingerprint compared', async () => {
    const tablet = await RawTablet.make(server.url);
    expect(await refusal(manager('POST', `/stores/${shop.id}/pairing-codes`, { deviceName: 'Till 1' }))).toEqual([409, 'devices.no_agreement']);
    const agreed = await manager<Store>('POST', `/stores/${shop.id}/agreement`, { signedOn: '2026-01-15', signedBy: 'Somebody', document: 'File 1' });
    expect([agreed.status, agreed.body.agreement?.document]).toEqual([200, 'File 1']);
    const { status, body } = await manager<NewPairingCode>('POST', `/stores/${shop.id}/pairing-codes`, { deviceName: 'Till 1' });
    expect([status, /^[0-9A-Z]{3}-[0-9A-Z]{5}$/.test(String(body.code))]).toEqual([201, true]);
    const paired = await tablet.pair(String(body.code));
    const [device] = (await manager<DeviceLine[]>('GET', `/stores/${shop.id}/devices`)).body;
    expect([device?.id, device?.state, device?.fingerprint]).toEqual([tablet.id, 'awaiting', paired.body.fingerprint]);
    deviceId = tablet.id;
    expect((await manager<DeviceLine>('POST', `/devices/${deviceId}/admit`)).body.state).toBe('active');
    expect((await manager<DeviceLine>('POST', `/devices/${deviceId}/rename`, { name: 'Till two' })).body.name).toBe('Till two');

    await eventually('the campaign has keys', async () => (await tablet.loadKit()).keys.length > 0);
    const shift = newShift(3);
    shiftId = shift.id;
    const records = [await tablet.record({ givenName: 'Ada', town: 'Leeds' }, { shiftId }), await tablet.record({ givenName: 'Ben', town: 'York' }, { shiftId })];
    expect((await tablet.send(records, { shifts: [shift], waiting: 3, highestSeq: 3 })).body.results.map(({ outcome }) => outcome)).toEqual(['stored', 'stored']);
    expect((await manager<DeviceLine[]>('GET', `/stores/${shop.id}/devices`)).body[0]).toMatchObject({ highestSeq: 3, appVersion: 'test', storageProtected: true, missing: 1 });
  });

  it('reconciles a shift to the unit and keeps the figures that were signed off', async () => {
    const { body: { items } } = await manager<{ items: ShiftReconciliation[] }>('GET', `/stores/${shop.id}/shifts`);
    expect(items.map(({ id, captured, stored, waiting }) => ({ id, captured, stored, waiting }))).toEqual([{ id: shiftId, captured: 3, stored: 2, waiting: 1 }]);
    expect((await manager<ShiftReconciliation>('GET', `/shifts/${shiftId}`)).body).toMatchObject({ captured: 3, received: 2, results: null });
    const signed = await manager<ShiftReconciliation>('POST', `/shifts/${shiftId}/sign-off`, { note: 'One is still on the tablet.' });
    expect([signed.status, signed.body.signedOff?.figures.waiting, signed.body.signedOff?.note]).toEqual([200, 1, 'One is still on the tablet.']);
    expect((await refusal(manager('POST', `/shifts/${shiftId}/sign-off`, {})))[0]).toBe(409);
  });

  it('tells daily figures of finished days, never of a few signatures at whose making the manager stood by', async () => {
    await eventually('they are counted', async () => (await made.counted(slug)) === 2);
    const told = async (): Promise<unknown> => (await manager('GET', `/stores/${shop.id}/daily?days=7`)).body;
    const counted = async (): Promise<number | undefined> => (await manager<{ items: ListedStore[] }>('GET', '/campaigns/journey/stores')).body.items[0]?.counted;
    expect([await told(), await counted()]).toEqual([[], 0]);
    // The day after, with ten more.
    await made.db.rows(`update link_tallies set day = day - 1, n = n + 10 where via = 'harbour'`);
    expect([await told(), await counted()]).toEqual([[expect.objectContaining({ to: new Date(Date.now() - 86_400_000).toISOString().slice(0, 10), total: 12 })], 12]);
  });

  it('follows sheets from the printer to attested and destroyed', async () => {
    const printed = await manager<Sheet[]>('POST', `/stores/${shop.id}/sheets`, { petitionId, language: 'en', count: 2, lines: 10 });
    expect([printed.status, printed.body.map(({ state }) => state)]).toEqual([201, ['printed', 'printed']]);
    const ids = printed.body.map(({ id }) => id);
    const [first = '', second = ''] = ids;
    expect((await manager<Sheet[]>('POST', `/stores/${shop.id}/sheets/give-out`, { sheets: ids })).body.map(({ state }) => state)).toEqual(['out', 'out']);
    for (const [id, filledLines] of [[first, 7], [second, 4]] as const) expect((await manager<Sheet>('POST', `/sheets/${id}/return`, { filledLines })).body).toMatchObject({ state: 'returned', filled: filledLines });
    expect((await refusal(manager('POST', `/sheets/${first}/typed`, {})))[0]).toBe(409);
    expect((await refusal(manager('POST', `/sheets/${first}/destroy`, { witness: 'Maja', method: 'shredded' })))[0]).toBe(409);
    const attested = await manager<{ count: number }>('POST', `/stores/${shop.id}/sheets/attest`, { sheets: ids, attestedBy: 'Maja Mild', document: 'Protocol 3' });
    expect([attested.status, attested.body.count]).toEqual([200, 11]);
    const destroyed = await manager<Sheet>('POST', `/sheets/${first}/destroy`, { witness: 'Somebody Else', method: 'shredded' });
    expect(destroyed.body).toMatchObject({ state: 'destroyed', destroyed: { witness: 'Somebody Else', method: 'shredded' } });
    const { body: { items } } = await manager<{ items: Sheet[] }>('GET', `/stores/${shop.id}/sheets?state=attested`);
    expect(items.map(({ id }) => id)).toEqual([second]);
    // Attested ones are a count of their own, never signatures of the store.
    expect(await made.counted(slug)).toBe(2);
  });

  it('leaves what is another store\'s as unknown, and closes the door to readers and to nobody in particular', async () => {
    const { body: { items: [sheet] } } = await manager<{ items: Sheet[] }>('GET', `/stores/${shop.id}/sheets`);
    const asked: [string, string, object?][] = [
      ['GET', `/stores/${shop.id}`], ['PATCH', `/stores/${shop.id}`, { name: 'Mine' }], ['POST', `/stores/${shop.id}/agreement`, { signedOn: '2026-01-15', signedBy: 'X', document: 'Y' }],
      ['POST', `/stores/${shop.id}/pairing-codes`, { deviceName: 'Mine' }], ['GET', `/stores/${shop.id}/devices`], ['GET', `/stores/${shop.id}/daily`], ['GET', `/stores/${shop.id}/shifts`],
      ['GET', `/shifts/${shiftId}`], ['POST', `/shifts/${shiftId}/sign-off`, {}], ['POST', `/devices/${deviceId}/stolen`], ['POST', `/devices/${deviceId}/retire`],
      ['GET', `/stores/${shop.id}/sheets`], ['GET', `/sheets/${sheet?.id}`], ['POST', `/sheets/${sheet?.id}/destroy`, { witness: 'X', method: 'Y' }], ['GET', `/stores/${shop.id}/sheets/error-rate`],
      ['GET', `/stores/${shop.id}/sheets/conflicts`], ['POST', `/stores/${shop.id}/sheets/second-keying`, { share: 1 }],
    ];
    for (const [method, path, body] of asked) {
      expect({ path, status: (await stranger(method, path, body)).status }).toEqual({ path, status: 404 });
      expect({ path, status: (await reader(method, path, body)).status }).toEqual({ path, status: 403 });
      expect({ path, status: (await caller(null)(method, path, body)).status }).toEqual({ path, status: 401 });
    }
    expect(await refusal(manager('POST', '/campaigns/journey/stores', { code: 'mine', name: 'Mine', country: 'XA', language: 'en', timeZone: 'Europe/London' }))).toEqual([404, 'access.not_found']);
    expect((await manager<DeviceLine[]>('GET', `/stores/${shop.id}/devices`)).body[0]?.state).toBe('active');
    expect((await manager<Store>('GET', `/stores/${shop.id}`)).body.name).toBe('Harbour Shop');
  });

  it('names the fields at fault', async () => {
    expect(await refusal(organiser('POST', '/campaigns/journey/stores', { code: 'No Spaces!', name: '', country: 'XA', language: 'en', timeZone: 'Europe/London', owner: 'me' }))).toEqual([422, 'request.invalid', 'code', 'name', 'owner']);
    expect((await refusal(organiser('POST', '/campaigns/journey/stores', { code: 'noon', name: 'Noon', country: 'XA', language: 'en', timeZone: 'Noon' }))).slice(0, 1)).toEqual([422]);
    expect(await refusal(manager('POST', `/stores/${shop.id}/agreement`, { signedOn: 'yesterday', signedBy: 'X', document: 'Y' }))).toEqual([422, 'request.invalid', 'signedOn']);
    expect(await refusal(manager('POST', `/stores/${shop.id}/sheets`, { petitionId, language: 'en', count: 0, lines: 99 }))).toEqual([422, 'request.invalid', 'count', 'lines']);
    expect((await refusal(manager('POST', `/stores/${shop.id}/sheets`, { petitionId: 999_999, language: 'en', count: 1, lines: 10 })))[0]).toBe(404);
    expect(await refusal(manager('GET', `/stores/${shop.id}/daily?days=0`))).toEqual([422, 'request.invalid', 'days']);
    expect(await refusal(manager('POST', `/devices/${deviceId}/rename`, {}))).toEqual([422, 'request.invalid', 'name']);
  });

  it('retires a tablet, refuses a stolen one at once, and closes a store', async () => {
    expect((await manager<DeviceLine>('POST', `/devices/${deviceId}/retire`)).body.state).toBe('retired');
    expect((await manager<DeviceLine>('POST', `/devices/${deviceId}/stolen`)).body.state).toBe('stolen');
    expect((await organiser<Store>('PATCH', `/stores/${shop.id}`, { closed: true })).body.closedAt).not.toBeNull();
    expect((await refusal(manager('POST', `/stores/${shop.id}/pairing-codes`, { deviceName: 'Till 3' }))).slice(0, 2)).toEqual([409, 'stores.closed']);
  });

  it('is described, with who may call it', async () => {
    const { paths } = (await (await fetch(`${server.url}/api/openapi.json`)).json()) as { paths: Record<string, Record<string, { tags?: string[]; 'x-who-may-call'?: unknown }>> };
    for (const [path, method] of [
      ['/api/v1/campaigns/{campaign}/stores', 'post'], ['/api/v1/campaigns/{campaign}/stores/import', 'post'], ['/api/v1/stores/{id}/pairing-codes', 'post'], ['/api/v1/stores/{id}/daily', 'get'],
      ['/api/v1/devices/{id}/admit', 'post'], ['/api/v1/shifts/{id}/sign-off', 'post'], ['/api/v1/stores/{id}/sheets/attest', 'post'], ['/api/v1/sheets/{id}/destroy', 'post'],
    ] as const) expect({ path, who: paths[path]?.[method]?.['x-who-may-call'] }).toEqual({ path, who: ['owner', 'organiser', 'manager'] });
  });
});
