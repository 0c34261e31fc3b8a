import { type BundleFigures, type BundleMember, type ResidentFigures } from './bundles/bundle.types.js';
import { type FigureQualifier, type StatedFigure } from './handovers.types.js';

/** Published cells under this many people are not told apart (docs/SECURITY.md). */
export const SMALLEST_CELL = 10;

/** The three kinds of figure of a bundle, side by side. A member without a figure adds nothing, and is never a nought. */
export function bundleFigures(stated: StatedFigure | null, members: readonly BundleMember[]): BundleFigures {
  const known = members.flatMap((member) => (member.stated ? [member.stated] : []));
  return {
    stated,
    sumOfMembers: known.length === 0 ? null : {
      signatures: known.reduce((sum, figure) => sum + figure.signatures, 0),
      from: known.length,
      of: members.length,
      lowerBound: known.some((figure) => isLowerBound(figure.qualifier)),
    },
    verified: members.reduce((sum, member) => sum + member.verified, 0),
    members: [...members],
    after: members.filter(({ handover }) => handover?.afterBundle).map(({ id }) => id),
    overlapUnknown: stated === null ? [] : members.filter((member) => member.stated && member.verified === 0).map(({ id }) => id),
  };
}

/** What is known of the people behind the counted signatures of several petitions. */
export interface KeyedCounts {
  /** People with a key, each once over all petitions. */
  people: number;
  /** By petition: counted signatures, those without any key among them. */
  petitions: readonly number[];
}

/**
 * The least number of people that so many signatures can be from. Whoever bears a key is known again in another petition;
 * whoever has none (a name with only a town) may be anybody there, but within one petition nobody counts twice.
 */
export function leastPeople({ people, petitions }: KeyedCounts): number {
  return Math.max(people, 0, ...petitions);
}

export function isLowerBound(qualifier: FigureQualifier): boolean {
  return qualifier === 'more-than';
}

/** How many of those counted live in the country; not told in public when either part is so small that it points at people. */
export function residentFigures(counted: number, residents: number, exact: boolean): ResidentFigures {
  const small = (n: number): boolean => n > 0 && n < SMALLEST_CELL;
  return { counted, residents: !exact && (small(residents) || small(counted - residents)) ? null : residents };
}
