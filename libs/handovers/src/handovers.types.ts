import { type BundleFigures, type BundleOverlap, type ResidentFigures } from './bundles/bundle.types.js';
/** Plain data that crosses the border of this lib. Days are `YYYY-MM-DD`, instants `Date`, figures whole numbers. */

export const HANDOVER_LEVELS = ['national', 'regional', 'global'] as const;
export type HandoverLevel = (typeof HANDOVER_LEVELS)[number];

/** `listed`: named in a source without a day; `refused` and `absent`: brought, and not received. */
export const HANDOVER_STATUSES = ['planned', 'listed', 'held', 'refused', 'absent', 'cancelled'] as const;
export type HandoverStatus = (typeof HANDOVER_STATUSES)[number];

export const HOLD_OUTCOMES = ['held', 'refused', 'absent'] as const;
export type HoldOutcome = (typeof HOLD_OUTCOMES)[number];

export const FIGURE_QUALIFIERS = ['exact', 'more-than', 'nearly', 'approximately'] as const;
export type FigureQualifier = (typeof FIGURE_QUALIFIERS)[number];

export const RECIPIENT_KINDS = ['executive', 'parliament', 'public-body', 'intergovernmental', 'other'] as const;
export type HandoverRecipientKind = (typeof RECIPIENT_KINDS)[number];

export const RESPONSE_KINDS = ['said', 'letter', 'answer', 'receipt'] as const;
export type ResponseKind = (typeof RESPONSE_KINDS)[number];

export const COMMITMENT_KINDS = ['ratification', 'legislation', 'policy', 'review', 'procedure', 'advocacy', 'cooperation', 'service'] as const;
export type CommitmentKind = (typeof COMMITMENT_KINDS)[number];

export const COMMITMENT_STATUSES = ['promised', 'in-progress', 'fulfilled', 'broken', 'superseded', 'lapsed'] as const;
export type CommitmentStatus = (typeof COMMITMENT_STATUSES)[number];

/** Who writes: a user's id for history and audit, and the name shown beside what was recorded. */
export interface HandoverActor {
  id: string;
  name: string;
}

/** `public`: what anybody may read. `organiser`: everything; the caller has checked the rights. */
export type Audience = 'public' | 'organiser';

export interface HandoverRecipient {
  /** Null: an office, no person named. */
  name: string | null;
  office: string | null;
  body: string | null;
  kind: HandoverRecipientKind;
  /** Met at the occasion, but not a recipient. */
  metOnly: boolean;
  /** The office it is addressed to, if that is kept with its holders. */
  officeId: string | null;
  details: Record<string, unknown>;
}

export interface HandoverPresenter {
  name: string | null;
  affiliation: string | null;
  details: Record<string, unknown>;
}

export interface HandoverDate {
  /** As told, in EDTF; null: no date is known. */
  edtf: string | null;
  from: string | null;
  to: string | null;
  /** One day, told without doubt. */
  exact: boolean;
  note: string | null;
  /** Local wall-clock time `HH:MM`. */
  startTime: string | null;
  timeZone: string;
  /** Exists only with an exact day, a time and a zone. */
  startsAt: Date | null;
}

export interface StatedFigure {
  signatures: number;
  qualifier: FigureQualifier;
}

/** Words of one field by language, beside the plain string in the campaign's own language. */
export type OtherWords = Record<string, Record<string, string>>;

export interface HandoverListItem {
  id: string;
  key: string | null;
  campaign: string;
  jurisdiction: { id: string; name: string; kind: 'country' | 'region' | 'world' };
  level: HandoverLevel;
  status: HandoverStatus;
  date: HandoverDate;
  place: string | null;
  title: string | null;
  recipients: HandoverRecipient[];
  /** As printed or presented; null: no figure published. */
  stated: StatedFigure | null;
  commitments: number;
  responses: number;
  words: OtherWords;
  demonstration: boolean;
  record: boolean;
  calendarSequence: number;
}

export interface HandoverResponse {
  id: string;
  kind: ResponseKind;
  text: string;
  language: string | null;
  datedOn: string | null;
  document: string | null;
  /** The file itself, with its hash. */
  file: DocumentRef | null;
  /** The same words in other languages; `text` is the original. */
  translations: Record<string, string>;
  /** The earlier version that this one corrects; both stay. */
  replaces: string | null;
  recordedAt: Date;
  /** Who wrote it down; null in public. */
  recordedBy: string | null;
}

/** A kept file, as facts refer to it. */
export interface DocumentRef {
  id: string;
  name: string;
  mediaType: string;
  size: number;
  /** Hex. */
  sha256: string;
}

/** What the office that is told of answered, and until when it is given time. */
export interface RightOfReply {
  windowDays: number;
  askedOn: string | null;
  openUntil: Date | null;
  text: string | null;
  language: string | null;
  datedOn: string | null;
  file: DocumentRef | null;
  repliedAt: Date | null;
}

export interface CommitmentStatusEntry {
  id: string;
  status: CommitmentStatus;
  datedEdtf: string | null;
  evidence: string | null;
  file: DocumentRef | null;
  /** Since when the link of the evidence has not answered; null: it does, or nobody has looked. */
  deadSince: string | null;
  /** The commitment that took its place. */
  supersededBy: string | null;
  /** Null: none is due. */
  reply: RightOfReply | null;
  note: string | null;
  recordedAt: Date;
  /** Who wrote it down; null in public. */
  recordedBy: string | null;
}

export interface AnsweredCall {
  id: number;
  key: string;
  jurisdiction: string;
}

export interface Commitment {
  id: string;
  key: string | null;
  handoverId: string;
  campaign: string;
  jurisdiction: { id: string; name: string };
  position: number;
  /** The original words. */
  text: string;
  /** Of the original words; null: the campaign's own. */
  language: string | null;
  kind: CommitmentKind;
  madeBy: string | null;
  /** The office that is bound: it stays when the person goes. */
  office: { id: string; names: Record<string, string>; holderThen: string | null; holderNow: string | null } | null;
  instrument: string | null;
  /** The calls it names; `all`: the calls as a whole; empty: none of them. */
  answers: 'all' | AnsweredCall[];
  answersNote: string | null;
  due: { edtf: string; from: string; to: string } | null;
  /** `review`: no day was promised, somebody looks again on it. */
  dueKind: 'due' | 'review';
  note: string | null;
  /** The newest entry of the history. */
  status: CommitmentStatus;
  overdue: boolean;
  /** Oldest first; the last one holds. */
  history: CommitmentStatusEntry[];
  words: OtherWords;
  source: unknown;
}

/** One change of day, time, place or status: how it stood before, and why it changed. */
export interface HandoverChange {
  at: Date;
  /** Id of the user; null in public. */
  actor: string | null;
  reason: string | null;
  before: { dateEdtf: string | null; startTime: string | null; timeZone: string; place: string | null; status: HandoverStatus };
}

export interface Handover extends Omit<HandoverListItem, 'commitments' | 'responses'> {
  campaignId: number;
  presenters: HandoverPresenter[];
  covers: 'all' | { id: string; name: string }[];
  residents: number | null;
  otherFigures: unknown[];
  outcome: string | null;
  claims: unknown[];
  notes: unknown[];
  heldAt: Date | null;
  changeReason: string | null;
  source: unknown;
  responses: HandoverResponse[];
  commitments: Commitment[];
  /** Oldest first. */
  changes: HandoverChange[];
  /** Null for a national handover. */
  bundle: BundleFigures | null;
  /** What was recorded on the day; null: nothing, or not told yet. */
  day: HandoverDay | null;
  /** Until then nothing of the result is public; null in public. */
  embargo: { until: Date; timeZone: string } | null;
  /** Of a bundle, once it was asked for. */
  overlap: BundleOverlap | null;
  /** The earlier bundle in whose place this one stands, and the later one that stands in its place. */
  supersedes: string | null;
  supersededBy: string | null;
  /** Null where the handover's petition takes no signatures of its own. */
  verified: ResidentFigures | null;
  createdAt: Date;
}

export interface Page<Item> {
  items: Item[];
  page: number;
  pageSize: number;
  total: number;
}

export interface RecipientInput {
  name?: string | null;
  office?: string | null;
  body?: string | null;
  kind: HandoverRecipientKind;
  metOnly?: boolean;
  officeId?: string | null;
}

export interface PresenterInput {
  name?: string | null;
  affiliation?: string | null;
}

export interface ScheduleHandover {
  /** Slug of the campaign. */
  campaign: string;
  jurisdiction: string;
  /** Follows from the jurisdiction; if given, it must agree. */
  level?: HandoverLevel;
  status?: 'planned' | 'listed';
  /** EDTF, exact or approximate. Null: no date is known yet. */
  date?: string | null;
  dateNote?: string | null;
  startTime?: string | null;
  timeZone?: string;
  place?: string | null;
  title?: string | null;
  recipients?: RecipientInput[];
  presenters?: PresenterInput[];
  /** Jurisdictions whose petitions are handed over; default: this one, a region's members, or all for the world. */
  covers?: 'all' | string[];
}

export interface HandoverPatch {
  /** Why; kept with the change. Asked for when the day, time, zone or place of a handover changes. */
  reason?: string | null;
  date?: string | null;
  dateNote?: string | null;
  startTime?: string | null;
  timeZone?: string;
  place?: string | null;
  title?: string | null;
  recipients?: RecipientInput[];
  presenters?: PresenterInput[];
  covers?: 'all' | string[];
  /** Corrections of a handover that took place. */
  outcome?: string | null;
  signatures?: number | null;
  qualifier?: FigureQualifier | null;
  residents?: number | null;
}

export interface HoldHandover {
  outcome: HoldOutcome;
  /** The day it took place, `YYYY-MM-DD`; default: the planned day if that is exact. */
  heldOn?: string;
  /** Figure presented; required when `held`. */
  signatures?: number;
  qualifier?: FigureQualifier;
  residents?: number;
  whatWasSaid?: string;
  receivedBy?: string;
  /** Until then the public is told nothing of it. */
  embargo?: { until: Date; timeZone: string } | null;
}

export interface ResponseInput {
  kind: ResponseKind;
  text: string;
  language?: string | null;
  datedOn?: string | null;
  document?: string | null;
  /** Of `#libs/documents`, of the same place. */
  documentId?: string | null;
  translations?: Record<string, string>;
  /** The version that this one corrects. */
  replaces?: string | null;
}

export interface CommitmentInput {
  text: string;
  /** Of the words (BCP 47); left out: the campaign's own. */
  language?: string | null;
  translations?: Record<string, string>;
  officeId?: string | null;
  /** A day to look again; in place of `due`, where nobody promised a day. */
  reviewOn?: string | null;
  kind: CommitmentKind;
  madeBy?: string | null;
  instrument?: string | null;
  answers?: 'all' | string[];
  answersNote?: string | null;
  /** EDTF; left out: a review 90 days after the handover. Null: none. */
  due?: string | null;
  note?: string | null;
  /** EDTF; when it was promised. Default: the day of the handover. */
  promisedOn?: string | null;
}

export interface StatusInput {
  status: CommitmentStatus;
  /** EDTF; when it came to be so. */
  dated?: string | null;
  /** A link or a text; asked for whenever more is claimed than a promise. */
  evidence?: string | null;
  documentId?: string | null;
  /** Asked for with `superseded`. */
  supersededBy?: string | null;
  /** With `broken` and `lapsed`: how long the office has for its reply, 1 to 90 days, default 14. */
  replyDays?: number | null;
  note?: string | null;
}

export const RECEIPTS = ['link', 'letter', 'register', 'none'] as const;
export type ReceiptKind = (typeof RECEIPTS)[number];

export interface HandoverDay {
  receipt: { kind: ReceiptKind; number: string | null; file: DocumentRef | null; /** By the recipient's side, over the link. */ confirmed: { name: string; office: string; at: Date }[] };
  quote: { text: string; language: string | null; by: string | null } | null;
  /** Names of the delegates who were there; empty in public. */
  attendance: string[];
  /** In public only where the people in it agreed. */
  photo: { file: DocumentRef; agreed: boolean } | null;
  recordedAt: Date;
}

/** What a write concerns, for the caller to judge rights by before it writes. */
export interface HandoverSubject {
  handoverId: string;
  campaignId: number;
  campaign: string;
  level: HandoverLevel;
  /** The handover's own jurisdiction first, then those it covers (for `all`, none besides). */
  jurisdictions: string[];
  coversAll: boolean;
}
