import { type StatedFigure } from '../handovers.types.js';

/** A country within a bundle, with its own figure if it has one. */
export interface BundleMember {
  id: string;
  name: string;
  stated: StatedFigure | null;
  verified: number;
  /** Its own handover; `afterBundle`: after the bundle's day, so that it may have gone on collecting. Null: a date is not known. */
  handover: { id: string; date: string | null; afterBundle: boolean | null } | null;
}

/** Three kinds of figure, side by side. Whoever adds them counts people twice. */
export interface BundleFigures {
  /** As printed or claimed for the bundle itself. */
  stated: StatedFigure | null;
  /** Of the members' own figures: how many members have one, and whether one of those is a lower bound. Null: none has. */
  sumOfMembers: { signatures: number; from: number; of: number; lowerBound: boolean } | null;
  /** Counted rows in the database of the members' petitions. */
  verified: number;
  members: BundleMember[];
  /** Members that handed over after the bundle's day. */
  after: string[];
  /** Members with a printed figure of their own: how many people stand in both is not known, and the two are never added. */
  overlapUnknown: string[];
}

/** "N signatures by at least M people", over the petitions of a bundle at one instant. */
export interface BundleOverlap {
  /** Null: asked for, and not reckoned yet. */
  asOf: Date | null;
  signatures: number | null;
  people: number | null;
  petitions: number | null;
}

/** "N signatures, of whom M live in this country"; residents null: too few on one side to be told apart. */
export interface ResidentFigures {
  counted: number;
  residents: number | null;
}
