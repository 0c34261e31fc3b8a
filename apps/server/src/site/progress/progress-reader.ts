import { Injectable } from '@nestjs/common';
import { AppConfig, DomainError } from '#libs/config';
import { CampaignReader, type JurisdictionView, type WholeCampaign } from '#libs/petitions';
import { type Card, type CardEntry, CardsReader, type CardReply, type CardRound, type CardsView } from '#libs/progress';
import { type Locale } from '../../i18n/index.js';
import { LastShown } from '../../reading/last-shown.js';
import { CampaignSectionsReader } from '../read/campaign-sections.js';
import { placeOf } from '../read/campaign-view.js';
import { PublicationNoticesReader } from '../read/publication-notices.js';
import { textIn } from '../read/words.js';
import { type CardVersionView, type CardView, type ComparedIndicator, type CompareView, type GoalView, type IndicatorView, type LegendView, type NoCardView, type ProgressFrame, type ReplyView, type SourceView } from './view-models.js';
import { assessorName, legendView, petitionHref, roundView, sourceView, wordsIn } from './words.js';

/** Cards in a language whose page can be shown while the database is away. */
const MOST_KEPT = 300;

export type Shown = { card: CardView } | { none: NoCardView };

/** What was asked of a card. `ahead`: publications that a personal link opens before their instant. */
export interface CardAsked { round: string | null; on: string | null; ahead: readonly string[] }

export interface CompareAsked { from: string | null; to: string | null; ahead: readonly string[] }
export interface Compared { view: CompareView; legend: LegendView }

interface Place { campaign: WholeCampaign; place: JurisdictionView; places: JurisdictionView[]; locale: Locale }

/** What the public pages of cards show. What is under embargo is not there for them, and the same as what never was. */
@Injectable()
export class ProgressReader {
  private readonly lastCards = new LastShown<Shown | null>(MOST_KEPT);
  private readonly lastComparisons = new LastShown<Compared | null>(MOST_KEPT);

  constructor(private readonly campaigns: CampaignReader, private readonly cards: CardsReader, private readonly sections: CampaignSectionsReader, private readonly notices: PublicationNoticesReader, private readonly config: AppConfig) {}

  /** Null: no such campaign. */
  campaign(slug: string): Promise<WholeCampaign | null> {
    return this.campaigns.bySlug(slug);
  }

  /** Null: no such campaign or place. */
  async card(slug: string, jurisdiction: string, asked: CardAsked, locale: Locale): Promise<Shown | null> {
    const read = async (): Promise<Shown | null> => {
      const at = await this.placeIn(slug, jurisdiction, locale);
      return at && this.shown(at, asked);
    };
    // What is made for one reader is kept for nobody.
    return asked.ahead.length > 0 ? read() : this.lastCards.of(JSON.stringify([locale, slug, jurisdiction, asked]), read);
  }

  private async shown(at: Place, asked: CardAsked): Promise<Shown> {
    const { campaign, place, locale } = at;
    const view: CardsView = { campaignId: campaign.id, audience: 'public', ahead: asked.ahead };
    const rounds = await this.cards.roundsOf(view, place.id);
    const card = await orNull(this.cards.card({ ...view, jurisdiction: place.id, round: asked.round, on: asked.on }));
    const frame = await this.frame(campaign, cardPath(campaign.slug, place.id), locale);
    const common = { campaign: card ? concerning(frame, [card]) : frame, place: placeOf(place, locale), href: cardPath(campaign.slug, place.id), on: asked.on, rounds: rounds.map((round) => roundView(round, locale, campaign)) };
    if (!card) {
      const round = rounds.find(({ key }) => key === asked.round);
      return { none: { ...common, round: round ? roundView(round, locale, campaign) : null } };
    }
    return {
      card: {
        ...common, round: roundView(card.round, locale, campaign), fictional: campaign.demonstration, note: card.note === null ? null : { text: card.note, lang: campaign.defaultLanguage },
        legend: legendView(card.framework, locale, campaign), goals: goalViews(card, campaign, locale), replies: replyViews(card, campaign, locale), versions: await this.versions(at, card, rounds, view),
        sources: sourcesOf(card, campaign), petitionHref: petitionHref(place, campaign),
      },
    };
  }

  /** The days on which the card in view changed, and the other rounds. Only what was rated more than once has to be asked for. */
  private async versions({ campaign, place, locale }: Place, card: Card, rounds: readonly CardRound[], view: CardsView): Promise<CardVersionView[]> {
    const days = new Map<string, number>();
    const note = (at: Date | null): void => { if (at) days.set(dayOf(at), (days.get(dayOf(at)) ?? 0) + 1); };
    for (const { indicator, version, publicAt } of card.entries) {
      if (version === 1) note(publicAt);
      else if (version !== null) for (const one of await this.cards.versions({ ...view, jurisdiction: place.id, round: card.round.key, indicator: indicator.key })) note(one.publicAt);
    }
    const href = (round: string, on: string | null): string => `${cardPath(campaign.slug, place.id)}?round=${encodeURIComponent(round)}${on === null ? '' : `&on=${on}`}`;
    return rounds.flatMap((round): CardVersionView[] => {
      const shown = roundView(round, locale, campaign);
      const since = round.publishedAt && dayOf(round.publishedAt);
      if (round.key !== card.round.key || days.size === 0) return [{ key: round.key, since, round: shown, changed: null, href: href(round.key, null) }];
      return [...days].sort(([a], [b]) => b.localeCompare(a)).map(([day, changed]) => ({ key: `${round.key} ${day}`, since: day, round: shown, changed, href: href(round.key, day) }));
    });
  }

  /** Two rounds of one place; without any named, the newest two. Null: no such campaign or place. */
  async compare(slug: string, jurisdiction: string, asked: CompareAsked, locale: Locale): Promise<Compared | null> {
    const read = async (): Promise<Compared | null> => {
      const at = await this.placeIn(slug, jurisdiction, locale);
      return at && this.compared(at, asked);
    };
    return asked.ahead.length > 0 ? read() : this.lastComparisons.of(JSON.stringify([locale, slug, jurisdiction, asked]), read);
  }

  private async compared({ campaign, place, locale }: Place, asked: CompareAsked): Promise<Compared> {
    const view: CardsView = { campaignId: campaign.id, audience: 'public', ahead: asked.ahead };
    const rounds = await this.cards.roundsOf(view, place.id);
    const [to, from] = [asked.to ?? rounds[0]?.key ?? null, asked.from ?? rounds[1]?.key ?? null];
    const compared = from !== null && to !== null && from !== to ? await orNull(this.cards.compare({ ...view, jurisdiction: place.id, from, to })) : null;
    const href = cardPath(campaign.slug, place.id);
    const frame = {
      campaign: concerning(await this.frame(campaign, `${href}/compare`, locale), compared ? [compared.from, compared.to] : []), place: placeOf(place, locale), href, rounds: rounds.map((round) => roundView(round, locale, campaign)), fictional: campaign.demonstration,
    };
    if (!compared) return { view: { ...frame, from: null, to: null, differentFrameworks: false, moves: { better: 0, worse: 0, same: 0, 'not-comparable': 0 }, goals: [] }, legend: { ratings: [], star: null } };
    const reading = { ...compared, locale, campaign };
    return {
      legend: legendView(compared.to.framework, locale, campaign),
      view: {
        ...frame, from: roundView(compared.from.round, locale, campaign), to: roundView(compared.to.round, locale, campaign), differentFrameworks: compared.from.framework.id !== compared.to.framework.id,
        moves: compared.counts, goals: comparedGoals(reading),
      },
    };
  }

  private async placeIn(slug: string, jurisdiction: string, locale: Locale): Promise<Place | null> {
    const campaign = await this.campaigns.bySlug(slug);
    if (!campaign) return null;
    const places = await this.campaigns.jurisdictions(campaign.id);
    const place = places.find(({ id }) => id === jurisdiction);
    return place ? { campaign, place, places, locale } : null;
  }

  /** What every page of progress says of its campaign. */
  async frame(campaign: WholeCampaign, path: string, locale: Locale): Promise<ProgressFrame> {
    return {
      slug: campaign.slug, title: wordsIn(campaign.title, locale, campaign, campaign.slug), kind: campaign.kind, demonstration: campaign.demonstration, noindex: campaign.noindex,
      sections: await this.sections.of(campaign), canonicalUrl: `${this.config.publicUrl}/${locale}${path}`,
      notices: await this.notices.of(campaign, 'cards', locale),
    };
  }
}

/** Of corrections those that stand on one of these cards. */
function concerning(frame: ProgressFrame, cards: readonly Card[]): ProgressFrame {
  const publications = new Set(cards.flatMap(({ entries }) => entries.map(({ publicationId }) => publicationId)));
  return { ...frame, notices: frame.notices.filter(({ withdrawn, corrected }) => withdrawn !== null || (corrected !== null && publications.has(corrected.id))) };
}

export const cardPath = (campaign: string, jurisdiction: string): string => `/campaigns/${campaign}/progress/${jurisdiction}`;

const dayOf = (at: Date): string => at.toISOString().slice(0, 10);

/** What is not there is an answer, also for what is shown while the database is away: it must not bring back what was withdrawn. */
export async function orNull<View>(reading: Promise<View>): Promise<View | null> {
  try {
    return await reading;
  } catch (thrown) {
    if (thrown instanceof DomainError && thrown.kind === 'not-found') return null;
    throw thrown;
  }
}

/** Of the card and of its round; once, where both name the same place. */
function sourcesOf(card: Card, campaign: WholeCampaign): SourceView[] {
  const views = [card.source, card.round.source].flatMap((source) => (source ? (sourceView(source, campaign) ?? []) : []));
  return views.filter((view, n) => views.findIndex(({ text }) => text.text === view.text.text) === n);
}

function goalViews(card: Card, campaign: WholeCampaign, locale: Locale): GoalView[] {
  return card.framework.goals.map((goal) => ({
    key: goal.key, number: goal.number, title: wordsIn(goal.heading ?? goal.title, locale, campaign, goal.key),
    indicators: card.entries.filter(({ indicator }) => indicator.goal === goal.key).map((entry) => indicatorView(entry, campaign, locale)),
  }));
}

function indicatorView(entry: CardEntry, campaign: WholeCampaign, locale: Locale): IndicatorView {
  const { indicator, rating } = entry;
  const own = campaign.defaultLanguage;
  return {
    key: indicator.key, number: indicator.number, title: wordsIn(indicator.title, locale, campaign, indicator.key), description: textIn(indicator.description, locale, own),
    standing: rating ?? 'not-known', star: entry.star, reasons: textIn(entry.reasons, locale, own), sources: entry.sources.flatMap((source) => sourceView(source, campaign) ?? []),
    assessedOn: entry.assessedOn, assessor: assessorName(entry.assessor, campaign), reviewer: entry.reviewer,
    checkedIn: entry.assessor === null && entry.reviewer === null && entry.version !== null ? campaign.controller : null,
  };
}

function replyViews(card: Card, campaign: WholeCampaign, locale: Locale): ReplyView[] {
  const own = (reply: CardReply, title: ReplyView['indicator']): ReplyView => {
    const text = textIn(reply.texts, locale, reply.language) ?? { text: '', lang: reply.language };
    const given = reply.texts[reply.language];
    return {
      id: reply.id, on: reply.receivedOn, by: { text: reply.byWhom, lang: reply.language }, text,
      original: text.lang === reply.language || given === undefined ? null : { text: given, lang: reply.language }, indicator: title,
    };
  };
  return [
    ...card.replies.map((reply) => own(reply, null)),
    ...card.entries.flatMap(({ indicator, replies }) => replies.map((reply) => own(reply, wordsIn(indicator.title, locale, campaign, indicator.key)))),
  ];
}

function comparedGoals({ to, entries, locale, campaign }: { to: Card; entries: Awaited<ReturnType<CardsReader['compare']>>['entries']; locale: Locale; campaign: WholeCampaign }): CompareView['goals'] {
  const goals = to.framework.goals.map(({ key, number, title, heading }) => ({ key, number, title: wordsIn(heading ?? title, locale, campaign, key) }));
  return goals.map((goal) => ({
    ...goal,
    indicators: entries.filter(({ indicator }) => indicator.goal === goal.key).map((one): ComparedIndicator => ({
      key: one.indicator.key, number: one.indicator.number, title: wordsIn(one.indicator.title, locale, campaign, one.indicator.key),
      before: one.from?.rating ?? 'not-known', after: one.to?.rating ?? 'not-known', move: one.movement, starBefore: one.from?.star ?? false, starAfter: one.to?.star ?? false, star: one.star,
      reasons: textIn(one.to?.reasons, locale, campaign.defaultLanguage),
    })),
  })).filter(({ indicators }) => indicators.length > 0);
}
