import { type Database } from '#libs/database';

/** What was told of a publication, for those who hold copies of what the public reads. */
export interface PublicationChange {
  publicationId: string;
  campaignId: number;
  /** Slug. */
  campaign: string;
  news: 'public' | 'withdrawn';
  /** The id of the one that it corrects, from now on. */
  corrects: string | null;
}

/** Longer than any transaction that tells something. */
const OVERLAP_S = 60;

/** News since this was made, each once, whatever order transactions ended in. */
export class PublicationNews {
  private since: Date | null = null;
  private seen = new Set<string>();

  constructor(private readonly db: Database) {}

  /** What came since the last time; the first time, nothing. */
  async next(): Promise<PublicationChange[]> {
    const rows = await this.db.rows<PublicationChange & { now: Date }>(
      `select clock.now, n.publication_id as "publicationId", p.campaign_id as "campaignId", c.slug as campaign, n.news, p.corrects
         from (select clock_timestamp() as now) clock
         left join publication_news n on n.told_at > coalesce($1, clock.now) - interval '${OVERLAP_S} seconds'
         left join publications p on p.id = n.publication_id left join campaigns c on c.id = p.campaign_id order by n.told_at, n.news`, [this.since]);
    const told = rows.filter(({ publicationId }) => publicationId !== null);
    const fresh = this.since ? told.filter((row) => !this.seen.has(keyOf(row))) : [];
    this.since = rows[0]?.now ?? this.since;
    this.seen = new Set(told.map(keyOf));
    return fresh.map(({ now: _, ...change }) => change);
  }
}

const keyOf = ({ publicationId, news }: PublicationChange): string => `${publicationId} ${news}`;
