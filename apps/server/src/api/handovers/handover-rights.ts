import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { AccessService, type Actor, notSignedIn } from '#libs/access';
import { type Audience, type HandoverSubject, type ReadableScope } from '#libs/handovers';
import { accessOf } from '../../edge/request-access.js';

/** What part of the list one asks for. */
export interface Reach {
  audience: Audience;
  within?: ReadableScope[];
}

/** Who may read and write handovers: asked by the API and by the console alike. */
@Injectable()
export class HandoverRights {
  constructor(private readonly access: AccessService) {}

  /** Organiser rights for each jurisdiction concerned; for the whole campaign where a country's handover covers all. @throws DomainError */
  async requireOrganiser(actor: Actor, subject: Pick<HandoverSubject, 'campaignId' | 'jurisdictions' | 'coversAll'>): Promise<void> {
    for (const jurisdictionId of subject.jurisdictions) await this.access.require(actor, 'organise', { campaignId: subject.campaignId, jurisdictionId });
    const [own = ''] = subject.jurisdictions;
    if (subject.coversAll && !own.startsWith('global-')) await this.access.require(actor, 'organise', { campaignId: subject.campaignId });
  }

  /** Everything for whoever may read this jurisdiction's inside, else what is public. */
  async audienceOf(request: FastifyRequest, subject: HandoverSubject): Promise<Audience> {
    const { actor } = accessOf(request);
    if (!actor) return 'public';
    return (await this.access.may(actor, 'read', { campaignId: subject.campaignId, jurisdictionId: subject.jurisdictions[0] })) ? 'organiser' : 'public';
  }

  /** For a list: the public one, or on request what the asker may read the inside of. @throws DomainError `access.not_signed_in` */
  async reachOf(request: FastifyRequest, mine: boolean): Promise<Reach> {
    if (!mine) return { audience: 'public' };
    const { actor } = accessOf(request);
    if (!actor) throw notSignedIn();
    return { audience: 'organiser', within: await this.scopesOf(actor) };
  }

  /** Undefined: everywhere. */
  async scopesOf(actor: Pick<Actor, 'roles'>): Promise<ReadableScope[] | undefined> {
    if (actor.roles.some((grant) => grant.campaignId === null && grant.jurisdictionId === null)) return undefined;
    const campaigns = [...new Set(actor.roles.flatMap((grant) => (grant.campaignId === null ? [] : [grant.campaignId])))];
    return Promise.all(campaigns.map(async (campaignId) => {
      const visible = await this.access.visibleJurisdictions(actor, campaignId);
      return { campaignId, jurisdictions: visible === 'all' ? null : visible };
    }));
  }
}
