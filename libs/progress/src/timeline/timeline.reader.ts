import { Injectable } from '@nestjs/common';
import { Database } from '#libs/database';
import type { Page } from '#libs/petitions';
import { paged } from './paged.js';
import { type CountryFinding, type FindingFilter, type TimelineEvent, type TimelineFilter } from './timeline.types.js';

const EVENTS = `from timeline_events e where e.campaign_id = $1 and ($2::text is null or $2 = any(e.jurisdictions)) and ($3::text is null or e.kind = $3)
  and ($4::date is null or e.date_to >= $4) and ($5::date is null or e.date_from <= $5)`;
const FINDINGS = `from country_findings f where f.campaign_id = $1 and ($2 = 'organisers' or f.publication_id is null or publication_is_public(f.publication_id, $2) or f.publication_id = any($6::uuid[]))
  and ($3::text is null or $3 = any(f.jurisdictions)) and ($4::text is null or f.indicator_key = $4) and ($5::text is null or f.direction = $5)`;

/** What happened, in order, and what was found in single countries. */
@Injectable()
export class TimelineReader {
  constructor(private readonly db: Database) {}

  /** The earliest first, by the first possible day. */
  async events({ campaignId, jurisdiction, kind, from, to, ...of }: TimelineFilter): Promise<Page<TimelineEvent>> {
    return this.page<TimelineEvent>(
      `select e.key, e.date_edtf as date, e.date_printed as "datePrinted", e.date_end as "dateEnd", e.date_from::text as "from", e.date_to::text as "to", e.precision, e.kind, e.title,
         e.jurisdictions, e.figures, e.ref, e.note, e.language, e.source`,
      EVENTS, 'e.date_from, e.date_to, e.position, e.key', [campaignId, jurisdiction ?? null, kind ?? null, from ?? null, to ?? null], of);
  }

  async findings({ campaignId, audience, ahead = [], jurisdiction, indicator, direction, ...of }: FindingFilter): Promise<Page<CountryFinding>> {
    return this.page<CountryFinding>(
      `select f.key, f.jurisdictions, f.indicator_key as indicator, f.topic, f.date_edtf as date, f.direction, f.statement, f.figures, f.language, f.source`,
      FINDINGS, 'f.position, f.key', [campaignId, audience, jurisdiction ?? null, indicator ?? null, direction ?? null, ahead], of);
  }

  private async page<Item>(select: string, from: string, order: string, parameters: unknown[], of: { page?: number; pageSize?: number }): Promise<Page<Item>> {
    const { page, pageSize, offset } = paged(of);
    const items = await this.db.rows<Item>(`${select} ${from} order by ${order} limit $${parameters.length + 1} offset $${parameters.length + 2}`, [...parameters, pageSize, offset]);
    const [count] = await this.db.rows<{ n: number }>(`select count(*)::int as n ${from}`, parameters);
    return { items, page, pageSize, total: count?.n ?? 0 };
  }
}
