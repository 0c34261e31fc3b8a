import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { AuditLog } from '#libs/access';
import { DomainError } from '#libs/config';
import { Database, type Tx, txRows } from '#libs/database';
import { LiveCounts } from '#libs/tallies';
import { SignatureLedger } from '../ledger.service.js';

export const CLUSTER_KINDS = ['range', 'domain', 'pattern', 'second', 'disposable', 'held'] as const;
export type ClusterKind = (typeof CLUSTER_KINDS)[number];

/** Which signatures: what they share, and the keyed number of it. Written `range.-42`. */
export interface ClusterId { kind: ClusterKind; key: string }

export interface Cluster extends ClusterId {
  n: number;
  counted: number;
  pending: number;
  held: number;
  first: Date;
  last: Date;
}

export type Deed = 'invalidated' | 'released';

export interface CellChange { country: string; channel: string; before: number; after: number }

/** What a deed does, or would do: exact, for it was done and, as a preview, taken back. */
export interface Outcome {
  records: number;
  countedBefore: number;
  countedAfter: number;
  cells: CellChange[];
  /** Records of the same people that move up and count instead. */
  heirs: number;
  /** Of the records, those in a sealed handover. */
  sealed: number;
  /** Whether there are more than are changed at once. */
  capped: boolean;
}

export interface DoneDeed extends ClusterId {
  id: string; deed: Deed; reason: string; records: number; countedBefore: number; countedAfter: number; doneAt: Date; undoneAt: Date | null;
}

/** Below this, belonging together is no news. */
const LEAST = 10;
/** One transaction under the petition's lock: some two seconds. */
export const MOST_AT_ONCE = 20_000;

const TAGS = `(values ('range', t.range::text), ('domain', t.domain::text), ('pattern', t.pattern::text), ('second', extract(epoch from date_trunc('second', t.at))::bigint::text), ('disposable', case when t.disposable then 'all' end)) as k(kind, key)`;

const clusterUnknown = (): DomainError => new DomainError('screening.unknown', 'not-found');

/** @throws DomainError `screening.unknown` */
export function clusterId(text: string): ClusterId {
  const [, kind = '', key = ''] = /^([a-z]+)\.(all|-?\d{1,20})$/.exec(text) ?? [];
  const known = CLUSTER_KINDS.find((one) => one === kind);
  if (!known || (known === 'held' || known === 'disposable') !== (key === 'all')) throw clusterUnknown();
  return { kind: known, key };
}

class Preview extends Error {
  constructor(readonly outcome: Outcome) {
    super('preview');
  }
}

/** Signatures that belong together, and what organisers do with them at once. Nobody's name or address is known here. */
@Injectable()
export class Clusters {
  constructor(private readonly db: Database, private readonly ledger: SignatureLedger, private readonly audit: AuditLog, private readonly live: LiveCounts) {}

  /** The largest first. `disposableShare`: of those noted. */
  async list(petitionId: number, { page, pageSize = 25 }: { page: number; pageSize?: number }): Promise<{ items: Cluster[]; total: number; held: number; disposableShare: number | null }> {
    const items = await this.db.rows<Cluster & { total: number }>(
      `with groups as (select k.kind, k.key, count(*)::int as n, min(t.at) as first, max(t.at) as last from screening_tags t cross join lateral ${TAGS}
                        where t.petition_id = $1 and k.key is not null group by 1, 2 having count(*) >= ${LEAST}),
            paged as (select *, (count(*) over ())::int as total from groups order by n desc, kind, key limit $2 offset $3),
            states as (select k.kind, k.key, count(*) filter (where s.status = 'counted')::int as counted, count(*) filter (where s.status = 'pending')::int as pending,
                              count(*) filter (where s.status = 'quarantined')::int as held
                         from screening_tags t cross join lateral ${TAGS} join paged using (kind, key) join signatures s on s.petition_id = $1 and s.id = t.record_id where t.petition_id = $1 group by 1, 2)
       select p.kind, p.key, p.n, p.first, p.last, p.total, coalesce(counted, 0) as counted, coalesce(pending, 0) as pending, coalesce(held, 0) as held
         from paged p left join states using (kind, key) order by p.n desc, p.kind, p.key`, [petitionId, pageSize, (page - 1) * pageSize]);
    const [sums] = await this.db.rows<{ held: number; noted: number; disposable: number }>(
      `select (select count(*)::int from held_signatures where petition_id = $1) as held, count(*)::int as noted, count(*) filter (where disposable)::int as disposable from screening_tags where petition_id = $1`, [petitionId]);
    return { items: items.map(({ total: _, ...cluster }) => cluster), total: items[0]?.total ?? 0, held: sums?.held ?? 0, disposableShare: sums && sums.noted > 0 ? sums.disposable / sums.noted : null };
  }

  /** What was done to many at once, the newest first. */
  done(petitionId: number, limit = 20): Promise<DoneDeed[]> {
    return this.db.rows(
      `select id, deed, cluster_kind as kind, cluster_key as key, reason, records, counted_before as "countedBefore", counted_after as "countedAfter", done_at as "doneAt", undone_at as "undoneAt"
         from screening_actions where petition_id = $1 order by done_at desc limit $2`, [petitionId, limit]);
  }

  /** What the deed would do: it is done and taken back in one breath, so that the figures are the real ones. */
  async preview(petitionId: number, cluster: ClusterId, deed: Deed): Promise<Outcome> {
    try {
      await this.db.transaction(async (tx) => {
        throw new Preview((await this.carryOut(tx, petitionId, cluster, deed)).outcome);
      }, { actor: 'preview' });
    } catch (thrown) {
      if (thrown instanceof Preview) return thrown.outcome;
      throw thrown;
    }
    throw new Error('a preview is never kept');
  }

  /** Counts, rows, list of what was done and audit entry exist together. @throws DomainError `screening.invalid` without a reason */
  async act(petitionId: number, cluster: ClusterId, deed: Deed, reason: string, actor: string): Promise<Outcome> {
    const why = reason.trim().slice(0, 500);
    if (why === '' || why.includes('@')) throw new DomainError('screening.invalid', 'invalid', { fields: [{ field: 'reason', code: why === '' ? 'required' : 'not_allowed' }] });
    const outcome = await this.db.transaction(async (tx) => {
      const { outcome: done, members } = await this.carryOut(tx, petitionId, cluster, deed);
      if (done.records === 0) return done;
      const id = uuidv7();
      await tx.query(
        `insert into screening_actions (id, petition_id, deed, cluster_kind, cluster_key, reason, records, counted_before, counted_after, done_by) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
        [id, petitionId, deed, cluster.kind, cluster.key, why, done.records, done.countedBefore, done.countedAfter, actor]);
      await tx.query(`insert into screening_action_records (action_id, record_id, was) select $1, * from unnest($2::uuid[], $3::signature_status[])`, [id, members.map((one) => one.id), members.map((one) => one.status)]);
      await this.audit.append(tx, { actor, action: `screening.${deed}`, subject: `petition:${petitionId}`,
        details: { deed: id, kind: cluster.kind, reason: why, records: done.records, countedBefore: done.countedBefore, countedAfter: done.countedAfter } });
      return done;
    }, { actor });
    this.live.changed([petitionId]);
    return outcome;
  }

  /** Everything as it was, as far as its people have not decided otherwise since. Again: nothing. @throws DomainError `screening.unknown` */
  async undo(petitionId: number, deedId: string, actor: string): Promise<void> {
    await this.db.transaction(async (tx) => {
      const [row] = await txRows<{ deed: Deed; undone: boolean }>(tx, `select deed, undone_at is not null as undone from screening_actions where id = $1 and petition_id = $2 for update`, [deedId, petitionId]);
      if (!row) throw clusterUnknown();
      if (row.undone) return;
      const before = await counted(tx, petitionId);
      const records = await txRows<{ id: string; was: string }>(tx, `select record_id as id, was from screening_action_records where action_id = $1 order by 1`, [deedId]);
      // After ninety days nobody knows any more which they were: then nothing is undone, and nothing said to be.
      if (records.length === 0) throw clusterUnknown();
      const idsOf = (held: boolean): string[] => records.filter((one) => (one.was === 'quarantined') === held).map((one) => one.id);
      await this.ledger.restoreIn(tx, petitionId, idsOf(false));
      await this.ledger.holdIn(tx, petitionId, idsOf(true), 'screening.undone');
      await tx.query(`update screening_actions set undone_at = clock_timestamp(), undone_by = $2 where id = $1`, [deedId, actor]);
      await this.audit.append(tx, { actor, action: 'screening.undone', subject: `petition:${petitionId}`, details: { deed: deedId, records: records.length, countedBefore: before, countedAfter: await counted(tx, petitionId) } });
    }, { actor });
    this.live.changed([petitionId]);
  }

  private async carryOut(tx: Tx, petitionId: number, cluster: ClusterId, deed: Deed): Promise<{ outcome: Outcome; members: { id: string; status: string }[] }> {
    const members = await this.members(tx, petitionId, cluster, deed);
    const capped = members.length > MOST_AT_ONCE;
    const chosen = members.slice(0, MOST_AT_ONCE);
    const cellsBefore = await cells(tx, petitionId);
    const [countedBefore, ids] = [await counted(tx, petitionId), chosen.map((one) => one.id)];
    if (ids.length > 0) await (deed === 'invalidated' ? this.ledger.invalidateIn(tx, petitionId, ids) : this.ledger.restoreIn(tx, petitionId, ids));
    const [countedAfter, cellsAfter] = [await counted(tx, petitionId), await cells(tx, petitionId)];
    const out = chosen.filter((one) => one.status === 'counted').length;
    return { members: chosen, outcome: {
      records: chosen.length, countedBefore, countedAfter, capped, cells: changesOf(cellsBefore, cellsAfter),
      heirs: deed === 'invalidated' ? countedAfter - (countedBefore - out) : 0, sealed: chosen.filter((one) => one.sealed).length,
    } };
  }

  private members(tx: Tx, petitionId: number, { kind, key }: ClusterId, deed: Deed): Promise<{ id: string; status: string; sealed: boolean }[]> {
    const of = kind === 'held' ? `select record_id from held_signatures where petition_id = $1 and $2 = 'held' and $3 = 'all'`
      // A second can be guessed, and of one signature alone a preview would tell country and whether its person had signed before.
      : `select record_id from (select t.record_id, count(*) over () as n from screening_tags t cross join lateral ${TAGS} where t.petition_id = $1 and k.kind = $2 and k.key = $3) c where n >= ${LEAST}`;
    const states = deed === 'released' ? `('quarantined')` : `('counted', 'duplicate', 'pending', 'expired', 'quarantined')`;
    return txRows(tx,
      `select s.id, s.status, coalesce(s.status = 'counted' and s.counted_at <= y.sealed_until, false) as sealed
         from (${of}) m join signatures s on s.petition_id = $1 and s.id = m.record_id left join petition_tallies y on y.petition_id = s.petition_id
        where s.status in ${states} and s.sealed is not null order by s.id limit ${MOST_AT_ONCE + 1}`, [petitionId, kind, key]);
  }
}

async function counted(tx: Tx, petitionId: number): Promise<number> {
  const [row] = await txRows<{ counted: number }>(tx, `select counted from petition_tallies where petition_id = $1`, [petitionId]);
  return row?.counted ?? 0;
}

const cells = (tx: Tx, petitionId: number): Promise<{ country: string; channel: string; n: number }[]> =>
  txRows(tx, `select country, channel, sum(n)::int as n from tally_cells where petition_id = $1 and status = 'counted' group by 1, 2 having sum(n) > 0 order by 1, 2`, [petitionId]);

function changesOf(before: readonly { country: string; channel: string; n: number }[], after: readonly { country: string; channel: string; n: number }[]): CellChange[] {
  const all = new Map<string, CellChange>();
  for (const { country, channel, n } of before) all.set(`${country} ${channel}`, { country, channel, before: n, after: 0 });
  for (const { country, channel, n } of after) all.set(`${country} ${channel}`, { country, channel, before: all.get(`${country} ${channel}`)?.before ?? 0, after: n });
  return [...all.values()].filter((cell) => cell.before !== cell.after);
}
