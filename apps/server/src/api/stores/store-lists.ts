import { Injectable } from '@nestjs/common';
import { type Actor, can, collectingPlaces } from '#libs/access';
import { Database } from '#libs/database';
import { StoreFigures } from '#libs/signatures';
import { type StoreLine, Stores } from '#libs/stores';

/** A campaign in whose stores the person collects. */
export interface CollectingCampaign {
  id: number;
  slug: string;
  title: Record<string, string>;
  language: string;
  /** A record is frozen: it is read, never changed. */
  live: boolean;
  /** Whether all of it is theirs, not only some countries or stores. */
  whole: boolean;
}

/** A store in a list, with what was counted there, as far as it may be told (`StoreFigures`). */
export interface ListedStore extends StoreLine {
  counted: number;
}

export interface StoreListFilter {
  country?: string | null;
  area?: string | null;
  /** In name, code and town. */
  search?: string | null;
  withClosed?: boolean;
  page?: number;
  pageSize?: number;
}

/** How many lines an export takes at a time. */
const EXPORT_PAGE = 100;

/** Stores of one's own places, by place and name: who collected how many puts nobody in front. Shared by pages and JSON. */
@Injectable()
export class StoreLists {
  constructor(private readonly db: Database, private readonly stores: Stores, private readonly figures: StoreFigures) {}

  /** Living campaigns first. */
  async campaigns(actor: Actor): Promise<CollectingCampaign[]> {
    const all = await this.db.rows<Omit<CollectingCampaign, 'whole'>>(
      `select id, slug, title, default_language as language, kind = 'live' as live from campaigns order by kind = 'record', created_at, id`);
    return all.filter(({ id }) => collectingPlaces(actor, id).length > 0).map((campaign) => ({ ...campaign, whole: can(actor, 'collect', { campaignId: campaign.id }) }));
  }

  async page(actor: Actor, campaignId: number, filter: StoreListFilter): Promise<{ items: ListedStore[]; total: number }> {
    const { stores, total } = await this.stores.list({
      campaignId, within: collectingPlaces(actor, campaignId), page: filter.page ?? 1, pageSize: filter.pageSize ?? 50, withClosed: filter.withClosed ?? false,
      ...(filter.country ? { jurisdictionIds: [filter.country] } : {}), ...(filter.area ? { area: filter.area } : {}), ...(filter.search ? { search: filter.search } : {}),
    });
    const counted = await this.figures.ofCodes(campaignId, stores.map(({ code }) => code));
    return { items: stores.map((store) => ({ ...store, counted: counted.get(store.code) ?? 0 })), total };
  }

  /** All pages one after another. */
  async all(actor: Actor, campaignId: number, filter: StoreListFilter): Promise<ListedStore[]> {
    const found: ListedStore[] = [];
    for (let page = 1; ; page++) {
      const { items, total } = await this.page(actor, campaignId, { ...filter, page, pageSize: EXPORT_PAGE });
      found.push(...items);
      if (items.length === 0 || found.length >= total) return found;
    }
  }

  /** Countries and areas that occur, for the filters. */
  async where(actor: Actor, campaignId: number): Promise<{ countries: string[]; areas: string[] }> {
    const rows = await this.db.rows<{ country: string; area: string | null }>(
      `select distinct s.jurisdiction_id as country, s.area from stores s
       where s.campaign_id = $1 and exists (select 1 from jsonb_to_recordset($2::jsonb) as place("jurisdictionId" text, area text, "storeId" uuid)
         where (place."jurisdictionId" is null or place."jurisdictionId" = s.jurisdiction_id) and (place.area is null or place.area = s.area) and (place."storeId" is null or place."storeId" = s.id))
       order by 1, 2`,
      [campaignId, JSON.stringify(collectingPlaces(actor, campaignId))],
    );
    return { countries: [...new Set(rows.map(({ country }) => country))], areas: [...new Set(rows.flatMap(({ area }) => area ?? []))].sort() };
  }

  /** Countries of a campaign in which a store may be. */
  countriesOf(campaignId: number): Promise<{ id: string; name: string }[]> {
    return this.db.rows(`select id, name from jurisdictions where campaign_id = $1 and kind = 'country' order by name`, [campaignId]);
  }
}
