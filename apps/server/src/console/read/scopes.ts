import { Injectable } from '@nestjs/common';
import { AccessService, type Action, type Actor } from '#libs/access';
import { Database } from '#libs/database';
import { type ReadableScope } from '#libs/handovers';

/** A campaign that the person organises or reads some of. */
export interface VisibleCampaign {
  id: number;
  slug: string;
  title: Record<string, string>;
  language: string;
  /** A record is frozen: it is read, never changed. */
  live: boolean;
}

/** Where a person may do a thing, in the form that queries take. */
@Injectable()
export class ConsoleScopes {
  constructor(private readonly db: Database, private readonly access: AccessService) {}

  async of(actor: Actor, action: Action = 'read'): Promise<ReadableScope[]> {
    const campaigns = await this.db.rows<{ id: number }>(`select id from campaigns order by id`);
    const scopes = await Promise.all(campaigns.map(async ({ id }) => {
      const seen = await this.access.visibleJurisdictions(actor, id, action);
      return { campaignId: id, jurisdictions: seen === 'all' ? null : seen };
    }));
    return scopes.filter(({ jurisdictions }) => jurisdictions === null || jurisdictions.length > 0);
  }

  /** Live ones first. */
  campaigns(scopes: readonly ReadableScope[]): Promise<VisibleCampaign[]> {
    return this.db.rows<VisibleCampaign>(
      `select id, slug, title, default_language as language, kind = 'live' as live from campaigns where id = any($1) order by kind = 'record', created_at, id`,
      [scopes.map(({ campaignId }) => campaignId)],
    );
  }

  async anyCampaign(): Promise<boolean> {
    return (await this.db.rows(`select 1 from campaigns limit 1`)).length > 0;
  }
}

export function within(scopes: readonly ReadableScope[], place: { campaignId: number; jurisdictionId: string }): boolean {
  return scopes.some(({ campaignId, jurisdictions }) => campaignId === place.campaignId && (jurisdictions === null || jurisdictions.includes(place.jurisdictionId)));
}
