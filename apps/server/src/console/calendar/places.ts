import { Injectable } from '@nestjs/common';
import { Database } from '#libs/database';
import { type ReadableScope } from '#libs/handovers';
import { type PlaceChoice } from './filters.js';

/** Countries and regions with handovers that one may read, regions first. */
@Injectable()
export class HandoverPlaces {
  constructor(private readonly db: Database) {}

  list(scopes: readonly ReadableScope[]): Promise<PlaceChoice[]> {
    return this.db.rows<PlaceChoice>(
      `select distinct on (j.kind <> 'country', j.id) j.id, j.name, j.kind from jurisdictions j
       where (exists (select 1 from handovers h where h.campaign_id = j.campaign_id and h.jurisdiction_id = j.id)
           or exists (select 1 from jurisdiction_members m join handovers h on h.campaign_id = m.campaign_id and h.jurisdiction_id = m.member_id where m.campaign_id = j.campaign_id and m.region_id = j.id))
         and exists (select 1 from jsonb_to_recordset($1::jsonb) as s("campaignId" integer, jurisdictions text[])
           where s."campaignId" = j.campaign_id and (s.jurisdictions is null or j.id = any(s.jurisdictions)))
       order by (j.kind <> 'country') desc, j.id limit 500`,
      [JSON.stringify(scopes)]);
  }
}
