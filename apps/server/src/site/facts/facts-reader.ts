import { Injectable } from '@nestjs/common';
import { type Publication, type PublicationAudience, PublicationsReader } from '#libs/embargo';
import { CampaignReader, type WholeCampaign } from '#libs/petitions';
import { edtfOf, INSTRUMENT_STATES, type InstrumentEvent, type InstrumentRef, InstrumentsReader, type PlaceRef, type PublishedStatistic, type Ranking, RankingsReader, type Standing, StatisticsReader } from '#libs/progress';
import { type Locale, translator } from '../../i18n/index.js';
import { type LocalText } from '../../ui/index.js';
import { sourceView } from '../progress/words.js';
import { CampaignSectionsReader } from '../read/campaign-sections.js';
import { every } from '../read/every.js';
import { everyPublication, noticesOf } from '../read/publication-notices.js';
import { textIn } from '../read/words.js';
import { type EventView, type FactsFrame, type InstrumentView, type PlaceName, type RankingsView, type RankingView, type RatificationsView, type StandingView, type StatisticsView, type StatisticView } from './view-models.js';

const PAGE = 60;
const RANKINGS_A_PAGE = 5;
/** A report has some dozens. */
const FIGURES_A_PAGE = 80;

interface Sight { audience: PublicationAudience; ahead: readonly string[] }
interface Asked { instrument: string; country: string; state: string; page: number }

/** What the public pages of ratifications, rankings and published figures show. */
@Injectable()
export class FactsPagesReader {
  constructor(
    private readonly campaigns: CampaignReader, private readonly instruments: InstrumentsReader, private readonly rankingsReader: RankingsReader,
    private readonly statisticsReader: StatisticsReader, private readonly publications: PublicationsReader, private readonly sections: CampaignSectionsReader,
  ) {}

  /** Null: no such campaign. */
  campaign(slug: string): Promise<WholeCampaign | null> {
    return this.campaigns.bySlug(slug);
  }

  async ratifications(campaign: WholeCampaign, asked: Asked, locale: Locale): Promise<RatificationsView> {
    const whose = { campaignId: campaign.id, audience: 'public' as const };
    const state = INSTRUMENT_STATES.find((one) => one === asked.state);
    const narrow = { ...(asked.instrument ? { instrument: asked.instrument } : {}), ...(asked.country ? { jurisdiction: asked.country } : {}), ...(state ? { state } : {}) };
    const [found, all, wholes] = [await this.instruments.standings({ ...whose, ...narrow, page: asked.page, pageSize: PAGE }), await every((page, pageSize) => this.instruments.standings({ ...whose, page, pageSize })), await this.instruments.wholes(whose)];
    const words = new Words(campaign, locale);
    const narrowed = Object.keys(narrow).length > 0;
    const groups = new Map<string, InstrumentView>();
    const group = (one: InstrumentRef): InstrumentView => {
      const known = groups.get(one.key) ?? { key: one.key, name: words.named(one), type: one.type, whole: (wholes.find(({ instrument }) => instrument.key === one.key)?.events ?? []).map((event) => words.event(event)), rows: [] };
      groups.set(one.key, known);
      return known;
    };
    for (const standing of found.items) group(standing.instrument).rows.push(words.standing(standing));
    if (!narrowed && asked.page === 1) for (const { instrument } of wholes) group(instrument);
    for (const one of groups.values()) one.rows.sort(byName);
    return {
      campaign: await this.frame(campaign, 'ratifications', locale, []), instruments: [...groups.values()], asked: { instrument: asked.instrument, country: asked.country, state: state ?? '' },
      choices: {
        instruments: unique(all.map(({ instrument }) => instrument)).map((one) => ({ value: one.key, label: words.named(one) })),
        places: unique(all.map(({ jurisdiction }) => jurisdiction)).map((place) => words.place(place)).sort((a, b) => a.name.localeCompare(b.name, locale)),
      },
      total: found.total, page: found.page, pages: Math.max(1, Math.ceil(found.total / PAGE)),
    };
  }

  async rankings(campaign: WholeCampaign, sight: Sight, page: number, locale: Locale): Promise<RankingsView> {
    const found = await this.rankingsReader.list({ campaignId: campaign.id, ...sight, page, pageSize: RANKINGS_A_PAGE });
    const told = await everyPublication(this.publications, campaign.id, 'ranking');
    const frame = await this.frame(campaign, 'rankings', locale, told);
    return {
      // Of what was corrected each table tells itself.
      campaign: { ...frame, notices: frame.notices.filter(({ withdrawn }) => withdrawn !== null) }, page: found.page, pages: Math.max(1, Math.ceil(found.total / RANKINGS_A_PAGE)),
      rankings: await this.inWords(campaign, found.items, locale, told),
    };
  }

  /** Rankings with the names of everything in them, in a language. `told`: the publications by which some may have been corrected. */
  async inWords(campaign: WholeCampaign, rankings: readonly Ranking[], locale: Locale, told: readonly Publication[] = []): Promise<RankingView[]> {
    const [jurisdictions, indicators] = [await this.campaigns.jurisdictions(campaign.id), await this.statisticsReader.indicators(campaign.id)];
    const words = new Words(campaign, locale);
    const places = new Map(jurisdictions.map((one) => [one.id, words.place(one)]));
    const corrections = new Map(noticesOf(told, (title) => words.of(title, '')).map(({ key, corrected }) => [key, corrected]));
    return rankings.map((ranking) => {
      const corrected = corrections.get(ranking.publicationId ?? '') ?? null;
      const newer = corrected && rankings.find(({ publicationId }) => publicationId === corrected.id);
      const own = told.find(({ id }) => id === ranking.publicationId);
      const earlier = own && told.find(({ id }) => id === own.corrects);
      return {
        ...words.ranking(ranking, places, indicators), corrected: corrected && { on: corrected.on, by: corrected.by, href: newer ? `#ranking-${newer.key}` : null }, corrects: earlier ? words.of(earlier.title, '') : null,
      };
    });
  }

  async statistics(campaign: WholeCampaign, sight: Sight, asked: { goal: string; page: number }, locale: Locale): Promise<StatisticsView> {
    const whose = { campaignId: campaign.id, ...sight, ...(asked.goal ? { goal: asked.goal } : {}) };
    const [figures, jurisdictions, told] = [await every((page, pageSize) => this.statisticsReader.list({ ...whose, page, pageSize })), await this.campaigns.jurisdictions(campaign.id), await everyPublication(this.publications, campaign.id, 'statistics')];
    const [words, indicators, frame] = [new Words(campaign, locale), await this.statisticsReader.indicators(campaign.id), await this.frame(campaign, 'statistics', locale, told)];
    const places = new Map(jurisdictions.map((one) => [one.id, words.place(one)]));
    const corrections = new Map(frame.notices.map(({ key, corrected }) => [key, corrected?.by ?? null]));
    const goals = [...campaign.goals.map(({ key, title }) => ({ key, title: words.of(title, key) })), { key: null, title: null }];
    const goalOf = ({ goal }: PublishedStatistic): string | null => (campaign.goals.some(({ key }) => key === goal) ? goal : null);
    const inOrder = goals.flatMap(({ key }) => figures.filter((one) => goalOf(one) === key));
    const pages = Math.max(1, Math.ceil(inOrder.length / FIGURES_A_PAGE));
    const page = Math.min(asked.page, pages);
    const shown = inOrder.slice((page - 1) * FIGURES_A_PAGE, page * FIGURES_A_PAGE);
    const of = (goal: string | null): StatisticView[] => shown.filter((one) => goalOf(one) === goal).map((one) => words.statistic(one, places, indicators, corrections.get(one.publicationId ?? '') ?? null));
    return {
      campaign: frame, asked: asked.goal, page, pages, total: inOrder.length, goals: goals.map(({ key, title }) => ({ key: key ?? 'none', title, statistics: of(key) })).filter(({ statistics }) => statistics.length > 0),
      impossible: figures.filter(({ check }) => check.result === 'impossible').length, cut: figures.filter(({ check }) => check.result === 'cut').length,
    };
  }

  private async frame(campaign: WholeCampaign, section: string, locale: Locale, told: readonly Publication[]): Promise<FactsFrame> {
    const words = new Words(campaign, locale);
    return { ...(await this.sections.frame(campaign, locale, `/campaigns/${campaign.slug}/${section}`)), notices: noticesOf(told, (said) => words.of(said, '')) };
  }
}

type Indicator = { key: string; goal: string; title: Record<string, string> };

/** Everything in the reader's language, else in the campaign's. */
class Words {
  constructor(private readonly campaign: WholeCampaign, private readonly locale: Locale) {}

  of(words: Readonly<Record<string, string>>, otherwise: string): LocalText {
    return textIn(words, this.locale, this.campaign.defaultLanguage) ?? { text: otherwise, lang: this.campaign.defaultLanguage };
  }

  named({ names, name }: Pick<InstrumentRef, 'name' | 'names'>): LocalText {
    return this.of(names, name);
  }

  place({ id, name, names }: PlaceRef): PlaceName {
    return { id, name: translator(this.locale).place(id, names[this.locale] ?? name) };
  }

  event({ id, event, date, note, language, source, evidence }: InstrumentEvent): EventView {
    const lang = language ?? this.campaign.defaultLanguage;
    const link = evidence !== null && /^https?:\/\/\S+$/.test(evidence);
    return {
      id, event, when: edtfOf(date), note: note === null ? null : { text: note, lang },
      source: source ? sourceView(source, this.campaign) : evidence === null ? null : { text: { text: link ? new URL(evidence).hostname : evidence, lang }, href: link ? evidence : null },
    };
  }

  standing({ jurisdiction, state, events }: Standing): StandingView {
    return {
      place: this.place(jurisdiction), state: state.kind, reserved: state.reserved, when: edtfOf(state.date), notBefore: state.notBefore?.day ?? null, contradiction: state.contradiction !== null,
      events: events.map((event) => this.event(event)),
    };
  }

  ranking(ranking: Ranking, places: ReadonlyMap<string, PlaceName>, indicators: readonly Indicator[]): Omit<RankingView, 'corrected' | 'corrects'> {
    const { key, title, period, statesAssessed, publicAt, timeZone, rows, method, inputSha256, note, language, source } = ranking;
    const titles = new Map(indicators.map((one) => [one.key, this.of(one.title, one.key)]));
    return {
      key, title: this.of(title, key), period, statesAssessed, publicAt, timeZone, indicators: titles,
      rows: rows && rows.map((row) => ({ ...row, place: places.get(row.jurisdiction) ?? { id: row.jurisdiction, name: row.jurisdiction } })),
      method: method && {
        title: this.of(method.title, method.key), version: method.version, description: textIn(method.description, this.locale, this.campaign.defaultLanguage) ?? null, rules: method.rules, sha256: inputSha256 ?? '',
        weights: this.campaign.goals.map((goal) => ({
          goal: this.of(goal.title, goal.key),
          indicators: indicators.filter((one) => one.goal === goal.key).map((one) => ({ title: titles.get(one.key) ?? { text: one.key, lang: 'en' }, weight: (method.rules.goals[goal.key] ?? 1) * (method.rules.indicators[one.key] ?? 1) })),
        })),
      },
      note: note === null ? null : { text: note, lang: language ?? this.campaign.defaultLanguage }, source: source && sourceView(source, this.campaign),
    };
  }

  statistic(one: PublishedStatistic, places: ReadonlyMap<string, PlaceName>, indicators: readonly Indicator[], correctedBy: LocalText | null): StatisticView {
    const { key, year, compareYear, scope, population, unit, qualifier, value, fraction, check, source } = one;
    const lang = one.language ?? this.campaign.defaultLanguage;
    const indicator = indicators.find((known) => known.key === one.indicator);
    return {
      key, year, compareYear, scope, population, unit, qualifier, value, fraction, check, statement: { text: one.statement, lang }, about: indicator ? this.of(indicator.title, indicator.key) : null,
      countries: one.countries.map((id) => places.get(id) ?? { id, name: id }), note: one.note === null ? null : { text: one.note, lang }, source: source && sourceView(source, this.campaign), correctedBy,
    };
  }
}

const byName = (a: StandingView, b: StandingView): number => a.place.name.localeCompare(b.place.name);

function unique<Ref extends { key: string } | { id: string }>(refs: readonly Ref[]): Ref[] {
  const key = (ref: Ref): string => ('key' in ref ? ref.key : ref.id);
  return [...new Map(refs.map((ref) => [key(ref), ref])).values()];
}
