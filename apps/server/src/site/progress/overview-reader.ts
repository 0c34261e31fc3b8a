import { Injectable } from '@nestjs/common';
import { CampaignReader, type JurisdictionView, type WholeCampaign, type Words } from '#libs/petitions';
import { type CardLine, CardsReader, type CardsView, type Overview, type OverviewPlace } from '#libs/progress';
import { type Locale, translator } from '../../i18n/index.js';
import { LastShown } from '../../reading/last-shown.js';
import { type LocalText } from '../../ui/index.js';
import { placeOf } from '../read/campaign-view.js';
import { cardPath, orNull, ProgressReader } from './progress-reader.js';
import { type CardLineView, type FilterLink, type OverviewView, STANDINGS, type Standing } from './view-models.js';
import { legendView, roundView, wordsIn } from './words.js';

/** As many as keep the page under a hundred kilobytes. */
const CARDS_A_PAGE = 20;
/** More countries than there are. */
const ALL_CARDS = 500;
const MOST_KEPT = 100;

export interface OverviewAsked {
  round: string | null;
  on: string | null;
  /** Id of a region or group. */
  within: string | null;
  /** Only countries that stand so on this indicator. */
  indicator: string | null;
  standing: string | null;
  page: number;
  /** Publications that a personal link opens before their instant. */
  ahead: readonly string[];
}

/** Everything that is in sight at once, in one language. */
interface Sight { campaign: WholeCampaign; places: readonly JurisdictionView[]; overview: Overview; here: OverviewPlace; locale: Locale; asked: OverviewAsked }

/** Shares and changes over all cards of a round, and the list of the cards. */
@Injectable()
export class OverviewReader {
  private readonly lastPages = new LastShown<OverviewView | null>(MOST_KEPT);

  constructor(private readonly campaigns: CampaignReader, private readonly cards: CardsReader, private readonly progress: ProgressReader) {}

  /** Null: no such campaign, round, region or group. */
  async overview(slug: string, asked: OverviewAsked, locale: Locale): Promise<OverviewView | null> {
    const read = async (): Promise<OverviewView | null> => {
      const campaign = await this.campaigns.bySlug(slug);
      return campaign && this.shown(campaign, asked, locale);
    };
    return asked.ahead.length > 0 ? read() : this.lastPages.of(JSON.stringify([locale, slug, asked]), read);
  }

  private async shown(campaign: WholeCampaign, asked: OverviewAsked, locale: Locale): Promise<OverviewView | null> {
    const view: CardsView = { campaignId: campaign.id, audience: 'public', on: asked.on, ahead: asked.ahead };
    const [everyRound, rounds] = [await this.cards.rounds({ ...view, on: null }), await this.cards.rounds(view)];
    const at = asked.round === null ? 0 : rounds.findIndex(({ key }) => key === asked.round);
    const [now, before] = [rounds[at], rounds[at + 1]];
    const href = `/campaigns/${campaign.slug}/progress`;
    const frame = {
      campaign: await this.progress.frame(campaign, href, locale), href, rounds: everyRound.map((round) => roundView(round, locale, campaign)), on: asked.on, fictional: campaign.demonstration,
    };
    if (!now) return asked.round !== null && !everyRound.some(({ key }) => key === asked.round) ? null : nothing(frame);
    const overview = await orNull(this.cards.overview({ ...view, round: now.key, against: before?.period ? before.key : null }));
    if (!overview) return null;
    const here = overview.places.find(({ id }) => id === (asked.within ?? 'all'));
    const places = await this.campaigns.jurisdictions(campaign.id);
    if (!here) {
      const label = uncovered(asked.within, { places, campaign, locale });
      return label && { ...nothing(frame), round: roundView(now, locale, campaign), within: { label, note: null, outside: [] } };
    }
    const sight: Sight = { campaign, places, overview, here, locale, asked };
    const { items } = await this.cards.cards({ ...view, round: now.key, pageSize: ALL_CARDS });
    return { ...frame, round: roundView(now, locale, campaign), before: overview.against && roundView(overview.against, locale, campaign), ...figures(sight), ...listed(sight, items) };
  }
}

function nothing(frame: Pick<OverviewView, 'campaign' | 'href' | 'rounds' | 'on' | 'fictional'>): OverviewView {
  return {
    ...frame, round: null, before: null, legend: { ratings: [], star: null }, countries: 0, within: null, colourless: false, byIndicator: [], byGoal: [], byGroup: [], moved: [], inBoth: 0,
    filters: [], cards: [], only: null, page: 1, pages: 0, pageHref: frame.href,
  };
}

/** A region or group of the campaign of which the round covers nobody; null: there is no such. */
function uncovered(id: string | null, { places, campaign, locale }: Pick<Sight, 'places' | 'campaign' | 'locale'>): LocalText | null {
  const groups = (campaign.details['groups'] ?? []) as { id: string; label: Words }[];
  const group = groups.find((one) => one.id === id);
  const region = places.find((place) => place.id === id && place.kind === 'region');
  return group ? wordsIn(group.label, locale, campaign, group.id) : region ? labelOf({ kind: 'region', id: region.id, label: region.names }, { places, campaign, locale }) : null;
}

function labelOf(place: Pick<OverviewPlace, 'kind' | 'id' | 'label'>, { places, campaign, locale }: Pick<Sight, 'places' | 'campaign' | 'locale'>): LocalText | null {
  if (place.kind === 'all') return null;
  const said = translator(locale).maybe(`ui.region.${place.id}`);
  return said === null ? wordsIn(place.label, locale, campaign, places.find(({ id }) => id === place.id)?.name ?? place.id) : { text: said, lang: locale };
}

/** The address of this overview with some of what was asked changed. */
const hrefOf = (sight: Sight, change: Partial<Record<'within' | 'indicator' | 'standing', string | null>>): string => `/campaigns/${sight.campaign.slug}/progress${queryOf(sight, change)}`;

function queryOf({ asked }: Sight, change: Partial<Record<'within' | 'indicator' | 'standing', string | null>>): string {
  const query = new URLSearchParams();
  const { round, on, within, indicator, standing } = asked;
  for (const [name, value] of Object.entries({ round, on, within, indicator, standing, ...change })) if (value !== null) query.set(name, value);
  const text = query.toString();
  return text === '' ? '' : `?${text}`;
}

function figures(sight: Sight): Pick<OverviewView, 'legend' | 'countries' | 'within' | 'colourless' | 'byIndicator' | 'byGoal' | 'byGroup' | 'moved' | 'inBoth'> {
  const { overview: { framework, places }, here, campaign, locale } = sight;
  const label = labelOf(here, sight);
  const { base, counts } = here.overall.share;
  const indicators = framework.goals.flatMap((goal) => goal.indicators);
  return {
    legend: legendView(framework, locale, campaign), countries: here.members.length, colourless: base > 0 && counts['not-known'] === base,
    within: label && { label, note: here.note === null ? null : { text: here.note, lang: campaign.defaultLanguage }, outside: sight.places.filter(({ id }) => here.outside.includes(id)).map((place) => placeOf(place, locale)) },
    byIndicator: framework.goals.map((goal) => ({
      goal: wordsIn(goal.title, locale, campaign, goal.key),
      rows: goal.indicators.flatMap(({ key, title }) => {
        const part = here.indicators[key];
        const cells = Object.fromEntries(STANDINGS.map((standing) => [standing, `${queryOf(sight, { indicator: key, standing })}#cards`])) as Record<Standing, string>;
        return part ? [{ key, label: wordsIn(title, locale, campaign, key), share: part.share, cells }] : [];
      }),
    })),
    byGoal: framework.goals.flatMap(({ key, title }) => {
      const part = here.goals[key];
      return part ? [{ key, label: wordsIn(title, locale, campaign, key), share: part.share }] : [];
    }),
    byGroup: here.kind !== 'all' ? [] : places.filter(({ kind }) => kind !== 'all').map((place) => ({
      key: place.id, label: labelOf(place, sight) ?? { text: place.id, lang: locale }, countries: { n: place.members.length, of: place.members.length + place.outside.length }, share: place.overall.share, href: hrefOf(sight, { within: place.id }),
    })),
    moved: indicators.flatMap(({ key, title }) => {
      const change = here.indicators[key]?.change;
      return change ? [{ key, label: wordsIn(title, locale, campaign, key), change }] : [];
    }),
    inBoth: here.inBoth?.length ?? 0,
  };
}

/** The cards that were asked for, by name in the reader's language. */
function listed(sight: Sight, lines: readonly CardLine[]): Pick<OverviewView, 'filters' | 'cards' | 'only' | 'page' | 'pages' | 'pageHref'> {
  const { overview, here, asked, campaign, locale } = sight;
  const t = translator(locale);
  const indicator = overview.framework.goals.flatMap((goal) => goal.indicators).find(({ key }) => key === asked.indicator);
  const standing = STANDINGS.find((one) => one === asked.standing);
  const only = indicator && standing ? { indicator, standing } : null;
  const cards = lines
    .filter(({ jurisdiction, ratings }) => here.members.includes(jurisdiction.id) && (!only || (ratings[only.indicator.key] ?? 'not-known') === only.standing))
    .map((line) => ({ line, name: t.place(line.jurisdiction.id, line.jurisdiction.names[locale] ?? line.jurisdiction.name) }))
    .sort((a, b) => a.name.localeCompare(b.name, locale));
  const pages = Math.max(1, Math.ceil(cards.length / CARDS_A_PAGE));
  const page = Math.min(Math.max(1, asked.page), pages);
  return {
    filters: overview.places.map((place): FilterLink => ({
      label: labelOf(place, sight), href: hrefOf(sight, { within: place.kind === 'all' ? null : place.id, indicator: null, standing: null }), current: place.id === here.id, count: place.members.length,
    })),
    cards: cards.slice((page - 1) * CARDS_A_PAGE, page * CARDS_A_PAGE).map(({ line }) => lineView(line, sight)),
    only: only && { indicator: wordsIn(only.indicator.title, locale, campaign, only.indicator.key), standing: only.standing, count: cards.length, allHref: `${hrefOf(sight, { indicator: null, standing: null })}#cards` },
    page, pages, pageHref: hrefOf(sight, {}),
  };
}

function lineView({ jurisdiction, ratings, stars }: CardLine, { overview, campaign, locale, asked }: Sight): CardLineView {
  const query = new URLSearchParams({ ...(asked.round === null ? {} : { round: asked.round }), ...(asked.on === null ? {} : { on: asked.on }) }).toString();
  return {
    place: placeOf(jurisdiction, locale), href: `${cardPath(campaign.slug, jurisdiction.id)}${query === '' ? '' : `?${query}`}`,
    goals: overview.framework.goals.map((goal) => ({
      key: goal.key, title: wordsIn(goal.title, locale, campaign, goal.key),
      standings: goal.indicators.map(({ key, title }) => ({ standing: ratings[key] ?? 'not-known', star: stars.includes(key), title: wordsIn(title, locale, campaign, key) })),
    })),
  };
}
