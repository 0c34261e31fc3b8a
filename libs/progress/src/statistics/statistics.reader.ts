import { Injectable } from '@nestjs/common';
import { Database } from '#libs/database';
import type { Page, Words } from '#libs/petitions';
import { paged } from '../timeline/paged.js';
import { checkPercent, subsetSizes } from './percent-rules.js';
import { type PublishedStatistic, type StatisticFilter } from './statistics.types.js';

type Row = Omit<PublishedStatistic, 'check'>;

/** The figures that somebody published, each with whether it can stand for a whole number of countries. */
@Injectable()
export class StatisticsReader {
  constructor(private readonly db: Database) {}

  /** In the order of their source. */
  async list({ audience, ahead = [], campaignId, goal, indicator, year, scope, jurisdiction, ...of }: StatisticFilter): Promise<Page<PublishedStatistic>> {
    const { page, pageSize, offset } = paged(of);
    const all = await this.all(campaignId, audience, ahead);
    const found = all.filter((one) =>
      (goal === undefined || one.goal === goal) && (indicator === undefined || one.indicator === indicator) && (year === undefined || one.year === year)
      && (scope === undefined || one.scope === scope) && (jurisdiction === undefined || one.countries.includes(jurisdiction)));
    return { items: found.slice(offset, offset + pageSize), page, pageSize, total: found.length };
  }

  /** The campaign's indicators in their order, by which figures and weights are named. */
  indicators(campaignId: number): Promise<{ key: string; goal: string; title: Words }[]> {
    return this.db.rows(`select i.key, i.goal_key as goal, i.title from indicators i where i.campaign_id = $1 order by i.number, i.key limit 200`, [campaignId]);
  }

  /** All at once: a share of a part is checked by the figure whose part it is. A campaign has some dozens; at most a thousand are read. */
  private async all(campaignId: number, audience: StatisticFilter['audience'], ahead: readonly string[]): Promise<PublishedStatistic[]> {
    const rows = await this.db.rows<Row>(
      `select s.key, s.year, s.indicator_key as indicator, s.topic, coalesce(s.goal_key, i.goal_key) as goal, s.scope, s.population, s.reviewed, s.value::float8 as value, s.unit, s.qualifier,
         s.fraction, s.compare_year as "compareYear", s.countries, s.statement, s.note, s.language, s.source, s.publication_id as "publicationId"
       from published_statistics s left join indicators i on i.campaign_id = s.campaign_id and i.key = s.indicator_key
       where s.campaign_id = $1 and ($2 = 'organisers' or s.publication_id is null or publication_is_public(s.publication_id, $2) or s.publication_id = any($3::uuid[])) order by s.position, s.key limit 1000`, [campaignId, audience, ahead]);
    return rows.map((row) => ({ ...row, check: checkPercent(row, subsetSizes(row, rows)) }));
  }
}
