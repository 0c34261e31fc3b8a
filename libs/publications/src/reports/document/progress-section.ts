import { type RatingCounts } from '../facts/report-data.js';
import { type ReportProgress } from '../facts/progress-rules.js';
import { type ReportFacts } from '../facts/report-facts.js';
import { paragraph } from './entry-sections.js';
import { ratingsTable } from './figure-sections.js';
import { type Block, type Lines, type Section } from './report-document.js';
import { type Speaker } from './speaker.js';

/** Ratings, change and treaties, of the final report by region. Editions frozen before reports told it have none. */
export function progressSection({ progress, jurisdiction }: ReportFacts, s: Speaker): Section[] {
  if (!progress || (progress.places.length === 0 && progress.standings.length === 0)) return [];
  const { goals, places, standings } = progress;
  const blocks: Block[] = [
    ...(goals ? [ratingsTable(goals, s)] : []),
    ...(jurisdiction === null && places.length > 0 ? [byRegion(places, s), paragraph(s.say('report.progress.overlap'), 'note')] : []),
    ...(places.length > 0 ? [change(places, s)] : []),
    ...(standings.length > 0 ? [standingsTable(standings, s)] : []),
  ];
  return [{ id: 'progress', title: s.say('report.progress.title'), blocks }];
}

const KINDS = ['green', 'yellow', 'red', 'notAssessed', 'unknown'] as const satisfies readonly (keyof RatingCounts)[];

const nameOf = ({ region }: ReportProgress['places'][number], s: Speaker): Lines => [region === null ? s.say('report.progress.all') : s.place(region)];

function byRegion(places: ReportProgress['places'], s: Speaker): Block {
  return {
    kind: 'table', caption: s.say('report.progress.by-region'),
    columns: [
      { label: s.say('report.column.region'), share: 0.26 }, { label: s.say('report.progress.countries'), figure: true, share: 0.14 },
      ...KINDS.map((kind) => ({ label: s.say(`report.ratings.${kind}`), figure: true, share: 0.12 })),
    ],
    rows: places.map((one) => [nameOf(one, s), [s.number(one.countries)], ...KINDS.map((kind) => [s.number(one.counts[kind])])]),
  };
}

function change(places: ReportProgress['places'], s: Speaker): Block {
  const known = places.flatMap((one) => (one.change ? [{ one, change: one.change }] : []));
  if (known.length === 0) return paragraph(s.say('report.progress.no-change'), 'note');
  const kinds = ['better', 'same', 'worse', 'notComparable'] as const;
  return {
    kind: 'table', caption: s.say('report.progress.change'),
    columns: [
      { label: s.say('report.column.region'), share: 0.26 }, { label: s.say('report.progress.both'), figure: true, share: 0.18 },
      ...kinds.map((kind) => ({ label: s.say(`report.progress.${kind}`), figure: true, share: 0.14 })),
    ],
    rows: known.map(({ one, change: moved }) => [nameOf(one, s), [s.number(moved.countries)], ...kinds.map((kind) => [s.number(moved[kind])])]),
  };
}

function standingsTable(standings: ReportProgress['standings'], s: Speaker): Block {
  return {
    kind: 'table', caption: s.say('report.instruments.caption'),
    columns: [{ label: s.say('report.column.country'), share: 0.26 }, { label: s.say('report.instruments.instrument'), share: 0.46 }, { label: s.say('report.instruments.stands'), share: 0.28 }],
    rows: standings.map((one): Lines[] => [
      [s.place(one.jurisdiction)], [s.words(one.name) ?? s.code(one.instrument)], [s.say(`report.instruments.state.${one.state}`), ...(one.reserved ? [s.say('report.instruments.reserved')] : [])],
    ]),
  };
}
