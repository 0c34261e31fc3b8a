import { inOrder } from './in-order.js';
import { type ReportData, type ReportFigure, type ReportHandover, type ReportPlace } from './report-data.js';

/** A sum says whether something "more than" is in it. */
export interface SumOfFigures { count: number; lowerBound: boolean; from: string[] }

/** Parts of a claimed total in the order in which they are added: each figure once, none of them in another. */
export interface Itemised {
  /** National handovers that were held, one figure a country. */
  held: SumOfFigures & { handovers: number };
  /** Named as handed over without saying when. */
  listed: SumOfFigures;
  /** Reported without a handover. */
  collected: SumOfFigures;
  /** Regional petitions whose members have no figure of their own. */
  regional: SumOfFigures;
  total: SumOfFigures;
  /** Countries with a petition and no figure at all: not zero. */
  without: string[];
}

type OwnFigure = ReportFigure & { handover: string | null; status: 'held' | 'listed' | 'collected' };

/**
 * The one figure a country contributes to a sum: of its handover held, else of one that is listed, else what was vouched for. The same
 * rule as `printedFigure` of #libs/petitions has for files; null is unknown and never 0.
 */
export function ownFigure(data: ReportData, place: ReportPlace): OwnFigure | null {
  if (place.kind !== 'country') return null;
  for (const status of ['held', 'listed'] as const) {
    const found = nationalOf(data, place.id, status);
    if (found?.figure) return { ...found.figure, handover: found.id, status };
  }
  if (place.attested.length === 0) return null;
  const lower = place.attested.some(({ qualifier }) => qualifier === 'more-than');
  const [first] = place.attested;
  return {
    count: place.attested.reduce((sum, { count }) => sum + count, 0),
    qualifier: place.attested.length === 1 && first ? first.qualifier : lower ? 'more-than' : 'exact', handover: null, status: 'collected',
  };
}

/** The latest one with a figure: a country may hand over more than once. */
function nationalOf(data: ReportData, id: string, status: 'held' | 'listed'): ReportHandover | undefined {
  return data.handovers.filter((one) => one.jurisdiction === id && one.level === 'national' && one.status === status && one.figure)
    .sort((a, b) => inOrder(b.date.to ?? '', a.date.to ?? '') || inOrder(a.id, b.id))[0];
}

export function countriesWithPetition(data: ReportData): ReportPlace[] {
  return data.places.filter(({ kind, petition }) => kind === 'country' && petition === 'petition');
}

export function sumOf(data: ReportData, places: readonly ReportPlace[], status?: OwnFigure['status']): SumOfFigures {
  const found = places.flatMap((place) => {
    const own = ownFigure(data, place);
    return own && (status === undefined || own.status === status) ? [{ id: place.id, ...own }] : [];
  });
  return { count: found.reduce((sum, { count }) => sum + count, 0), lowerBound: found.some(({ qualifier }) => qualifier === 'more-than'), from: found.map(({ id }) => id).sort() };
}

/** Everything that is itemised anywhere, each signature's figure once. */
export function itemised(data: ReportData): Itemised {
  const countries = countriesWithPetition(data);
  const held = sumOf(data, countries, 'held');
  const listed = sumOf(data, countries, 'listed');
  const collected = sumOf(data, countries, 'collected');
  const own = regionsOfTheirOwn(data);
  const regional: SumOfFigures = {
    count: own.reduce((sum, { figure }) => sum + (figure?.count ?? 0), 0), lowerBound: own.some(({ figure }) => figure?.qualifier === 'more-than'),
    from: own.map(({ jurisdiction }) => jurisdiction).sort(),
  };
  const all = [held, listed, collected, regional];
  return {
    held: { ...held, handovers: data.handovers.filter((one) => one.level === 'national' && one.status === 'held').length }, listed, collected, regional,
    total: { count: all.reduce((sum, { count }) => sum + count, 0), lowerBound: all.some(({ lowerBound }) => lowerBound), from: all.flatMap(({ from }) => from).sort() },
    without: countries.filter((place) => ownFigure(data, place) === null).map(({ id }) => id).sort(),
  };
}

/**
 * Regional handovers whose figure stands in no national one: they hand over a regional petition which members share, and none of those
 * has a figure of its own. A handover that bundles national petitions is never added to them.
 */
export function regionsOfTheirOwn(data: ReportData): ReportHandover[] {
  return data.handovers.filter((one) => {
    if (one.level !== 'regional' || one.status !== 'held' || !one.figure) return false;
    const sharing = data.places.filter(({ sharesCallsOf }) => sharesCallsOf === one.jurisdiction);
    return sharing.length > 0 && sharing.every((place) => ownFigure(data, place) === null);
  });
}

/** Members whose figures make up a region's: those that share its petition, or if none does, all that have a petition. */
export function partsOfRegion(data: ReportData, region: ReportPlace): ReportPlace[] {
  const members = data.places.filter((one) => one.kind === 'country' && region.members.includes(one.id) && one.petition === 'petition');
  const sharing = members.filter(({ sharesCallsOf }) => sharesCallsOf === region.id);
  return sharing.length > 0 ? sharing : members;
}

/** What is stated for a region itself: of its handover, else as claimed. */
export function statedOfRegion(data: ReportData, id: string): (ReportFigure & { handover: ReportHandover | null; claim: string | null }) | null {
  const handover = data.handovers.filter((one) => one.jurisdiction === id && one.level === 'regional' && one.figure && (one.status === 'held' || one.status === 'planned'))
    .sort((a, b) => Number(b.status === 'held') - Number(a.status === 'held') || inOrder(b.date.to ?? '', a.date.to ?? '') || inOrder(a.id, b.id))[0];
  if (handover?.figure) return { ...handover.figure, handover, claim: null };
  const claim = data.claims.filter((one) => one.jurisdiction === id && one.unit === 'signatures').sort((a, b) => inOrder(a.key, b.key))[0];
  return claim ? { ...claim.figure, handover: null, claim: claim.key } : null;
}
