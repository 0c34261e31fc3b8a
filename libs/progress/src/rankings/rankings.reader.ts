import { Injectable } from '@nestjs/common';
import { Database } from '#libs/database';
import type { Page, SourceReference, Words } from '#libs/petitions';
import { paged } from '../timeline/paged.js';
import { type RankedRow, type Ranking, type RankingFilter, type RankingMethod, type RankingRules } from './ranking.types.js';

interface Row {
  id: string; key: string; title: Words; from: number; to: number; states: number | null; rows: RankedRow[] | null; sha256: string | null; note: string | null; language: string | null;
  source: SourceReference | null; publicationId: string | null; publicAt: Date | null; timeZone: string | null;
  method: { key: string; version: number; title: Words; description: Words; rules: RankingRules; publishedAt: string } | null;
  total: number;
}

const SELECT = `select r.id, r.key, r.title, r.year_from as "from", r.year_to as "to", r.states_assessed as states, r.rows, r.input_sha256 as sha256, r.note, r.language, r.source,
    r.publication_id as "publicationId", p.public_at as "publicAt", p.time_zone as "timeZone", count(*) over ()::int as total,
    case when m.key is null then null else jsonb_build_object('key', m.key, 'version', m.version, 'title', m.title, 'description', m.description, 'rules', m.rules, 'publishedAt', m.published_at) end as method
  from rankings r left join publications p on p.id = r.publication_id
  left join ranking_methods m on m.campaign_id = r.campaign_id and m.key = r.method_key and m.version = r.method_version
  where r.campaign_id = $1 and ($2 = 'organisers' or ranking_is_public(r, $4::uuid[])) and ($3::text is null or r.key = $3)`;

/** What was ranked and how. In public: only what its publication tells. */
@Injectable()
export class RankingsReader {
  constructor(private readonly db: Database) {}

  /** The newest period first. */
  async list({ campaignId, audience, ahead = [], ...of }: RankingFilter): Promise<Page<Ranking>> {
    const { page, pageSize, offset } = paged(of);
    const rows = await this.db.rows<Row>(`${SELECT} order by r.year_to desc, r.year_from desc, r.key limit $5 offset $6`, [campaignId, audience, null, ahead, pageSize, offset]);
    return { items: rows.map(rankingOf), page, pageSize, total: rows[0]?.total ?? (page === 1 ? 0 : await this.count(campaignId, audience, ahead)) };
  }

  async get({ campaignId, audience, ahead = [] }: Pick<RankingFilter, 'campaignId' | 'audience' | 'ahead'>, key: string): Promise<Ranking | null> {
    const [row] = await this.db.rows<Row>(SELECT, [campaignId, audience, key, ahead]);
    return row ? rankingOf(row) : null;
  }

  /** Every version of every method of the campaign, the newest first. At most 200. */
  async methods(campaignId: number): Promise<RankingMethod[]> {
    return this.db.rows(
      `select key, version, title, description, rules, published_at as "publishedAt" from ranking_methods where campaign_id = $1 order by key, version desc limit 200`, [campaignId]);
  }

  private async count(campaignId: number, audience: RankingFilter['audience'], ahead: readonly string[]): Promise<number> {
    return (await this.db.rows<Row>(`${SELECT} limit 1`, [campaignId, audience, null, ahead]))[0]?.total ?? 0;
  }
}

const rankingOf = ({ total: _, from, to, states, sha256, method, ...row }: Row): Ranking => ({
  ...row, period: { from, to }, statesAssessed: states, inputSha256: sha256, method: method && { ...method, publishedAt: new Date(method.publishedAt) },
});
