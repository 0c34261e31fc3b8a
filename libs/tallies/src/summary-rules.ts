/**
 * The summary of a campaign, computed from plain rows. Three kinds of figure never mix: stated (printed or claimed), sum of
 * members' figures, individually verified. Unknown is null or left out, never 0; a sum with an unknown or a "more than"
 * in it is a lower bound and says so (a bundle's says from how many of its members it is).
 */

export type Qualifier = 'exact' | 'more-than' | 'nearly' | 'approximately';
export type RecipientKind = 'executive' | 'parliament' | 'public-body' | 'intergovernmental' | 'other';
export type HandoverLevel = 'national' | 'regional' | 'global';

export interface PetitionRow {
  jurisdiction: string;
  kind: 'country' | 'region' | 'world';
  /** A petition of its own or a share in a region's; false: calls from research only, or nothing. */
  hasPetition: boolean;
  /** Calls printed for this jurisdiction itself; those borrowed from a region are the region's. */
  ownCalls: number;
  /** Individually verified; null where none could be (it never collected here). */
  counted: number | null;
}

export interface AttestedRow {
  jurisdiction: string;
  count: number;
  lowerBound: boolean;
  /** The handover that carries the figure. Of rows for one jurisdiction and one handover only the largest counts: it is one figure printed twice. */
  handover: string | null;
}

export interface HandoverRow {
  level: HandoverLevel;
  status: string;
  signatures: number | null;
  qualifier: Qualifier | null;
  /** Kinds of its recipients. */
  recipientKinds: readonly RecipientKind[];
}

export interface AnsweredCall {
  key: string;
  /** A commitment names this call. */
  byName: boolean;
  /** A commitment answers the calls as a whole. */
  byAll: boolean;
}

export interface BundleRow {
  jurisdiction: string;
  members: readonly string[];
  stated: { signatures: number; qualifier: Qualifier } | null;
}

export interface CampaignRows {
  petitions: readonly PetitionRow[];
  attested: readonly AttestedRow[];
  handovers: readonly HandoverRow[];
  commitments: readonly { status: string }[];
  answeredCalls: readonly AnsweredCall[];
  bundles: readonly BundleRow[];
}

export interface Figure { count: number; lowerBound: boolean }

export interface HeldHandovers {
  count: number;
  /** Null where handovers were held and none has a figure. */
  signatures: number | null;
  lowerBound: boolean;
  /** Handovers with a recipient of that kind; one with two kinds is in both. */
  byRecipientKind: Record<RecipientKind, number>;
}

export interface BundleSummary {
  jurisdiction: string;
  stated: Figure | null;
  /** Null where no member has a figure. */
  sumOfMembers: (Figure & { from: number; of: number }) | null;
  verified: number;
}

export interface CampaignSummary {
  countriesWithPetition: number;
  researchOnly: number;
  callsToAction: number;
  callsAnswered: { byName: number; byAll: number; atLeastOnce: number };
  handovers: { held: Record<HandoverLevel, HeldHandovers>; planned: number; listed: number };
  /** By status, in camel case: promised, inProgress, fulfilled, … */
  commitments: Record<string, number>;
  signatures: {
    counted: number;
    attested: number;
    total: number;
    lowerBound: boolean;
    countriesWithFigure: number;
    countriesWithoutFigure: string[];
  };
  bundles: BundleSummary[];
}

export function summarise(rows: CampaignRows): CampaignSummary {
  const countries = rows.petitions.filter(({ kind }) => kind === 'country');
  const attested = attestedByJurisdiction(rows.attested);
  const held = rows.handovers.filter(({ status }) => status === 'held');
  return {
    countriesWithPetition: countries.filter(({ hasPetition }) => hasPetition).length,
    researchOnly: countries.filter(({ hasPetition, ownCalls }) => !hasPetition && ownCalls > 0).length,
    callsToAction: rows.petitions.reduce((sum, { ownCalls }) => sum + ownCalls, 0),
    callsAnswered: callsAnswered(rows.answeredCalls),
    handovers: {
      held: {
        national: heldOf(held.filter(({ level }) => level === 'national')),
        regional: heldOf(held.filter(({ level }) => level === 'regional')),
        global: heldOf(held.filter(({ level }) => level === 'global')),
      },
      planned: rows.handovers.filter(({ status }) => status === 'planned').length,
      listed: rows.handovers.filter(({ status }) => status === 'listed').length,
    },
    commitments: commitmentsByStatus(rows.commitments),
    signatures: signaturesOf(countries.filter(({ hasPetition }) => hasPetition), attested),
    bundles: rows.bundles.map((bundle) => bundleOf(bundle, rows.petitions, attested)),
  };
}

/** Attested figures of each jurisdiction; a figure that stands twice (with the country and with its handover) once. */
function attestedByJurisdiction(rows: readonly AttestedRow[]): Map<string, Figure> {
  const once = new Map<string, AttestedRow>();
  for (const [at, row] of rows.entries()) {
    const key = JSON.stringify([row.jurisdiction, row.handover ?? at]);
    const known = once.get(key);
    if (!known || row.count > known.count) once.set(key, { ...row, lowerBound: row.lowerBound || (known?.lowerBound ?? false) });
    else if (row.lowerBound) known.lowerBound = true;
  }
  const figures = new Map<string, Figure>();
  for (const { jurisdiction, count, lowerBound } of once.values()) {
    const known = figures.get(jurisdiction);
    figures.set(jurisdiction, { count: count + (known?.count ?? 0), lowerBound: lowerBound || (known?.lowerBound ?? false) });
  }
  return figures;
}

/** Only countries are added: the figures of regions and of the world overlap theirs. */
function signaturesOf(countries: readonly PetitionRow[], attested: ReadonlyMap<string, Figure>): CampaignSummary['signatures'] {
  const without = countries.filter(({ jurisdiction, counted }) => counted === null && !attested.has(jurisdiction)).map(({ jurisdiction }) => jurisdiction).sort();
  const figures = countries.flatMap(({ jurisdiction }) => attested.get(jurisdiction) ?? []);
  const counted = countries.reduce((sum, country) => sum + (country.counted ?? 0), 0);
  const vouched = figures.reduce((sum, { count }) => sum + count, 0);
  return {
    counted,
    attested: vouched,
    total: counted + vouched,
    lowerBound: without.length > 0 || figures.some(({ lowerBound }) => lowerBound),
    countriesWithFigure: countries.length - without.length,
    countriesWithoutFigure: without,
  };
}

function heldOf(handovers: readonly HandoverRow[]): HeldHandovers {
  const kinds: Record<RecipientKind, number> = { executive: 0, parliament: 0, 'public-body': 0, intergovernmental: 0, other: 0 };
  for (const { recipientKinds } of handovers) for (const kind of new Set(recipientKinds)) kinds[kind] += 1;
  const known = handovers.filter(({ signatures }) => signatures !== null);
  return {
    count: handovers.length,
    signatures: handovers.length > 0 && known.length === 0 ? null : known.reduce((sum, { signatures }) => sum + (signatures ?? 0), 0),
    lowerBound: known.length < handovers.length || known.some(({ qualifier }) => qualifier === 'more-than'),
    byRecipientKind: kinds,
  };
}

function callsAnswered(answered: readonly AnsweredCall[]): CampaignSummary['callsAnswered'] {
  const keys = (calls: readonly AnsweredCall[]): number => new Set(calls.map(({ key }) => key)).size;
  return {
    byName: keys(answered.filter(({ byName }) => byName)),
    byAll: keys(answered.filter(({ byAll }) => byAll)),
    atLeastOnce: keys(answered.filter(({ byName, byAll }) => byName || byAll)),
  };
}

function commitmentsByStatus(commitments: readonly { status: string }[]): Record<string, number> {
  const counts: Record<string, number> = { promised: 0, inProgress: 0, fulfilled: 0 };
  for (const { status } of commitments) {
    const name = status.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

/** Stated, sum of members, verified: side by side, none added to another. */
function bundleOf(bundle: BundleRow, petitions: readonly PetitionRow[], attested: ReadonlyMap<string, Figure>): BundleSummary {
  const members = [...new Set(bundle.members)];
  const known = members.flatMap((member) => attested.get(member) ?? []);
  return {
    jurisdiction: bundle.jurisdiction,
    stated: bundle.stated && { count: bundle.stated.signatures, lowerBound: bundle.stated.qualifier === 'more-than' },
    sumOfMembers: known.length === 0 ? null : {
      count: known.reduce((sum, { count }) => sum + count, 0),
      lowerBound: known.some(({ lowerBound }) => lowerBound),
      from: known.length,
      of: members.length,
    },
    verified: petitions.reduce((sum, { jurisdiction, counted }) => sum + (members.includes(jurisdiction) ? (counted ?? 0) : 0), 0),
  };
}
