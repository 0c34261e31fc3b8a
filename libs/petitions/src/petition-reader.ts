import { Injectable } from '@nestjs/common';
import { Database } from '#libs/database';
import type { Words } from './import/format.js';
import type { PetitionStatus } from './petition-rules.js';
import type { Page } from './petitions.types.js';

export interface PetitionFilter {
  /** Slug of a campaign. */
  campaign?: string;
  /** Petitions of this country, and regional ones it is part of. */
  country?: string;
  status?: PetitionStatus;
  /** Whose drafts are shown too: those of a campaign, in these jurisdictions (null: all). None: nobody's. */
  drafts?: readonly { campaignId: number | null; jurisdictions: readonly string[] | null }[];
  page?: number;
  pageSize?: number;
}

export interface PetitionListItem {
  id: number;
  slug: string;
  campaign: string;
  campaignId: number;
  demonstration: boolean;
  record: boolean;
  jurisdiction: { id: string; kind: 'country' | 'region' | 'world'; name: string; names: Words };
  status: PetitionStatus;
  takesSignatures: boolean;
  /** Slug of the regional petition it shares. */
  sharedFrom: string | null;
  privacy: 'standard' | 'high';
  target: number | null;
  defaultLanguage: string;
  /** In the petition's own language; null: it has no text yet. */
  title: string | null;
  languages: string[];
  opensAt: Date | null;
  closesAt: Date | null;
  closedAt: Date | null;
  closedReason: string | null;
}

export interface TextVersion {
  language: string;
  version: number;
  title: string;
  demand: string;
  notice: string | null;
  noticeVersion: number;
  /** The calls as worded then, in their order; null: written before texts kept them. */
  calls: string[] | null;
  createdAt: Date;
}

/** Reads petitions as lists; one petition whole comes from `PetitionDirectory`. */
@Injectable()
export class PetitionReader {
  constructor(private readonly db: Database) {}

  async list(filter: PetitionFilter): Promise<Page<PetitionListItem>> {
    const { page = 1, pageSize = 50 } = filter;
    const parameters = [filter.campaign ?? null, filter.country ?? null, filter.status ?? null, JSON.stringify(filter.drafts ?? [])];
    const rows = await this.db.rows<PetitionListItem>(
      `select p.id, p.slug, c.slug as campaign, c.id as "campaignId", c.demonstration, c.kind = 'record' as record,
         json_build_object('id', j.id, 'kind', j.kind, 'name', j.name, 'names', j.names) as jurisdiction,
         p.status, p.takes_signatures as "takesSignatures", l.slug as "sharedFrom", p.privacy, p.target, p.default_language as "defaultLanguage",
         (select t.title from petition_texts t where t.petition_id = coalesce(p.shared_from, p.id) order by t.language <> p.default_language, t.version desc limit 1) as title,
         array(select t.language from petition_texts t where t.petition_id = coalesce(p.shared_from, p.id) group by 1 order by t.language <> p.default_language, min(t.id)) as languages,
         p.opens_at as "opensAt", p.closes_at as "closesAt", p.closed_at as "closedAt", p.closed_reason as "closedReason"
       ${FROM} order by c.kind = 'record', c.id, j.position, p.id limit $5 offset $6`,
      [...parameters, pageSize, (page - 1) * pageSize],
    );
    const [count] = await this.db.rows<{ n: number }>(`select count(*)::int as n ${FROM}`, parameters);
    return { items: rows, page, pageSize, total: count?.n ?? 0 };
  }

  /** Every version of every language, the newest first. */
  texts(petitionId: number): Promise<TextVersion[]> {
    return this.db.rows(
      `select language, version, title, demand, notice, notice_version as "noticeVersion", created_at as "createdAt",
         (select array_agg(c.entry ->> 'text' order by c.n) from jsonb_array_elements(calls) with ordinality as c(entry, n)) as calls from petition_texts
        where petition_id = $1 order by language, version desc`, [petitionId]);
  }

  /** The edition of a petition, for whoever goes on to change it. */
  async version(petitionId: number): Promise<number> {
    return (await this.db.rows<{ version: number }>(`select version from petitions where id = $1`, [petitionId]))[0]?.version ?? 0;
  }
}

const FROM = `
  from petitions p
  join campaigns c on c.id = p.campaign_id
  join jurisdictions j on j.campaign_id = p.campaign_id and j.id = p.jurisdiction_id
  left join petitions l on l.id = p.shared_from
  where ($1::text is null or c.slug = $1)
    and ($2::text is null or p.jurisdiction_id = $2
         or exists (select 1 from jurisdiction_members m where m.campaign_id = p.campaign_id and m.region_id = p.jurisdiction_id and m.member_id = $2))
    and ($3::text is null or p.status = $3)
    and (p.status <> 'draft' or exists (
      select 1 from jsonb_to_recordset($4::jsonb) as d("campaignId" int, jurisdictions text[])
       where (d."campaignId" is null or d."campaignId" = p.campaign_id) and (d.jurisdictions is null or p.jurisdiction_id = any(d.jurisdictions))))`;
