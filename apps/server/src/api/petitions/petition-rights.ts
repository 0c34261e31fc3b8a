import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { AccessService, type Actor } from '#libs/access';
import { PetitionDirectory, petitionUnknown, type DoorPetition, type PetitionActor, type PetitionFilter } from '#libs/petitions';
import { accessOf } from '../../edge/request-access.js';
import { HandoverRights } from '../handovers/handover-rights.js';

/** Who may see and change petitions: asked by the API and by pages alike. */
@Injectable()
export class PetitionRights {
  constructor(private readonly directory: PetitionDirectory, private readonly access: AccessService, private readonly handovers: HandoverRights) {}

  /** A petition as this asker may see it: a draft only for its organisers. @throws DomainError `petitions.unknown` */
  async visible(slug: string, request: FastifyRequest): Promise<{ petition: DoorPetition; organiser: boolean }> {
    const petition = await this.directory.bySlug(slug);
    if (!petition) throw petitionUnknown();
    const { actor } = accessOf(request);
    const organiser = actor !== null && (await this.access.may(actor, 'read', { campaignId: petition.campaign.id, jurisdictionId: petition.jurisdictionId }));
    if (petition.status === 'draft' && !organiser) throw petitionUnknown();
    return { petition, organiser };
  }

  /** @throws DomainError `petitions.unknown`, `access.not_found`, `access.forbidden` */
  async requireOrganiser(slug: string, actor: Actor): Promise<DoorPetition> {
    const petition = await this.directory.bySlug(slug);
    if (!petition) throw petitionUnknown();
    await this.access.require(actor, 'organise', { campaignId: petition.campaign.id, jurisdictionId: petition.jurisdictionId });
    return petition;
  }

  /** For what only those with a part in it may see. @throws DomainError `petitions.unknown`, `access.not_found` */
  async requireReader(slug: string, actor: Actor): Promise<DoorPetition> {
    const petition = await this.directory.bySlug(slug);
    if (!petition) throw petitionUnknown();
    await this.access.require(actor, 'read', { campaignId: petition.campaign.id, jurisdictionId: petition.jurisdictionId });
    return petition;
  }

  /** Organisers, and translators, who write other languages than the petition's own. @throws DomainError as `requireOrganiser` */
  async requireWriter(slug: string, actor: Actor): Promise<{ petition: DoorPetition; mayOrganise: boolean }> {
    const petition = await this.directory.bySlug(slug);
    if (!petition) throw petitionUnknown();
    const place = { campaignId: petition.campaign.id, jurisdictionId: petition.jurisdictionId };
    await this.access.require(actor, 'translate', place);
    return { petition, mayOrganise: await this.access.may(actor, 'organise', place) };
  }

  /** Whose drafts a list shows to this asker. */
  async draftsFor(request: FastifyRequest): Promise<PetitionFilter['drafts']> {
    const { actor } = accessOf(request);
    if (!actor) return [];
    return (await this.handovers.scopesOf(actor)) ?? [{ campaignId: null, jurisdictions: null }];
  }
}

export const asPetitionActor = (actor: Actor): PetitionActor => ({ id: actor.userId, name: actor.name });
