import { Injectable } from '@nestjs/common';
import { AccessService, type Actor, can, notFound } from '#libs/access';
import { type HandoverListItem, HandoversReader } from '#libs/handovers';
import { type DoorPetition, PetitionDirectory, PetitionReader, PetitionsService } from '#libs/petitions';
import { type AttestedCount, AttestedCounts, PublishedTallies, type PublishedTally, TallyFigures, thresholdsOf, type TallyView } from '#libs/tallies';
import type { FieldFault } from '#libs/config';
import { type PetitionLine, PetitionLines } from './petition-lines.js';
import { type DayCount, type Rate, Rates } from './rates.js';
import { ConsoleScopes } from './scopes.js';

/** What every page about one petition shows above the rest. */
export interface PetitionFace {
  line: PetitionLine;
  petition: DoorPetition;
  mayOrganise: boolean;
  /** Of a draft: what has to be there before it opens. */
  missing: readonly FieldFault[];
}

export interface PetitionFigures {
  tally: PublishedTally;
  rate: Rate;
  days: readonly DayCount[];
  milestones: TallyView['milestones'];
  attested: readonly AttestedCount[];
  handovers: readonly HandoverListItem[];
}

const CHART_DAYS = 28;
/** How many steps of the general ladder are shown ahead. */
const STEPS_AHEAD = 3;

/** One petition as its organisers see it: exact, with what is pending. */
@Injectable()
export class PetitionPageReader {
  constructor(
    private readonly scopes: ConsoleScopes, private readonly lines: PetitionLines, private readonly directory: PetitionDirectory, private readonly access: AccessService,
    private readonly petitions: PetitionsService, private readonly reader: PetitionReader, private readonly tallies: PublishedTallies,
    private readonly figuresReader: TallyFigures, private readonly attestedCounts: AttestedCounts, private readonly rates: Rates, private readonly handovers: HandoversReader,
  ) {}

  /** @throws DomainError `access.not_found` also for another country's petition */
  async face(slug: string, actor: Actor, now: Date): Promise<PetitionFace> {
    const line = await this.lines.one(await this.scopes.of(actor), slug);
    // A change made a moment ago is to be seen on the page that follows it.
    this.directory.forget();
    const petition = line && (await this.directory.bySlug(slug));
    if (!line || !petition) throw notFound();
    const mayOrganise = line.live && (await this.access.may(actor, 'organise', { campaignId: line.campaignId, jurisdictionId: line.jurisdictionId }));
    return { line, petition, mayOrganise, missing: petition.status === 'draft' ? await this.petitions.missing(slug, now, { alone: can(actor, 'administer', { campaignId: line.campaignId }) }) : [] };
  }

  /** @throws DomainError 404 for those who may not even read it, 403 for those who may not change it */
  async require(slug: string, actor: Actor): Promise<PetitionLine> {
    const line = await this.lines.one(await this.scopes.of(actor), slug);
    if (!line) throw notFound();
    await this.access.require(actor, 'organise', { campaignId: line.campaignId, jurisdictionId: line.jurisdictionId });
    return line;
  }

  async figures({ line }: PetitionFace, now: Date, timeZone: string): Promise<PetitionFigures> {
    const [tally, view, rates, days, attested, handovers] = await Promise.all([
      this.tallies.forOrganisers(line.id, now.getTime()), this.figuresReader.view(line.id), this.rates.of([line.id], now, timeZone), this.rates.days([line.id], CHART_DAYS, now, timeZone),
      this.attestedCounts.list(line.id), this.handovers.list({ audience: 'organiser', campaign: line.campaign, country: line.jurisdictionId, order: 'newest', pageSize: 50 }),
    ]);
    if (!tally || !view) throw notFound();
    // A country's own handovers and the bundles that cover it; a bundle is its region's to show, so only what is not called off.
    const shown = handovers.items.filter(({ status, jurisdiction }) => jurisdiction.id === line.jurisdictionId || status !== 'cancelled');
    return { tally, milestones: ladderOf(view), rate: rates.get(line.id) ?? { today: 0, week: 0, weekBefore: 0 }, days, attested, handovers: shown };
  }

  version(petitionId: number): Promise<number> {
    return this.reader.version(petitionId);
  }
}

/** What was approached and reached, what the target and the organisers set, and the next steps of the ladder. */
function ladderOf(view: TallyView): TallyView['milestones'] {
  const known = new Map(view.milestones.map((one) => [one.threshold, one]));
  const all = thresholdsOf(view, view.milestones.map(({ threshold, origin, approachingAt, reachedAt }) => ({ threshold, origin, approached: approachingAt !== null, reached: reachedAt !== null })))
    .map(({ threshold, origin }) => known.get(threshold) ?? { threshold, origin, approachingAt: null, reachedAt: null, silent: false });
  const ahead = new Set(all.filter(({ threshold, origin }) => origin === 'ladder' && threshold > view.total).slice(0, STEPS_AHEAD).map(({ threshold }) => threshold));
  return all.filter(({ threshold, origin }) => origin !== 'ladder' || known.has(threshold) || ahead.has(threshold)).sort((a, b) => a.threshold - b.threshold);
}
