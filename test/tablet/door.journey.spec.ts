import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { recount } from '#libs/signatures';
import { eventually, type Furnished, post, signature } from '../support/installation.js';
import { MANAGER, type StoreParts } from '../support/stores.js';
import { openDoor, type OpenDoor } from './open-door.js';
import { newShift, RawTablet } from './raw-tablet.js';

const DAY = 86_400_000;
const ago = (ms: number): string => new Date(Date.now() - ms).toISOString();

describe('the tablets\' door', () => {
  let server: OpenDoor;
  let made: Furnished;
  let parts: StoreParts;
  let letters = 0;

  beforeAll(async () => {
    server = await openDoor();
    ({ made, parts } = server);
  }, 60_000);
  afterAll(() => server.end());

  const newPetition = (confirmation: 'required' | 'none' = 'required'): Promise<string> => made.petition(`X${String.fromCharCode(65 + letters++)}`, { confirmation });
  const rows = (slug: string): Promise<{ id: string; status: string; channel: string; signedAt: Date; claimedAt: Date | null; via: string | null }[]> => made.db.rows(
    `select s.id, s.status, s.channel, s.signed_at as "signedAt", s.claimed_at as "claimedAt", s.via from signatures s join petitions p on p.id = s.petition_id where p.slug = $1 order by s.signed_at`, [slug]);
  const aside = (slug: string): Promise<{ code: string }[]> => made.db.rows(
    `select code from quarantine q join petitions p on p.id = q.petition_id where p.slug = $1 and resolved_at is null order by code`, [slug]);

  async function paired(slug: string, { daysAgo = 10 } = {}): Promise<{ tablet: RawTablet; store: { id: string; code: string } }> {
    const store = await parts.storeFor(slug);
    const tablet = await server.tabletOf(store.id);
    await made.db.rows(`update devices set paired_at = $2 where id = $1`, [tablet.id, ago(daysAgo * DAY)]);
    return { tablet, store };
  }

  it('opens to a tablet only after its manager compared fingerprints, and to one tablet a code', async () => {
    const slug = await newPetition();
    const store = await parts.storeFor(slug);
    const { code, pairingId } = await parts.pairing.newCode(store.id, { deviceName: 'Till 1' }, MANAGER);
    const tablet = await RawTablet.make(server.url);
    const wrong = await tablet.pair(`${code.slice(0, 4)}00000`);
    expect([wrong.status, wrong.body.code]).toEqual([404, 'devices.code_unknown']);
    const { status, body } = await tablet.pair(code.toLowerCase());
    expect([status, body.state]).toEqual([201, 'awaiting']);
    expect((await parts.pairing.pairingState(pairingId))?.device?.fingerprint).toBe(body.fingerprint);
    expect((await (await RawTablet.make(server.url)).pair(code)).status).toBe(404);

    expect((await tablet.get(`/api/v1/devices/${tablet.id}`)).body['state']).toBe('awaiting');
    expect((await tablet.get(`/api/v1/devices/${tablet.id}/kit`)).status).toBe(403);
    expect((await tablet.send([])).body.code).toBe('devices.not_admitted');
    await parts.pairing.admit(tablet.id, MANAGER);
    const kit = await tablet.loadKit();
    expect([kit.store.code, kit.petitions[0]?.slug, kit.petitions[0]?.open]).toEqual([store.code, slug, true]);
    expect(new Set(kit.keys.map(({ suite }) => suite))).toEqual(new Set(['x25519', 'p256']));
    expect((await tablet.send([])).status).toBe(200);
  });

  it('takes each signature once, whichever suite sealed it, and marks every answer as ours', async () => {
    const slug = await newPetition();
    const { tablet, store } = await paired(slug);
    const records = [
      await tablet.record({ givenName: 'Ada', familyName: 'Berg', email: 'ada@store.invalid' }),
      await tablet.record({ givenName: 'Łukasz', postcode: 'AB1 2CD' }, { suite: 'p256' }),
      await tablet.record({ givenName: 'مريم', town: 'Leeds' }),
    ];
    const first = await tablet.send(records);
    expect(first.body.results.map(({ outcome }) => outcome)).toEqual(['stored', 'stored', 'stored']);
    expect([first.headers.get('countersign-answer'), Number(first.headers.get('countersign-time')) > 0]).toEqual(['1', true]);
    const again = await tablet.send(records);
    expect(again.body.results.map(({ outcome }) => outcome)).toEqual(['repeated', 'repeated', 'repeated']);
    await eventually('they are counted', async () => (await made.counted(slug)) === 3);
    expect((await rows(slug)).map(({ channel, via, status }) => [channel, via, status])).toEqual(Array(3).fill(['store', store.code, 'counted']));
    // One more of the same person: stored like anybody's, for a tablet must not learn who has signed.
    const twice = await tablet.send([await tablet.record({ givenName: 'Ada', familyName: 'Berg', email: 'Ada@Store.invalid' })]);
    expect(twice.body.results[0]?.outcome).toBe('stored');
    await eventually('it is written', async () => (await rows(slug)).length === 4);
    expect(await made.counted(slug)).toBe(3);
  });

  it('answers altered, replayed and foreign batches as a careful engineer would', async () => {
    const slug = await newPetition();
    const [{ tablet }, other] = [await paired(slug), await RawTablet.make(server.url)];
    const record = await tablet.record({ givenName: 'Ada', town: 'Leeds' });
    const refused = async (answer: Promise<{ status: number; body: { code?: string }; headers: Headers }>): Promise<unknown[]> => {
      const { status, body, headers } = await answer;
      return [status, body.code, headers.get('countersign-answer')];
    };
    expect(await refused(tablet.send([record], { tamper: (body) => body.replace('Europe', 'x').replace('"seq":1', '"seq":2') }))).toEqual([401, 'devices.signature', '1']);
    expect(await refused(tablet.send([record], { created: Date.now() / 1000 - 700 }))).toEqual([401, 'devices.clock', '1']);
    expect(await refused(tablet.send([record], { as: randomUUID() }))).toEqual([401, 'devices.signature', '1']);
    other.id = tablet.id;
    expect(await refused(other.send([record]))).toEqual([401, 'devices.signature', '1']);
    expect(await refused(tablet.send([record], { protocol: 99 }))).toEqual([426, 'devices.upgrade', '1']);
    expect((await tablet.send([{ ...record, seq: 0 }])).body.errors?.map(({ field }) => field)).toEqual(['records.0.seq']);
    expect(await refused(tablet.send([record], { tamper: () => '{' }))).toEqual([400, 'body.malformed', '1']);
    expect((await tablet.send([{ ...record, sealed: 'A'.repeat(12_000) }, ...Array<typeof record>(199).fill({ ...record, sealed: 'A'.repeat(12_000) })])).status).toBe(413);

    const number = tablet.batch + 1;
    expect((await tablet.send([record], { batch: number })).status).toBe(200);
    expect(await refused(tablet.send([record], { batch: number, highestSeq: 7 }))).toEqual([409, 'devices.batch_reused', '1']);
    // In the place of a signature another one: the first stands, the second is laid aside for a person to judge.
    const instead = { ...(await tablet.record({ givenName: 'Eve', town: 'Hull' })), seq: record.seq };
    expect((await tablet.send([instead], { batch: number + 1 })).body.results).toEqual([{ seq: record.seq, id: instead.id, outcome: 'conflict' }]);
    expect(await aside(slug)).toEqual([{ code: 'stores.sequence_conflict' }]);
  });

  it('lays aside what nobody in a shop could mend, and tells the tablet that it is kept', async () => {
    const slug = await newPetition();
    const { tablet } = await paired(slug, { daysAgo: 100 });
    const whole = await tablet.record({ givenName: 'Ada', town: 'Leeds' });
    const swapped = { ...(await tablet.record({ givenName: 'Bo', town: 'Leeds' })), sealed: whole.sealed };
    const early = await tablet.record({ givenName: 'Cy', town: 'Leeds' }, { signedAt: ago(90 * DAY) });
    const strange = await tablet.record({ givenName: 'Di', town: 'Leeds' }, { textVersion: 9 });
    await made.db.rows(`update petitions set opened_at = $2 where slug = $1`, [slug, ago(80 * DAY)]);
    const answer = await tablet.send([whole, swapped, early, strange, { ...whole, seq: 9, id: randomUUID(), petitionId: 999_999 }]);
    expect(answer.body.results.map(({ outcome }) => outcome)).toEqual(Array(5).fill('stored'));
    await eventually('what does not open is laid aside too', async () => (await aside(slug)).length === 3);
    expect((await aside(slug)).map(({ code }) => code)).toEqual(['stores.signed_before_opening', 'stores.text_unknown', 'vault.not_authentic']);
    await eventually('the good one counts', async () => (await made.counted(slug)) === 1);

    await made.db.rows(`update petitions set status = 'closed', closed_at = $2 where slug = $1`, [slug, ago(40 * DAY)]);
    await tablet.send([await tablet.record({ givenName: 'Ed', town: 'Leeds' }, { signedAt: ago(50 * DAY) })]);
    await made.db.rows(`update petitions set closed_at = $2 where slug = $1`, [slug, ago(20 * DAY)]);
    await tablet.send([await tablet.record({ givenName: 'Flo', town: 'Leeds' }, { signedAt: ago(21 * DAY) }), await tablet.record({ givenName: 'Gus', town: 'Leeds' }, { signedAt: ago(DAY) })]);
    await eventually('the one signed in time counts', async () => (await made.counted(slug)) === 2);
    expect((await aside(slug)).map(({ code }) => code)).toEqual(['stores.late', 'stores.signed_after_closing', 'stores.signed_before_opening', 'stores.text_unknown', 'vault.not_authentic']);
  });

  it('believes a tablet\'s clock only between pairing and receipt', async () => {
    const slug = await newPetition();
    const { tablet } = await paired(slug, { daysAgo: 2 });
    await made.db.rows(`update petitions set opened_at = $2 where slug = $1`, [slug, ago(100 * DAY)]);
    await tablet.send([
      await tablet.record({ givenName: 'Ada', town: 'Leeds', email: 'ada@clock.invalid' }, { signedAt: '2011-03-03T12:00:00.000Z' }),
      await tablet.record({ givenName: 'Bo', town: 'Leeds' }, { signedAt: '2036-03-03T12:00:00.000Z' }),
    ]);
    await eventually('both count', async () => (await made.counted(slug)) === 2);
    const [first, second] = await rows(slug);
    expect([first?.claimedAt?.toISOString(), second?.claimedAt?.toISOString()]).toEqual(['2011-03-03T12:00:00.000Z', '2036-03-03T12:00:00.000Z']);
    expect(Date.now() - (first?.signedAt.getTime() ?? 0)).toBeLessThan(2 * DAY + 60_000);
    expect(Math.abs(Date.now() - (second?.signedAt.getTime() ?? 0))).toBeLessThan(60_000);
  });

  it('shuts before a stolen tablet at its next request, and drains a retired one into quarantine for 30 days', async () => {
    const slug = await newPetition();
    const [{ tablet: stolen }, { tablet: retired }] = [await paired(slug), await paired(slug)];
    const record = await stolen.record({ givenName: 'Ada', town: 'Leeds' });
    await parts.devices.stolen(stolen.id, MANAGER);
    expect([(await stolen.send([record])).status, (await stolen.send([record])).body.code, (await stolen.get(`/api/v1/devices/${stolen.id}`)).status]).toEqual([403, 'devices.refused', 403]);
    await parts.devices.retire(retired.id, MANAGER);
    expect((await retired.send([await retired.record({ givenName: 'Bo', town: 'Leeds' })])).body.results[0]?.outcome).toBe('stored');
    expect(await aside(slug)).toEqual([{ code: 'stores.device_retired' }]);
    await made.db.rows(`update devices set state_changed_at = $2 where id = $1`, [retired.id, ago(31 * DAY)]);
    expect((await retired.send([])).status).toBe(410);
    expect(await made.counted(slug)).toBe(0);
  });

  it('tells a till what its store\'s other tablets captured today', async () => {
    const slug = await newPetition();
    const { tablet, store } = await paired(slug);
    const second = await RawTablet.make(server.url);
    await second.pair((await parts.pairing.newCode(store.id, { deviceName: 'Till 2' }, MANAGER)).code);
    await parts.pairing.admit(second.id, MANAGER);
    await tablet.send([await tablet.record({ givenName: 'Ada', town: 'Leeds' }), await tablet.record({ givenName: 'Bo', town: 'Leeds' })]);
    expect((await second.send([])).body.others).toEqual({ day: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) as unknown, captured: 2 });
    expect((await tablet.send([])).body.others?.captured).toBe(0);
  });

  it('sees gaps, and a shift adds up to the unit', async () => {
    const slug = await newPetition();
    const { tablet, store } = await paired(slug);
    const shift = newShift(5);
    const records: Awaited<ReturnType<typeof tablet.record>>[] = [];
    for (let n = 0; n < 5; n += 1) records.push(await tablet.record({ givenName: `P${n}`, town: 'Leeds' }, { shiftId: shift.id, ...(n === 4 ? { textVersion: 7 } : {}) }));
    await tablet.send([0, 1, 4].map((n) => records[n]).filter((one) => one !== undefined), { shifts: [shift], waiting: 5 });
    expect(await parts.devices.gaps(tablet.id)).toEqual([{ from: 3, to: 4 }]);
    expect(await parts.shifts.byId(shift.id)).toMatchObject({ captured: 5, received: 3, stored: 2, quarantined: 1, waiting: 2, storeId: store.id });
    await tablet.send(records.slice(2), { shifts: [shift] });
    expect(await parts.devices.gaps(tablet.id)).toEqual([]);
    expect(await parts.shifts.byId(shift.id)).toMatchObject({ captured: 5, received: 5, stored: 4, quarantined: 1, waiting: 0 });
  });

  it('counts a person once, with the earliest signing time, in each order in which online, store and paper arrive', async () => {
    const orders = [['online', 'store', 'paper'], ['online', 'paper', 'store'], ['store', 'online', 'paper'], ['store', 'paper', 'online'], ['paper', 'online', 'store'], ['paper', 'store', 'online']];
    for (const [n, order] of orders.entries()) {
      const slug = await newPetition('none');
      const { tablet, store } = await paired(slug);
      await made.db.rows(`update petitions set opened_at = $2 where slug = $1`, [slug, ago(20 * DAY)]);
      const [petition] = await made.db.rows<{ id: number }>(`select id from petitions where slug = $1`, [slug]);
      const [sheet] = await parts.sheets.print(store.id, { petitionId: petition?.id ?? 0, language: 'en', count: 1, lines: 12 }, MANAGER);
      await made.db.rows(`update sheets set printed_at = $2 where id = $1`, [sheet?.id, ago(9 * DAY)]);
      const who = { givenName: 'Ada', familyName: 'Berg', postcode: 'AB1 2CD', country: 'GB' };
      const email = `ada.${n}@orders.invalid`;
      const signedInStore = ago(3 * DAY);
      const signedOnPaper = ago(5 * DAY);
      const arrive: Record<string, () => Promise<unknown>> = {
        online: () => post(server.url, slug, [signature({ ...who, email })]),
        store: async () => tablet.send([await tablet.record({ ...who, email }, { signedAt: signedInStore })]),
        paper: async () => tablet.send([await tablet.record(who, { signedAt: signedOnPaper, sheet: { id: sheet?.id ?? '', line: 1, attempt: 1, secondKeying: false } })]),
      };
      for (const [place, channel] of order.entries()) {
        await arrive[channel]?.();
        await eventually(`${channel} is written`, async () => (await rows(slug)).length === place + 1);
      }
      expect([order, await made.counted(slug)]).toEqual([order, 1]);
      const counted = (await rows(slug)).filter(({ status }) => status === 'counted');
      expect(counted.map(({ channel, signedAt, via }) => [channel, signedAt.toISOString(), via])).toEqual([['paper', signedOnPaper, store.code]]);
    }
  }, 90_000);

  it('leaves nothing that does not add up', async () => {
    await eventually('everything sealed is written', async () => (await made.db.rows(`select 1 from sealed_intake`)).length === 0);
    expect((await recount(made.db)).drift).toEqual([]);
  });
});
