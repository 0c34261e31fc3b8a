import { createHash } from 'node:crypto';
import { canonicalJson, type JsonValue } from '#libs/vault';
import { inOrder } from './in-order.js';
import { discrepancies } from './discrepancy-rules.js';
import { type Discrepancy } from './discrepancy.js';
import { countriesWithPetition, itemised, ownFigure, partsOfRegion, statedOfRegion, sumOf, type Itemised } from './figure-rules.js';
import { finalProgress, goalRatings, regionProgress, type ReportProgress } from './progress-rules.js';
import { type ReportStory, storyOf } from './story-rules.js';
import { type GoalRatings, type ReportCall, type ReportData, type ReportFigure, type ReportHandover, type ReportPlace, type ReportStamp } from './report-data.js';

export const REPORT_KINDS = ['appendix', 'country', 'region', 'final'] as const;
export type ReportKind = (typeof REPORT_KINDS)[number];
export const REPORT_FORMAT = 'countersign-report/1';

/** A report as data: what its JSON says, and everything its pages, papers and tables are written from. In no language but those of its texts. */
export interface ReportFacts {
  format: typeof REPORT_FORMAT;
  kind: ReportKind;
  /** Of a country's or region's report. */
  jurisdiction: string | null;
  campaign: ReportData['campaign'];
  stamp: ReportStamp;
  totals: ReportTotals;
  /** In the campaign's order. */
  entries: ReportEntry[];
  /** Handovers of the whole campaign, which belong to no entry. */
  whole: ReportHandover[];
  regions: RegionFigures[];
  /** Those that concern what the report is about. */
  discrepancies: Discrepancy[];
  charts: ReportCharts;
  /** Figures printed or claimed for the campaign, by their keys. */
  claims: Record<string, ReportData['claims'][number]['labels']>;
  /** Of a country's report; editions frozen earlier have none. */
  story?: ReportStory;
  /** Of a region's and the final report; editions frozen earlier have none. */
  progress?: ReportProgress;
  goals: ReportData['goals'];
  instruments: ReportData['instruments'];
  documents: ReportData['documents'];
  /** Names of every place that is mentioned. */
  names: Record<string, ReportPlace['names']>;
}

export interface ReportTotals {
  entries: { countries: number; regions: number };
  countriesWithPetition: number;
  researchOnly: number;
  calls: number;
  callsAnswered: { byName: number; byAll: number; atLeastOnce: number };
  handovers: { held: { national: number; regional: number; global: number }; planned: number; listed: number };
  commitments: Record<string, number>;
  itemised: Itemised;
  /** Counted rows, as the public is told them; null where the campaign never collected here. */
  verified: number | null;
}

/** A country or region with calls of its own, and the members that share them. */
export interface ReportEntry {
  place: Omit<ReportPlace, 'attested' | 'position'>;
  figure: (ReportFigure & { handover: string | null; note: string | null }) | null;
  verified: number | null;
  calls: (ReportCall & { answered: 'by-name' | 'as-a-whole' | 'no' })[];
  handovers: ReportHandover[];
  /** Of a region: who shares its calls and therefore has no entry. */
  sharing: { id: string; figure: (ReportFigure & { handover: string | null; note: string | null }) | null; verified: number | null; handovers: ReportHandover[] }[];
}

/** Stated, sum of members, verified: side by side, none added to another. */
export interface RegionFigures {
  id: string;
  members: { id: string; figure: ReportFigure | null; handover: string | null; date: string | null; verified: number | null }[];
  stated: ReportFigure | null;
  sumOfMembers: { count: number; lowerBound: boolean; from: number; of: number } | null;
  verified: number | null;
}

export interface ReportCharts {
  /** Sum of members' figures; `null` region: countries of none. */
  countsByRegion: { region: string | null; sum: number | null; lowerBound: boolean; from: number; of: number }[];
  /** Held, by month `YYYY-MM`, without gaps. */
  handoversByMonth: { month: string; held: number }[];
  /** Held or listed, on a day not known to the month. */
  undated: number;
  promisesByStatus: { status: string; count: number }[];
  callsByGoal: { goal: string; calls: number; answered: number }[];
  ratingsByGoal: GoalRatings | null;
}

const STATUSES = ['promised', 'in-progress', 'fulfilled', 'broken', 'superseded', 'lapsed'] as const;

/**
 * Builds a report. The same data gives the same facts in the same order, whatever order it came in.
 * @param jurisdiction for `country` and `region`
 * @throws RangeError if there is no such jurisdiction, or it is of another kind
 */
export function reportFacts(given: ReportData, kind: ReportKind, jurisdiction: string | null = null): ReportFacts {
  const data = sorted(given);
  const about = jurisdiction === null ? null : data.places.find(({ id }) => id === jurisdiction);
  if ((kind === 'country' || kind === 'region') && about?.kind !== kind) throw new RangeError(`there is no ${kind} ${jurisdiction ?? ''}`);
  const scope = scopeOf(data, kind, about ?? null);
  const shown = (id: string): boolean => scope === null || scope.has(id);
  const entries = entriesOf(data).filter(({ place }) => shown(place.id));
  const told: Omit<ReportFacts, 'stamp'> = {
    format: REPORT_FORMAT, kind, jurisdiction: about?.id ?? null, campaign: data.campaign,
    totals: totalsOf(data),
    entries: kind === 'country' && about && entries.length === 0 ? [entryOf(data, about)] : entries,
    whole: data.handovers.filter(({ level }) => level === 'global'),
    regions: data.places.filter((one) => one.kind === 'region' && (scope === null || one.id === about?.id || (kind === 'country' && one.members.includes(about?.id ?? '')))).map((one) => regionOf(data, one)),
    discrepancies: discrepancies(data).filter((one) => concerns(one, scope)),
    charts: chartsOf(data), ...(kind === 'country' && about ? { story: storyOf(data, about.id) } : {}),
    ...(kind === 'final' ? { progress: finalProgress(data) } : kind === 'region' && about ? { progress: regionProgress(data, about) } : {}),
    claims: Object.fromEntries(data.claims.map(({ key, labels }) => [key, labels])), goals: data.goals, instruments: data.instruments, documents: data.documents,
    names: Object.fromEntries(data.places.map(({ id, names }) => [id, names])),
  };
  return { ...told, stamp: { ...data.stamp, factsSha256: hashOf(told) } };
}

/** By way of JSON, as whoever checks it has it. */
const hashOf = (told: Omit<ReportFacts, 'stamp'>): string => createHash('sha256').update(canonicalJson(JSON.parse(JSON.stringify(told)) as JsonValue)).digest('hex');

/** Which jurisdictions a report is about; null: all. */
function scopeOf(data: ReportData, kind: ReportKind, about: ReportPlace | null): Set<string> | null {
  if (!about || kind === 'appendix' || kind === 'final') return null;
  return new Set(kind === 'country' ? [about.id] : [about.id, ...data.places.filter(({ id }) => about.members.includes(id)).map(({ id }) => id)]);
}

function concerns(one: Discrepancy, scope: Set<string> | null): boolean {
  if (scope === null) return true;
  if (one.jurisdiction !== null && scope.has(one.jurisdiction)) return true;
  return one.rule !== 'total' && Object.values(one.lists).some((list) => list.some((id) => scope.has(id)));
}

function sorted(data: ReportData): ReportData {
  const order = new Map([...data.places].sort((a, b) => a.position - b.position || inOrder(a.id, b.id)).map(({ id }, nth) => [id, nth]));
  const place = (id: string): number => order.get(id) ?? order.size;
  return {
    ...data,
    places: [...data.places].sort((a, b) => place(a.id) - place(b.id)).map((one) => ({ ...one, members: [...one.members].sort(), regions: [...one.regions].sort() })),
    calls: [...data.calls].sort((a, b) => place(a.jurisdiction) - place(b.jurisdiction) || a.position - b.position || inOrder(a.id, b.id)),
    handovers: [...data.handovers].sort((a, b) => place(a.jurisdiction) - place(b.jurisdiction) || inOrder(a.date.from ?? '9', b.date.from ?? '9') || inOrder(a.id, b.id))
      .map((one) => (one.covers === 'all' ? one : { ...one, covers: [...one.covers].sort() })),
    claims: [...data.claims].sort((a, b) => inOrder(a.key, b.key)),
    goals: [...data.goals].sort((a, b) => a.number - b.number),
    instruments: [...data.instruments].sort((a, b) => inOrder(a.key, b.key)),
    documents: [...data.documents].sort((a, b) => inOrder(a.id, b.id)),
    stamp: {
      ...data.stamp, seals: [...data.stamp.seals].sort((a, b) => inOrder(a.handover, b.handover) || a.number - b.number),
      imports: [...data.stamp.imports].sort((a, b) => inOrder(a.at, b.at) || inOrder(a.sha256, b.sha256)),
    },
  };
}

function entriesOf(data: ReportData): ReportEntry[] {
  const withCalls = new Set(data.calls.map((call) => call.jurisdiction));
  return data.places.filter(({ id }) => withCalls.has(id)).map((place) => entryOf(data, place));
}

function entryOf(data: ReportData, place: ReportPlace): ReportEntry {
  const { attested: _attested, position: _position, ...shown } = place;
  const answered = answeredCalls(data);
  const told = (one: ReportPlace): ReportEntry['figure'] => {
    const own = ownFigure(data, one);
    return own && { count: own.count, qualifier: own.qualifier, handover: own.handover, note: own.handover === null ? (one.attested.find(({ note }) => note)?.note ?? null) : null };
  };
  return {
    place: shown, figure: place.kind === 'country' ? told(place) : plain(statedOfRegion(data, place.id)), verified: place.verified,
    calls: data.calls.filter(({ jurisdiction }) => jurisdiction === (place.sharesCallsOf ?? place.id)).map((call) => ({ ...call, answered: answered.byName.has(call.id) ? 'by-name' as const : answered.byAll.has(call.id) ? 'as-a-whole' as const : 'no' as const })),
    handovers: data.handovers.filter(({ jurisdiction }) => jurisdiction === place.id),
    sharing: data.places.filter(({ sharesCallsOf }) => sharesCallsOf === place.id)
      .map((one) => ({ id: one.id, figure: told(one), verified: one.verified, handovers: data.handovers.filter(({ jurisdiction }) => jurisdiction === one.id) })),
  };
}

const plain = (stated: ReturnType<typeof statedOfRegion>): ReportEntry['figure'] => stated && { count: stated.count, qualifier: stated.qualifier, handover: stated.handover?.id ?? null, note: null };

/** "All" means the calls of the handover's jurisdiction, or of the petition it shares. */
function answeredCalls(data: ReportData): { byName: Set<string>; byAll: Set<string> } {
  const byName = new Set<string>();
  const byAll = new Set<string>();
  const known = new Set(data.calls.map(({ id }) => id));
  for (const { jurisdiction, commitments } of data.handovers) {
    const owner = data.places.find(({ id }) => id === jurisdiction)?.sharesCallsOf ?? jurisdiction;
    for (const { answers } of commitments) {
      if (answers === 'all') data.calls.filter((call) => call.jurisdiction === owner).forEach(({ id }) => byAll.add(id));
      else answers.filter((id) => known.has(id)).forEach((id) => byName.add(id));
    }
  }
  return { byName, byAll };
}

function totalsOf(data: ReportData): ReportTotals {
  const entries = new Set(data.calls.map(({ jurisdiction }) => jurisdiction));
  const ofKind = (kind: ReportPlace['kind']): ReportPlace[] => data.places.filter((one) => one.kind === kind);
  const held = (level: ReportHandover['level']): number => data.handovers.filter((one) => one.level === level && one.status === 'held').length;
  const { byName, byAll } = answeredCalls(data);
  const verified = countriesWithPetition(data).flatMap((one) => one.verified ?? []);
  return {
    entries: { countries: ofKind('country').filter(({ id }) => entries.has(id)).length, regions: ofKind('region').filter(({ id }) => entries.has(id)).length },
    countriesWithPetition: countriesWithPetition(data).length,
    researchOnly: ofKind('country').filter(({ id, petition }) => petition !== 'petition' && entries.has(id)).length,
    calls: data.calls.length,
    callsAnswered: { byName: byName.size, byAll: byAll.size, atLeastOnce: new Set([...byName, ...byAll]).size },
    handovers: {
      held: { national: held('national'), regional: held('regional'), global: held('global') },
      planned: data.handovers.filter(({ status }) => status === 'planned').length, listed: data.handovers.filter(({ status }) => status === 'listed').length,
    },
    commitments: Object.fromEntries(promises(data).map(({ status, count }) => [status, count])),
    itemised: itemised(data),
    verified: verified.length === 0 ? null : verified.reduce((sum, n) => sum + n, 0),
  };
}

function regionOf(data: ReportData, region: ReportPlace): RegionFigures {
  const stated = statedOfRegion(data, region.id);
  const parts = partsOfRegion(data, region);
  const sum = sumOf(data, parts);
  const members = data.places.filter(({ id }) => region.members.includes(id));
  const verified = members.flatMap((one) => one.verified ?? []);
  return {
    id: region.id,
    members: members.map((one) => {
      const own = ownFigure(data, one);
      return { id: one.id, figure: own && { count: own.count, qualifier: own.qualifier }, handover: own?.handover ?? null, date: data.handovers.find(({ id }) => id === own?.handover)?.date.edtf ?? null, verified: one.verified };
    }),
    stated: stated && { count: stated.count, qualifier: stated.qualifier },
    sumOfMembers: sum.from.length === 0 ? null : { count: sum.count, lowerBound: sum.lowerBound, from: sum.from.length, of: parts.length },
    verified: verified.length === 0 ? null : verified.reduce((total, n) => total + n, 0),
  };
}

function promises(data: ReportData): { status: string; count: number }[] {
  const all = data.handovers.flatMap(({ commitments }) => commitments);
  return STATUSES.map((status) => ({ status, count: all.filter((one) => one.status === status).length })).filter(({ status, count }) => count > 0 || STATUSES.indexOf(status) < 3);
}

function chartsOf(data: ReportData): ReportCharts {
  const countries = countriesWithPetition(data);
  const { byName, byAll } = answeredCalls(data);
  const groups = [
    ...data.places.filter(({ kind }) => kind === 'region').map((region) => ({ region: region.id, of: countries.filter(({ id }) => region.members.includes(id)) })),
    { region: null, of: countries.filter(({ id }) => !data.places.some((one) => one.kind === 'region' && one.members.includes(id))) },
  ];
  const exact = data.handovers.filter(({ status, date }) => status === 'held' && date.from !== null && date.to !== null && date.from.slice(0, 7) === date.to.slice(0, 7));
  return {
    countsByRegion: groups.filter(({ of }) => of.length > 0).map(({ region, of }) => {
      const sum = sumOf(data, of);
      return { region, sum: sum.from.length === 0 ? null : sum.count, lowerBound: sum.lowerBound, from: sum.from.length, of: of.length };
    }),
    handoversByMonth: months(exact.map(({ date }) => (date.from ?? '').slice(0, 7))),
    undated: data.handovers.filter(({ status }) => status === 'held' || status === 'listed').length - exact.length,
    promisesByStatus: promises(data),
    callsByGoal: data.goals.map(({ key }) => {
      const calls = data.calls.filter(({ goal }) => goal === key);
      return { goal: key, calls: calls.length, answered: calls.filter(({ id }) => byName.has(id) || byAll.has(id)).length };
    }),
    ratingsByGoal: goalRatings(data),
  };
}

/** Every month from the first to the last, those without a handover too. */
function months(held: readonly string[]): { month: string; held: number }[] {
  const [first, last] = [held.toSorted()[0], held.toSorted().at(-1)];
  if (!first || !last) return [];
  const number = (month: string): number => Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1;
  return Array.from({ length: number(last) - number(first) + 1 }, (_, nth) => {
    const at = number(first) + nth;
    const month = `${Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, '0')}`;
    return { month, held: held.filter((one) => one === month).length };
  });
}
