import { Injectable } from '@nestjs/common';
import { CallsReader } from '#libs/calls-to-action';
import { AppConfig } from '#libs/config';
import { Database } from '#libs/database';
import { type Handover, HandoversReader } from '#libs/handovers';
import { type DoorPetition, PetitionDirectory } from '#libs/petitions';
import { PublicCounts } from '../reading/public-counts.js';
import { FEED_PAGE_SIZE, feedLinks, type FeedLinks, feedPetition, type FeedPetition, type FeedSource, type FeedState, isEmptyState } from './petition-feed.js';

interface Row { number: number; slug: string; createdAt: Date; updatedAt: Date; open: boolean; answered: string | null; total: number }

/**
 * Petitions that somebody can read and that have a figure: what only waits for its first day is left out, and so is a petition of the
 * record without a published figure, because readers of this shape take every count for a number and none may be invented.
 * `answered`: the handover whose answer is told to the public.
 */
const LISTED = `
  select p.id as number, p.slug, p.created_at as "createdAt", s.open, s.answered,
    greatest(p.created_at, p.opened_at, p.closed_at, (select max(t.created_at) from petition_texts t where t.petition_id = coalesce(p.shared_from, p.id)),
      (select max(h.at) from history h where h.entity = 'petitions' and h.entity_key = p.slug)) as "updatedAt",
    count(*) over ()::int as total
  from petitions p
  join campaigns c on c.id = p.campaign_id
  left join petition_tallies t on t.petition_id = p.id
  cross join lateral (select p.status = 'open' and (p.closes_at is null or p.closes_at > clock_timestamp()) as open,
    (select h.id from handovers h join handover_responses r on r.handover_id = h.id
      where h.campaign_id = p.campaign_id and h.jurisdiction_id = p.jurisdiction_id and is_told(h, 'public') and h.status <> 'cancelled' and r.kind in ('answer', 'letter') order by r.recorded_at desc limit 1) as answered) s
  where p.status <> 'draft' and p.takes_signatures and not (p.status = 'open' and coalesce(p.opens_at, '-infinity') > clock_timestamp())
    and (c.kind = 'live' or t.attested > 0)`;

/** Petitions as programs that know petition.parliament.uk read them. A petition's number is that of its row, for ever. */
@Injectable()
export class PetitionFeed {
  constructor(
    private readonly db: Database, private readonly directory: PetitionDirectory, private readonly counts: PublicCounts, private readonly calls: CallsReader,
    private readonly handovers: HandoversReader, private readonly config: AppConfig,
  ) {}

  async page(asked: { state: FeedState | null; page: number }): Promise<{ links: FeedLinks; data: FeedPetition[] }> {
    const state = asked.state ?? 'all';
    const filter = [state === 'open' ? true : state === 'closed' ? false : null, state === 'with_response'];
    const where = `${LISTED} and ($1::boolean is null or s.open = $1) and (not $2::boolean or s.answered is not null)`;
    const rows = isEmptyState(state) ? [] : await this.db.rows<Row>(`${where} order by p.id limit $3 offset $4`, [...filter, FEED_PAGE_SIZE, (asked.page - 1) * FEED_PAGE_SIZE]);
    const total = rows[0]?.total ?? (asked.page > 1 && !isEmptyState(state) ? ((await this.db.rows<Row>(`${where} limit 1`, filter))[0]?.total ?? 0) : 0);
    const sources = await Promise.all(rows.map((row) => this.source(row)));
    return {
      links: feedLinks(this.config.publicUrl, asked, total),
      data: sources.flatMap((source) => (source ? [feedPetition(source, this.config.publicUrl, false)] : [])),
    };
  }

  /** Null for a number that none bears, or none that is public. */
  async one(number: number): Promise<{ links: { self: string }; data: FeedPetition } | null> {
    const [row] = await this.db.rows<Row>(`${LISTED} and p.id = $1`, [number]);
    const source = row && (await this.source(row));
    return source ? { links: { self: `${this.config.publicUrl}/petitions/${number}.json` }, data: feedPetition(source, this.config.publicUrl, true) } : null;
  }

  private async source(row: Row): Promise<FeedSource | null> {
    const [petition, count] = await Promise.all([this.directory.bySlug(row.slug), this.counts.of(row.number)]);
    if (!petition || !count) return null;
    return { ...row, petition, tally: count.tally, calls: await this.callsOf(petition), response: row.answered ? await this.responseOf(row.answered) : null };
  }

  private async callsOf(petition: DoorPetition): Promise<string[]> {
    const language = petition.texts[0]?.language ?? petition.defaultLanguage;
    return (await this.calls.ofPetition(petition)).flatMap(({ texts }) => texts[language] ?? texts[petition.campaign.defaultLanguage] ?? Object.values(texts)[0] ?? []);
  }

  private async responseOf(handover: string): Promise<Handover['responses'][number] | null> {
    const { responses } = await this.handovers.get(handover, 'public');
    const standing = responses.filter(({ id, kind }) => (kind === 'answer' || kind === 'letter') && !responses.some(({ replaces }) => replaces === id));
    return standing.at(-1) ?? null;
  }
}
