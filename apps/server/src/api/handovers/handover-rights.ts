import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { AccessService, type Actor, can, forbidden, notSignedIn } from '#libs/access';
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

  /**
   * Organiser rights for each jurisdiction concerned; for the whole campaign where a country's handover covers all.
   * Whether the handover may be known of at all is asked before (`audienceOf`): here it is, so a refusal is told as one.
   * @throws DomainError `access.forbidden`
   */
  async requireOrganiser(actor: Pick<Actor, 'roles'>, subject: Pick<HandoverSubject, 'campaignId' | 'jurisdictions' | 'coversAll'>): Promise<void> {
    if (!(await this.mayOrganise(actor, subject))) throw forbidden();
  }

  async mayOrganise(actor: Pick<Actor, 'roles'>, { campaignId, jurisdictions: [own = '', ...others], coversAll }: Pick<HandoverSubject, 'campaignId' | 'jurisdictions' | 'coversAll'>): Promise<boolean> {
    const scopes = [own, ...others].map((jurisdictionId) => ({ campaignId, jurisdictionId }));
    for (const scope of coversAll && !own.startsWith('global-') ? [...scopes, { campaignId }] : scopes) {
      if (!(await this.access.may(actor, 'organise', scope))) return false;
    }
    return true;
  }

  /** Everything for whoever may read this jurisdiction's inside, else what is public. */
  async audienceOf(actor: Pick<Actor, 'roles'> | null, subject: HandoverSubject): Promise<Audience> {
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
    if (can(actor, 'read', {})) return undefined;
    return Promise.all((await this.access.campaignsOf(actor)).map(async (campaignId) => {
      const visible = await this.access.visibleJurisdictions(actor, campaignId);
      return { campaignId, jurisdictions: visible === 'all' ? null : visible };
    }));
  }
}
