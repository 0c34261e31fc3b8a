import { Injectable } from '@nestjs/common';
import { AuditLog } from '#libs/access';
import { Database, type Tx, txRows, writeOutbox } from '#libs/database';
import { leastPeople } from '../bundle-rules.js';
import { assertLiving } from '../handover-rules.js';
import { type FieldFault, HANDOVER_ERRORS, HandoverConflictError, HandoverInvalidError } from '../handovers.errors.js';
import { OVERLAP_ASKED } from '../handovers.events.js';
import { HandoversRepository } from '../handovers.repository.js';
import { type HandoverActor } from '../handovers.types.js';

/** What a bundle is made of, and which earlier one it stands in the place of. What is left out stays. */
export interface BundlePatch {
  /** National handovers of its countries, at most one a country. Empty: each country's newest. */
  members?: string[];
  /** An earlier bundle of the same jurisdiction; null: none. */
  supersedes?: string | null;
}

interface Candidate {
  id: string;
  jurisdiction_id: string;
  level: string;
  status: string;
  inside: boolean;
}

/** Bundles: handovers of a region or of the world, made of national ones or of petitions, each counted once. */
@Injectable()
export class Bundles {
  constructor(private readonly db: Database, private readonly repository: HandoversRepository, private readonly audit: AuditLog) {}

  /**
   * @throws HandoverInvalidError `members.N: unknown | not_national | twice`, `supersedes: unknown | circle` · HandoverConflictError
   *   `handovers.not_a_bundle`, `handovers.frozen`
   */
  async compose(id: string, patch: BundlePatch, actor: HandoverActor): Promise<void> {
    await this.db.transaction(async (tx) => {
      const bundle = await this.repository.locked(tx, id);
      assertLiving(await this.repository.campaign(tx, { id: bundle.campaignId }));
      if (bundle.level === 'national') throw new HandoverConflictError(HANDOVER_ERRORS.notABundle);
      const members = patch.members && [...new Set(patch.members)];
      const faults = [...(members ? await memberFaults(tx, id, members) : []), ...(patch.supersedes ? await supersedeFaults(tx, id, patch.supersedes) : [])];
      if (faults.length > 0) throw new HandoverInvalidError(faults);
      if (members) {
        await tx.query(`delete from bundle_members where bundle_id = $1 and handover_id <> all($2::uuid[])`, [id, members]);
        await tx.query(`insert into bundle_members (bundle_id, handover_id) select $1, unnest($2::uuid[]) on conflict do nothing`, [id, members]);
      }
      if (patch.supersedes !== undefined) await tx.query(`update handovers set supersedes = $2 where id = $1`, [id, patch.supersedes]);
      await this.audit.append(tx, { actor: actor.id, action: 'handover.bundle', subject: `handover:${id}`, details: { members: members?.length ?? null, supersedes: patch.supersedes ?? null } });
    }, { actor: actor.id });
  }

  /** Asks the worker how many people the signatures are from, at least. Asking again reckons anew. */
  async askOverlap(id: string, actor: HandoverActor): Promise<void> {
    await this.db.transaction(async (tx) => {
      const bundle = await this.repository.locked(tx, id);
      if (bundle.level === 'national') throw new HandoverConflictError(HANDOVER_ERRORS.notABundle);
      await tx.query(
        `insert into bundle_overlaps (handover_id, asked_by) values ($1, $2)
         on conflict (handover_id) do update set asked_at = clock_timestamp(), asked_by = $2, as_of = null, signatures = null, people = null, petitions = null`, [id, actor.id]);
      await writeOutbox(tx, [{ topic: OVERLAP_ASKED, payload: { handoverId: id } }]);
    });
  }

  /**
   * The worker's part: people by their keys, which are the same in all petitions of a campaign. An address-less signature is that of
   * whoever bears its name with an address, as in "Who counts". Reads millions of rows: not for a request.
   */
  async reckonOverlap(id: string): Promise<void> {
    await this.db.transaction(async (tx) => {
      await tx.query(`set transaction isolation level repeatable read`);
      const petitions = await txRows<{ id: number }>(tx, PETITIONS, [id]);
      const ids = petitions.map((petition) => petition.id);
      const [found] = await txRows<{ people: string; counts: string[] | null; as_of: Date }>(tx, PEOPLE, [ids]);
      const counts = (found?.counts ?? []).map(Number);
      await tx.query(`update bundle_overlaps set as_of = $2, signatures = $3, people = $4, petitions = $5 where handover_id = $1`, [
        id, found?.as_of ?? null, counts.reduce((sum, n) => sum + n, 0), leastPeople({ people: Number(found?.people ?? 0), petitions: counts }), ids.length,
      ]);
    });
  }

  /** National handovers that the bundle may be made of, newest first; `chosen`: they are. Bounded by the countries there are. */
  async candidates(id: string): Promise<{ id: string; jurisdiction: string; name: string; date: string | null; signatures: number | null; chosen: boolean }[]> {
    return this.db.rows(
      `select h.id, j.id as jurisdiction, j.name, h.date_edtf as date, h.signatures::float8 as signatures, m.handover_id is not null as chosen
         from handovers b join handovers h on h.campaign_id = b.campaign_id and h.level = 'national' and h.status in ('held', 'listed', 'planned')
         join jurisdictions j on j.campaign_id = h.campaign_id and j.id = h.jurisdiction_id
         left join bundle_members m on m.bundle_id = b.id and m.handover_id = h.id
        where b.id = $1 and (b.covers_all or exists (select 1 from handover_jurisdictions c where c.handover_id = b.id and c.jurisdiction_id = h.jurisdiction_id))
        order by j.position, j.id, h.date_to desc nulls last, h.id limit 500`, [id]);
  }

  /** Earlier bundles of the same jurisdiction in whose place this one could stand, newest first. */
  async earlier(id: string): Promise<{ id: string; date: string | null; title: string | null; superseded: boolean }[]> {
    return this.db.rows(
      `select h.id, h.date_edtf as date, h.title, b.supersedes is not distinct from h.id as superseded
         from handovers b join handovers h on h.campaign_id = b.campaign_id and h.jurisdiction_id = b.jurisdiction_id and h.id <> b.id and h.status <> 'cancelled'
        where b.id = $1 order by h.date_to desc nulls last, h.id limit 100`, [id]);
  }
}

const PETITIONS = `
  select p.id from handovers h join petitions p on p.campaign_id = h.campaign_id and p.takes_signatures
   where h.id = $1 and (h.covers_all or exists (select 1 from handover_jurisdictions c where c.handover_id = h.id and c.jurisdiction_id = p.jurisdiction_id))`;

const PEOPLE = `
  with counted as materialized (select petition_id, email_key, name_key from signatures where petition_id = any($1::int[]) and status = 'counted'),
  named as (select distinct name_key from signatures where petition_id = any($1::int[]) and email_key is not null and name_key is not null and status in ('counted', 'duplicate'))
  select (select count(distinct email_key) from counted) +
         (select count(distinct name_key) from counted c where email_key is null and name_key is not null and not exists (select 1 from named where named.name_key = c.name_key)) as people,
         (select array_agg(n) from (select count(*) as n from counted group by petition_id) each) as counts,
         clock_timestamp() as as_of`;

async function memberFaults(tx: Tx, bundleId: string, members: readonly string[]): Promise<FieldFault[]> {
  const rows = await txRows<Candidate>(
    tx,
    `select h.id, h.jurisdiction_id, h.level, h.status, b.covers_all or exists (select 1 from handover_jurisdictions c where c.handover_id = b.id and c.jurisdiction_id = h.jurisdiction_id) as inside
       from handovers b join handovers h on h.campaign_id = b.campaign_id where b.id = $1 and h.id = any($2::uuid[])`, [bundleId, members]);
  const known = new Map(rows.map((row) => [row.id, row]));
  const countries = new Set<string>();
  return members.flatMap((id, n): FieldFault[] => {
    const found = known.get(id);
    if (!found?.inside || found.status === 'cancelled') return [{ field: `members.${n}`, code: 'unknown' }];
    if (found.level !== 'national') return [{ field: `members.${n}`, code: 'not_national' }];
    if (countries.has(found.jurisdiction_id)) return [{ field: `members.${n}`, code: 'twice' }];
    countries.add(found.jurisdiction_id);
    return [];
  });
}

/** Only a bundle of the same jurisdiction; and no circle, in which none would stand. */
async function supersedeFaults(tx: Tx, bundleId: string, earlier: string): Promise<FieldFault[]> {
  const [row] = await txRows<{ same: boolean; circle: boolean }>(
    tx,
    `with recursive chain as (select id, supersedes from handovers where id = $2 union select h.id, h.supersedes from chain join handovers h on h.id = chain.supersedes)
     select e.campaign_id = b.campaign_id and e.jurisdiction_id = b.jurisdiction_id and e.status <> 'cancelled' as same, exists (select 1 from chain where id = $1) as circle
       from handovers b, handovers e where b.id = $1 and e.id = $2`, [bundleId, earlier]);
  if (!row?.same) return [{ field: 'supersedes', code: 'unknown' }];
  return row.circle ? [{ field: 'supersedes', code: 'circle' }] : [];
}
