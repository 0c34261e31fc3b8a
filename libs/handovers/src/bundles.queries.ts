import { Injectable } from '@nestjs/common';
import { Database } from '#libs/database';
import { bundleFigures, residentFigures } from './bundle-rules.js';
import { type BundleFigures, type BundleOverlap, type ResidentFigures } from './bundles/bundle.types.js';
import { type Audience, type FigureQualifier, type StatedFigure } from './handovers.types.js';

interface MemberRow {
  handover_id: string;
  id: string;
  name: string;
  signatures: string | null;
  qualifier: FigureQualifier | null;
  verified: string;
  own_id: string | null;
  date_edtf: string | null;
  date_from: string | null;
  bundle_to: string | null;
}

/**
 * Counted rows of a petition that an audience may be told: a petition of high privacy shows in public what it last
 * published, and never the live figure.
 */
const verifiedOf = (audience: number): string => `
  case when $${audience}::text = 'public' and p.privacy = 'high'
    then coalesce((select pc.counted from published_counts pc where pc.petition_id = p.id order by pc.day desc limit 1), 0)
    else coalesce((select t.counted from petition_tallies t where t.petition_id = p.id), 0) end`;

/**
 * Members of a bundle: the covered countries with a petition, or for `all` every country of the campaign with one; each
 * once, however many handovers it had. A member's own figure is that of the national handover which the bundle names,
 * else of its newest that has one, else what is attested for its petition: for an imported record both are the same
 * printed figure, taken once.
 */
const MEMBERS = `
  with bundle as (select id, campaign_id, covers_all, date_to from handovers where id = any($1::uuid[])),
  members as (
    select b.id as handover_id, b.date_to, j.campaign_id, j.id, j.name, j.position
    from bundle b
    join jurisdictions j on j.campaign_id = b.campaign_id and j.kind = 'country' and j.petition_state = 'petition'
    where (b.covers_all or exists (select 1 from handover_jurisdictions hj where hj.handover_id = b.id and hj.jurisdiction_id = j.id))
      and ($2 <> 'public' or not exists (
        select 1 from petitions p where p.campaign_id = j.campaign_id and p.jurisdiction_id = j.id and p.status = 'draft'))
  )
  select m.handover_id, m.id, m.name,
    coalesce(own.signatures, attested.count) as signatures,
    case when own.signatures is not null then own.signatures_qualifier when attested.lower then 'more-than' when attested.count is not null then 'exact' end as qualifier,
    coalesce((select sum(${verifiedOf(2)}) from petitions p where p.campaign_id = m.campaign_id and p.jurisdiction_id = m.id and p.takes_signatures), 0) as verified,
    own.id as own_id, own.date_edtf, own.date_from::text, m.date_to::text as bundle_to
  from members m
  left join lateral (
    select h.id, h.date_edtf, h.date_from, h.signatures, h.signatures_qualifier from handovers h
    left join bundle_members chosen on chosen.bundle_id = m.handover_id and chosen.handover_id = h.id
    where h.campaign_id = m.campaign_id and h.jurisdiction_id = m.id and h.level = 'national' and h.status in ('held', 'listed') and h.signatures is not null and is_told(h, $2)
    order by chosen.handover_id is null, h.date_to desc nulls last, h.id limit 1
  ) own on true
  left join lateral (
    select sum(a.count) as count, bool_or(a.qualifier = 'more-than') as lower
    from attested_counts a join petitions p on p.id = a.petition_id
    where p.campaign_id = m.campaign_id and p.jurisdiction_id = m.id and a.revoked_at is null
  ) attested on true
  order by m.handover_id, m.position, m.id`;

/** Figures of handovers that stand on several petitions, or on one. */
@Injectable()
export class BundleQueries {
  constructor(private readonly db: Database) {}

  /** Of each given handover: what is stated, the sum of its members' figures, and what is verified. Never added up. */
  async figures(handovers: readonly { id: string; stated: StatedFigure | null }[], audience: Audience): Promise<Map<string, BundleFigures>> {
    if (handovers.length === 0) return new Map();
    const rows = await this.db.rows<MemberRow>(MEMBERS, [handovers.map((handover) => handover.id), audience]);
    return new Map(handovers.map((handover) => {
      const members = rows.filter((row) => row.handover_id === handover.id).map((row) => ({
        id: row.id,
        name: row.name,
        stated: row.signatures !== null && row.qualifier ? { signatures: Number(row.signatures), qualifier: row.qualifier } : null,
        verified: Number(row.verified),
        handover: row.own_id === null ? null : { id: row.own_id, date: row.date_edtf, afterBundle: row.date_from === null || row.bundle_to === null ? null : row.date_from > row.bundle_to },
      }));
      return [handover.id, bundleFigures(handover.stated, members)];
    }));
  }

  /** The earlier bundle whose place this one takes, and the newest that takes its place. */
  async standing(handoverId: string): Promise<{ supersedes: string | null; supersededBy: string | null } | null> {
    const [row] = await this.db.rows<{ supersedes: string | null; supersededBy: string | null }>(
      `select h.supersedes, (select l.id from handovers l where l.supersedes = h.id and l.status <> 'cancelled' order by l.created_at desc limit 1) as "supersededBy" from handovers h where h.id = $1`, [handoverId]);
    return row ?? null;
  }

  /** Null: nobody has asked. */
  async overlap(id: string): Promise<BundleOverlap | null> {
    const [row] = await this.db.rows<{ as_of: Date | null; signatures: string | null; people: string | null; petitions: number | null }>(
      `select as_of, signatures, people, petitions from bundle_overlaps where handover_id = $1`, [id]);
    const figure = (text: string | null): number | null => (text === null ? null : Number(text));
    return row ? { asOf: row.as_of, signatures: figure(row.signatures), people: figure(row.people), petitions: row.petitions } : null;
  }

  /**
   * "N signatures, of whom M live in this country": of the petition of a national handover. Null where that petition
   * takes no signatures of its own. A petition of high privacy has no cells in public: residents are null.
   */
  async residents(handoverId: string, audience: Audience): Promise<ResidentFigures | null> {
    const [row] = await this.db.rows<{ counted: string; residents: string; hidden: boolean }>(
      `select ${verifiedOf(2)} as counted,
         coalesce((select sum(n) from tally_cells x where x.petition_id = p.id and x.status = 'counted' and x.country = coalesce(j.iso2, j.id)), 0) as residents,
         $2 = 'public' and p.privacy = 'high' as hidden
       from handovers h
       join petitions p on p.campaign_id = h.campaign_id and p.jurisdiction_id = h.jurisdiction_id and p.takes_signatures
       join jurisdictions j on j.campaign_id = h.campaign_id and j.id = h.jurisdiction_id
       where h.id = $1 and h.level = 'national'`,
      [handoverId, audience],
    );
    if (!row) return null;
    if (row.hidden) return { counted: Number(row.counted), residents: null };
    return residentFigures(Number(row.counted), Number(row.residents), audience === 'organiser');
  }
}
