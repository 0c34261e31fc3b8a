import { Injectable } from '@nestjs/common';
import { Database } from '#libs/database';
import { type ReadableScope } from '#libs/handovers';
import { type HelpContactEntry, type PetitionStatus } from '#libs/petitions';

/** One petition as a line of a list. */
export interface PetitionLine {
  id: number;
  slug: string;
  campaignId: number;
  campaign: string;
  live: boolean;
  demonstration: boolean;
  jurisdictionId: string;
  jurisdictionName: string;
  jurisdictionKind: 'country' | 'region' | 'world';
  status: PetitionStatus;
  takesSignatures: boolean;
  opensAt: Date | null;
  target: number | null;
  timeZone: string;
  helpContacts: number;
  /** The petition's own, without the campaign's. */
  ownHelp: HelpContactEntry[];
  counted: number;
  attested: number;
  attestedLowerBound: boolean;
  total: number;
  /** The least milestone above the total that the organisers were told of, or that they or the target set; the ladder is not in it. */
  thresholds: number[];
  approaching: number | null;
  /** The highest reached in the last seven days. */
  reached: number | null;
}

export interface PetitionLineFilter {
  campaign?: string | null;
  country?: string | null;
  status?: PetitionStatus | null;
  liveOnly?: boolean;
  slug?: string;
  page?: number;
  pageSize?: number;
}

const FROM = `
  from petitions p
  join campaigns c on c.id = p.campaign_id
  join jurisdictions j on j.campaign_id = p.campaign_id and j.id = p.jurisdiction_id
  left join petition_tallies t on t.petition_id = p.id
  where exists (select 1 from jsonb_to_recordset($1::jsonb) as s("campaignId" integer, jurisdictions text[])
      where s."campaignId" = p.campaign_id and (s.jurisdictions is null or p.jurisdiction_id = any(s.jurisdictions)))
    and ($2::text is null or c.slug = $2)
    and ($3::text is null or p.jurisdiction_id = $3)
    and ($4::text is null or p.status = $4)
    and (not $5::boolean or c.kind = 'live')
    and ($6::text is null or p.slug = $6)`;

/** Milestones are told on the console unless the petition's notices leave it out. */
const TOLD_HERE = `coalesce((select 'console' = any(n.by) from petition_notices n where n.petition_id = p.id), true)`;

const SELECT = `
  select p.id, p.slug, p.campaign_id as "campaignId", c.slug as campaign, c.kind = 'live' as live, c.demonstration,
    p.jurisdiction_id as "jurisdictionId", j.name as "jurisdictionName", j.kind as "jurisdictionKind",
    p.status, p.takes_signatures as "takesSignatures", p.opens_at as "opensAt", p.target, p.time_zone as "timeZone",
    jsonb_array_length(coalesce(c.details -> 'helpContacts', '[]') || p.help_contacts) as "helpContacts", p.help_contacts as "ownHelp",
    coalesce(t.counted, 0) as counted, coalesce(t.attested, 0)::float8 as attested, coalesce(t.attested_lower_bound, false) as "attestedLowerBound",
    (coalesce(t.counted, 0) + coalesce(t.attested, 0))::float8 as total,
    coalesce((select json_agg(m.threshold order by m.threshold) from milestones m where m.petition_id = p.id and m.origin <> 'ladder'), '[]') as thresholds,
    case when ${TOLD_HERE} then (select max(m.threshold) from milestones m where m.petition_id = p.id and m.approaching_at is not null and m.reached_at is null) end as approaching,
    case when ${TOLD_HERE} then (select max(m.threshold) from milestones m where m.petition_id = p.id and not m.silent and m.reached_at > now() - interval '7 days') end as reached`;

/** Petitions that a person may read, with their totals: never those of another country. */
@Injectable()
export class PetitionLines {
  constructor(private readonly db: Database) {}

  async list(scopes: readonly ReadableScope[], filter: PetitionLineFilter = {}): Promise<{ items: PetitionLine[]; total: number }> {
    const pageSize = filter.pageSize ?? 500;
    const parameters = parametersOf(scopes, filter);
    const [items, [count]] = await Promise.all([
      this.db.rows<PetitionLine>(
        `${SELECT} ${FROM} order by c.kind = 'record', case p.status when 'open' then 0 when 'draft' then 1 else 2 end, total desc, j.name, p.id limit $7 offset $8`,
        [...parameters, pageSize, ((filter.page ?? 1) - 1) * pageSize]),
      this.db.rows<{ n: number }>(`select count(*)::int as n ${FROM}`, parameters),
    ]);
    return { items, total: count?.n ?? 0 };
  }

  /** Ids of all that the filter finds, for sums over them. */
  async ids(scopes: readonly ReadableScope[], filter: PetitionLineFilter): Promise<number[]> {
    return (await this.db.rows<{ id: number }>(`select p.id ${FROM}`, parametersOf(scopes, filter))).map(({ id }) => id);
  }

  /** Null also for what the person may not know of. */
  async one(scopes: readonly ReadableScope[], slug: string): Promise<PetitionLine | null> {
    return (await this.list(scopes, { slug, pageSize: 1 })).items[0] ?? null;
  }

  /** Countries and regions that occur, for the filter. */
  places(scopes: readonly ReadableScope[]): Promise<{ id: string; name: string }[]> {
    return this.db.rows(`select distinct on (j.id) j.id, j.name ${FROM} order by j.id`, parametersOf(scopes, {}));
  }
}

function parametersOf(scopes: readonly ReadableScope[], filter: PetitionLineFilter): unknown[] {
  return [JSON.stringify(scopes), filter.campaign ?? null, filter.country ?? null, filter.status ?? null, filter.liveOnly ?? false, filter.slug ?? null];
}
