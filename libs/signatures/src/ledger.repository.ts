import { BinaryRows, copyInto, type Tx, txRows } from '#libs/database';
import { type Change, type RecordState, type SignatureStatus } from './who-counts-rules.js';
import { type Withdrawal } from './withdrawal-rules.js';
import { type Channel, isWitnessed } from './sealed-batch.js';
import { screeningNotes, type ScreeningTags } from './screening/screening-notes.js';

/** A stored record, without anything sealed. Keys in hex, times in milliseconds. */
export interface LedgerRow {
  petitionId: number;
  id: string;
  status: SignatureStatus;
  channel: Channel;
  country: string;
  /** Link code of a store or partner. */
  via: string | null;
  emailKey: string | null;
  nameKey: string | null;
  signedAt: number;
  countedAt: number | null;
  /** Since when it had counted when it ceased to, its person being counted no more or by another. */
  leftCountedAt: number | null;
  /** When it ceased to count so. */
  leftAt: number | null;
  confirmedAt: number | null;
  confirmHash: Buffer | null;
  withdrawHash: Buffer | null;
  erased: boolean;
}

/** A record about to be written for the first time. */
export interface NewRow extends Omit<LedgerRow, 'status' | 'countedAt' | 'leftCountedAt' | 'leftAt' | 'erased'> {
  receivedAt: number;
  textVersion: number;
  language: string;
  personCommit: Buffer;
  sealed: Buffer;
  /** What the envelope is bound to, where that is not the signing time that counts; else null. */
  claimedAt: number | null;
  updates: string[];
  synthetic: boolean;
  /** Why it waits for a judgement; null: it does not. */
  held?: string | null;
  tags?: ScreeningTags | null;
  /** See `SealedSignature`; not written. */
  trace?: string | null;
}

/** What is there under an id, to tell whether it is the same that comes again. `signedAt`: what the envelope is bound to. */
export interface KnownRecord {
  petitionId: number;
  id: string;
  channel: Channel;
  textVersion: number;
  language: string;
  signedAt: number;
  sealed: Buffer | null;
  personCommit: Buffer | null;
}

export interface Key { petitionId: number; key: string }

const COLUMNS = `s.petition_id as "petitionId", s.id, s.status, s.channel, s.country, s.via, encode(s.email_key, 'hex') as "emailKey", encode(s.name_key, 'hex') as "nameKey",
  (extract(epoch from s.signed_at) * 1000)::float8 as "signedAt", (extract(epoch from s.counted_at) * 1000)::float8 as "countedAt", (extract(epoch from s.left_counted_at) * 1000)::float8 as "leftCountedAt", (extract(epoch from s.left_at) * 1000)::float8 as "leftAt",
  (extract(epoch from s.confirmed_at) * 1000)::float8 as "confirmedAt", s.confirm_hash as "confirmHash", s.withdraw_hash as "withdrawHash", s.sealed is null as erased`;

/**
 * One look into an index a wanted row, in the one partition of its petition. As a plain join the planner, who knows nothing
 * of the size of an array, would read whole partitions and hash them: 100 ms a batch once a petition has 20,000 signatures.
 * `offset 0` keeps it from turning the subquery back into that join.
 */
const lookUp = (columns: string, wanted: string, where: string): string =>
  `select s.* from unnest(${wanted}) cross join lateral (select ${columns} from signatures s where s.petition_id = w.petition_id and ${where} offset 0) s`;

const BY_KEY = '$1::int[], $2::bytea[]) as w(petition_id, key';
const BY_ID = '$1::int[], $2::uuid[]) as w(petition_id, id';

/**
 * SQL for what is still there though nobody confirmed it, signed before $1: what waits, and what was judged invalid meanwhile. (The
 * screening's sweep takes in what is held.) In two halves, because that is how they are indexed.
 */
export const UNCONFIRMED_SQL = ['status in (\'pending\', \'expired\')', 'status = \'invalid\'']
  .map((status) => `select petition_id, id, signed_at from signatures where ${status} and sealed is not null and confirmed_at is null and signed_at < $1`).join(' union all ');

/** Arrays as Postgres writes them: the driver would look at each element for what to escape, and numbers, ids and hex have nothing. */
const plain = (values: readonly (number | string)[]): string => `{${values.join(',')}}`;
const bytes = (hexes: readonly string[]): string => (hexes.length === 0 ? '{}' : `{"\\\\x${hexes.join('","\\\\x')}"}`);

const pairs = (keys: readonly Key[]): string[] => [plain(keys.map((k) => k.petitionId)), bytes(keys.map((k) => k.key))];
const idPairs = (records: readonly { petitionId: number; id: string }[]): string[] => [plain(records.map((r) => r.petitionId)), plain(records.map((r) => r.id))];

/** In the order in which `insert` writes them. */
const NEW_COLUMNS = [
  'petition_id', 'id', 'status', 'channel', 'country', 'signed_at', 'received_at', 'counted_at', 'confirmed_at', 'email_key', 'name_key', 'confirm_hash', 'withdraw_hash', 'person_commit', 'sealed',
  'text_version', 'language', 'via', 'updates', 'synthetic', 'claimed_at',
];

/** SQL over `signatures` and `withdrawals`; every statement handles a whole set and touches only partitions of the petitions named. */
export const ledger = {
  known(tx: Tx, records: readonly { petitionId: number; id: string }[]): Promise<KnownRecord[]> {
    return txRows<KnownRecord>(
      tx,
      lookUp(
        `s.petition_id as "petitionId", s.id, s.channel, s.text_version as "textVersion", s.language, s.sealed, s.person_commit as "personCommit",
         (extract(epoch from coalesce(s.claimed_at, s.signed_at)) * 1000)::float8 as "signedAt"`, BY_ID, 's.id = w.id'),
      idPairs(records),
    );
  },

  byId(tx: Tx, records: readonly { petitionId: number; id: string }[]): Promise<LedgerRow[]> {
    return txRows<LedgerRow>(
      tx,
      lookUp(COLUMNS, BY_ID, 's.id = w.id'),
      idPairs(records),
    );
  },

  /**
   * Records of these e-mail keys: live and pending ones, and only if asked for those that expired or fell. Of those there may be
   * thousands, for whoever signs again and again leaves one each time. In two halves, because that is how they are indexed.
   */
  async byEmail(tx: Tx, keys: readonly Key[], { fallen = false } = {}): Promise<LedgerRow[]> {
    if (keys.length === 0) return [];
    return txRows<LedgerRow>(
      tx,
      `${lookUp(COLUMNS, BY_KEY, `s.email_key = w.key and s.status = 'counted' and s.email_key is not null`)}
       union all
       ${lookUp(COLUMNS, BY_KEY, `s.email_key = w.key and s.status <> 'counted' and s.email_key is not null${fallen ? '' : ` and s.status in ('duplicate', 'pending')`}`)}`,
      pairs(keys),
    );
  },

  async byName(tx: Tx, keys: readonly Key[]): Promise<LedgerRow[]> {
    if (keys.length === 0) return [];
    return txRows<LedgerRow>(
      tx,
      lookUp(COLUMNS, BY_KEY, 's.name_key = w.key and s.name_key is not null'),
      pairs(keys),
    );
  },

  /** By COPY: the cheapest way in, which writes all rows of a page as one. */
  async insert(tx: Tx, rows: readonly { row: NewRow; status: SignatureStatus; countedAt: number | null }[]): Promise<void> {
    if (rows.length === 0) return;
    const out = new BinaryRows();
    for (const { row, status, countedAt } of rows) {
      out.row(NEW_COLUMNS.length);
      out.integer(row.petitionId);
      out.uuid(row.id);
      out.text(status);
      out.text(row.channel);
      out.text(row.country);
      out.instant(row.signedAt);
      out.instant(isWitnessed(row.channel) ? row.receivedAt : null);
      out.instant(countedAt);
      out.instant(row.confirmedAt);
      out.hex(row.emailKey);
      out.hex(row.nameKey);
      out.bytes(row.confirmHash);
      out.bytes(row.withdrawHash);
      out.bytes(row.personCommit);
      out.bytes(row.sealed);
      out.integer(row.textVersion);
      out.text(row.language);
      out.text(row.via);
      out.texts(row.updates);
      out.boolean(row.synthetic);
      out.instant(row.claimedAt);
    }
    await copyInto(tx, `copy signatures (${NEW_COLUMNS.join(', ')}) from stdin with (format binary)`, out.end());
  },

  /** Notes what each batch brought; one that came again adds nothing. In id order, so that two transactions cannot wait for each other. */
  async journal(tx: Tx, batches: readonly { id: string; inserted: number }[]): Promise<void> {
    await tx.query(
      `insert into batches as b (id, inserted) select id, sum(n) from unnest($1::uuid[], $2::int[]) as r(id, n) group by id order by id
       on conflict (id) do update set inserted = b.inserted + excluded.inserted`,
      [batches.map((batch) => batch.id), batches.map((batch) => batch.inserted)],
    );
  },

  /** `now`, ms: when whoever leaves has left. */
  async restate(tx: Tx, changes: readonly (Change & { petitionId: number })[], now: number): Promise<void> {
    if (changes.length === 0) return;
    await tx.query(
      `update signatures s set status = c.status, counted_at = c.counted_at,
              left_at = case when c.left_now then $6 else s.left_at end, left_counted_at = case when c.left_now then s.counted_at else s.left_counted_at end
         from unnest($1::int[], $2::uuid[], $3::signature_status[], $4::timestamptz[], $5::bool[]) as c(petition_id, id, status, counted_at, left_now)
        where s.petition_id = c.petition_id and s.id = c.id`,
      [changes.map((c) => c.petitionId), changes.map((c) => c.id), changes.map((c) => c.to),
        changes.map((c) => (c.countedAt === null ? null : new Date(c.countedAt).toISOString())), changes.map((c) => c.left ?? false), new Date(now).toISOString()],
    );
  },

  async markConfirmed(tx: Tx, records: readonly { petitionId: number; id: string }[], at: number): Promise<void> {
    if (records.length === 0) return;
    await tx.query(
      `update signatures s set confirmed_at = $3 from unnest($1::int[], $2::uuid[]) as w(petition_id, id)
        where s.petition_id = w.petition_id and s.id = w.id and s.confirmed_at is null`,
      [records.map((r) => r.petitionId), records.map((r) => r.id), new Date(at).toISOString()],
    );
  },

  /** What the person wrote is erased, and what was noted of it; keyed hashes stay only where `keepKeys` says so. */
  async erase(tx: Tx, records: readonly { petitionId: number; id: string }[], options: { keepKeys: boolean }): Promise<void> {
    if (records.length === 0) return;
    const keys = options.keepKeys ? '' : ', email_key = null, name_key = null, person_commit = null';
    await tx.query(
      `update signatures s set sealed = null, erased_at = coalesce(s.erased_at, clock_timestamp())${keys} from unnest($1::int[], $2::uuid[]) as w(petition_id, id) where s.petition_id = w.petition_id and s.id = w.id`,
      [records.map((r) => r.petitionId), records.map((r) => r.id)],
    );
    await screeningNotes.forget(tx, records);
  },

  /** Tokens beyond the newest few of a mailbox stop working. */
  async dropTokens(tx: Tx, records: readonly { petitionId: number; id: string }[]): Promise<void> {
    if (records.length === 0) return;
    await tx.query(
      `update signatures s set confirm_hash = null from unnest($1::int[], $2::uuid[]) as w(petition_id, id) where s.petition_id = w.petition_id and s.id = w.id`,
      [records.map((r) => r.petitionId), records.map((r) => r.id)],
    );
  },

  async withdrawals(tx: Tx, emails: readonly Key[], names: readonly Key[]): Promise<(Withdrawal & { petitionId: number })[]> {
    if (emails.length + names.length === 0) return [];
    const some = (kind: string, array: string): string =>
      `select '${kind}' as kind, w.petition_id as "petitionId", encode(w.key, 'hex') as key, (extract(epoch from x.until) * 1000)::float8 as until from ${array} cross join lateral (
         select until from withdrawals x where x.petition_id = w.petition_id and x.kind = '${kind}' and x.key = w.key offset 0) x`;
    return txRows<Withdrawal & { petitionId: number }>(
      tx,
      `${some('email', 'unnest($1::int[], $2::bytea[]) as w(petition_id, key)')} union all ${some('name', 'unnest($3::int[], $4::bytea[]) as w(petition_id, key)')}`,
      [...pairs(emails), ...pairs(names)],
    );
  },

  async addWithdrawals(tx: Tx, entries: readonly (Withdrawal & { petitionId: number })[]): Promise<void> {
    if (entries.length === 0) return;
    await tx.query(
      `insert into withdrawals as w (petition_id, kind, key, until)
       select e.petition_id, e.kind, e.key, max(e.until) from unnest($1::int[], $2::text[], $3::bytea[], $4::timestamptz[]) as e(petition_id, kind, key, until) group by 1, 2, 3
       on conflict (petition_id, kind, key) do update set until = greatest(w.until, excluded.until)`,
      [entries.map((e) => e.petitionId), entries.map((e) => e.kind), entries.map((e) => Buffer.from(e.key, 'hex')), entries.map((e) => new Date(e.until).toISOString())],
    );
  },
};

export const isLive = (status: SignatureStatus): boolean => status === 'counted' || status === 'duplicate';

/**
 * Whether the record was counted at the cut-off of a sealed handover of its petition, `sealedUntil` in ms. Who had left before the seal
 * was not in it: taken back in later, it must not take the place of whoever was handed over.
 */
export function isSealedIn(row: Pick<LedgerRow, 'countedAt' | 'leftAt' | 'leftCountedAt'>, sealedUntil: number | null): boolean {
  if (sealedUntil === null) return false;
  const countedSince = row.countedAt ?? (row.leftAt !== null && row.leftAt > sealedUntil ? row.leftCountedAt : null);
  return countedSince !== null && countedSince <= sealedUntil;
}

/** As `decide` wants it. */
export function stateOf(row: LedgerRow, sealedUntil: number | null): RecordState {
  const { id, emailKey, nameKey, signedAt, status, countedAt } = row;
  return { id, emailKey, nameKey, signedAt, status, live: isLive(status), countedAt, sealedIn: isSealedIn(row, sealedUntil) };
}
