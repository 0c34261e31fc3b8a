import { type GoalRatings } from '../facts/report-data.js';
import { type ReportFacts } from '../facts/report-facts.js';
import { type Block, type Lines, type Section, type TableBlock } from './report-document.js';
import { type Speaker } from './speaker.js';

/** The campaign in figures, and the sum step by step. */
export function totalsSection(facts: ReportFacts, s: Speaker): Section {
  const { totals } = facts;
  const { held, planned, listed } = totals.handovers;
  const items: [string, string][] = [
    ['entries', s.say('report.totals.entries.text', { countries: totals.entries.countries, regions: totals.entries.regions }).text],
    ['petitions', s.number(totals.countriesWithPetition).text], ['research', s.number(totals.researchOnly).text],
    ['calls', s.say('report.totals.calls.text', { calls: totals.calls, answered: totals.callsAnswered.atLeastOnce, named: totals.callsAnswered.byName }).text],
    ['handovers', s.say('report.totals.handovers.text', { national: held.national, regional: held.regional, global: held.global }).text],
    ['others', s.say('report.totals.others.text', { planned, listed }).text],
    ['promises', s.list(facts.charts.promisesByStatus.map(({ status, count }) => s.say('report.totals.promise', { status: s.say(`report.status.${status}`).text, count }).text))],
    ...(totals.verified === null ? [] : [['verified', s.number(totals.verified).text] as [string, string]]),
  ];
  return {
    id: 'totals', title: s.say('report.totals.title'),
    blocks: [
      { kind: 'facts', caption: s.say('report.totals.caption'), items: items.map(([key, text]) => ({ term: s.say(`report.totals.${key}`), details: [{ text, lang: s.language }] })) },
      ladder(facts, s), { kind: 'paragraph', look: 'note', text: s.say('report.ladder.note') },
    ],
  };
}

/** Each figure once, added in an order that can be followed. */
function ladder(facts: ReportFacts, s: Speaker): TableBlock {
  const { held, listed, collected, regional, total } = facts.totals.itemised;
  let sum = 0;
  const row = (key: string, part: { count: number; lowerBound: boolean; from: readonly string[] }): Lines[] => {
    sum += part.count;
    return [[s.say(`report.ladder.${key}`, { from: part.from.length })], [s.sum(part)], [s.number(sum)]];
  };
  return {
    kind: 'table', caption: s.say('report.ladder.title'),
    columns: [{ label: s.say('report.ladder.part'), share: 0.54 }, { label: s.say('report.column.signatures'), figure: true, share: 0.24 }, { label: s.say('report.ladder.together'), figure: true, share: 0.22 }],
    rows: [row('held', held), ...(listed.from.length > 0 ? [row('listed', listed)] : []), ...(collected.from.length > 0 ? [row('collected', collected)] : []), ...(regional.from.length > 0 ? [row('regional', regional)] : [])],
    total: [[s.say('report.ladder.total')], [s.sum(total)], [s.number(total.count)]],
  };
}

/** Stated, sum of members, verified: three columns, none added to another. */
export function regionsSection(facts: ReportFacts, s: Speaker): Section[] {
  if (facts.regions.length === 0) return [];
  return [{
    id: 'regions', title: s.say('report.regions.title'),
    blocks: [
      { kind: 'paragraph', look: 'note', text: s.say('report.regions.note') },
      {
        kind: 'table', caption: s.say('report.regions.title'),
        columns: [{ label: s.say('report.column.region'), share: 0.28 }, { label: s.say('report.column.stated'), figure: true, share: 0.22 }, { label: s.say('report.column.sum'), figure: true, share: 0.3 }, { label: s.say('report.column.verified'), figure: true, share: 0.2 }],
        rows: facts.regions.map((one) => [
          [s.place(one.id)], [s.figure(one.stated)], one.sumOfMembers ? [s.sum(one.sumOfMembers), s.say('report.regions.from', { from: one.sumOfMembers.from, of: one.sumOfMembers.of })] : [s.say('report.figure.none')],
          [s.number(one.verified)],
        ]),
      },
    ],
  }];
}

/** A region's members, one by one. */
export function membersSection(facts: ReportFacts, s: Speaker): Section[] {
  return facts.regions.filter(({ id }) => id === facts.jurisdiction).map((region) => ({
    id: 'members', title: s.say('report.members.title'),
    blocks: [{
      kind: 'table', caption: s.say('report.members.caption', { region: s.place(region.id).text }),
      columns: [{ label: s.say('report.column.country'), share: 0.3 }, { label: s.say('report.column.stated'), figure: true, share: 0.25 }, { label: s.say('report.column.handed'), share: 0.25 }, { label: s.say('report.column.verified'), figure: true, share: 0.2 }],
      rows: region.members.map((one) => [[s.place(one.id)], [s.figure(one.figure)], [one.handover === null ? s.say('report.members.no-handover') : s.date(one.date)], [s.number(one.verified)]]),
      ...(region.sumOfMembers ? { total: [[s.say('report.members.sum', { from: region.sumOfMembers.from, of: region.sumOfMembers.of })], [s.sum(region.sumOfMembers)], [], [s.number(region.verified)]] } : {}),
    }],
  }));
}

/** Charts, each with its table. */
export function chartsSection(facts: ReportFacts, s: Speaker): Section {
  const { charts } = facts;
  const region = (id: string | null) => (id === null ? s.say('report.chart.no-region') : s.place(id));
  const known = charts.countsByRegion.filter(({ sum }) => sum !== null);
  return {
    id: 'charts', title: s.say('report.charts.title'),
    blocks: [
      chart(s, 'regions', known.map((one) => ({ label: region(one.region), value: one.sum ?? 0, shown: s.sum({ count: one.sum ?? 0, lowerBound: one.lowerBound }), more: s.say('report.regions.from', { from: one.from, of: one.of }) }))),
      { kind: 'paragraph', look: 'note', text: s.say('report.chart.regions.note') },
      chart(s, 'months', charts.handoversByMonth.map(({ month, held }) => ({ label: s.month(month), value: held, shown: s.number(held) }))),
      ...(charts.undated > 0 ? [{ kind: 'paragraph' as const, look: 'note' as const, text: s.say('report.chart.undated', { count: charts.undated }) }] : []),
      chart(s, 'promises', charts.promisesByStatus.map(({ status, count }) => ({ label: s.say(`report.status.${status}`), value: count, shown: s.number(count) }))),
      chart(s, 'goals', charts.callsByGoal.map(({ goal, calls, answered }) => ({ label: s.goal(goal) ?? s.code(goal), value: answered, shown: s.say('report.chart.of', { count: answered, of: calls }) }))),
      charts.ratingsByGoal ? ratingsTable(charts.ratingsByGoal, s) : { kind: 'paragraph', look: 'note', text: s.say('report.ratings.none') },
    ],
  };
}

function chart(s: Speaker, key: string, points: readonly { label: ReturnType<Speaker['say']>; value: number; shown: ReturnType<Speaker['say']>; more?: ReturnType<Speaker['say']> }[]): Block {
  const title = s.say(`report.chart.${key}.title`);
  return {
    kind: 'chart', title,
    alternative: s.say('report.chart.alternative', { title: title.text, points: s.list(points.map(({ label, shown }) => `${label.text}: ${shown.text}`)) }),
    bars: points.map(({ label, value, shown }) => ({ label, value, shown })),
    table: {
      kind: 'table', caption: s.say('report.chart.table', { title: title.text }),
      columns: [{ label: s.say(`report.chart.${key}.label`), share: 0.6 }, { label: s.say(`report.chart.${key}.value`), figure: true, share: 0.4 }],
      rows: points.map(({ label, shown, more }) => [[label], more ? [shown, more] : [shown]]),
    },
  };
}

/** How the countries are rated on the cards that they are shown by; the base is named, and what no source tells is a column of its own. */
export function ratingsTable(found: GoalRatings, s: Speaker): TableBlock {
  const kinds = ['green', 'yellow', 'red', 'notAssessed', 'unknown'] as const;
  return {
    kind: 'table', caption: found.round ? s.say('report.ratings.title', { round: s.words(found.round)?.text ?? '', countries: found.countries }) : s.say('report.ratings.newest', { countries: found.countries }),
    columns: [{ label: s.say('report.chart.goals.label'), share: 0.35 }, ...kinds.map((kind) => ({ label: s.say(`report.ratings.${kind}`), figure: true, share: 0.13 }))],
    rows: found.goals.map((one) => [[s.goal(one.goal) ?? s.code(one.goal)], ...kinds.map((kind) => [s.number(one[kind])])]),
  };
}
