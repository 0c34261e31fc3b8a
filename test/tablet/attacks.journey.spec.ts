import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { QuarantineDesk, recount } from '#libs/signatures';
import { AuditLog } from '#libs/access';
import { eventually, type Furnished } from '../support/installation.js';
import { MANAGER, type StoreParts } from '../support/stores.js';
import { openDoor, type OpenDoor } from './open-door.js';
import { type RawTablet } from './raw-tablet.js';

type Sent = Awaited<ReturnType<RawTablet['record']>>;

describe('a tablet in wrong hands, or gone mad,', () => {
  let server: OpenDoor;
  let made: Furnished;
  let parts: StoreParts;
  let quarantine: QuarantineDesk;
  let letters = 0;

  beforeAll(async () => {
    server = await openDoor();
    ({ made, parts } = server);
    quarantine = new QuarantineDesk(made.db, new AuditLog(made.db));
  }, 60_000);
  afterAll(() => server.end());

  const newPetition = (): Promise<string> => made.petition(`Y${String.fromCharCode(65 + letters++)}`, { confirmation: 'none' });
  const aside = (slug: string): Promise<{ id: string; code: string; recordId: string; device: string | null }[]> => made.db.rows(
    `select q.id, q.code, q.record_id as "recordId", q.device_id as device from quarantine q join petitions p on p.id = q.petition_id where p.slug = $1 and resolved_at is null order by q.at, code`, [slug]);
  const drained = (): Promise<void> => eventually('everything sealed is written', async () => (await made.db.rows(`select 1 from sealed_intake`)).length === 0);
  const idOf = async (slug: string): Promise<number> => (await made.db.rows<{ id: number }>(`select id from petitions where slug = $1`, [slug]))[0]?.id ?? 0;

  async function paired(slug: string): Promise<{ tablet: RawTablet; store: { id: string; code: string } }> {
    const store = await parts.storeFor(slug);
    return { tablet: await server.tabletOf(store.id), store };
  }

  it('never has its batch refused for ever by the database: what Postgres would not take is named by its field', async () => {
    const { tablet } = await paired(await newPetition());
    const good = await tablet.record({ givenName: 'Ada', town: 'Leeds' });
    const faults: [Partial<Sent>, string][] = [
      [{ deviceClock: '0000-01-01T00:00:00.000Z' }, 'deviceClock'], [{ deviceClock: '2026-02-30T00:00:00.000Z' }, 'deviceClock'], [{ signedAt: '2026-13-01T00:00:00.000Z' }, 'signedAt'],
      [{ sealed: `${good.sealed.slice(0, -4)}\u0000AAA` }, 'sealed'], [{ sealed: 'a'.repeat(12_001) }, 'sealed'], [{ language: 'e\u0000n' }, 'language'], [{ language: '\ud800' }, 'language'],
      [{ seq: 2 ** 31 }, 'seq'], [{ seq: -1 }, 'seq'], [{ offsetMs: 1e15 }, 'offsetMs'], [{ petitionId: 2 ** 31 }, 'petitionId'], [{ textVersion: -3 }, 'textVersion'],
    ];
    for (const [fault, field] of faults) {
      const { status, body } = await tablet.send([{ ...good, ...fault }], { oldestWaiting: null });
      expect([fault, status, body.errors?.map((one) => one.field)]).toEqual([fault, 422, [`records.0.${field}`]]);
    }
    expect((await tablet.send([], { oldestWaiting: '0000-01-01T00:00:00.000Z' })).body.errors?.map((one) => one.field)).toEqual(['oldestWaiting']);
    const far = ['0001-01-01T00:00:00.000Z', '9999-12-31T23:59:59.999Z'];
    for (const at of far) expect((await tablet.send([await tablet.record({ givenName: 'Bo', town: at.slice(0, 4) }, { signedAt: at, deviceClock: at })], { oldestWaiting: at })).status).toBe(200);
    expect((await tablet.send([good], { shifts: [{ id: randomUUID(), startedAt: '0001-01-01T00:00:00.000Z', endedAt: '9999-12-31T23:59:59.999Z', captured: 2 ** 31 - 1, typed: 2 ** 31 - 1 }] })).status).toBe(200);
  });

  it('has a batch of nothing but faults taken whole, each fault once', async () => {
    const slug = await newPetition();
    const { tablet } = await paired(slug);
    const [one] = [await tablet.record({ givenName: 'Ada', town: 'Leeds' })];
    const records = Array.from({ length: 200 }, (_, n): Sent => ({ ...one, seq: n + 1, id: randomUUID(), textVersion: 99 }));
    for (let times = 0; times < 2; times++) expect((await tablet.send(records)).body.results).toHaveLength(200);
    expect(new Set((await aside(slug)).map(({ code }) => code))).toEqual(new Set(['stores.text_unknown']));
    expect(await aside(slug)).toHaveLength(200);
    // The same number twice in one batch, with different contents.
    const [a, b] = [await tablet.record({ givenName: 'Cy', town: 'Hull' }), await tablet.record({ givenName: 'Di', town: 'Hull' })];
    const answer = await tablet.send([{ ...a, seq: 300 }, { ...b, seq: 300 }]);
    expect(answer.body.results.map(({ outcome }) => outcome)).toEqual(['stored', 'conflict']);
    expect((await aside(slug)).filter(({ recordId }) => recordId === b.id)).toHaveLength(1);
  });

  it('cannot make a signature vanish by its id: what comes under another\'s id is laid aside, sealed, and said to be from it', async () => {
    const slug = await newPetition();
    const { tablet, store } = await paired(slug);
    const other = await server.tabletOf(store.id);
    const first = await other.record({ givenName: 'Ada', town: 'Leeds' });
    await other.send([first]);
    await eventually('the first is counted', async () => (await made.counted(slug)) === 1);
    // As if it had come from elsewhere, for instance online: no tablet's journal knows it.
    await made.db.rows(`delete from device_records where record_id = $1`, [first.id]);
    const usurper = await tablet.record({ givenName: 'Eve', town: 'Hull' }, { id: first.id });
    expect((await tablet.send([usurper])).body.results[0]?.outcome).toBe('stored');
    await drained();
    await eventually('it is laid aside', async () => (await aside(slug)).length === 1);
    expect(await aside(slug)).toMatchObject([{ code: 'signatures.id_taken', recordId: first.id, device: tablet.id }]);
    expect(await made.counted(slug)).toBe(1);
  });

  it('has each of several contents under one id and number kept for a person to judge', async () => {
    const slug = await newPetition();
    const { tablet } = await paired(slug);
    const record = await tablet.record({ givenName: 'Ada', town: 'Leeds' }, { textVersion: 9 });
    const rest = await Promise.all(['Bo', 'Cy'].map(async (givenName) => ({ ...(await tablet.record({ givenName, town: 'Hull' }, { id: record.id, textVersion: 9 })), seq: record.seq })));
    await tablet.send([record]);
    for (let times = 0; times < 2; times++) expect((await tablet.send(rest)).body.results.map(({ outcome }) => outcome)).toEqual(['conflict', 'conflict']);
    const lie = await aside(slug);
    expect(lie.map(({ recordId }) => recordId)).toEqual([record.id, record.id, record.id]);
    expect(await quarantine.discard([lie[0]?.id ?? ''], 'nonsense', 'organiser')).toBe(1);
    expect(await aside(slug)).toHaveLength(2);
  });

  it('that names another campaign\'s petition shows up with its own organisers, and can be counted nowhere', async () => {
    const [own, foreign] = [await newPetition(), await newPetition()];
    const { tablet } = await paired(own);
    const [campaign] = await made.db.rows<{ id: number }>(`insert into campaigns (slug, title, kind) values ('other', '{"en": "Other"}', 'live') returning id`);
    await made.db.rows(`insert into jurisdictions (campaign_id, id, kind, iso2, name) select $1, id, kind, iso2, name from jurisdictions where id = (select jurisdiction_id from petitions where slug = $2)`, [campaign?.id, foreign]);
    await made.db.rows(`update petitions set campaign_id = $1 where slug = $2`, [campaign?.id, foreign]);
    const record = await tablet.record({ givenName: 'Ada', town: 'Leeds' }, { petitionId: await idOf(foreign) });
    const nowhere = await tablet.record({ givenName: 'Bo', town: 'Leeds' }, { petitionId: 999_999 });
    await tablet.send([record, nowhere]);
    const waiting = async (campaignId: number): Promise<string[]> => (await quarantine.waiting({ campaignId, jurisdictionIds: null, page: 1, pageSize: 1_000 })).records.map(({ recordId }) => recordId);
    expect(await waiting(campaign?.id ?? 0)).toEqual([]);
    const [mine] = await made.db.rows<{ id: number }>(`select campaign_id as id from petitions where slug = $1`, [own]);
    const seen = await waiting(mine?.id ?? 0);
    expect([seen.includes(record.id), seen.includes(nowhere.id)]).toEqual([true, true]);
    const ids = (await made.db.rows<{ id: string }>(`select id from quarantine where record_id = any($1)`, [[record.id, nowhere.id]])).map(({ id }) => id);
    expect((await quarantine.places(ids)).map(({ campaignId }) => campaignId)).toEqual([mine?.id, mine?.id]);
    expect(await quarantine.release(ids, 'organiser')).toBe(0);
    expect(await quarantine.discard(ids, 'not ours', 'organiser')).toBe(2);
    await made.db.rows(`update petitions set campaign_id = $1 where slug = $2`, [mine?.id, foreign]);
  });

  it('is taken without the news it asks for, since nobody presses a button in a store', async () => {
    const slug = await newPetition();
    const { tablet } = await paired(slug);
    await made.db.rows(`insert into partners (campaign_id, key, name, sends_updates, position) select campaign_id, 'known', 'Known', true, 1 from petitions where slug = $1`, [slug]);
    await tablet.send([await tablet.record({ givenName: 'Ada', town: 'Leeds' }, { updates: ['known', 'unheard-of'] })]);
    await eventually('it is written', async () => (await made.counted(slug)) === 1);
    expect(await made.db.rows(`select updates from signatures where petition_id = $1`, [await idOf(slug)])).toEqual([{ updates: null }]);
  });

  it('leaves the line of a sheet to the tablet in service, if what a retired one typed was laid aside', async () => {
    const slug = await newPetition();
    const { tablet: retired, store } = await paired(slug);
    const tablet = await server.tabletOf(store.id);
    const [sheet] = await parts.sheets.print(store.id, { petitionId: await idOf(slug), language: 'en', count: 1, lines: 5 }, MANAGER);
    const line = { sheet: { id: sheet?.id ?? '', line: 1, attempt: 1, secondKeying: false } };
    await parts.devices.retire(retired.id, MANAGER);
    const [early, good] = [await retired.record({ givenName: 'Ada', town: 'Leeds' }, line), await tablet.record({ givenName: 'Ada', town: 'Leeds' }, line)];
    expect((await retired.send([early])).body.results[0]?.outcome).toBe('stored');
    expect((await tablet.send([good])).body.results[0]?.outcome).toBe('stored');
    await eventually('the line counts', async () => (await made.counted(slug)) === 1);
    const [lies] = await aside(slug);
    expect(await quarantine.release([lies?.id ?? ''], 'organiser')).toBe(1);
    await eventually('the other one is back', async () => (await aside(slug)).some(({ code }) => code === 'signatures.id_taken'));
    expect(await made.counted(slug)).toBe(1);
  });

  it('is turned away though its batch was under way when it was marked as stolen', async () => {
    const slug = await newPetition();
    const { tablet } = await paired(slug);
    const record = await tablet.record({ givenName: 'Ada', town: 'Leeds' });
    let sending: ReturnType<RawTablet['send']> | undefined;
    await made.db.transaction(async (tx) => {
      await tx.query(`select 1 from devices where id = $1 for update`, [tablet.id]);
      sending = tablet.send([record]);
      await eventually('the batch waits for the tablet\'s row', async () => (await made.db.rows(`select 1 from pg_locks where not granted`)).length > 0);
      await tx.query(`update devices set state = 'stolen' where id = $1`, [tablet.id]);
    });
    expect((await sending)?.body.code).toBe('devices.refused');
    expect(await made.db.rows(`select 1 from device_records where device_id = $1`, [tablet.id])).toEqual([]);
  });

  it('has what it sent since the theft taken out again, by the hour, with the lines of sheets; the true signature of the same person stands in', async () => {
    const slug = await newPetition();
    const { tablet, store } = await paired(slug);
    const honest = await server.tabletOf(store.id);
    const [sheet] = await parts.sheets.print(store.id, { petitionId: await idOf(slug), language: 'en', count: 1, lines: 5 }, MANAGER);
    await parts.sheets.returned(sheet?.id ?? '', 1, MANAGER);
    const line = { sheet: { id: sheet?.id ?? '', line: 1, attempt: 1, secondKeying: false } };
    await tablet.send([await tablet.record({ givenName: 'Ada', town: 'Leeds' })]);
    const theft = new Date();
    const invented = [await tablet.record({ givenName: 'Eve', familyName: 'Berg', postcode: 'HU1 1AA' }), await tablet.record({ givenName: 'Eva', town: 'Hull' }, line)];
    const usurped = await honest.record({ givenName: 'Zoe', town: 'York' });
    await honest.send([usurped]);
    await eventually('one from before and one of another tablet', async () => (await made.counted(slug)) === 2);
    await made.db.rows(`delete from device_records where record_id = $1`, [usurped.id]);
    await tablet.send([...invented, await tablet.record({ givenName: 'Eve', town: 'Hell' }, { id: usurped.id })]);
    await honest.send([await honest.record({ givenName: 'Eve', familyName: 'Berg', postcode: 'HU1 1AA' })]);
    await drained();
    expect(await made.counted(slug)).toBe(4);
    await expect(parts.devices.disown(tablet.id, theft, MANAGER)).rejects.toMatchObject({ code: 'devices.not_stolen' });
    await parts.devices.stolen(tablet.id, MANAGER);
    await expect(parts.devices.disown(tablet.id, new Date(Date.now() + 60_000), MANAGER)).rejects.toMatchObject({ fields: [{ field: 'since', code: 'in_future' }] });
    expect(await parts.devices.disown(tablet.id, theft, MANAGER)).toBe(3);
    await eventually('the counts follow', async () => (await made.counted(slug)) === 3);
    expect(await made.db.rows(`select status, count(*)::int as n from signatures where petition_id = $1 group by 1 order by 1`, [await idOf(slug)])).toEqual([{ status: 'counted', n: 3 }, { status: 'invalid', n: 2 }]);
    expect((await parts.sheets.toType(store.id)).find(({ id }) => id === sheet?.id)?.attempts).toEqual({ 1: 2 });
    expect(await parts.devices.disown(tablet.id, theft, MANAGER)).toBe(3);
    expect((await made.db.rows<{ action: string }>(`select action from audit_log where subject = $1 order by n`, [`device:${tablet.id}`])).map(({ action }) => action).slice(-3)).toEqual(['device.stolen', 'device.disown', 'device.disown']);
    await eventually('and nothing more', async () => (await made.counted(slug)) === 3);
  });

  it('keeps nothing sealed in quarantine once it was judged', async () => {
    expect(await made.db.rows(`select 1 from quarantine where resolved_at is not null and record ? 'sealed'`)).toEqual([]);
  });

  it('leaves nothing that does not add up', async () => {
    await drained();
    expect((await recount(made.db)).drift).toEqual([]);
  });
});
