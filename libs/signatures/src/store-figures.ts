import { Injectable } from '@nestjs/common';
import { Database } from '#libs/database';
import { type DayCount, type ToldSpan, toldSpans } from './told-spans-rules.js';

/** One day of one code, of the finished ones. */
const FINISHED_DAYS = `select p.jurisdiction_id as country, t.via as code, t.day, sum(t.n)::int as n from link_tallies t join petitions p on p.id = t.petition_id
  where p.campaign_id = $1 and t.day < (clock_timestamp() at time zone 'UTC')::date`;

/**
 * What stores and partners brought, by who counts. For their managers; never published. A manager stands by when people sign, so figures
 * are told as `toldSpans` says: finished days, and never fewer than ten apart.
 */
@Injectable()
export class StoreFigures {
  constructor(private readonly db: Database) {}

  /** Spans of the last `days` finished UTC days, newest first; the oldest may begin before them. Taken from the tally of links, which is kept where signatures are counted. */
  async daily({ campaignId, code, days }: { campaignId: number; code: string; days: number }): Promise<ToldSpan[]> {
    const rows = await this.db.rows<DayCount & { today: string; first: string }>(
      `select t.day::text, coalesce(sum(n) filter (where channel = 'online'), 0)::int as online, coalesce(sum(n) filter (where channel = 'store'), 0)::int as store,
              coalesce(sum(n) filter (where channel = 'paper'), 0)::int as paper, coalesce(sum(n) filter (where channel = 'partner'), 0)::int as partner, d.today::text, (d.today - $3::int)::text as first
         from link_tallies t join petitions p on p.id = t.petition_id cross join (select (clock_timestamp() at time zone 'UTC')::date as today) d
        where p.campaign_id = $1 and t.via = $2 group by t.day, d.today order by t.day`, [campaignId, code, days]);
    const [{ today, first } = { today: '', first: '' }] = rows;
    return toldSpans(rows.map(({ day, online, store, paper, partner }) => ({ day, online, store, paper, partner })), today).filter(({ to }) => to >= first).reverse();
  }

  /** What may be told of these codes, all time; codes of which nothing may be are left out. */
  async ofCodes(campaignId: number, codes: readonly string[]): Promise<Map<string, number>> {
    const rows = await this.db.rows<{ code: string; counted: number }>(
      `select code, told_figure(n order by day) as counted from (select code, day, sum(n)::int as n from (${FINISHED_DAYS} and t.via = any($2) group by 1, 2, 3) c group by 1, 2) d group by 1`, [campaignId, codes]);
    return new Map(rows.filter(({ counted }) => counted > 0).map(({ code, counted }) => [code, counted]));
  }

  /**
   * Counted signatures by link code and country, as far as they may be told; `code` null: the rest, which is what came by no link, what came
   * today, and what is too little to be told apart. They add up to the petitions' tallies.
   */
  async totals({ campaignId, jurisdictionId }: { campaignId: number; jurisdictionId: string | null }): Promise<{ code: string | null; country: string | null; counted: number }[]> {
    const linked = await this.db.rows<{ code: string; country: string; counted: number }>(
      `select code, country, told_figure(n order by day) as counted from (${FINISHED_DAYS} and ($2::text is null or p.jurisdiction_id = $2) group by 1, 2, 3) d group by 1, 2 order by 2, 1`,
      [campaignId, jurisdictionId]);
    const told = linked.filter(({ counted }) => counted > 0);
    const [all] = await this.db.rows<{ counted: number }>(
      `select coalesce(sum(n), 0)::int as counted from tally_cells c join petitions p on p.id = c.petition_id
        where c.status = 'counted' and p.campaign_id = $1 and ($2::text is null or p.jurisdiction_id = $2)`, [campaignId, jurisdictionId]);
    return [...told, { code: null, country: null, counted: (all?.counted ?? 0) - told.reduce((sum, line) => sum + line.counted, 0) }];
  }
}
