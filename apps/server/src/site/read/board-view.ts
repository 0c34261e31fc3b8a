import { Injectable } from '@nestjs/common';
import { type CallToAction, CallsReader } from '#libs/calls-to-action';
import { type AnsweredCallRow, type Commitment, HandoversReader, HandoverSummaries } from '#libs/handovers';
import { CampaignReader, type JurisdictionView, type WholeCampaign } from '#libs/petitions';
import { LastShown } from '../../reading/last-shown.js';
import { type Locale } from '../../i18n/index.js';
import { type AnsweredRowView, type BoardView, type PromiseView } from '../face/view-models.js';
import { CampaignSectionsReader } from './campaign-sections.js';
import { placeOf } from './campaign-view.js';
import { everyCommitment } from './every.js';
import { commitmentView } from './petition-view.js';
import { plainIn } from './words.js';

/** Kept for when the database is away: what may be told changes by the instant, so each look asks anew. */
const MOST_KEPT = 100;

/** Every promise of a campaign, and which of its calls have an answer. */
@Injectable()
export class BoardViews {
  private readonly last = new LastShown<BoardView | null>(MOST_KEPT);

  constructor(
    private readonly campaigns: CampaignReader, private readonly calls: CallsReader, private readonly handovers: HandoversReader, private readonly summaries: HandoverSummaries,
    private readonly sections: CampaignSectionsReader,
  ) {}

  /** Null: there is no such campaign. */
  of(slug: string, locale: Locale): Promise<BoardView | null> {
    return this.last.of(`${locale} ${slug}`, () => this.read(slug, locale));
  }

  private async read(slug: string, locale: Locale): Promise<BoardView | null> {
    const campaign = await this.campaigns.bySlug(slug);
    if (!campaign) return null;
    const [places, calls, commitments, answered, frame] = await Promise.all([
      this.campaigns.jurisdictions(campaign.id), this.calls.ofCampaign(campaign.id), everyCommitment(this.handovers, slug), this.summaries.answeredCallRows(campaign.id),
      this.sections.frame(campaign, locale, `/campaigns/${slug}/promises`),
    ]);
    const shown = places.filter(({ petition }) => petition?.status !== 'draft');
    const asked = calls.filter(({ jurisdiction }) => shown.some(({ id }) => id === jurisdiction));
    return {
      campaign: frame,
      promises: commitments.map((one) => promiseView(one, places, calls, campaign, locale)),
      answered: {
        calls: asked.length, byName: answered.filter(({ byName }) => byName).length, byAll: answered.filter(({ byAll }) => byAll).length, atLeastOnce: answered.length,
      },
      answeredBy: answeredBy(asked, answered, shown, campaign.slug, locale),
    };
  }
}

function promiseView(commitment: Commitment, places: readonly JurisdictionView[], calls: readonly CallToAction[], campaign: WholeCampaign, locale: Locale): PromiseView {
  const place = places.find(({ id }) => id === commitment.jurisdiction.id);
  const whose = place?.petition?.sharedFrom ?? commitment.jurisdiction.id;
  const own = calls.filter(({ jurisdiction }) => jurisdiction === whose);
  const view = commitmentView(commitment, null, own, locale, campaign.defaultLanguage);
  const instrument = campaign.instruments.find(({ key }) => key === commitment.instrument);
  const name = instrument && plainIn(instrument.name, instrument.names, locale, campaign.defaultLanguage);
  return {
    commitment: view, place: place ? placeOf(place, locale) : { id: commitment.jurisdiction.id, name: commitment.jurisdiction.name }, href: `/campaigns/${campaign.slug}/countries/${commitment.jurisdiction.id}`,
    state: view.state, kind: commitment.kind, goals: goalsOf(commitment, own), instrument: instrument && name ? { key: instrument.key, name } : null,
    dueTo: commitment.due?.to ?? null, overdue: commitment.overdue, since: commitment.history.at(-1)?.datedEdtf ?? null,
  };
}

/** Goals of the calls that it names, or of all calls if it is about the petition as a whole; none where it answers no call. */
function goalsOf({ answers }: Commitment, calls: readonly CallToAction[]): string[] {
  const named = answers === 'all' ? calls : calls.filter(({ id }) => answers.some((answer) => answer.id === id));
  return [...new Set(named.flatMap(({ goal }) => goal ?? []))];
}

function answeredBy(calls: readonly CallToAction[], answered: readonly AnsweredCallRow[], places: readonly JurisdictionView[], campaign: string, locale: Locale): AnsweredRowView[] {
  return places.flatMap((place) => {
    const own = calls.filter(({ jurisdiction }) => jurisdiction === place.id);
    if (own.length === 0) return [];
    const told = answered.filter(({ jurisdiction }) => jurisdiction === place.id);
    const byName = told.filter((one) => one.byName).length;
    return { place: placeOf(place, locale), href: `/campaigns/${campaign}/countries/${place.id}`, calls: own.length, byName, byAllOnly: told.length - byName, none: own.length - told.length };
  });
}
