import { Injectable } from '@nestjs/common';
import { AccessService, type Action, type Actor, notFound } from '#libs/access';
import { Database } from '#libs/database';

export interface OfficePlace {
  campaignId: number;
  jurisdictionId: string;
}

/** Who may see and keep the offices of a place: asked by the API and by the console alike. */
@Injectable()
export class OfficeRights {
  constructor(private readonly db: Database, private readonly access: AccessService) {}

  /** @throws DomainError `access.not_found` for what one may not read, `access.forbidden` */
  async require(actor: Actor, action: Action, place: OfficePlace): Promise<void> {
    await this.access.require(actor, action, place);
  }

  /** The place meant by a campaign's slug. @throws as `require` */
  async place(actor: Actor, action: Action, { campaign, jurisdiction }: { campaign: string; jurisdiction: string }): Promise<OfficePlace> {
    const [row] = await this.db.rows<OfficePlace>(
      `select c.id as "campaignId", j.id as "jurisdictionId" from campaigns c join jurisdictions j on j.campaign_id = c.id where c.slug = $1 and j.id = $2`, [campaign, jurisdiction]);
    if (!row) throw notFound();
    await this.require(actor, action, row);
    return row;
  }
}
