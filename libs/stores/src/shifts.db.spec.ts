import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { testDatabase } from '../../../test/support/services.js';
import type { ShiftReport } from './device-protocol.js';
import { actor, Collecting, refusal } from './testing/collecting.js';
import type { Store } from './stores.types.js';

let here: Collecting;
let store: Store;

beforeAll(async () => {
  here = await Collecting.start(await testDatabase());
  store = await here.store();
}, 60_000);
afterAll(() => here?.end());

type Device = { id: string; pairedAt: Date };
const report = (device: Device, reports: ShiftReport[], now?: Date): Promise<string[]> =>
  here.db.transaction((tx) => here.shifts.report(tx, { deviceId: device.id, storeId: store.id, pairedAt: device.pairedAt }, reports, now));
const shift = (more: Partial<ShiftReport> = {}): ShiftReport => ({ id: randomUUID(), startedAt: new Date().toISOString(), endedAt: null, captured: 0, typed: 0, ...more });

describe('a shift', () => {
  it('grows with what the tablet says, never shrinks, and once ended stays so', async () => {
    const device = await here.device(store.id);
    const one = shift({ captured: 3 });
    const ended = new Date(Date.now() + 60_000).toISOString();
    const later = new Date(Date.now() + 120_000);
    expect(await report(device, [one, { ...one, captured: 5 }])).toEqual([one.id]);
    await report(device, [{ ...one, captured: 8, typed: 2, endedAt: ended }], later);
    await report(device, [{ ...one, captured: 4, typed: 1, endedAt: null }], later);
    const read = await here.shifts.byId(one.id);
    expect(read).toMatchObject({ captured: 10, typed: 2, waiting: 10, received: 0 });
    expect(read.endedAt?.toISOString()).toBe(ended);
  });

  it('of another tablet is left alone, without a word', async () => {
    const [mine, theirs] = [await here.device(store.id), await here.device(store.id)];
    const one = shift({ captured: 3 });
    await report(mine, [one]);
    expect(await report(theirs, [{ ...one, captured: 99, endedAt: new Date().toISOString() }])).toEqual([one.id]);
    expect(await here.shifts.byId(one.id)).toMatchObject({ deviceId: mine.id, captured: 3, endedAt: null });
  });

  it('lies between pairing and now, whatever the tablet\'s clock says', async () => {
    const device = await here.device(store.id);
    const one = shift({ startedAt: '1999-01-01T00:00:00Z', endedAt: '2099-01-01T00:00:00Z' });
    const now = new Date();
    await report(device, [one], now);
    expect(await here.shifts.byId(one.id)).toMatchObject({ startedAt: device.pairedAt, endedAt: now });
  });

  it('reconciles to the unit with what arrived of it, by this tablet only', async () => {
    const [device, other] = [await here.device(store.id), await here.device(store.id)];
    const one = shift({ captured: 10, typed: 4 });
    await report(device, [one]);
    const outcomes = ['stored', 'stored', 'stored', 'repeated', 'conflict', 'quarantined', 'quarantined'];
    await here.journal(device.id, outcomes.map((outcome, n) => ({ seq: n + 1, outcome, shiftId: one.id })));
    await here.journal(other.id, [{ seq: 1, shiftId: one.id }]);
    await here.journal(device.id, [{ seq: 50 }]);
    const read = await here.shifts.byId(one.id);
    expect(read).toMatchObject({ captured: 14, typed: 4, received: 7, stored: 3, repeated: 1, conflict: 1, quarantined: 2, waiting: 7, unexplained: 0, results: null });
    expect(read.captured).toBe(read.stored + read.repeated + read.conflict + read.quarantined + read.waiting);
    await here.journal(device.id, Array.from({ length: 9 }, (_, n) => ({ seq: 100 + n, shiftId: one.id })));
    expect(await here.shifts.byId(one.id)).toMatchObject({ waiting: 0, unexplained: 2 });
  });

  it('tells who counts only of ten or more, and only when no more can come: not customer by customer', async () => {
    const device = await here.device(store.id);
    const one = shift({ captured: 12, typed: 0, endedAt: null });
    const write = (from: number, to: number) => here.db.rows(
      `insert into signatures (petition_id, id, status, channel, country, signed_at, received_at, counted_at, text_version, language)
       select petition_id, record_id, 'counted', 'store', 'GB', now(), now(), now(), 1, 'en' from device_records where device_id = $1 and seq between $2 and $3`, [device.id, from, to]);
    const results = async () => (await here.shifts.byId(one.id)).results;
    await report(device, [one]);
    await here.journal(device.id, Array.from({ length: 11 }, (_, n) => ({ seq: n + 1, shiftId: one.id })));
    await write(1, 11);
    expect(await results()).toBeNull();
    await report(device, [{ ...one, endedAt: new Date().toISOString() }]);
    expect(await results()).toBeNull();
    await here.journal(device.id, [{ seq: 12, shiftId: one.id }]);
    expect(await results()).toBeNull();
    await write(12, 12);
    expect(await results()).toEqual({ counted: 12, duplicate: 0, pending: 0, other: 0 });
  });

  it('is signed off once, ended, with the figures as they stood and what still waits', async () => {
    const device = await here.device(store.id);
    const one = shift({ captured: 5 });
    await report(device, [one]);
    expect(await refusal(here.shifts.signOff(one.id, {}, actor))).toEqual(['shifts.running']);
    await report(device, [{ ...one, endedAt: new Date().toISOString() }]);
    await here.journal(device.id, [{ seq: 1, shiftId: one.id }]);
    const signed = await here.shifts.signOff(one.id, { note: ' Two on paper ' }, actor);
    expect(signed.signedOff).toMatchObject({ by: actor.name, note: 'Two on paper', figures: { captured: 5, received: 1, waiting: 4 } });
    await here.journal(device.id, [2, 3, 4, 5].map((seq) => ({ seq, shiftId: one.id })));
    const now = await here.shifts.byId(one.id);
    expect([now.waiting, now.signedOff?.figures.waiting]).toEqual([0, 4]);
    expect(await refusal(here.shifts.signOff(one.id, {}, actor))).toEqual(['shifts.signed_off']);
    const [entry] = await here.db.rows<{ details: unknown }>(`select details from audit_log where action = 'shift.sign-off'`);
    expect(entry?.details).toEqual({ store: store.id, device: device.id, captured: 5, typed: 0, received: 1, stored: 1, repeated: 0, conflict: 0, quarantined: 0, waiting: 4, unexplained: 0 });
  });

  it('signed off by two at one instant is signed off once', async () => {
    const device = await here.device(store.id);
    const one = shift({ endedAt: new Date().toISOString() });
    await report(device, [one]);
    const outcomes = await Promise.allSettled([1, 2, 3].map(() => here.shifts.signOff(one.id, {}, actor)));
    expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(1);
  });

  it('stands in its store\'s list, newest first, by pages', async () => {
    const shop = await here.store();
    const device = await here.device(shop.id);
    const now = Date.now();
    const shifts = Array.from({ length: 7 }, (_, n) => shift({ startedAt: new Date(now + n * 1000).toISOString(), captured: n }));
    await here.db.transaction((tx) => here.shifts.report(tx, { deviceId: device.id, storeId: shop.id, pairedAt: device.pairedAt }, shifts, new Date(now + 10_000)));
    const page = await here.shifts.ofStore(shop.id, { page: 2, pageSize: 3 });
    expect(page).toMatchObject({ page: 2, pageSize: 3, total: 7 });
    expect(page.items.map((item) => item.captured)).toEqual([3, 2, 1]);
    expect(await refusal(here.shifts.byId(randomUUID()))).toEqual(['shifts.unknown']);
  });
});
