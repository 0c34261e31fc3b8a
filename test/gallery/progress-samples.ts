import { readFileSync } from 'node:fs';
import { movement, type OverviewPlace, overviewOf, type Rating } from '../../libs/progress/src/index.js';
import { type Locale, translator } from '../../apps/server/src/i18n/index.js';
import { type CardView, type CompareView, type LegendView, type Move, type NoCardView, type OverviewView, type ProgressFrame, type RoundView, STANDINGS } from '../../apps/server/src/site/progress/view-models.js';
import { SECTIONS } from '../../apps/server/src/site/sections.js';
import { type LocalText } from '../../apps/server/src/ui/index.js';
import { en, liveCampaign, recordCampaign } from './samples.js';

type Words = Record<string, string>;
interface FileCard { jurisdiction: string; round: string; indicators: { indicator: string; rating: Rating | null; ngoStar: boolean; reasons: Words; sources: { title: string }[]; assessor: string; reviewer: string }[]; replies?: { byWhom: string; indicator?: string; texts: Words }[] }
const read = (name: string): unknown => JSON.parse(readFileSync(new URL(`../../data/keep-your-word/${name}`, import.meta.url), 'utf8'));

/** The demonstration's own file, so that what is looked at is as long as what is shown. */
const { campaign } = read('campaign.json') as { campaign: { goals: { id: string; number: number; title: Words }[]; indicators: { id: string; goal: string; number: number; title: Words; description: Words }[]; groups: { id: string; label: Words }[] } };
const { cards, coverage } = read('progress-cards.json') as { cards: FileCard[]; coverage: { id: string; title: Words; jurisdictions: string[] }[] };

const said = (words: Words, locale: Locale): LocalText => ({ text: words[locale] ?? words['en'] ?? '', lang: words[locale] === undefined ? 'en' : locale });

const recordFrame: ProgressFrame = { slug: 'stop-sex-trafficking', title: recordCampaign().title, kind: 'record', demonstration: false, noindex: false, sections: SECTIONS, notices: [], canonicalUrl: 'https://countersign.example/en/campaigns/stop-sex-trafficking/progress/TH' };
const liveFrame = (locale: Locale): ProgressFrame => ({ slug: 'keep-your-word', title: liveCampaign(locale).title, kind: 'live', demonstration: true, noindex: true, sections: SECTIONS, notices: [], canonicalUrl: `https://countersign.example/${locale}/campaigns/keep-your-word/progress/GB` });

const PERIODS: Readonly<Record<string, string>> = { 'cards-first': '2024-10/2025-10', 'cards-second': '2025-11/2026-10' };
const rounds = (locale: Locale): RoundView[] => [...coverage].reverse().map(({ id, title }) => ({ id, title: said(title, locale), period: PERIODS[id] ?? null }));
const legend: LegendView = {
  ratings: STANDINGS.map((standing) => ({ standing, meaning: standing === 'green' ? en('The state has made significant progress.') : standing === 'yellow' ? en('The state has made only partial progress.') : standing === 'red' ? en('The state’s progress is inadequate.') : null })),
  star: en('The work is done by NGOs; it is independent of the colour.'),
};
const cardOf = (round: string, jurisdiction = 'GB'): FileCard => cards.find((one) => one.round === round && one.jurisdiction === jurisdiction) ?? { jurisdiction, round, indicators: [] };
const entryOf = (card: FileCard, indicator: string): FileCard['indicators'][number] | undefined => card.indicators.find((one) => one.indicator === indicator);

export function demonstrationCard(locale: Locale): CardView {
  const card = cardOf('cards-second');
  const first = cardOf('cards-first');
  return {
    campaign: liveFrame(locale), place: { id: 'GB' }, href: '/campaigns/keep-your-word/progress/GB', round: rounds(locale)[0]!, on: null, rounds: rounds(locale), fictional: true, note: null, legend,
    goals: campaign.goals.map((goal) => ({
      key: goal.id, number: goal.number, title: said(goal.title, locale),
      indicators: campaign.indicators.filter((one) => one.goal === goal.id).map((one) => {
        const entry = entryOf(card, one.id);
        return {
          key: one.id, number: one.number, title: said(one.title, locale), description: said(one.description, locale), standing: entry?.rating ?? 'not-known', star: entry?.ngoStar ?? false,
          reasons: entry ? said(entry.reasons, locale) : null, sources: (entry?.sources ?? []).map(({ title }) => ({ text: en(title), href: 'https://sources.example/1' })),
          assessedOn: entry ? '2026-10-20' : null, assessor: entry?.assessor ?? null, reviewer: entry?.reviewer ?? null, checkedIn: null,
        };
      }),
    })),
    replies: (first.replies ?? []).map((reply, n) => ({ id: String(n), on: '2026-02-03', by: en(reply.byWhom), text: said(reply.texts, locale), original: locale === 'en' ? null : en(reply.texts['en'] ?? ''), indicator: said(campaign.indicators[11]!.title, locale) })),
    versions: [
      { key: 'b2', since: '2026-11-16', round: rounds(locale)[0]!, changed: 1, href: '/x?on=2026-11-16' }, { key: 'b1', since: '2026-11-03', round: rounds(locale)[0]!, changed: 12, href: '/x?on=2026-11-03' },
      { key: 'a', since: '2025-11-08', round: rounds(locale)[1]!, changed: null, href: '/x?round=cards-first' },
    ],
    sources: [], petitionHref: '/petitions/keep-your-word-gb',
  };
}

/** The one card that the record prints: stars, and no colour. */
export function thaiCard(): CardView {
  const live = demonstrationCard('en');
  return {
    ...live, campaign: recordFrame, place: { id: 'TH' }, href: '/campaigns/stop-sex-trafficking/progress/TH', fictional: false, replies: [], versions: [], rounds: [{ id: 'sample', title: en('Sample card of the report'), period: null }],
    round: { id: 'sample', title: en('Sample card of the report'), period: null }, note: en('Colours are lost in the text version. Stars stand only under awareness raising and teacher training; no star is visible for the other ten.'),
    goals: live.goals.map((goal) => ({ ...goal, indicators: goal.indicators.map((one) => ({ ...one, standing: 'not-known' as const, star: one.number === 3 || one.number === 4, reasons: null, sources: [], assessor: null, reviewer: null, assessedOn: null })) })),
    sources: [{ text: en('Upholding Commitments to Protect Children from Trafficking, The Progress Cards System, Thailand summary'), href: null }], petitionHref: '/petitions/stop-sex-trafficking-th',
  };
}

export function noCard(locale: Locale): NoCardView {
  return { campaign: { ...liveFrame(locale), notices: [{ key: 'w', title: said(coverage[0]!.title, locale), withdrawn: { on: '2026-01-09', why: en('Two cards were mixed up.') }, corrected: null }] }, place: { id: 'GB' }, href: '/campaigns/keep-your-word/progress/GB', on: '2024-01-01', rounds: rounds(locale), round: null };
}

export function comparison(locale: Locale): CompareView {
  const [first, second] = [cardOf('cards-first'), cardOf('cards-second')];
  const moves: Record<Move, number> = { better: 0, worse: 0, same: 0, 'not-comparable': 0 };
  const goals = campaign.goals.map((goal) => ({
    key: goal.id, number: goal.number, title: said(goal.title, locale),
    indicators: campaign.indicators.filter((one) => one.goal === goal.id).map((one) => {
      const [before, after] = [entryOf(first, one.id), entryOf(second, one.id)];
      const move = movement(before?.rating ?? null, after?.rating ?? null);
      moves[move] += 1;
      return { key: one.id, number: one.number, title: said(one.title, locale), before: before?.rating ?? 'not-known' as const, after: after?.rating ?? 'not-known' as const, move, starBefore: before?.ngoStar ?? false, starAfter: after?.ngoStar ?? false, star: null, reasons: after ? said(after.reasons, locale) : null };
    }),
  }));
  return { campaign: liveFrame(locale), place: { id: 'GB' }, href: '/campaigns/keep-your-word/progress/GB', rounds: rounds(locale), from: rounds(locale)[1]!, to: rounds(locale)[0]!, fictional: true, differentFrameworks: false, moves, goals };
}

export const legendOf = (): LegendView => legend;

function places(): readonly OverviewPlace[] {
  const framework = { id: 'f', version: 1, meanings: { green: null, yellow: null, red: null, star: null }, goals: campaign.goals.map((goal) => ({ key: goal.id, number: goal.number, title: goal.title, heading: null, indicators: campaign.indicators.filter((one) => one.goal === goal.id).map((one) => ({ key: one.id, goal: goal.id, number: one.number, title: one.title, description: one.description })) })) };
  const round = (id: string) => ({
    covered: coverage.find((one) => one.id === id)?.jurisdictions ?? [], framework,
    ratings: cards.filter((card) => card.round === id).flatMap((card) => card.indicators.map((one) => ({ jurisdiction: card.jurisdiction, indicator: one.indicator, rating: one.rating, star: one.ngoStar }))),
  });
  const groups: Readonly<Record<string, string[]>> = { FR: ['eu-member', 'osce-state'], DE: ['eu-member', 'osce-state'], NL: ['eu-member', 'osce-state'], SE: ['eu-member', 'osce-state'], ES: ['eu-member', 'osce-state'], GB: ['osce-state'] };
  return overviewOf({
    now: round('cards-second'), before: round('cards-first'), groups: campaign.groups.map(({ id, label }) => ({ id, label, note: null })),
    jurisdictions: (coverage[0]?.jurisdictions ?? []).map((id) => ({ id, kind: 'country', names: {}, groups: groups[id] ?? [], members: [] })),
  });
}

export function overview(locale: Locale): OverviewView {
  const [all, ...others] = places();
  if (!all) throw new Error('the demonstration has no cards');
  const t = translator(locale);
  const href = '/campaigns/keep-your-word/progress';
  return {
    campaign: { ...liveFrame(locale), notices: [{ key: 'c', title: said(coverage[1]!.title, locale), withdrawn: null, corrected: { id: 'd', on: '2026-11-16', by: en('Progress cards of 2026, with what the ministry wrote') } }] }, href, rounds: rounds(locale), round: rounds(locale)[0]!, before: rounds(locale)[1]!, on: null, fictional: true, legend, countries: all.members.length, within: null, colourless: false,
    byIndicator: campaign.goals.map((goal) => ({
      goal: said(goal.title, locale),
      rows: campaign.indicators.filter((one) => one.goal === goal.id).map((one) => ({ key: one.id, label: said(one.title, locale), share: all.indicators[one.id]!.share, cells: { green: `${href}?a`, yellow: `${href}?b`, red: `${href}?c`, 'not-assessed': `${href}?d`, 'not-known': `${href}?e` } })),
    })),
    byGoal: campaign.goals.map((goal) => ({ key: goal.id, label: said(goal.title, locale), share: all.goals[goal.id]!.share })),
    byGroup: others.map((place, n) => ({ key: place.id, label: said(place.label, locale), countries: { n: place.members.length, of: place.members.length + (n === 0 ? 4 : 0) }, share: place.overall.share, href: `${href}?within=${place.id}` })),
    moved: campaign.indicators.map((one) => ({ key: one.id, label: said(one.title, locale), change: all.indicators[one.id]!.change! })), inBoth: all.inBoth?.length ?? 0,
    filters: [all, ...others].map((place) => ({ label: place.kind === 'all' ? null : said(place.label, locale), href: `${href}?within=${place.id}`, current: place.kind === 'all', count: place.members.length })),
    cards: all.members.map((id) => ({
      place: { id }, href: `${href}/${id}`, goals: campaign.goals.map((goal) => ({
        key: goal.id, title: said(goal.title, locale),
        standings: campaign.indicators.filter((one) => one.goal === goal.id).map((one) => {
          const entry = entryOf(cardOf('cards-second', id), one.id);
          return { standing: entry?.rating ?? 'not-known' as const, star: entry?.ngoStar ?? false, title: said(one.title, locale) };
        }),
      })),
    })).sort((a, b) => t.place(a.place.id).localeCompare(t.place(b.place.id), locale)),
    only: null, page: 1, pages: 1, pageHref: href,
  };
}

/** One group, some of whose countries the round leaves out; nobody translated the framework. */
export function overviewWithin(locale: Locale): OverviewView {
  const [all, group] = [overview(locale), places()[1]];
  if (!group) throw new Error('the demonstration has no group');
  const foreign = ({ text }: LocalText): LocalText => ({ text, lang: 'nl' });
  return {
    ...all, within: { label: all.byGroup[0]!.label, note: en('General knowledge, not from the sources.'), outside: ['LU', 'MT', 'PL', 'CY'].map((id) => ({ id })) }, byGroup: [], countries: group.members.length,
    byIndicator: all.byIndicator.map(({ goal, rows }) => ({ goal: foreign(goal), rows: rows.map((row) => ({ ...row, label: foreign(row.label), share: group.indicators[row.key]!.share })) })),
    byGoal: all.byGoal.map((row) => ({ ...row, share: group.goals[row.key]!.share })), moved: all.moved.map((row) => ({ ...row, change: group.indicators[row.key]!.change! })), inBoth: group.inBoth?.length ?? 0,
    cards: all.cards.slice(0, 5).map((card) => ({ ...card, goals: card.goals.map((goal) => ({ ...goal, title: foreign(goal.title), standings: goal.standings.map((one) => ({ ...one, title: foreign(one.title) })) })) })),
    filters: all.filters.map((filter, n) => ({ ...filter, current: n === 1 })),
  };
}

/** The record: cards without any colour, so that no share is drawn. */
export function recordOverview(): OverviewView {
  const live = overview('en');
  const round = { id: 'review-2011-42', title: en('Review of 42 countries'), period: '2011' };
  return {
    ...live, campaign: recordFrame, fictional: false, colourless: true, rounds: [round], round, before: null, byIndicator: [], byGoal: [], byGroup: [], moved: [],
    cards: live.cards.map((card) => ({ ...card, goals: card.goals.map((goal) => ({ ...goal, standings: goal.standings.map((one) => ({ ...one, standing: 'not-known' as const, star: false })) })) })),
  };
}
