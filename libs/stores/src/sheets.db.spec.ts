import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { testDatabase } from '../../../test/support/services.js';
import { luhnDigit, sheetLineId } from './sheet-rules.js';
import { actor, Collecting, refusal } from './testing/collecting.js';
import type { Sheet, Store } from './stores.types.js';

let here: Collecting;
let store: Store;
let device: { id: string };
let seq = 0;

beforeAll(async () => {
  here = await Collecting.start(await testDatabase());
  store = await here.store();
  device = await here.device(store.id);
}, 60_000);
afterAll(() => here?.end());

const print = (count = 1, more: { language?: string; lines?: number; petitionId?: number } = {}): Promise<Sheet[]> =>
  here.sheets.print(store.id, { petitionId: here.petitionId, language: 'en', lines: 10, count, ...more }, actor);
/** A sheet that came back with so many lines filled, so many of them typed. */
async function returned(filled: number, typed = 0): Promise<Sheet> {
  const [sheet] = await print();
  if (!sheet) throw new Error('nothing printed');
  await here.sheets.giveOut([sheet.id], actor);
  await here.sheets.returned(sheet.id, filled, actor);
  await type(sheet.id, Array.from({ length: typed }, (_, n) => n + 1));
  return sheet;
}
const type = (sheetId: string, lines: number[], { attempt = 1, outcome = 'stored' } = {}): Promise<void> =>
  here.journal(device.id, lines.map((line) => ({ seq: ++seq, sheetId, line, outcome, recordId: sheetLineId(sheetId, line, attempt) })));
async function keying(sheetId: string, line: number, { drawn = false, outcome = null as 'same' | 'different' | null, attempt = 1 } = {}): Promise<string> {
  const [row] = await here.db.rows<{ id: string }>(
    `insert into sheet_keyings (sheet_id, line, attempt, record_id, petition_id, device_id, drawn, record) values ($1, $2, $3, $4, $5, $6, $7, '{}') returning id`,
    [sheetId, line, attempt, sheetLineId(sheetId, line, attempt), here.petitionId, device.id, drawn]);
  if (outcome) await here.db.transaction((tx) => here.sheets.noteComparison(tx, row?.id ?? '', outcome));
  return row?.id ?? '';
}
const stateOf = async (id: string) => (await here.sheets.byId(id))?.state;
const attestedCount = async (petitionId = here.petitionId): Promise<string> =>
  (await here.db.rows<{ id: string }>(`insert into attested_counts (petition_id, count, document, attested_by, recorded_by) values ($1, 7, 'Binder', 'A', 'u') returning id`, [petitionId]))[0]?.id ?? '';
const attest = (ids: string[], count: string): Promise<void> => here.db.transaction((tx) => here.sheets.markAttested(tx, ids, count, actor));
const shredded = { witness: 'Bo Lund', method: 'shredded' };

describe('sheets', () => {
  it('are numbered without a gap or a repeat, with the newest text, and found by their number', async () => {
    const [a, b] = await Promise.all([print(40), print(40)]);
    const numbers = [...(a ?? []), ...(b ?? [])].map((sheet) => sheet.number);
    expect(new Set(numbers).size).toBe(80);
    for (const number of numbers) expect(number).toBe(`${number.slice(0, -2)}-${luhnDigit(number.slice(0, -2))}`);
    expect(a?.[0]).toMatchObject({ state: 'printed', textVersion: 2, language: 'en', lines: 10, typed: 0, filled: null });
    expect((await here.sheets.byNumber((numbers[3] ?? '').replace('-', ' ')))?.number).toBe(numbers[3]);
    expect(await here.sheets.byNumber('10000-0')).toBeNull();
  });

  it('are not printed in a language without text or notice, for another campaign, or beyond measure', async () => {
    expect(await refusal(print(501, { lines: 41 }))).toEqual(['sheets.invalid', 'count: out_of_range', 'lines: out_of_range']);
    expect(await refusal(print(1, { language: 'fr' }))).toEqual(['sheets.invalid', 'language: unknown']);
    expect(await refusal(print(1, { language: 'cy' }))).toEqual(['sheets.invalid', 'language: notice_missing']);
    expect(await refusal(print(1, { petitionId: 999_999 }))).toEqual(['sheets.invalid', 'petitionId: not_allowed']);
    const closed = await here.store();
    await here.stores.close(closed.id, actor);
    expect(await refusal(here.sheets.print(closed.id, { petitionId: here.petitionId, language: 'en', count: 1, lines: 10 }, actor))).toEqual(['stores.closed']);
  });

  it('go from the printer to the shredder, and who saw it is kept', async () => {
    const sheet = await returned(3, 3);
    expect(await refusal(here.sheets.destroy([sheet.id], shredded, actor))).toEqual(['sheets.wrong_state']);
    await here.sheets.markTyped(sheet.id, {}, actor);
    await here.sheets.destroy([sheet.id], shredded, actor);
    expect(await here.sheets.byId(sheet.id)).toMatchObject({ state: 'destroyed', filled: 3, typed: 3, destroyed: { witness: 'Bo Lund', method: 'shredded', by: actor.name } });
    const [entry] = await here.db.rows<{ subject: string; details: unknown }>(`select subject, details from audit_log where action = 'sheet.destroy'`);
    expect(entry).toEqual({ subject: `store:${store.id}`, details: { sheets: [sheet.number] } });
    expect(await here.db.rows(`select before ->> 'state' as state from history where entity = 'sheets' and entity_key = $1 order by id`, [sheet.id])).toEqual(['printed', 'out', 'returned', 'typed'].map((state) => ({ state })));
  });

  it('that were spoilt before anybody signed are destroyed at once; all of them or none', async () => {
    const [a, b] = await print(2);
    const back = await returned(1);
    expect(await refusal(here.sheets.destroy([a!.id, b!.id, back.id], shredded, actor))).toEqual(['sheets.wrong_state']);
    expect([await stateOf(a!.id), await stateOf(b!.id)]).toEqual(['printed', 'printed']);
    await here.sheets.giveOut([b!.id], actor);
    await here.sheets.destroy([a!.id, b!.id], shredded, actor);
    expect([await stateOf(a!.id), await stateOf(b!.id)]).toEqual(['destroyed', 'destroyed']);
    expect(await refusal(here.sheets.destroy([a!.id, randomUUID()], shredded, actor))).toEqual(['sheets.unknown']);
    expect(await refusal(here.sheets.destroy([back.id], { witness: ' ', method: '' }, actor))).toEqual(['sheets.invalid', 'witness: required', 'method: required']);
  });

  it('are destroyed once, even if five people say so at one instant', async () => {
    const [sheet] = await print();
    const outcomes = await Promise.allSettled(Array.from({ length: 5 }, () => here.sheets.destroy([sheet!.id], shredded, actor)));
    expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(1);
  });

  it('come back with as many lines as they have at most, and the count can be corrected', async () => {
    const [sheet] = await print(1, { lines: 5 });
    expect(await refusal(here.sheets.returned(sheet!.id, 6, actor))).toEqual(['sheets.invalid', 'filledLines: out_of_range']);
    await here.sheets.returned(sheet!.id, 5, actor);
    await here.sheets.returned(sheet!.id, 4, actor);
    const read = await here.sheets.byId(sheet!.id);
    expect(read).toMatchObject({ state: 'returned', filled: 4 });
    expect(read?.outAt).toEqual(read?.returnedAt);
    expect(await refusal(here.sheets.giveOut([sheet!.id], actor))).toEqual(['sheets.wrong_state']);
  });

  it('with other lines typed than were counted are told, and finished only with a note', async () => {
    const sheet = await returned(5, 4);
    await type(sheet.id, [4], { outcome: 'repeated' });
    await type(sheet.id, [9], { outcome: 'quarantined' });
    const error = await here.sheets.markTyped(sheet.id, {}, actor).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'sheets.lines_differ', facts: { typed: 4, filled: 5 } });
    expect(await refusal(here.sheets.markTyped(sheet.id, { force: true }, actor))).toEqual(['sheets.invalid', 'note: required']);
    await here.sheets.markTyped(sheet.id, { force: true, note: 'Line 5 cannot be read' }, actor);
    expect(await here.sheets.byId(sheet.id)).toMatchObject({ state: 'typed', note: 'Line 5 cannot be read' });
  });

  it('are attested only if no line of them arrived, and by a count of the same petition', async () => {
    const [a, b, typed] = [await returned(5), await returned(2), await returned(5, 1)];
    const count = await attestedCount();
    expect(await refusal(attest([a.id, typed.id], count))).toEqual(['sheets.typed_already']);
    expect(await refusal(attest([a.id], randomUUID()))).toEqual(['sheets.invalid', 'attestedCountId: not_allowed']);
    await attest([a.id, b.id], count);
    expect(await here.sheets.byId(a.id)).toMatchObject({ state: 'attested', attestedCountId: count });
    expect(await stateOf(typed.id)).toBe('returned');
    expect((await here.auditActions()).at(-1)).toBe('sheet.attest');
  });

  it('stand in their store\'s list by state, in the order of printing', async () => {
    const shop = await here.store();
    const [a, b, c] = await here.sheets.print(shop.id, { petitionId: here.petitionId, language: 'en', count: 3, lines: 10 }, actor);
    await here.sheets.giveOut([b!.id], actor);
    await here.sheets.giveOut([b!.id], actor);
    const list = async (filter: Parameters<typeof here.sheets.ofStore>[1]): Promise<string[]> => (await here.sheets.ofStore(shop.id, filter)).items.map((sheet) => sheet.number);
    expect(await list({})).toEqual([a, b, c].map((sheet) => sheet?.number));
    expect(await list({ states: ['out'] })).toEqual([b?.number]);
    expect(await list({ page: 2, pageSize: 2 })).toEqual([c?.number]);
    expect(await list({ secondKeying: true })).toEqual([]);
    expect((await here.sheets.ofStore(shop.id, { pageSize: 1 })).total).toBe(3);
  });
});

describe('a line typed twice, differently', () => {
  it('is shown until somebody has looked at the paper, which stays until then', async () => {
    const sheet = await returned(2, 2);
    await here.sheets.markTyped(sheet.id, {}, actor);
    const id = await keying(sheet.id, 2);
    expect(await refusal(here.sheets.decide(id, 'keep', actor))).toEqual(['sheets.conflict_unknown']);
    expect(await refusal(here.sheets.destroy([sheet.id], shredded, actor))).toEqual(['sheets.conflicts_open']);
    await here.db.transaction((tx) => here.sheets.noteComparison(tx, id, 'different'));
    await here.db.transaction((tx) => here.sheets.noteComparison(tx, id, 'same'));
    expect((await here.sheets.conflicts(store.id)).items).toMatchObject([{ keyingId: id, number: sheet.number, line: 2, attempt: 1, deviceName: 'Till', drawn: false }]);
    expect(await refusal(here.sheets.destroy([sheet.id], shredded, actor))).toEqual(['sheets.conflicts_open']);
    await here.sheets.decide(id, 'keep', actor);
    expect(await refusal(here.sheets.decide(id, 'retype', actor))).toEqual(['sheets.conflict_decided']);
    expect((await here.sheets.conflicts(store.id)).total).toBe(0);
    expect(await here.db.rows(`select record from sheet_keyings where id = $1`, [id])).toEqual([{ record: null }]);
    await here.sheets.destroy([sheet.id], shredded, actor);
  });

  it('and to be typed anew gets another attempt, leaves word of its first record, and comes back into the kit until it was typed', async () => {
    const sheet = await returned(2, 2);
    await here.sheets.markTyped(sheet.id, {}, actor);
    const [one, two] = [await keying(sheet.id, 1, { outcome: 'different' }), await keying(sheet.id, 1, { outcome: 'different' })];
    await here.sheets.decide(one, 'retype', actor);
    expect(await refusal(here.sheets.decide(two, 'retype', actor))).toEqual(['sheets.conflict_decided']);
    expect(await here.db.rows(`select payload from outbox where topic = 'stores.line-retype'`)).toEqual([{ payload: { petitionId: here.petitionId, recordId: sheetLineId(sheet.id, 1, 1) } }]);
    const inKit = async () => (await here.sheets.toType(store.id)).find((kit) => kit.id === sheet.id);
    expect(await inKit()).toMatchObject({ number: sheet.number, attempts: { 1: 2 }, secondKeying: false, lines: 10, textVersion: 2, petitionId: here.petitionId });
    expect(await refusal(here.sheets.destroy([sheet.id], shredded, actor))).toEqual(['sheets.conflicts_open']);
    await type(sheet.id, [1], { attempt: 2 });
    expect(await inKit()).toBeUndefined();
    expect((await here.sheets.byId(sheet.id))?.typed).toBe(2);
    await here.sheets.destroy([sheet.id], shredded, actor);
  });
});

describe('second keying', () => {
  it('draws a share of what was typed, asks for it until all is keyed twice, and tells how many lines differed', async () => {
    const shop = await here.store();
    const sheets = await here.sheets.print(shop.id, { petitionId: here.petitionId, language: 'en', count: 10, lines: 5 }, actor);
    for (const sheet of sheets) {
      await here.sheets.returned(sheet.id, 2, actor);
      await type(sheet.id, [1, 2]);
    }
    expect(await here.sheets.toType(shop.id)).toHaveLength(10);
    for (const sheet of sheets.slice(1)) await here.sheets.markTyped(sheet.id, {}, actor);
    expect((await here.sheets.toType(shop.id)).map((kit) => kit.id)).toEqual([sheets[0]?.id]);
    expect(await refusal(here.sheets.drawSecondKeying(shop.id, 0, actor))).toEqual(['sheets.invalid', 'share: out_of_range']);
    expect(await here.sheets.drawSecondKeying(shop.id, 0.3, actor)).toEqual({ drawn: 3, of: 9 });
    const drawn = (await here.sheets.ofStore(shop.id, { secondKeying: true })).items;
    expect(drawn).toHaveLength(3);
    const kit = async () => (await here.sheets.toType(shop.id)).filter((sheet) => sheet.secondKeying).map((sheet) => sheet.id);
    expect((await kit()).sort()).toEqual(drawn.map((sheet) => sheet.id).sort());
    await keying(drawn[0]!.id, 1, { drawn: true, outcome: 'same' });
    expect(await kit()).toContain(drawn[0]!.id);
    await keying(drawn[0]!.id, 2, { drawn: true, outcome: 'different' });
    expect(await kit()).not.toContain(drawn[0]!.id);
    await keying(drawn[1]!.id, 1, { drawn: true });
    await keying(drawn[1]!.id, 2, { drawn: false, outcome: 'different' });
    expect(await here.sheets.errorRate(shop.id)).toEqual({ compared: 2, different: 1 });
  });
});
