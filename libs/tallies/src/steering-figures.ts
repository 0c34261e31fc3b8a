import { Injectable } from '@nestjs/common';
import { DateTime } from 'luxon';
import { Database, type Tx, txRows } from '#libs/database';
import { FORECAST_HISTORY_DAYS } from './forecast-rules.js';
import { type CellRow, type DayRow, type HourRow, type LinkRow, steering, type SteeredPetition, type Steering } from './steering-rules.js';

/** Which petitions: of one campaign, and of it only these jurisdictions (null: all), or one petition of them. */
export interface SteeringScope {
  campaignId: number;
  jurisdictions: readonly string[] | null;
  slug?: string;
}

/**
 * Reads what organisers steer by. All of a campaign takes as many statements as one petition, and they see one snapshot, so that
 * no figure disagrees with another. Exact: the caller says which petitions the asker may read.
 */
@Injectable()
export class SteeringFigures {
  constructor(private readonly db: Database) {}

  /** Null where the scope holds no petition. */
  async read(scope: SteeringScope, now: Date, timeZone: string): Promise<Steering | null> {
    return this.db.transaction(async (tx) => {
      await tx.query('set transaction isolation level repeatable read read only');
      const petitions = await petitionsOf(tx, scope);
      if (petitions.length === 0) return null;
      const ids = petitions.map(({ petitionId }) => petitionId);
      const spans = spansOf(now, timeZone);
      const rows = {
        petitions, cells: await cellsOf(tx, ids, spans), links: await linksOf(tx, ids, spans), days: await daysOf(tx, ids, timeZone),
        hours: await hoursOf(tx, ids, DateTime.fromJSDate(now).minus({ days: FORECAST_HISTORY_DAYS }).toJSDate()),
      };
      return steering(rows, now, timeZone, calendar(petitions, rows.days, now, timeZone));
    });
  }

  /** Counted by UTC hour since the beginning, exact. */
  async history(petitionId: number): Promise<{ hour: Date; n: number }[]> {
    return this.db.rows(`select hour, sum(n)::int as n from tally_cells where petition_id = $1 and status = 'counted' group by hour having sum(n) > 0 order by hour`, [petitionId]);
  }

  /** What a petition of high privacy has published, day by day. */
  async published(petitionId: number): Promise<{ day: string; counted: number }[]> {
    return this.db.rows(`select to_char(day, 'YYYY-MM-DD') as day, counted from published_counts where petition_id = $1 order by day`, [petitionId]);
  }
}

interface SpanStarts { now: Date; today: Date; week: Date; before: Date; soFar: Date }

/** By the calendar, as the lists of the console count; `soFar`: this hour a week ago. */
function spansOf(now: Date, timeZone: string): SpanStarts {
  const local = DateTime.fromJSDate(now, { zone: timeZone });
  const today = local.startOf('day');
  return { now, today: today.toJSDate(), week: today.minus({ days: 6 }).toJSDate(), before: today.minus({ days: 13 }).toJSDate(), soFar: local.minus({ days: 7 }).toJSDate() };
}

function calendar(petitions: readonly SteeredPetition[], days: readonly DayRow[], now: Date, timeZone: string): string[] {
  const today = DateTime.fromJSDate(now, { zone: timeZone }).startOf('day');
  const opened = petitions.flatMap(({ openedAt }) => (openedAt ? [DateTime.fromJSDate(openedAt, { zone: timeZone }).toISODate() ?? ''] : []));
  const first = [...opened, ...days.map(({ day }) => day)].reduce((least, day) => (day < least ? day : least), today.toISODate() ?? '');
  const count = Math.round(today.diff(DateTime.fromISO(first, { zone: timeZone }).startOf('day'), 'days').days) + 1;
  return Array.from({ length: Math.max(1, count) }, (_, n) => today.minus({ days: count - 1 - n }).toISODate() ?? '');
}

function petitionsOf(tx: Tx, { campaignId, jurisdictions, slug }: SteeringScope): Promise<SteeredPetition[]> {
  return txRows(
    tx,
    `select p.id as "petitionId", p.slug, p.jurisdiction_id as "jurisdictionId", j.name as "jurisdictionName", j.kind as "jurisdictionKind", p.status, p.target, p.opened_at as "openedAt",
            coalesce(t.counted, 0) as counted, coalesce(t.pending, 0) as pending, coalesce(t.attested, 0)::float8 as attested, coalesce(t.attested_lower_bound, false) as "lowerBound",
            coalesce((select json_agg(json_build_object('threshold', m.threshold, 'origin', m.origin, 'approached', m.approaching_at is not null, 'reached', m.reached_at is not null) order by m.threshold)
                        from milestones m where m.petition_id = p.id), '[]') as milestones
       from petitions p join jurisdictions j on j.campaign_id = p.campaign_id and j.id = p.jurisdiction_id left join petition_tallies t on t.petition_id = p.id
      where p.campaign_id = $1 and ($2::text[] is null or p.jurisdiction_id = any($2)) and ($3::text is null or p.slug = $3) and (p.status <> 'draft' or $3::text is not null)
      order by j.position, j.id`,
    [campaignId, jurisdictions, slug ?? null],
  );
}

/** Sums of `n` by the time at which each was counted; `at` is the column of that time. */
const SUMS = (at: string, type: 'timestamptz' | 'date'): string => `sum(n)::int as all,
  coalesce(sum(n) filter (where ${at} >= $2::${type}), 0)::int as today, coalesce(sum(n) filter (where ${at} >= $3::${type}), 0)::int as week,
  coalesce(sum(n) filter (where ${at} >= $4::${type} and ${at} < $3::${type}), 0)::int as "weekBefore",
  coalesce(sum(n) filter (where ${at} >= $4::${type} and ${at} < $5::${type}), 0)::int as "weekBeforeSoFar"`;

function cellsOf(tx: Tx, ids: readonly number[], { today, week, before, soFar }: SpanStarts): Promise<CellRow[]> {
  return txRows(
    tx,
    `select petition_id as "petitionId", country, channel, ${SUMS('hour', 'timestamptz')}
       from tally_cells where petition_id = any($1) and status = 'counted' group by 1, 2, 3 having sum(n) > 0 order by 1, 2, 3`,
    [ids, today, week, before, soFar],
  );
}

/** Links are kept by UTC day: their weeks begin with that, and of a running day there is no part to compare with. */
function linksOf(tx: Tx, ids: readonly number[], { now }: SpanStarts): Promise<LinkRow[]> {
  const day = (ago: number): string => DateTime.fromJSDate(now, { zone: 'utc' }).minus({ days: ago }).toISODate() ?? '';
  return txRows(
    tx,
    `select l.*, s.name as store, s.area as "storePlace" from (
       select l.petition_id as "petitionId", l.via, p.campaign_id, ${SUMS('l.day', 'date')}
         from link_tallies l join petitions p on p.id = l.petition_id where l.petition_id = any($1) group by 1, 2, 3 having sum(n) > 0) l
       left join stores s on s.campaign_id = l.campaign_id and s.code = l.via order by l."petitionId", l.via`,
    [ids, day(0), day(6), day(13), day(6)],
  );
}

function daysOf(tx: Tx, ids: readonly number[], timeZone: string): Promise<DayRow[]> {
  return txRows(
    tx,
    `select petition_id as "petitionId", to_char(hour at time zone $2, 'YYYY-MM-DD') as day, sum(n)::int as n from tally_cells
      where petition_id = any($1) and status = 'counted' group by 1, 2 having sum(n) > 0 order by 2, 1`,
    [ids, timeZone],
  );
}

function hoursOf(tx: Tx, ids: readonly number[], since: Date): Promise<HourRow[]> {
  return txRows(
    tx,
    `select petition_id as "petitionId", (extract(epoch from hour) * 1000)::float8 as hour, sum(n)::int as n from tally_cells
      where petition_id = any($1) and status = 'counted' and hour >= $2 group by 1, 2 having sum(n) > 0 order by 2, 1`,
    [ids, since],
  );
}
