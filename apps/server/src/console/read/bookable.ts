import { Injectable } from '@nestjs/common';
import { Database } from '#libs/database';
import { type ReadableScope } from '#libs/handovers';

/** A jurisdiction whose signatures one may hand over: a country with its petition, or a region or the world with its members'. */
export interface Bookable {
  /** `campaign/jurisdiction`, the value of the choice. */
  key: string;
  campaignId: number;
  campaign: string;
  campaignTitle: Record<string, string>;
  campaignLanguage: string;
  jurisdictionId: string;
  jurisdictionName: string;
  kind: 'country' | 'region' | 'world';
  slug: string | null;
  timeZone: string;
  addressee: string | null;
}

@Injectable()
export class BookableReader {
  constructor(private readonly db: Database) {}

  /** Of living campaigns only: a record is not handed over again. `scopes`: where the person may organise. */
  list(scopes: readonly ReadableScope[]): Promise<Bookable[]> {
    return this.db.rows<Bookable>(
      `select c.slug || '/' || j.id as key, c.id as "campaignId", c.slug as campaign, c.title as "campaignTitle", c.default_language as "campaignLanguage",
         j.id as "jurisdictionId", j.name as "jurisdictionName", j.kind, p.slug, coalesce(p.time_zone, 'UTC') as "timeZone", coalesce(p.addressee, j.addressee) as addressee
       from jurisdictions j
       join campaigns c on c.id = j.campaign_id and c.kind = 'live'
       left join petitions p on p.campaign_id = j.campaign_id and p.jurisdiction_id = j.id
       where (p.id is not null or j.kind <> 'country')
         and exists (select 1 from jsonb_to_recordset($1::jsonb) as s("campaignId" integer, jurisdictions text[])
           where s."campaignId" = j.campaign_id and (s.jurisdictions is null or j.id = any(s.jurisdictions)))
       order by c.created_at, c.id, j.kind = 'country', j.name`,
      [JSON.stringify(scopes)],
    );
  }
}
