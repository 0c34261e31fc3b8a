import { Injectable } from '@nestjs/common';
import { type Actor, notFound } from '#libs/access';
import { CommitmentsService, HandoversReader, HandoversService, type HandoverSubject } from '#libs/handovers';
import { HandoverRights } from './handover-rights.js';

/** Whoever may not know of a handover is told that it is not there; whoever may, and does not organise it, is refused. */
@Injectable()
export class HandoverDoor {
  constructor(private readonly handovers: HandoversService, private readonly commitments: CommitmentsService, private readonly reader: HandoversReader, private readonly rights: HandoverRights) {}

  async organise(handoverId: string, actor: Actor): Promise<HandoverSubject> {
    const subject = await this.handovers.subject(handoverId);
    await this.reader.get(handoverId, await this.rights.audienceOf(actor, subject));
    await this.rights.requireOrganiser(actor, subject);
    return subject;
  }

  /** For what only the inside knows of: that there is such a thing is told to nobody else, also of a handover that everybody knows. */
  async organiseInside(handoverId: string, actor: Actor): Promise<HandoverSubject> {
    const subject = await this.handovers.subject(handoverId);
    if ((await this.rights.audienceOf(actor, subject)) === 'public') throw notFound();
    await this.rights.requireOrganiser(actor, subject);
    return subject;
  }

  async organiseCommitment(commitmentId: string, actor: Actor): Promise<HandoverSubject> {
    const subject = await this.commitments.subject(commitmentId);
    await this.reader.commitment(commitmentId, await this.rights.audienceOf(actor, subject));
    await this.rights.requireOrganiser(actor, subject);
    return subject;
  }
}

export const placeOf = ({ campaignId, jurisdictions }: HandoverSubject): { campaignId: number; jurisdictionId: string } => ({ campaignId, jurisdictionId: jurisdictions[0] ?? '' });
