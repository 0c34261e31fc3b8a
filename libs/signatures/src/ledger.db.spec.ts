import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHash, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { v7 as uuidv7 } from 'uuid';
import { txRows } from '#libs/database';
import { testDatabase, type TestDatabase } from '../../../test/support/services.js';
import { signingParts, type SigningParts } from '../../../test/support/signing-parts.js';
import { type NewRow, UNCONFIRMED_SQL } from './ledger.repository.js';
import { recount } from './recount.js';
import { isWitnessed, type Channel } from './sealed-batch.js';
import { referenceCounted } from './testing/reference-model.js';

const HOUR = 3_600_000;
const hex = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 32);
const token = (id: string, purpose: string): Buffer => createHash('sha256').update(`${purpose} ${id}`).digest();

interface Signer { email?: string; name?: string; signedAt: number; country?: string; channel?: Channel }

function rowOf(petitionId: number, signer: Signer, id = uuidv7()): NewRow {
  const channel = signer.channel ?? 'online';
  return {
    petitionId, id, channel, country: signer.country ?? 'GB', emailKey: signer.email ? hex(signer.email) : null, nameKey: signer.name ? hex(signer.name) : null,
    signedAt: signer.signedAt, receivedAt: signer.signedAt, confirmedAt: isWitnessed(channel) ? signer.signedAt : null,
    confirmHash: isWitnessed(channel) ? null : token(id, 'confirm'), withdrawHash: signer.email ? token(id, 'withdraw') : null,
    personCommit: randomBytes(32), sealed: randomBytes(64), textVersion: 1, language: 'en', claimedAt: null, via: null, updates: [], synthetic: false,
  };
}

describe('the ledger of signatures', () => {
  let database: TestDatabase;
  let parts: SigningParts;
  let letters = 0;
  const newPetition = (): Promise<number> => parts.petition(`${String.fromCharCode(65 + Math.floor(letters / 26) % 26)}${String.fromCharCode(65 + (letters++ % 26))}`);
  const countedOf = async (petitionId: number): Promise<number> => (await parts.figures.totals([petitionId])).get(petitionId)?.counted ?? -1;
  const write = (rows: NewRow[]): Promise<unknown> => parts.ledger.record(uuidv7(), rows);
  const confirm = (row: NewRow): Promise<unknown> => parts.ledger.confirm([{ petitionId: row.petitionId, recordId: row.id, hash: token(row.id, 'confirm') }]);
  const withdraw = (row: NewRow): Promise<unknown> => parts.ledger.withdraw([{ petitionId: row.petitionId, recordId: row.id, hash: token(row.id, 'withdraw') }]);

  beforeAll(async () => {
    database = await testDatabase();
    parts = await signingParts(database.config);
  });
  afterAll(async () => {
    await parts.close();
    await database.drop();
  });

  it('counts a signature once its button is pressed, and pressing again changes nothing', async () => {
    const petition = await newPetition();
    const row = rowOf(petition, { email: 'a', signedAt: Date.now() });
    await write([row]);
    expect(await countedOf(petition)).toBe(0);
    expect(await confirm(row)).toEqual(['done']);
    expect(await confirm(row)).toEqual(['done']);
    expect(await countedOf(petition)).toBe(1);
  });

  it('knows a token only by its whole hash', async () => {
    const row = rowOf(await newPetition(), { email: 'a', signedAt: Date.now() });
    await write([row]);
    const forged = { petitionId: row.petitionId, recordId: row.id, hash: token(row.id, 'something else') };
    expect(await parts.ledger.confirm([forged])).toEqual(['unknown']);
    expect(await parts.ledger.withdraw([forged])).toEqual(['unknown']);
  });

  it('writes a batch that comes again once, and mails once for it', async () => {
    const row = rowOf(await newPetition(), { email: 'a', signedAt: Date.now() });
    const batch = uuidv7();
    await Promise.all([1, 2, 3, 4].map(() => parts.ledger.record(batch, [row])));
    const events = await parts.db.rows(`select 1 from outbox where topic = 'signatures.unconfirmed' and payload -> 'ids' ? $1`, [row.id]);
    expect(events).toHaveLength(1);
    expect(await parts.db.rows('select 1 from signatures where id = $1', [row.id])).toHaveLength(1);
  });

  it('lets nobody squat on an address: the button that is pressed counts, the other attempts wait no longer', async () => {
    const petition = await newPetition();
    const [squatter, owner] = [rowOf(petition, { email: 'a', signedAt: 1_000, country: 'US' }), rowOf(petition, { email: 'a', signedAt: 2_000 + Date.now(), country: 'FR' })];
    await write([squatter, owner].map((row) => ({ ...row, signedAt: Date.now() - (row === squatter ? 5_000 : 0) })));
    await confirm(owner);
    const view = await parts.figures.view(petition);
    expect(view).toMatchObject({ counted: 1, pending: 0, cells: [{ country: 'FR', n: 1 }] });
  });

  it('keeps three buttons of a mailbox working, the newest', async () => {
    const petition = await newPetition();
    const rows = [1, 2, 3, 4, 5].map((n) => rowOf(petition, { email: 'a', signedAt: Date.now() - 10_000 + n }));
    for (const row of rows) await write([row]);
    const answers = [];
    for (const row of rows) answers.push(...((await confirm(row)) as string[]));
    expect(answers).toEqual(['unknown', 'unknown', 'done', 'done', 'done']);
    expect(await countedOf(petition)).toBe(1);
  });

  it('gives the count to the earliest signing time, and keeps the hour of counting', async () => {
    const petition = await newPetition();
    const online = rowOf(petition, { email: 'a', name: 'n', signedAt: Date.now() });
    await write([online]);
    await confirm(online);
    const [before] = await parts.db.rows<{ at: Date }>('select counted_at as at from signatures where id = $1', [online.id]);
    const paper = rowOf(petition, { name: 'n', signedAt: Date.now() - 48 * HOUR, channel: 'paper', country: 'FR' });
    await write([paper]);
    const [after] = await parts.db.rows<{ at: Date; status: string }>('select counted_at as at, status from signatures where id = $1', [paper.id]);
    expect(after?.status).toBe('counted');
    expect(after?.at).toEqual(before?.at);
    expect(await parts.figures.view(petition)).toMatchObject({ counted: 1, cells: [{ country: 'FR', channel: 'paper', n: 1 }] });
  });

  it('takes a name back for good, also what arrives later, and lets the person sign anew', async () => {
    const petition = await newPetition();
    const online = rowOf(petition, { email: 'a', name: 'n', signedAt: Date.now() - HOUR });
    await write([online]);
    await confirm(online);
    expect(await withdraw(online)).toEqual(['done']);
    expect(await withdraw(online)).toEqual(['done']);
    await write([rowOf(petition, { name: 'n', signedAt: Date.now() - 2 * HOUR, channel: 'paper' })]);
    expect(await countedOf(petition)).toBe(0);
    const [row] = await parts.db.rows<{ sealed: Buffer | null }>('select sealed from signatures where id = $1', [online.id]);
    expect(row?.sealed).toBeNull();
    const anew = rowOf(petition, { email: 'a', name: 'n', signedAt: Date.now() + 1_000 });
    await write([anew]);
    await confirm(anew);
    expect(await countedOf(petition)).toBe(1);
  });

  it('takes a name back when two links of one mailbox are pressed in the same moment, as everybody else in it', async () => {
    const petition = await newPetition();
    const rows = [rowOf(petition, { email: 'a', signedAt: Date.now() - 2_000 }), rowOf(petition, { email: 'a', signedAt: Date.now() - 1_000 }), rowOf(petition, { email: 'b', signedAt: Date.now() })];
    await write(rows);
    for (const row of rows) await confirm(row);
    expect(await parts.ledger.withdraw(rows.map((row) => ({ petitionId: petition, recordId: row.id, hash: token(row.id, 'withdraw') })))).toEqual(['done', 'done', 'done']);
    expect(await countedOf(petition)).toBe(0);
  });

  it('knows no token that names a petition no database could hold', async () => {
    const text = Buffer.concat([Buffer.from('ffffffff', 'hex'), randomBytes(48)]).toString('base64url');
    await expect(parts.presses.confirm(text)).rejects.toMatchObject({ code: 'signatures.token-unknown' });
    expect(await parts.presses.petitionOf(text)).toBeNull();
  });

  it('lets the next earliest take the place of an invalid record', async () => {
    const petition = await newPetition();
    const rows = [rowOf(petition, { email: 'a', signedAt: 1, channel: 'store', country: 'SE' }), rowOf(petition, { email: 'a', signedAt: 2, channel: 'store', country: 'NO' })];
    await write(rows);
    expect(await parts.ledger.invalidate(petition, [rows[0]?.id ?? ''], 'spec')).toBe(1);
    expect(await parts.figures.view(petition)).toMatchObject({ counted: 1, cells: [{ country: 'NO', n: 1 }] });
  });

  it('erases what was not confirmed in 14 days, with its keys', async () => {
    const petition = await newPetition();
    const row = rowOf(petition, { email: 'old', signedAt: Date.now() - 15 * 24 * HOUR });
    await write([row]);
    expect(await parts.keeper.eraseLapsed()).toBe(1);
    expect(await parts.db.rows('select status, sealed, email_key, name_key from signatures where id = $1', [row.id]))
      .toEqual([{ status: 'expired', sealed: null, email_key: null, name_key: null }]);
    expect(await confirm(row)).toEqual(['expired']);
  });

  it('erases what was judged invalid before anybody confirmed it as well, and it stays invalid', async () => {
    const petition = await newPetition();
    const long = Date.now() - 15 * 24 * HOUR;
    const [never, witnessed, fresh] = [rowOf(petition, { email: 'never', signedAt: long }), rowOf(petition, { email: 'witnessed', signedAt: long, channel: 'store' }), rowOf(petition, { email: 'fresh', signedAt: Date.now() })];
    await write([never, witnessed, fresh]);
    const ids = [never, witnessed, fresh].map(({ id }) => id);
    expect(await parts.ledger.invalidate(petition, ids, 'spec')).toBe(3);
    expect(await parts.keeper.eraseLapsed()).toBe(1);
    expect(await parts.keeper.eraseLapsed()).toBe(0);
    expect(await parts.db.rows('select status, sealed, email_key, person_commit, erased_at is not null as erased from signatures where id = $1', [never.id]))
      .toEqual([{ status: 'invalid', sealed: null, email_key: null, person_commit: null, erased: true }]);
    expect(await confirm(never)).toEqual(['expired']);
    // The judgement of the others is taken back as if nothing had been erased; of the erased one there is nothing to take in.
    expect(await parts.ledger.restore(petition, ids, 'spec')).toBe(2);
    expect(await parts.db.rows('select status from signatures where petition_id = $1 order by status', [petition])).toEqual([{ status: 'pending' }, { status: 'counted' }, { status: 'invalid' }]);
    expect((await recount(parts.db)).drift).toEqual([]);
  });

  it('finds what nobody confirmed by its indexes, in every partition', async () => {
    const plan = await parts.db.transaction(async (tx) => {
      await tx.query('set local enable_seqscan = off');
      return txRows<{ 'QUERY PLAN': string }>(tx, `explain select distinct petition_id from (${UNCONFIRMED_SQL}) u`, [new Date().toISOString()]);
    });
    const lines = plan.map((line) => line['QUERY PLAN']);
    const indexes = lines.flatMap((line) => /(?:Index Scan on|Scan using) (\S+)/.exec(line)?.[1] ?? []);
    expect(new Set(indexes.map((name) => name.replace(/\d+/, 'n')))).toEqual(new Set(['signatures_n_petition_id_signed_at_idx', 'signatures_n_petition_id_signed_at_idx1']));
    expect(lines.filter((line) => line.includes('Seq Scan'))).toEqual([]);
  });

  it('leaves one reminder for each record that waited two days, however many they are', async () => {
    const petition = await newPetition();
    await write(Array.from({ length: 5 }, (_, n) => rowOf(petition, { email: `waits ${n}`, signedAt: Date.now() - 49 * HOUR })));
    expect(await parts.keeper.remind(Date.now(), 2)).toBe(5);
    expect(await parts.keeper.remind(Date.now(), 2)).toBe(0);
  });

  it('counts 200 parallel presses and repeats of one person once', async () => {
    const petition = await newPetition();
    const rows = [0, 1, 2].map((n) => rowOf(petition, { email: 'p', name: 'p', signedAt: Date.now() + n }));
    await Promise.all(rows.map((row) => write([row])));
    await Promise.all(Array.from({ length: 200 }, (_, n) => confirm(rows[n % 3] as NewRow)));
    expect(await countedOf(petition)).toBe(1);
  });

  it('counts like the reference, whatever arrives in whatever order and however often', async () => {
    const base = Date.now();
    const signer = fc.record({
      email: fc.constantFrom(undefined, 'a', 'b', 'c'), name: fc.constantFrom(undefined, 'x', 'y'),
      // Before now, or an hour ahead: what is signed after a withdrawal counts anew.
      signedAt: fc.constantFrom(-3, -2, -1, 1).map((hours) => base + hours * HOUR), country: fc.constantFrom('GB', 'FR'),
      channel: fc.constantFrom<Channel>('online', 'store', 'paper'),
    }).filter((s) => s.channel !== 'online' || s.email !== undefined);
    const act = fc.oneof(
      { weight: 5, arbitrary: fc.record({ kind: fc.constant('record' as const), at: fc.array(fc.nat(11), { minLength: 1, maxLength: 4 }) }) },
      { weight: 4, arbitrary: fc.record({ kind: fc.constant('confirm' as const), at: fc.array(fc.nat(11), { minLength: 1, maxLength: 3 }) }) },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('withdraw' as const), at: fc.array(fc.nat(11), { minLength: 1, maxLength: 1 }) }) },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('invalidate' as const), at: fc.array(fc.nat(11), { minLength: 1, maxLength: 1 }) }) },
    );
    await fc.assert(fc.asyncProperty(fc.array(signer, { minLength: 3, maxLength: 12 }), fc.array(act, { minLength: 3, maxLength: 25 }), async (signers, acts) => {
      const petition = await newPetition();
      const attempts = new Map<string, number>();
      // At most three attempts a mailbox: with more, the oldest button stops working, which is another rule's business.
      const rows = signers.map((s) => rowOf(petition, s)).filter((row) => row.emailKey === null || isWitnessed(row.channel) || (attempts.set(row.emailKey, (attempts.get(row.emailKey) ?? 0) + 1).get(row.emailKey) ?? 0) <= 3);
      const written = new Set<NewRow>();
      const history = { records: [] as NewRow[], confirmed: new Set<string>(), invalid: new Set<string>(), withdrawals: [] as { emailKey: string; until: number }[] };
      for (const { kind, at } of acts) {
        const chosen = at.flatMap((n) => rows[n % rows.length] ?? []);
        if (kind === 'record') {
          await write(chosen);
          chosen.forEach((row) => written.add(row));
        }
        const there = [...new Set(chosen)].filter((row) => written.has(row));
        if (kind === 'confirm' && there.length > 0) {
          await parts.ledger.confirm(there.map((row) => ({ petitionId: petition, recordId: row.id, hash: token(row.id, 'confirm') })));
          there.forEach((row) => row.channel === 'online' && history.confirmed.add(row.id));
        }
        const [one] = there;
        if (kind === 'withdraw' && one?.emailKey) {
          await withdraw(one);
          history.withdrawals.push({ emailKey: one.emailKey, until: Math.max(base, one.signedAt) });
        }
        if (kind === 'invalidate' && one) {
          await parts.ledger.invalidate(petition, [one.id], 'spec');
          history.invalid.add(one.id);
        }
      }
      history.records = [...written];
      const expected = referenceCounted(history);
      const view = await parts.figures.view(petition);
      expect(view?.counted).toBe(expected.length);
      const cells = (list: readonly { country: string; channel: string }[]): Record<string, number> => list.reduce<Record<string, number>>((sum, { country, channel }) => ({ ...sum, [`${country} ${channel}`]: (sum[`${country} ${channel}`] ?? 0) + 1 }), {});
      expect(Object.fromEntries(view?.cells.map((cell) => [`${cell.country} ${cell.channel}`, cell.n]) ?? [])).toEqual(cells(expected));
    }), { numRuns: 80 });
    expect((await recount(parts.db)).drift).toEqual([]);
  }, 120_000);

  it('finds a milestone that an organiser was told twice', async () => {
    const petition = await newPetition();
    for (const [id, thresholds] of [['a', '1000'], ['b', '1000,5000']]) {
      await parts.db.rows(`insert into mail_log (kind, about, recipient, message_id) values ('milestone.reached', $1, 'user:one', $2)`, [`petition:${petition}:${thresholds}`, id]);
    }
    expect((await recount(parts.db)).drift).toEqual([expect.objectContaining({ where: expect.stringMatching(/^notice milestone\.reached spec-.. 1000$/) as unknown as string })]);
    await parts.db.rows(`delete from mail_log`);
  });

  it('finds a tally that somebody changed by hand, and names it', async () => {
    const petition = await newPetition();
    await write([rowOf(petition, { name: 'n', signedAt: Date.now(), channel: 'store' })]);
    await parts.db.rows('update tally_cells set n = n + 1 where petition_id = $1', [petition]);
    const { drift } = await recount(parts.db);
    expect(drift).toHaveLength(1);
    expect(drift[0]).toMatchObject({ where: expect.stringMatching(/^tally cell spec-.. .* GB store counted$/) as unknown as string, stored: '2', recounted: '1' });
  });
});
