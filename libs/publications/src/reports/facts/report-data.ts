import { type CommitmentStatus, type FigureQualifier, type HandoverLevel, type HandoverRecipientKind, type HandoverStatus } from '#libs/handovers';
import { type SourceReference, type Words } from '#libs/petitions';

/** What reports are made from: plain data of one campaign at one instant, whoever gathered it. Lists may come in any order. */
export interface ReportData {
  campaign: {
    slug: string; title: Words; summary: Words; kind: 'record' | 'live'; demonstration: boolean; noindex: boolean;
    /** Of plain strings. */
    language: string;
    /** EDTF; null for a living campaign. */
    asOf: string | null;
  };
  places: ReportPlace[];
  calls: ReportCall[];
  handovers: ReportHandover[];
  claims: ReportClaim[];
  goals: { key: string; number: number; title: Words }[];
  instruments: { key: string; name: Words }[];
  documents: { id: string; title: string; author: string | null; date: string | null }[];
  /** The newest first. */
  cards: ReportCardRound[];
  standings: ReportStanding[];
  timeline: ReportEvent[];
  stamp: Pick<ReportStamp, 'asOf' | 'seals' | 'imports'>;
}

export type ReportRating = 'green' | 'yellow' | 'red' | 'not-assessed';

/** A round of progress cards. */
export interface ReportCardRound {
  key: string;
  title: Words;
  /** EDTF; null: the source does not say. */
  period: string | null;
  goals: { key: string; title: Words; indicators: { key: string; title: Words }[] }[];
  /** Ratings by indicator; one that is missing or null is not known. `stars`: where NGOs do the work. */
  cards: { jurisdiction: string; ratings: Readonly<Record<string, ReportRating | null>>; stars: string[] }[];
}

/** Where a place stands with a treaty, law or plan, and by what, the oldest first. Dates are EDTF. */
export interface ReportStanding {
  jurisdiction: string;
  instrument: string;
  name: Words;
  state: string;
  reserved: boolean;
  events: { event: string; date: string | null; note: Words | null }[];
}

export interface ReportEvent {
  key: string;
  kind: string;
  /** EDTF; an interval where it went on for days. */
  date: string;
  /** First possible day. */
  from: string;
  title: Words;
  jurisdictions: string[];
}

/** How many ratings of each kind there are, goal by goal, on the cards that the countries are shown by. `unknown`: the source is silent. */
export interface GoalRatings {
  /** Of editions frozen earlier: theirs are of one round. */
  round?: Words;
  /** With a card. */
  countries: number;
  goals: ({ goal: string } & RatingCounts)[];
}

export interface RatingCounts { green: number; yellow: number; red: number; notAssessed: number; unknown: number }

/** The instant of the data, and what it rests on. Nothing in a report tells any other time. */
export interface ReportStamp {
  /** ISO 8601: when what everybody may read changed last, as far as an instant of it may be told. */
  asOf: string;
  /** SHA-256 of the report without its stamp, as canonical JSON (RFC 8785); editions frozen earlier have none. Hex. */
  factsSha256?: string;
  seals: { handover: string; number: number; root: string; statementSha256: string; sealedAt: string }[];
  /** The newest file of each format, with the hash of its bytes; editions frozen earlier name no format. */
  imports: { format?: string; sha256: string; at: string }[];
  /** Head of the audit chain, of editions frozen earlier. */
  audit?: { n: number; hash: string };
}

export interface ReportFigure { count: number; qualifier: FigureQualifier }

export interface ReportPlace {
  id: string;
  kind: 'country' | 'region' | 'world';
  names: Words;
  /** In the campaign's own order. */
  position: number;
  /** Of a region or the world. */
  members: string[];
  regions: string[];
  petition: 'petition' | 'research-only' | 'none';
  /** The region whose texts and calls apply. */
  sharesCallsOf: string | null;
  addressee: Words | null;
  demand: Words;
  /** Vouched for, not handed over by the country itself or not told apart from that: see `ownFigure`. */
  attested: (ReportFigure & { note: string | null })[];
  /** Counted rows as the public is told them; null where none could be. */
  verified: number | null;
  source: SourceReference | null;
}

export interface ReportCall {
  id: string;
  jurisdiction: string;
  position: number;
  texts: Words;
  goal: string | null;
  alsoGoals: string[];
  target: Words | null;
  instruments: string[];
  note: string | null;
  source: SourceReference | null;
}

export interface ReportHandover {
  /** Key of the file, else the id. */
  id: string;
  jurisdiction: string;
  level: HandoverLevel;
  status: HandoverStatus;
  date: { edtf: string | null; from: string | null; to: string | null; exact: boolean; note: string | null };
  place: Words | null;
  recipients: { name: string | null; office: Words | null; body: Words | null; kind: HandoverRecipientKind; metOnly: boolean }[];
  presenters: { name: string | null; affiliation: string | null; description: Words | null }[];
  figure: ReportFigure | null;
  /** Told of the same handover elsewhere. */
  otherFigures: (ReportFigure & { source: SourceReference | null })[];
  covers: 'all' | string[];
  outcome: Words | null;
  claims: Words[];
  notes: string[];
  responses: { kind: string; texts: Words; on: string | null }[];
  commitments: ReportCommitment[];
  source: SourceReference | null;
}

export interface ReportCommitment {
  id: string;
  texts: Words;
  kind: string;
  by: Words | null;
  instrument: string | null;
  answers: 'all' | string[];
  answersNote: string | null;
  /** EDTF. */
  due: string | null;
  status: CommitmentStatus;
  /** EDTF: when it came to be so; null: nobody says. */
  statusDate: string | null;
  overdue: boolean;
  history: { status: CommitmentStatus; date: string | null; evidence: string | null }[];
  note: string | null;
  source: SourceReference | null;
}

/** Printed or claimed by somebody, added to nothing. */
export interface ReportClaim {
  key: string;
  jurisdiction: string | null;
  labels: Words;
  figure: ReportFigure;
  unit: string;
  /** Of which countries it speaks, where it names them. */
  countries: string[];
  source: SourceReference | null;
}
