import { Injectable } from '@nestjs/common';
import { Database } from '#libs/database';

/** A petition's figures at one instant, exact: for organisers, and for the rules that say what the public may see. */
export interface TallyView {
  petitionId: number;
  slug: string;
  privacy: 'standard' | 'high';
  asOf: Date;
  /** Whether it still collects; a milestone lies ahead of no other. */
  open: boolean;
  /** Since when it collects; null for one that never opened here. */
  openedAt: Date | null;
  counted: number;
  pending: number;
  /** Null where nothing is attested: unknown is not 0. */
  attested: { count: number; lowerBound: boolean } | null;
  /** Counted and attested. */
  total: number;
  /** Counted signatures by country of residence and by channel. */
  cells: { country: string; channel: string; n: number }[];
  /** Attested signatures by channel. */
  attestedByChannel: { channel: string; n: number }[];
  milestones: { threshold: number; origin: 'ladder' | 'target' | 'organiser'; approachingAt: Date | null; reachedAt: Date | null; silent: boolean }[];
  target: number | null;
  approachingShare: number;
}

export interface PetitionFigures {
  petitionId: number;
  counted: number;
  pending: number;
  attested: { count: number; lowerBound: boolean } | null;
  total: number;
  version: number;
}

interface FiguresRow { petitionId: number; counted: number; pending: number; attested: number; lowerBound: boolean; version: number }

const figuresOf = (row: FiguresRow): PetitionFigures => ({
  petitionId: row.petitionId, counted: row.counted, pending: row.pending, version: row.version,
  attested: row.attested > 0 ? { count: row.attested, lowerBound: row.lowerBound } : null, total: row.counted + row.attested,
});

const FIGURES = `t.petition_id as "petitionId", t.counted, t.pending, t.attested::float8 as attested, t.attested_lower_bound as "lowerBound", t.version::float8 as version`;

/** Reads tallies. What of it anybody outside may see is decided by `publish-rules`, never here. */
@Injectable()
export class TallyFigures {
  constructor(private readonly db: Database) {}

  /** The totals of many petitions; one nobody has signed or vouched for yet has zeros and nothing attested. */
  async totals(petitionIds: readonly number[]): Promise<Map<number, PetitionFigures>> {
    const rows = await this.db.rows<FiguresRow>(`select ${FIGURES} from petition_tallies t where t.petition_id = any($1)`, [petitionIds]);
    const known = new Map(rows.map((row) => [row.petitionId, figuresOf(row)]));
    return new Map(petitionIds.map((id) => [id, known.get(id) ?? figuresOf({ petitionId: id, counted: 0, pending: 0, attested: 0, lowerBound: false, version: 0 })]));
  }

  /** Everything about one petition's count, of one instant. */
  async view(petitionId: number): Promise<TallyView | null> {
    // One statement sees one snapshot: total, cells and milestones cannot disagree.
    const [row] = await this.db.rows<Omit<TallyView, 'attested' | 'total'> & { attestedSum: number; lowerBound: boolean }>(
      `select p.id as "petitionId", p.slug, p.privacy, clock_timestamp() as "asOf", p.opened_at as "openedAt", p.status = 'open' as open, p.target, p.approaching_share::float8 as "approachingShare",
              coalesce(t.counted, 0) as counted, coalesce(t.pending, 0) as pending, coalesce(t.attested, 0)::float8 as "attestedSum", coalesce(t.attested_lower_bound, false) as "lowerBound",
              coalesce((select json_agg(x) from (select country, channel, sum(n)::int as n from tally_cells where petition_id = p.id and status = 'counted' group by 1, 2 having sum(n) > 0 order by 3 desc, 1, 2) x), '[]') as cells,
              coalesce((select json_agg(x) from (select channel, sum(count)::bigint as n from attested_counts where petition_id = p.id and revoked_at is null group by 1 order by 1) x), '[]') as "attestedByChannel",
              coalesce((select json_agg(x) from (select threshold, origin, approaching_at as "approachingAt", reached_at as "reachedAt", silent from milestones where petition_id = p.id order by threshold) x), '[]') as milestones
         from petitions p left join petition_tallies t on t.petition_id = p.id where p.id = $1`,
      [petitionId],
    );
    if (!row) return null;
    const { attestedSum, lowerBound, ...rest } = row;
    return {
      ...rest,
      milestones: row.milestones.map((m) => ({ ...m, approachingAt: asDate(m.approachingAt), reachedAt: asDate(m.reachedAt) })),
      attested: attestedSum > 0 ? { count: attestedSum, lowerBound } : null,
      total: row.counted + attestedSum,
    };
  }

  /** Counted signatures by UTC hour since an instant, oldest first, hours without any left out. */
  hourly(petitionId: number, since: Date): Promise<{ hour: Date; n: number }[]> {
    return this.db.rows(`select hour, sum(n)::int as n from tally_cells where petition_id = $1 and status = 'counted' and hour >= $2 group by hour having sum(n) > 0 order by hour`, [petitionId, since]);
  }

  /** Counted signatures by day in a time zone, for charts. */
  daily(petitionIds: readonly number[], since: Date, timeZone: string): Promise<{ petitionId: number; day: string; n: number }[]> {
    return this.db.rows(
      `select petition_id as "petitionId", to_char(hour at time zone $3, 'YYYY-MM-DD') as day, sum(n)::int as n from tally_cells
        where petition_id = any($1) and status = 'counted' and hour >= $2 group by 1, 2 having sum(n) > 0 order by 2, 1`,
      [petitionIds, since, timeZone],
    );
  }

  /** What a petition of high privacy published last; null before its first day. */
  async lastPublished(petitionId: number): Promise<{ day: string; counted: number } | null> {
    const [row] = await this.db.rows<{ day: string; counted: number }>(
      `select to_char(day, 'YYYY-MM-DD') as day, counted from published_counts where petition_id = $1 order by day desc limit 1`, [petitionId]);
    return row ?? null;
  }
}

const asDate = (value: Date | string | null): Date | null => (value === null ? null : new Date(value));
