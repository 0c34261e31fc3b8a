import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { AccessService, type Actor, forbidden, notFound } from '#libs/access';
import { type Publication, PublicationsReader } from '#libs/embargo';
import { CampaignReader, type JurisdictionView, type WholeCampaign } from '#libs/petitions';
import { type Assessment, AssessmentsService, type CardReply, type CardRound, CardsReader, type Framework, type FrameworkIndicator, Frameworks } from '#libs/progress';
import { type Desk, Desks } from '../desk.js';

/** More than any round has: every rating of it at once. */
const WHOLE_ROUND = 5_000;

/** A campaign's cards, and what of them this person may see and change. */
export interface Sat {
  desk: Desk;
  actor: Actor;
  campaign: WholeCampaign;
  /** A record is read, and not assessed any more. */
  frozen: boolean;
  /** Whether they keep rounds and publish them: organisers of the whole campaign. */
  keeps: boolean;
  /** Whether there are indicators, by which a round could be opened. */
  measured: boolean;
  /** Newest period first. */
  rounds: CardRound[];
  places: JurisdictionView[];
  reads: (jurisdiction: string) => boolean;
  writes: (jurisdiction: string) => boolean;
}

export interface SatRound extends Sat {
  round: CardRound;
  framework: Framework;
}

export interface SatCard extends SatRound {
  place: JurisdictionView;
  /** What stands of each indicator, by its key. */
  standing: ReadonlyMap<string, Assessment>;
  replies: { reply: CardReply; indicator: FrameworkIndicator | null }[];
}

/** Gathers what the pages of assessors and reviewers are about, and asks whether this person may see it. */
@Injectable()
export class AssessmentDesk {
  constructor(
    private readonly desks: Desks, private readonly access: AccessService, private readonly campaigns: CampaignReader, private readonly cards: CardsReader,
    private readonly assessments: AssessmentsService, private readonly publications: PublicationsReader, private readonly frameworks: Frameworks,
  ) {}

  /** The first campaign of which they may read anything: a living one, if there is. @throws DomainError 404 */
  async firstCampaign(actor: Actor): Promise<string> {
    const found = (await this.readable(actor))[0];
    if (!found) throw notFound();
    return found.slug;
  }

  async readable(actor: Actor): Promise<{ slug: string; title: Record<string, string>; defaultLanguage: string }[]> {
    const { items } = await this.campaigns.list({ pageSize: 100 });
    const seen = await Promise.all(items.map(({ id }) => this.access.visibleJurisdictions(actor, id)));
    return items.filter((_, n) => seen[n] === 'all' || (seen[n]?.length ?? 0) > 0);
  }

  /** @throws DomainError 404 for a campaign of which they may see nothing */
  async sit(slug: string, actor: Actor, request: FastifyRequest): Promise<Sat> {
    const campaign = await this.campaigns.bySlug(slug);
    if (!campaign) throw notFound();
    const [read, write] = [await this.access.visibleJurisdictions(actor, campaign.id), await this.access.visibleJurisdictions(actor, campaign.id, 'organise')];
    if (read !== 'all' && read.length === 0) throw notFound();
    const frozen = campaign.kind === 'record';
    return {
      desk: this.desks.open(request), actor, campaign, frozen, keeps: write === 'all' && !frozen, measured: (await this.frameworks.now(campaign.id)).indicators.length > 0, places: await this.campaigns.jurisdictions(campaign.id),
      rounds: await this.cards.rounds({ campaignId: campaign.id, audience: 'organisers' }),
      reads: (id) => read === 'all' || read.includes(id), writes: (id) => !frozen && (write === 'all' || write.includes(id)),
    };
  }

  /** @throws DomainError 404 */
  async sitAtRound(slug: string, key: string, actor: Actor, request: FastifyRequest): Promise<SatRound> {
    const sat = await this.sit(slug, actor, request);
    const round = sat.rounds.find((one) => one.key === key);
    if (!round?.jurisdictions.some(sat.reads)) throw notFound();
    return { ...sat, round, framework: await this.frameworkOf(sat, round) };
  }

  /** @throws DomainError 404 for a place that they may not see or that the round does not cover */
  async sitAtCard(slug: string, key: string, jurisdiction: string, actor: Actor, request: FastifyRequest): Promise<SatCard> {
    const sat = await this.sitAtRound(slug, key, actor, request);
    const place = sat.places.find(({ id }) => id === jurisdiction);
    if (!place || !sat.round.jurisdictions.includes(jurisdiction) || !sat.reads(jurisdiction)) throw notFound();
    const { items } = await this.assessments.list(sat.campaign.id, key, { jurisdiction, pageSize: WHOLE_ROUND });
    const card = await this.cards.card({ campaignId: sat.campaign.id, audience: 'organisers', jurisdiction, round: key });
    return {
      ...sat, place, standing: new Map(items.map((one) => [one.indicator, one])),
      replies: [...card.replies.map((reply) => ({ reply, indicator: null })), ...card.entries.flatMap(({ indicator, replies }) => replies.map((reply) => ({ reply, indicator })))],
    };
  }

  /** Whoever may see the place and not change it is told so. @throws DomainError `access.forbidden` */
  requireWriting({ writes, place }: SatCard): void {
    if (!writes(place.id)) throw forbidden();
  }

  /** Every version of one rating, the newest first. */
  async versions({ campaign, round, place }: SatCard, indicator: string): Promise<Assessment[]> {
    return (await this.assessments.list(campaign.id, round.key, { jurisdiction: place.id, indicator, current: false, pageSize: 200 })).items;
  }

  /** What stands of each place and indicator, as far as they may see it; by `<jurisdiction> <indicator>`. */
  async matrix({ campaign, round, reads }: SatRound): Promise<ReadonlyMap<string, Assessment>> {
    const { items } = await this.assessments.list(campaign.id, round.key, { within: round.jurisdictions.filter(reads), pageSize: WHOLE_ROUND });
    return new Map(items.map((one) => [`${one.jurisdiction} ${one.indicator}`, one]));
  }

  /** Publications of cards that are not public yet: those that something can still be put into. */
  async openPublications({ campaign }: Sat): Promise<Publication[]> {
    const { items } = await this.publications.list({ audience: 'organisers', campaignId: campaign.id, kind: 'cards', pageSize: 100 });
    return items.filter(({ state }) => state === 'draft' || state === 'scheduled');
  }

  private async frameworkOf({ campaign }: Sat, round: CardRound): Promise<Framework> {
    const [first] = round.jurisdictions;
    if (first === undefined) throw notFound();
    return (await this.cards.card({ campaignId: campaign.id, audience: 'organisers', jurisdiction: first, round: round.key })).framework;
  }
}
