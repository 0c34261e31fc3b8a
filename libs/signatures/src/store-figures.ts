import { Injectable } from '@nestjs/common';
import { Database } from '#libs/database';

/** Counted signatures of one link code on one UTC day, by channel. */
export interface DailyFigure { day: string; online: number; store: number; paper: number; partner: number }

/** What stores and partners brought, as it counts. For their managers; never published. */
@Injectable()
export class StoreFigures {
  constructor(private readonly db: Database) {}

  /** The last `days` UTC days with anything counted, newest first. Taken from the tally of links, which is kept where signatures are counted. */
  daily({ campaignId, code, days }: { campaignId: number; code: string; days: number }): Promise<DailyFigure[]> {
    return this.db.rows<DailyFigure>(
      `select t.day::text, sum(n) filter (where channel = 'online')::int as online, sum(n) filter (where channel = 'store')::int as store,
              sum(n) filter (where channel = 'paper')::int as paper, sum(n) filter (where channel = 'partner')::int as partner
         from link_tallies t join petitions p on p.id = t.petition_id
        where p.campaign_id = $1 and t.via = $2 and t.day > (clock_timestamp() at time zone 'UTC')::date - $3::int
        group by t.day having sum(n) > 0 order by t.day desc`, [campaignId, code, days],
    ).then((rows) => rows.map(({ day, ...channels }) => ({ day, ...zeros(channels) })));
  }

  /** Counted signatures by link code, all time and the last seven days and today; `code` null: those that came by no link. They add up to the petitions' tallies. */
  async totals({ campaignId, jurisdictionId }: { campaignId: number; jurisdictionId: string | null }): Promise<{ code: string | null; counted: number; week: number; today: number }[]> {
    const linked = await this.db.rows<{ code: string; counted: number; week: number; today: number }>(
      `select t.via as code, sum(n)::int as counted, coalesce(sum(n) filter (where day > today - 7), 0)::int as week, coalesce(sum(n) filter (where day = today), 0)::int as today
         from link_tallies t join petitions p on p.id = t.petition_id cross join (select (clock_timestamp() at time zone 'UTC')::date as today) d
        where p.campaign_id = $1 and ($2::text is null or p.jurisdiction_id = $2) group by 1 order by 1`, [campaignId, jurisdictionId]);
    const [all] = await this.db.rows<{ counted: number; week: number; today: number }>(
      `select coalesce(sum(n), 0)::int as counted, coalesce(sum(n) filter (where hour >= today - interval '6 days'), 0)::int as week, coalesce(sum(n) filter (where hour >= today), 0)::int as today
         from tally_cells c join petitions p on p.id = c.petition_id cross join (select date_trunc('day', clock_timestamp(), 'UTC') as today) d
        where c.status = 'counted' and p.campaign_id = $1 and ($2::text is null or p.jurisdiction_id = $2)`, [campaignId, jurisdictionId]);
    const rest = (figure: 'counted' | 'week' | 'today'): number => (all?.[figure] ?? 0) - linked.reduce((sum, line) => sum + line[figure], 0);
    return [...linked, { code: null, counted: rest('counted'), week: rest('week'), today: rest('today') }];
  }
}

const zeros = (channels: Omit<DailyFigure, 'day'>): Omit<DailyFigure, 'day'> =>
  ({ online: channels.online ?? 0, store: channels.store ?? 0, paper: channels.paper ?? 0, partner: channels.partner ?? 0 });
