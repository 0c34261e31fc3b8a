import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Actor, AccessService, forbidden } from '#libs/access';
import { CARD_ERRORS, type Assessment, AssessmentsService, type CardRound, CardsReader, type CardsView } from '#libs/progress';
import { DomainError } from '#libs/config';
import { FactsRights } from '../facts/facts-rights.js';

export interface HeldPlace {
  readonly campaignId: number;
  readonly round: CardRound;
  /** Jurisdictions whose inside the asker may read; null: all. */
  readonly within: readonly string[] | null;
}

/** Who may see and write cards. What lies outside somebody's reach is told in the same words as what is not there. */
@Injectable()
export class ProgressRights {
  constructor(private readonly facts: FactsRights, private readonly access: AccessService, private readonly cards: CardsReader, private readonly assessments: AssessmentsService) {}

  /** Of everybody; more for whoever reads the inside of the whole campaign, or opened a personal link. @throws DomainError `campaigns.unknown` */
  async viewOf(slug: string, request: FastifyRequest, reply: FastifyReply): Promise<CardsView> {
    const campaignId = await this.facts.campaignId(slug);
    return { campaignId, ...(await this.facts.audienceOf(request, reply, campaignId, 'cards')) };
  }

  /** A round of which the actor may read some jurisdiction's inside. @throws DomainError `progress.round_not_found` */
  async round(slug: string, key: string, actor: Actor): Promise<HeldPlace> {
    const campaignId = await this.facts.campaignId(slug);
    const places = await this.access.visibleJurisdictions(actor, campaignId, 'read');
    const round = await this.cards.round({ campaignId, audience: 'organisers' }, key);
    if (places !== 'all' && !round.jurisdictions.some((one) => places.includes(one))) throw new DomainError(CARD_ERRORS.roundNotFound, 'not-found');
    return { campaignId, round, within: places === 'all' ? null : places };
  }

  /** To write on a jurisdiction's card. @throws DomainError `progress.round_not_found`, `access.not_found`, `access.forbidden` */
  async organise(slug: string, key: string, jurisdiction: string, actor: Actor): Promise<HeldPlace> {
    const held = await this.round(slug, key, actor);
    await this.access.require(actor, 'organise', { campaignId: held.campaignId, jurisdictionId: jurisdiction });
    return held;
  }

  /** To open or publish a round: it is the whole campaign's. @throws DomainError `access.not_found`, `access.forbidden` */
  async organiseCampaign(slug: string, actor: Actor): Promise<number> {
    const campaignId = await this.facts.campaignId(slug);
    await this.access.require(actor, 'organise', { campaignId });
    return campaignId;
  }

  /** @throws DomainError `progress.assessment_not_found`, `access.forbidden` */
  async assessment(slug: string, id: string, action: 'read' | 'organise', actor: Actor): Promise<{ campaignId: number; assessment: Assessment }> {
    const campaignId = await this.facts.campaignId(slug);
    const assessment = await this.assessments.get(campaignId, id);
    const scope = { campaignId, jurisdictionId: assessment.jurisdiction };
    if (!(await this.access.may(actor, 'read', scope))) throw new DomainError(CARD_ERRORS.assessmentNotFound, 'not-found');
    if (!(await this.access.may(actor, action, scope))) throw forbidden();
    return { campaignId, assessment };
  }
}
