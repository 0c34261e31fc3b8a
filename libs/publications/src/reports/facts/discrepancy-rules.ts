import { inOrder } from './in-order.js';
import { countriesWithPetition, itemised, ownFigure, partsOfRegion, regionsOfTheirOwn, statedOfRegion, sumOf } from './figure-rules.js';
import { DISCREPANCY_RULES, type Discrepancy, type DiscrepancyRule, type Verdict } from './discrepancy.js';
import { type ReportData, type ReportFigure, type ReportHandover } from './report-data.js';

/** From this share of a figure on, "nearly" and "about" no longer cover what lies between two figures. */
const ROUNDING_SHARE = 0.05;
/** An exact figure that ends in so many zeros looks estimated. */
const ROUND_TO = 1_000;

type Rule = (data: ReportData) => Discrepancy[];

/**
 * Everything in which figures of a campaign disagree, are held against less than they claim, or cannot be judged. Found anew from the
 * data each time: nothing of it is kept by hand. In the order of the rules, then of jurisdictions and subjects.
 */
export function discrepancies(data: ReportData): Discrepancy[] {
  const rules: Record<DiscrepancyRule, Rule> = {
    'total': totals, 'region-sum': regionSums, 'region-overlap': overlaps, 'other-figure': otherFigures, 'handover-incomplete': incompleteHandovers,
    'without-handover': withoutHandover, 'without-figure': withoutFigure, 'round': roundFigures, 'scoped-claim': scopedClaims,
    'named-countries': namedCountries, 'petition-countries': petitionCountries, 'beyond-verified': beyondVerified,
  };
  return DISCREPANCY_RULES.flatMap((name) => rules[name](data).sort((a, b) => inOrder(key(a), key(b))));
}

const key = (one: Discrepancy): string => `${one.jurisdiction ?? ''} ${one.subjects.join(' ')}`;

function found(rule: DiscrepancyRule, verdict: Verdict, more: Partial<Omit<Discrepancy, 'rule' | 'verdict'>>): Discrepancy {
  return { rule, verdict, jurisdiction: null, subjects: [], values: {}, qualifiers: {}, lists: {}, sources: [], ...more };
}

/** Claims for the whole campaign, each held against the sum of all that is itemised. */
function totals(data: ReportData): Discrepancy[] {
  const parts = itemised(data);
  const sum = parts.total.count;
  const regions = regionAlternatives(data, sum);
  return wholeClaims(data).flatMap(({ subjects, jurisdiction, figure, sources }) => {
    if (figure.count === sum && figure.qualifier === 'exact' && parts.without.length === 0) return [];
    const missing = figure.count - sum;
    if (missing <= 0 && figure.qualifier !== 'exact') return [];
    return [found('total', missing < 0 ? 'contradicts' : 'unexplained', {
      jurisdiction, subjects, sources,
      values: {
        claimed: figure.count, handovers: parts.held.handovers, held: parts.held.count, withListed: parts.held.count + parts.listed.count, collectedOnly: parts.collected.count,
        withCollected: parts.held.count + parts.listed.count + parts.collected.count, regional: parts.regional.count, itemised: sum, ...(missing > 0 ? { notItemised: missing } : { tooMany: -missing }), ...regions,
      },
      qualifiers: { claimed: figure.qualifier },
      lists: {
        listed: parts.listed.from, collectedOnly: parts.collected.from, regional: parts.regional.from, without: parts.without,
        lowerBounds: countriesWithPetition(data).filter((place) => ownFigure(data, place)?.qualifier === 'more-than').map(({ id }) => id).sort(),
      },
    })];
  });
}

/** The same sum with a region's own figure in place of its members': `with:region-eu`. */
function regionAlternatives(data: ReportData, sum: number): Record<string, number> {
  return Object.fromEntries(data.places.filter(({ kind }) => kind === 'region').sort((a, b) => inOrder(a.id, b.id)).flatMap((region) => {
    const stated = statedOfRegion(data, region.id);
    const members = sumOf(data, partsOfRegion(data, region));
    return stated?.handover && stated.qualifier === 'exact' && members.from.length > 0 && stated.count !== members.count ? [[`with:${region.id}`, sum - members.count + stated.count]] : [];
  }));
}

/** What is claimed for all of it: the figure of a handover of the whole, and claims of signatures that speak of no part. Equal ones once. */
function wholeClaims(data: ReportData): { subjects: string[]; jurisdiction: string | null; figure: ReportFigure; sources: Discrepancy['sources'] }[] {
  const all = [
    ...data.handovers.filter((one) => one.level === 'global' && one.figure).map((one) => ({ subject: one.id, jurisdiction: one.jurisdiction, figure: one.figure as ReportFigure, source: one.source })),
    ...data.claims.filter((one) => one.jurisdiction === null && one.unit === 'signatures' && scopeOf(data, one.key).length === 0)
      .map((one) => ({ subject: one.key, jurisdiction: null as string | null, figure: one.figure, source: one.source })),
  ].sort((a, b) => inOrder(a.subject, b.subject));
  const same = (a: ReportFigure, b: ReportFigure): boolean => a.count === b.count && a.qualifier === b.qualifier;
  return all.filter((one) => all.find((other) => same(one.figure, other.figure)) === one).map(({ figure }) => {
    const group = all.filter((one) => same(one.figure, figure));
    return {
      subjects: group.map(({ subject }) => subject), jurisdiction: group.find(({ jurisdiction }) => jurisdiction !== null)?.jurisdiction ?? null, figure,
      sources: group.flatMap(({ source }) => source ?? []),
    };
  });
}

/** A region's own figure against the sum of its members'. */
function regionSums(data: ReportData): Discrepancy[] {
  const own = new Set(regionsOfTheirOwn(data).map(({ jurisdiction }) => jurisdiction));
  return data.places.filter(({ kind, id }) => kind === 'region' && !own.has(id)).flatMap((region) => {
    const stated = statedOfRegion(data, region.id);
    const parts = partsOfRegion(data, region);
    const sum = sumOf(data, parts);
    if (!stated || sum.from.length === 0) return [];
    const missing = parts.map(({ id }) => id).filter((id) => !sum.from.includes(id)).sort();
    const difference = sum.count - stated.count;
    if (difference === 0 && missing.length === 0 && !sum.lowerBound && stated.qualifier === 'exact') return [];
    const day = stated.handover?.date.to ?? null;
    const dated = day === null ? [] : parts.filter(({ id }) => sum.from.includes(id)).map((place) => ({ place, on: dayOf(data, ownFigure(data, place)?.handover ?? null) }));
    const by = dated.filter(({ on }) => on !== null && day !== null && on <= day).map(({ place }) => place);
    const after = dated.filter(({ on }) => on !== null && day !== null && on > day).map(({ place }) => place.id).sort();
    return [found('region-sum', regionVerdict(stated, sum.count, missing.length > 0), {
      jurisdiction: region.id, subjects: [stated.handover?.id ?? stated.claim ?? region.id],
      values: {
        stated: stated.count, sum: sum.count, difference, from: sum.from.length, of: parts.length,
        ...(day === null ? {} : { after: after.length, byTheDay: by.length, sumByTheDay: sumOf(data, by).count }),
      },
      qualifiers: { stated: stated.qualifier, sum: sum.lowerBound ? 'more-than' : 'exact' },
      lists: { missing, after, byTheDay: by.map(({ id }) => id).sort() },
      sources: [stated.handover?.source ?? region.source].flatMap((source) => source ?? []),
    })];
  });
}

function regionVerdict(stated: ReportFigure, sum: number, someMissing: boolean): Verdict {
  if (sum === stated.count) return someMissing ? 'incomplete' : 'compatible';
  if (stated.qualifier === 'exact') return sum < stated.count && someMissing ? 'incomplete' : 'unexplained';
  if (stated.qualifier === 'more-than') return sum > stated.count ? 'compatible' : someMissing ? 'incomplete' : 'contradicts';
  return Math.abs(sum - stated.count) <= stated.count * ROUNDING_SHARE ? 'compatible' : 'unexplained';
}

const dayOf = (data: ReportData, handover: string | null): string | null => data.handovers.find(({ id }) => id === handover)?.date.from ?? null;

/** Members counted in a regional petition of its own who have a national figure too: how many stand in both, nobody says. */
function overlaps(data: ReportData): Discrepancy[] {
  return regionsOfTheirOwn(data).flatMap((handover) => {
    const covered = handover.covers === 'all' ? [] : handover.covers;
    const both = data.places.filter((place) => covered.includes(place.id) && ownFigure(data, place) !== null).map(({ id }) => id).sort();
    if (both.length === 0 || !handover.figure) return [];
    return [found('region-overlap', 'unexplained', {
      jurisdiction: handover.jurisdiction, subjects: [handover.id], values: { stated: handover.figure.count, members: sumOf(data, data.places.filter(({ id }) => both.includes(id))).count },
      qualifiers: { stated: handover.figure.qualifier }, lists: { both }, sources: handover.source ? [handover.source] : [],
    })];
  });
}

/** Figures told of one handover in two places. */
function otherFigures(data: ReportData): Discrepancy[] {
  return data.handovers.flatMap((handover) => handover.otherFigures.flatMap((other) => {
    const { figure } = handover;
    if (!figure || (figure.count === other.count && figure.qualifier === other.qualifier)) return [];
    return [found('other-figure', agree(figure, other) ? 'compatible' : 'contradicts', {
      jurisdiction: handover.jurisdiction, subjects: [handover.id], values: { stated: figure.count, other: other.count, difference: Math.abs(figure.count - other.count) },
      qualifiers: { stated: figure.qualifier, other: other.qualifier }, sources: [handover.source, other.source].flatMap((source) => source ?? []),
    })];
  }));
}

/** Whether two figures with their words can both be true of the same thing. */
export function agree(one: ReportFigure, other: ReportFigure): boolean {
  const [exact, loose] = one.qualifier === 'exact' ? [one, other] : [other, one];
  if (exact.qualifier !== 'exact') return true;
  switch (loose.qualifier) {
    case 'exact': return exact.count === loose.count;
    case 'more-than': return exact.count > loose.count;
    case 'nearly': return exact.count < loose.count && loose.count - exact.count <= loose.count * ROUNDING_SHARE;
    case 'approximately': return Math.abs(exact.count - loose.count) <= loose.count * ROUNDING_SHARE;
  }
}

/** Said to have been handed over, without saying when, to whom or by whom. */
function incompleteHandovers(data: ReportData): Discrepancy[] {
  return data.handovers.filter(({ status }) => status === 'listed' || status === 'held').flatMap((one) => {
    const missing = [
      ...(one.date.from === null ? ['date'] : []), ...(one.recipients.some(({ metOnly }) => !metOnly) ? [] : ['recipients']), ...(one.presenters.length > 0 ? [] : ['presenters']),
      ...(one.figure ? [] : ['figure']),
    ];
    if (missing.length === 0) return [];
    return [found('handover-incomplete', 'incomplete', {
      jurisdiction: one.jurisdiction, subjects: [one.id], ...(one.figure ? { values: { stated: one.figure.count }, qualifiers: { stated: one.figure.qualifier } } : {}),
      lists: { missing }, sources: one.source ? [one.source] : [],
    })];
  });
}

/** Figures that no handover carries. In a living campaign nothing is missing: it still collects. */
function withoutHandover(data: ReportData): Discrepancy[] {
  if (data.campaign.kind !== 'record') return [];
  const sum = sumOf(data, countriesWithPetition(data), 'collected');
  return sum.from.length === 0 ? [] : [found('without-handover', 'incomplete', { values: { sum: sum.count, countries: sum.from.length }, lists: { countries: sum.from } })];
}

function withoutFigure(data: ReportData): Discrepancy[] {
  if (data.campaign.kind !== 'record') return [];
  const { without } = itemised(data);
  return without.length === 0 ? [] : [found('without-figure', 'incomplete', { values: { countries: without.length }, lists: { countries: without } })];
}

/** Printed as exact, and round all the same. */
function roundFigures(data: ReportData): Discrepancy[] {
  return data.handovers.flatMap((one) => {
    if (one.figure?.qualifier !== 'exact' || one.status !== 'held' || one.figure.count % ROUND_TO !== 0) return [];
    return [found('round', 'doubtful', { jurisdiction: one.jurisdiction, subjects: [one.id], values: { stated: one.figure.count }, qualifiers: { stated: 'exact' }, sources: one.source ? [one.source] : [] })];
  });
}

/** Claims for a part of the campaign (`youth-signatures`), held against what is itemised of the countries it names (`youth-countries`). */
function scopedClaims(data: ReportData): Discrepancy[] {
  return data.claims.flatMap((claim) => {
    const scope = scopeOf(data, claim.key);
    if (claim.unit !== 'signatures' || scope.length === 0) return [];
    const countries = sumOf(data, data.places.filter(({ id }) => scope.includes(id)));
    const regional = regionsOfTheirOwn(data).filter(({ covers }) => covers !== 'all' && covers.some((id) => scope.includes(id)));
    const sum = countries.count + regional.reduce((total, { figure }) => total + (figure?.count ?? 0), 0);
    const missing = claim.figure.count - sum;
    if (missing === 0 || (missing < 0 && claim.figure.qualifier !== 'exact')) return [];
    return [found('scoped-claim', missing < 0 ? 'contradicts' : 'unexplained', {
      subjects: [claim.key], values: { claimed: claim.figure.count, itemised: sum, ...(missing > 0 ? { notItemised: missing } : { tooMany: -missing }) },
      qualifiers: { claimed: claim.figure.qualifier }, lists: { parts: [...countries.from, ...regional.map(({ jurisdiction }) => jurisdiction)].sort() }, sources: claim.source ? [claim.source] : [],
    })];
  });
}

/** The countries that a claim of the same topic names: topics are the words of keys before the first dash. */
function scopeOf(data: ReportData, key: string): string[] {
  const topic = key.split('-')[0];
  return data.claims.filter((one) => one.unit === 'countries' && one.key.split('-')[0] === topic).flatMap(({ countries }) => countries);
}

/** "Eleven countries", followed by the names of ten. */
function namedCountries(data: ReportData): Discrepancy[] {
  return data.claims.flatMap((one) => {
    if (one.unit !== 'countries' || one.countries.length === 0 || one.countries.length === one.figure.count) return [];
    if (one.figure.qualifier === 'more-than' && one.countries.length > one.figure.count) return [];
    return [found('named-countries', 'contradicts', {
      subjects: [one.key], values: { claimed: one.figure.count, named: one.countries.length }, qualifiers: { claimed: one.figure.qualifier },
      lists: { countries: [...one.countries].sort() }, sources: one.source ? [one.source] : [],
    })];
  });
}

/** In how many countries there were petitions, as claimed (`petition-countries`) and as the entries say. */
function petitionCountries(data: ReportData): Discrepancy[] {
  const claim = data.claims.find((one) => one.key === 'petition-countries' && one.unit === 'countries');
  const entries = countriesWithPetition(data).length;
  if (!claim || agree({ count: entries, qualifier: 'exact' }, claim.figure)) return [];
  return [found('petition-countries', 'unexplained', {
    subjects: [claim.key], values: { claimed: claim.figure.count, entries, withCalls: new Set(data.calls.map(({ jurisdiction }) => jurisdiction).filter((id) => countriesWithPetition(data).some((place) => place.id === id))).size },
    qualifiers: { claimed: claim.figure.qualifier }, sources: claim.source ? [claim.source] : [],
  })];
}

/** Handed over as more than can be accounted for: what was counted here, and what was vouched for. */
function beyondVerified(data: ReportData): Discrepancy[] {
  if (data.campaign.kind === 'record') return [];
  const latest = (handover: ReportHandover): boolean => !data.handovers.some((one) => one !== handover && one.jurisdiction === handover.jurisdiction && one.level === handover.level && (one.date.to ?? '') > (handover.date.to ?? ''));
  return data.handovers.filter((one) => one.level === 'national' && one.status === 'held' && one.figure && latest(one)).flatMap((one) => {
    const place = data.places.find(({ id }) => id === one.jurisdiction);
    if (!place || place.verified === null || !one.figure) return [];
    const attested = place.attested.reduce((sum, { count }) => sum + count, 0);
    const difference = one.figure.count - place.verified - attested;
    if (difference <= 0) return [];
    return [found('beyond-verified', 'unexplained', {
      jurisdiction: one.jurisdiction, subjects: [one.id], values: { stated: one.figure.count, verified: place.verified, attested, difference }, qualifiers: { stated: one.figure.qualifier },
    })];
  });
}
