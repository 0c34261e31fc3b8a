import { Injectable } from '@nestjs/common';
import { AccessService, type Actor } from '#libs/access';
import { type HandoverSubject, HandoversService } from '#libs/handovers';
import { HandoverRights } from '../handovers/handover-rights.js';

/** Rights on what is not public of a handover: to everybody else the handover is not there. */
@Injectable()
export class HandoverInside {
  constructor(private readonly access: AccessService, private readonly rights: HandoverRights, private readonly handovers: HandoversService) {}

  /** @throws DomainError `handovers.not_found`, `access.not_found` */
  async read(id: string, actor: Actor): Promise<HandoverSubject> {
    const subject = await this.handovers.subject(id);
    await this.access.require(actor, 'read', { campaignId: subject.campaignId, jurisdictionId: subject.jurisdictions[0] });
    return subject;
  }

  /** @throws as `read`, and DomainError `access.forbidden` */
  async organise(id: string, actor: Actor): Promise<HandoverSubject> {
    const subject = await this.read(id, actor);
    await this.rights.requireOrganiser(actor, subject);
    return subject;
  }
}
