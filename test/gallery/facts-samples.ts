import { readFileSync } from 'node:fs';
import { checkPercent, edtfOf, type FactsFile, inputHash, type KnownInstrumentDate, rank, type RankedCard, stateFrom } from '../../libs/progress/src/index.js';
import { type Locale, translator } from '../../apps/server/src/i18n/index.js';
import { type EventView, type FactsFrame, type InstrumentView, type RankingsView, type RatificationsView, type StatisticsView } from '../../apps/server/src/site/facts/view-models.js';
import { SECTIONS } from '../../apps/server/src/site/sections.js';
import { en, liveCampaign, recordCampaign } from './samples.js';

const read = (name: string): FactsFile => JSON.parse(readFileSync(new URL(`../../data/${name}/progress-cards.json`, import.meta.url), 'utf8')) as FactsFile;
const record = read('stop-sex-trafficking');
const made = read('keep-your-word');

const recordFrame = (section: string): FactsFrame => ({
  slug: 'stop-sex-trafficking', title: recordCampaign().title, kind: 'record', recordAsOf: '2011-09', demonstration: false, noindex: false, sections: SECTIONS, notices: [], canonicalUrl: `https://countersign.example/en/campaigns/stop-sex-trafficking/${section}`,
});
const liveFrame = (locale: Locale): FactsFrame => ({
  ...recordFrame('rankings'), slug: 'keep-your-word', title: liveCampaign(locale).title, kind: 'live', recordAsOf: null, demonstration: true, noindex: true,
  notices: [{ key: 'w', title: en('A ranking with a wrong weight'), withdrawn: { on: '2026-11-02', why: en('One weight was not the published one.') }, corrected: null }],
});
const source = { text: en('Upholding Commitments to Protect Children from Trafficking, Appendix'), href: null };
const place = (locale: Locale, id: string) => ({ id, name: translator(locale).place(id) });

const dated = (one: FactsFile['ratifications'][number]): KnownInstrumentDate => {
  const [edtf, since, until] = [one.date, one.since, one.until] as (string | null)[];
  const last = edtf ?? until ?? null;
  return { edtf: edtf ?? null, printed: null, since: since ?? null, until: until ?? null, from: edtf ?? (one.event === 'not-ratified' ? (until ?? null) : (since ?? null)), to: last };
};
const event = (one: FactsFile['ratifications'][number]): EventView => ({ id: one.id, event: one.event, when: edtfOf(dated(one)), note: one.note === undefined ? null : en(one.note), source });

/** The record's own events, and one country of which two sources say different things. */
export function ratifications(locale: Locale): RatificationsView {
  const names: Readonly<Record<string, string>> = {
    OPSC: 'Optional Protocol to the Convention on the Rights of the Child on the sale of children, child prostitution and child pornography',
    'Trafficking-Protocol': 'UN Protocol to Prevent, Suppress and Punish Trafficking in Persons', 'CoE-Lanzarote': 'Council of Europe Convention on the Protection of Children against Sexual Exploitation',
  };
  const instruments = Object.entries(names).map(([key, name]): InstrumentView => {
    const own = record.ratifications.filter(({ instrument }) => instrument === key);
    const places = [...new Set(own.flatMap(({ jurisdiction }) => jurisdiction ?? []))];
    return {
      key, name: en(name), type: key.startsWith('CoE') ? 'regional' : 'international', whole: own.filter(({ jurisdiction }) => jurisdiction === null).map(event),
      rows: places.map((id) => {
        const events = own.filter(({ jurisdiction }) => jurisdiction === id);
        const state = stateFrom(events.map((one) => ({ id: one.id, event: one.event, date: dated(one) })));
        return {
          place: place(locale, id), state: state?.kind ?? 'pledged', reserved: id === 'LU', when: state ? edtfOf(state.date) : null, notBefore: state?.notBefore ? '2010-10-08' : null,
          contradiction: id === 'MT' && key === 'OPSC', events: events.map(event),
        };
      }),
    };
  });
  return {
    campaign: recordFrame('ratifications'), instruments, asked: { instrument: '', country: '', state: '' }, total: 13, page: 1, pages: 2,
    choices: { instruments: Object.entries(names).map(([value, name]) => ({ value, label: en(name) })), places: ['CZ', 'GR', 'IN', 'MT', 'NZ'].map((id) => place(locale, id)) },
  };
}

/** Of the record: there was a ranking, and its table is lost. */
export function lostRanking(): RankingsView {
  return {
    campaign: recordFrame('rankings'), page: 1, pages: 1,
    rankings: [{
      key: 'ranking-2012', title: en('Ranking of 42 states, 2009 to 2012'), period: { from: 2009, to: 2012 }, statesAssessed: 42, publicAt: new Date('2012-03-29T07:00:00Z'), timeZone: 'Asia/Bangkok', rows: null, method: null,
      note: en(record.rankings[0]?.note ?? ''), source, corrected: null, corrects: null, indicators: new Map(),
    }],
  };
}

/** The demonstration's own cards by its own method. */
export function rankings(locale: Locale): RankingsView {
  const entry = made.rankings[1];
  if (!entry?.method) throw new Error('the demonstration has no ranking');
  const { rules, title, description, version } = entry.method;
  const cards = made.cards.filter(({ round }) => round === entry.round).map(({ jurisdiction, indicators }): RankedCard => ({
    jurisdiction, ratings: indicators.map(({ indicator, rating }) => ({ indicator, goal: indicator.split('.')[0] ?? '', rating })),
  }));
  const said = (words: Readonly<Record<string, string>>) => ({ text: words[locale] ?? words['en'] ?? '', lang: words[locale] ? locale : 'en' });
  return {
    campaign: liveFrame(locale), page: 1, pages: 2,
    rankings: [{
      key: entry.id, title: said(entry.title ?? {}), period: { from: 2025, to: 2026 }, statesAssessed: 13, publicAt: new Date('2026-11-03T10:00:00Z'), timeZone: 'Europe/London', note: null, source: null, corrected: null, corrects: null,
      indicators: new Map(made.indicatorIds.map((id) => [id, en(id)])), rows: rank(rules, cards).map((row) => ({ ...row, place: place(locale, row.jurisdiction) })),
      method: { title: said(title), version, description: said(description ?? {}), rules, sha256: inputHash(rules, cards), weights: [{ goal: en('Prevention'), indicators: made.indicatorIds.map((id) => ({ title: en(id), weight: rules.indicators[id] ?? 1 })) }] },
    }],
  };
}

/** Two tables of one period, of which one holds; some of the indicators have a name in another language only. */
export function correctedRankings(locale: Locale): RankingsView {
  const view = rankings(locale);
  const [one] = view.rankings;
  if (!one) throw new Error('the demonstration has no ranking');
  const [newer, title] = [{ text: 'Ranglijst van 2026, met het gepubliceerde gewicht', lang: 'nl' }, { text: 'Ranglijst van 2026', lang: 'nl' }];
  const few = { ...one, rows: one.rows?.slice(-2) ?? null, indicators: new Map([...one.indicators].map(([key]) => [key, { text: `Indicator ${key}`, lang: 'nl' }])), method: one.method && { ...one.method, title: { text: 'Gewogen', lang: 'nl' } } };
  return {
    ...view, campaign: { ...view.campaign, notices: [] }, pages: 1,
    rankings: [{ ...few, key: 'b', title: newer, corrects: title }, { ...few, key: 'a', title, corrected: { on: '2026-11-09', by: newer, href: '#ranking-b' } }],
  };
}

export const noRankings = (locale: Locale): RankingsView => ({ campaign: { ...liveFrame(locale), notices: [] }, page: 1, pages: 1, rankings: [] });

export function statistics(locale: Locale): StatisticsView {
  const all = record.statistics.map((one) => {
    const reviewed = one.scope === 'asia-pacific' ? 14 : one.scope === 'europe' ? 24 : null;
    const check = checkPercent({ ...one, fraction: one.fraction ?? null, reviewed }, one.unit === 'percent-of-subset' ? [7] : []);
    return {
      key: one.id, goalKey: one.goal ?? one.indicator?.split('.')[0] ?? null, statement: en(one.statement), about: one.indicator ? en(one.indicator) : null, year: one.year, compareYear: one.compareYear ?? null, scope: one.scope, population: one.population,
      unit: one.unit, qualifier: one.qualifier, value: one.value, fraction: one.fraction ?? null, countries: (one.countries ?? []).map((id) => place(locale, id)), check, note: one.note === undefined ? null : en(one.note), source, correctedBy: one.id === 'stat-003' ? en('The figures once more, with Malta') : null,
    };
  });
  const of = (goal: string | null) => all.filter(({ goalKey }) => goalKey === goal);
  return {
    campaign: { ...recordFrame('statistics'), notices: [{ key: 'c', title: en('Figures of the report'), withdrawn: null, corrected: { id: 'd', on: '2012-01-31', by: en('The figures once more, with Malta') } }] }, asked: '', page: 1, pages: 2, total: all.length, impossible: all.filter(({ check }) => check.result === 'impossible').length, cut: all.filter(({ check }) => check.result === 'cut').length,
    goals: [{ key: 'prevention', title: en('Prevention') }, { key: 'legal', title: en('Protection by law') }, { key: 'services', title: en('Care') }, { key: 'none', title: null }].map((goal) => ({ ...goal, statistics: of(goal.key === 'none' ? null : goal.key) })),
  };
}
