import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { testDatabase } from '../../../test/support/services.js';
import { drainOver } from './silence-rules.js';
import { actor, Collecting, refusal } from './testing/collecting.js';
import type { DeviceSighting, Store } from './stores.types.js';

let here: Collecting;
let store: Store;

beforeAll(async () => {
  here = await Collecting.start(await testDatabase());
  store = await here.store();
}, 60_000);
afterAll(() => here?.end());

const sighting = (more: Partial<DeviceSighting> = {}): DeviceSighting => ({ waiting: 0, oldestWaiting: null, appVersion: '1.2.0', storageProtected: true, offsetMs: -1200, highestSeq: 0, ...more });
const seen = (id: string, more: Partial<DeviceSighting> = {}) => here.db.transaction((tx) => here.devices.seen(tx, id, sighting(more)));
const stateOf = async (id: string) => (await here.devices.byId(id))?.state;

describe('a tablet\'s request', () => {
  it('is known by its signature, and another tablet\'s is not', async () => {
    const { id, tablet } = await here.device(store.id);
    const other = await here.device(store.id);
    const actorOf = await here.access.verify(tablet.request(id, { body: '{}', batch: 4 }));
    expect(actorOf).toMatchObject({ deviceId: id, storeId: store.id, campaignId: here.campaignId, jurisdictionId: 'GB', state: 'active', batch: 4, digest: createHash('sha256').update('{}').digest() });
    expect(await refusal(here.access.verify(other.tablet.request(id)))).toEqual(['devices.signature']);
    expect(await refusal(here.access.verify(tablet.request('00000000-0000-4000-8000-000000000000')))).toEqual(['devices.signature']);
    expect(await refusal(here.access.verify({ ...tablet.request(id, { body: '{}' }), rawBody: Buffer.from('{ }') }))).toEqual(['devices.signature']);
  });

  it('with a wrong clock is told so, but only if it is really the tablet\'s', async () => {
    const { id, tablet } = await here.device(store.id);
    const created = Date.now() - 11 * 60_000;
    expect(await refusal(here.access.verify(tablet.request(id, { created })))).toEqual(['devices.clock']);
    const other = await here.device(store.id);
    expect(await refusal(here.access.verify(other.tablet.request(id, { created })))).toEqual(['devices.signature']);
    expect((await here.access.verify(tablet.request(id, { created: Date.now() + 9 * 60_000 }))).deviceId).toBe(id);
  });

  it('is turned away from the very next one once it is stolen or refused', async () => {
    const { id, tablet } = await here.device(store.id);
    const request = tablet.request(id);
    await here.access.verify(request);
    await here.devices.stolen(id, actor);
    expect(await refusal(here.access.verify(request))).toEqual(['devices.refused']);
    const awaiting = await here.device(store.id, { admitted: false });
    expect((await here.access.verify(awaiting.tablet.request(awaiting.id))).state).toBe('awaiting');
    await here.pairing.refuse(awaiting.id, actor);
    expect(await refusal(here.access.verify(awaiting.tablet.request(awaiting.id)))).toEqual(['devices.refused']);
  });

  it('may come again with its number and body, but never with another body', async () => {
    const { id } = await here.device(store.id);
    const [a, b] = [createHash('sha256').update('a').digest(), createHash('sha256').update('b').digest()];
    await here.access.noteBatch(id, 3, a);
    await here.access.noteBatch(id, 3, a);
    expect(await refusal(here.access.noteBatch(id, 3, b))).toEqual(['devices.batch_reused']);
    await here.access.noteBatch(id, 2, b);
    expect(await refusal(here.access.noteBatch(id, 3, b))).toEqual(['devices.batch_reused']);
    await here.access.noteBatch(id, 4, b);
    await here.db.transaction((tx) => here.access.noteBatch(id, 4, b, tx));
    const outcomes = await Promise.all([a, b, createHash('sha256').update('c').digest()].map((digest) => here.access.noteBatch(id, 9, digest).then(() => 'noted', () => 'reused')));
    expect(outcomes.filter((outcome) => outcome === 'noted')).toHaveLength(1);
  });
});

describe('a tablet', () => {
  it('is retired with thirty days to hand over, and stolen whatever it was before', async () => {
    const { id, tablet } = await here.device(store.id);
    await seen(id, { waiting: 7, oldestWaiting: new Date('2026-11-20T10:00:00Z') });
    await here.devices.retire(id, actor);
    await here.devices.retire(id, actor);
    const line = await here.devices.byId(id);
    expect(line).toMatchObject({ state: 'retired', waiting: 7, drainsUntil: new Date((line?.stateChangedAt.getTime() ?? 0) + 30 * 86_400_000) });
    const retired = await here.access.verify(tablet.request(id));
    expect([retired.state, drainOver(retired, new Date()), drainOver(retired, new Date(Date.now() + 31 * 86_400_000))]).toEqual(['retired', false, true]);
    expect(await refusal(here.devices.resetPin(id, actor))).toEqual(['devices.ended']);
    await here.devices.stolen(id, actor);
    expect(await stateOf(id)).toBe('stolen');
    expect(await refusal(here.devices.retire(id, actor))).toEqual(['devices.ended']);
    expect((await here.auditActions()).slice(-2)).toEqual(['device.retire', 'device.stolen']);
  });

  it('has its PIN forgotten and its name changed', async () => {
    const { id } = await here.device(store.id);
    await here.devices.resetPin(id, actor);
    await here.devices.resetPin(id, actor);
    await here.devices.rename(id, '  By the  door ', actor);
    expect(await here.devices.byId(id)).toMatchObject({ pinReset: 2, name: 'By the door' });
    expect(await refusal(here.devices.rename(id, ' ', actor))).toEqual(['devices.invalid', 'name: required']);
    expect((await here.auditActions()).slice(-3)).toEqual(['device.pin-reset', 'device.pin-reset', 'device.rename']);
  });

  it('says what it holds, and its highest number never falls', async () => {
    const { id } = await here.device(store.id);
    await seen(id, { waiting: 3, oldestWaiting: new Date('2026-11-22T08:00:00Z'), highestSeq: 9, storageProtected: false });
    await seen(id, { waiting: 0, oldestWaiting: new Date('2026-11-22T08:00:00Z'), highestSeq: 5 });
    expect(await here.devices.byId(id)).toMatchObject({ waiting: 0, oldestWaitingAt: null, highestSeq: 9, storageProtected: true, clockOffsetMs: -1200, appVersion: '1.2.0' });
  });

  it('has gaps where numbers it gave out never arrived', async () => {
    const { id } = await here.device(store.id);
    expect(await here.devices.gaps(id)).toEqual([]);
    await seen(id, { highestSeq: 12, waiting: 2 });
    expect(await here.devices.gaps(id)).toEqual([{ from: 1, to: 12 }]);
    await here.journal(id, [2, 3, 6, 7, 8, 10, 99].map((seq) => ({ seq, outcome: seq === 7 ? 'quarantined' : 'stored' })));
    expect(await here.devices.gaps(id)).toEqual([{ from: 1, to: 1 }, { from: 4, to: 5 }, { from: 9, to: 9 }, { from: 11, to: 12 }]);
    expect(await here.devices.byId(id)).toMatchObject({ missing: 6, unaccounted: 4 });
    await here.journal(id, [1, 4, 5, 9, 11, 12].map((seq) => ({ seq })));
    expect(await here.devices.gaps(id)).toEqual([]);
    await seen(id, { highestSeq: 1_000 });
    await here.journal(id, Array.from({ length: 300 }, (_, n) => ({ seq: 200 + n * 2 })));
    expect(await here.devices.gaps(id)).toHaveLength(100);
  });

  it('that is silent with something waiting is told once, and again after it was seen', async () => {
    const shop = await here.store({ area: 'North' });
    const { id } = await here.device(shop.id);
    const quiet = await here.device(shop.id);
    await seen(id, { waiting: 4, oldestWaiting: new Date('2026-11-20T10:00:00Z') });
    await seen(quiet.id);
    const now = new Date();
    const tomorrow = new Date(now.getTime() + 24.1 * 3_600_000);
    expect(await here.devices.silent(new Date(now.getTime() + 23 * 3_600_000))).toEqual([]);
    expect(await here.devices.silent(tomorrow)).toMatchObject([{ deviceId: id, storeId: shop.id, storeCode: shop.code, area: 'North', waiting: 4 }]);
    expect((await Promise.all([here.devices.tellSilent(tomorrow), here.devices.tellSilent(tomorrow)])).sort()).toEqual([0, 1]);
    expect(await here.devices.silent(tomorrow)).toEqual([]);
    expect(await here.db.rows(`select payload from outbox where topic = 'stores.device-silent'`)).toEqual([{ payload: { run: expect.stringMatching(/^[0-9a-f-]{36}$/), devices: [id] } }]);
    await here.db.rows(`update devices set last_seen_at = last_seen_at - interval '2 days' where id = $1`, [id]);
    expect(await here.devices.byId(id)).toMatchObject({ silent: true });
    expect((await here.stores.list({ campaignId: here.campaignId, storeIds: [shop.id] })).stores).toMatchObject([{ devices: 2, awaiting: 0, waiting: 4, silent: 1, agreed: true }]);
    await seen(id, { waiting: 4 });
    expect(await here.devices.tellSilent(tomorrow)).toBe(1);
  });
});
