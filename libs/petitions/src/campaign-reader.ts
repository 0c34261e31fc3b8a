import { Injectable } from '@nestjs/common';
import { Database } from '#libs/database';
import type { SourceReference, Words } from './import/format.js';
import type { PetitionStatus } from './petition-rules.js';
import type { Page } from './petitions.types.js';

export interface CampaignView {
  id: number;
  slug: string;
  title: Words;
  kind: 'record' | 'live';
  demonstration: boolean;
  noindex: boolean;
  /** EDTF: as of when a record stands; null for a living campaign. */
  asOf: string | null;
  defaultLanguage: string;
  controller: string | null;
  contact: string | null;
  retention: { months: number; text: Words } | null;
  /** Whether a second person approves before a petition opens or changes its meaning. */
  reviewBeforeOpening: 'required' | 'off';
  version: number;
}

/** A campaign with everything that is said about it as a whole. */
export interface WholeCampaign extends CampaignView {
  /** Summary, languages, years, documents, what one can do, … as in the format of data/. */
  details: Record<string, unknown>;
  partners: { key: string; name: string; role: string | null; roles: Words; sendsUpdates: boolean; wording: Words }[];
  goals: { key: string; number: number; title: Words; description: Words }[];
  instruments: { key: string; name: string; names: Words; type: string; jurisdiction: string | null; note: string | null; source: string | null }[];
  /** As printed or claimed by somebody; never added to counts. */
  statedFigures: { key: string; jurisdiction: string | null; label: string; labels: Words; value: number; qualifier: string; unit: string; source: SourceReference | null }[];
}

export interface JurisdictionView {
  id: string;
  kind: 'country' | 'region' | 'world';
  iso2: string | null;
  name: string;
  names: Words;
  /** `research-only`: calls without a petition. */
  state: 'petition' | 'research-only' | 'none';
  stateNote: string | null;
  /** Regions it belongs to. */
  regions: string[];
  /** Of a region or the world. */
  members: string[];
  /** Calls to action of its own. */
  ownCalls: number;
  petition: { id: number; slug: string; status: PetitionStatus; takesSignatures: boolean; sharedFrom: string | null; privacy: 'standard' | 'high'; defaultLanguage: string; target: number | null } | null;
}

const CAMPAIGN = `c.id, c.slug, c.title, c.kind, c.demonstration, c.noindex, c.as_of as "asOf", c.default_language as "defaultLanguage", c.controller, c.contact, c.retention, c.review_before_opening as "reviewBeforeOpening", c.version`;

/** Reads campaigns. Drafts of petitions are among what it gives: whoever shows them to the public leaves them out. */
@Injectable()
export class CampaignReader {
  constructor(private readonly db: Database) {}

  async list({ page = 1, pageSize = 50 }: { page?: number; pageSize?: number } = {}): Promise<Page<CampaignView>> {
    const rows = await this.db.rows<CampaignView & { total: number }>(
      `select ${CAMPAIGN}, count(*) over ()::int as total from campaigns c order by c.kind = 'record', c.id limit $1 offset $2`, [pageSize, (page - 1) * pageSize]);
    return { items: rows.map(({ total: _, ...row }) => row), page, pageSize, total: rows[0]?.total ?? (page === 1 ? 0 : await this.count()) };
  }

  async bySlug(slug: string): Promise<WholeCampaign | null> {
    const [row] = await this.db.rows<WholeCampaign>(
      `select ${CAMPAIGN}, c.details - 'firstStart' as details,
         coalesce((select json_agg(json_build_object('key', key, 'name', name, 'role', role, 'roles', coalesce(words -> 'role', '{}'), 'sendsUpdates', sends_updates,
                       'wording', coalesce((select json_object_agg(w.language, w.text) from (select distinct on (language) language, text from partner_wordings where campaign_id = c.id and partner_key = key order by language, version desc) w), '{}')) order by position)
                     from partners where campaign_id = c.id), '[]') as partners,
         coalesce((select json_agg(json_build_object('key', key, 'number', number, 'title', title, 'description', description) order by number) from goals where campaign_id = c.id), '[]') as goals,
         coalesce((select json_agg(json_build_object('key', key, 'name', name, 'names', coalesce(words -> 'name', '{}'), 'type', type, 'jurisdiction', jurisdiction_id, 'note', note, 'source', source) order by key)
                     from instruments where campaign_id = c.id), '[]') as instruments,
         coalesce((select json_agg(json_build_object('key', key, 'jurisdiction', jurisdiction_id, 'label', label, 'labels', coalesce(details -> 'label', '{}'), 'value', value,
                     'qualifier', qualifier, 'unit', unit, 'source', source) order by key) from stated_figures where campaign_id = c.id), '[]') as "statedFigures"
       from campaigns c where c.slug = $1`,
      [slug],
    );
    return row ?? null;
  }

  /** Every wording there was beside a partner's box: `since` when it stood there. What a signer saw follows from when they signed. */
  wordings(campaignId: number): Promise<{ partner: string; language: string; version: number; text: string; since: Date }[]> {
    return this.db.rows(`select partner_key as partner, language, version, text, created_at as since from partner_wordings where campaign_id = $1 order by 1, 2, 3 desc limit 1000`, [campaignId]);
  }

  /** Countries, regions and the world of a campaign, in its own order. */
  jurisdictions(campaignId: number): Promise<JurisdictionView[]> {
    return this.db.rows(
      `select j.id, j.kind, j.iso2, j.name, j.names, j.petition_state as state, j.state_note as "stateNote",
         coalesce(up.regions, '{}') as regions, coalesce(down.members, '{}') as members, coalesce(k.n, 0) as "ownCalls",
         case when p.id is null then null else json_build_object('id', p.id, 'slug', p.slug, 'status', p.status, 'takesSignatures', p.takes_signatures,
           'sharedFrom', l.jurisdiction_id, 'privacy', p.privacy, 'defaultLanguage', p.default_language, 'target', p.target) end as petition
       from jurisdictions j
       left join petitions p on p.campaign_id = j.campaign_id and p.jurisdiction_id = j.id
       left join petitions l on l.id = p.shared_from
       left join (select member_id, array_agg(region_id order by region_id) as regions from jurisdiction_members where campaign_id = $1 group by 1) up on up.member_id = j.id
       left join (select region_id, array_agg(member_id order by member_id) as members from jurisdiction_members where campaign_id = $1 group by 1) down on down.region_id = j.id
       left join (select jurisdiction_id, count(*)::int as n from calls_to_action where campaign_id = $1 group by 1) k on k.jurisdiction_id = j.id
       where j.campaign_id = $1 order by j.position, j.id`,
      [campaignId],
    );
  }

  /** The countries alone. */
  async countries(campaignId: number): Promise<JurisdictionView[]> {
    return (await this.jurisdictions(campaignId)).filter((one) => one.kind === 'country');
  }

  private async count(): Promise<number> {
    return (await this.db.rows<{ n: number }>(`select count(*)::int as n from campaigns`))[0]?.n ?? 0;
  }
}
