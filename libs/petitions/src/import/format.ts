/**
 * The campaign file, format `countersign-campaign/1`, as types. The schema (data/schema/campaign.schema.json) is the
 * rule and data/README.md explains it; these types only say the same to the compiler. A value of `CampaignFile` comes
 * from `parseCampaignFile` or `validateCampaignFile` and from nowhere else.
 */

export const CAMPAIGN_FORMAT = 'countersign-campaign/1';

/** BCP 47, as short as it can be: `en`, `fr`, `zh-Hant`, `pt-BR`. */
export type LanguageTag = string;

/** What citizens read, by language. */
export type Words = Readonly<Record<LanguageTag, string>>;

/** An EDTF string; in its plain form an ISO 8601 date of any precision. Its bounds: `edtfBounds`. */
export type EdtfString = string;

/** A day counted from the first start of the installation, for living campaigns only; `precision` blurs it. */
export interface RelativeDate {
  daysFromStart: number;
  precision?: 'day' | 'month' | 'quarter' | 'year';
}

/** Made one kind by `resolveDate`. */
export type FileDate = EdtfString | RelativeDate;

/** Of a number: as printed without a word, a lower bound, an upper bound, or neither. */
export type Qualifier = 'exact' | 'more-than' | 'nearly' | 'approximately';
export type RecipientKind = 'executive' | 'parliament' | 'public-body' | 'intergovernmental' | 'other';

/** Where a statement stands: `document` is an id of `documents`, `line` counts in its plain text, from 1. */
export interface SourceReference {
  document: string;
  place: string;
  line?: number;
  item?: number;
}

export interface SourceDocument {
  id: string;
  title: string;
  author: string;
  date: EdtfString | null;
  url?: string;
  usedFor?: string;
}

export interface CampaignFile {
  format: typeof CAMPAIGN_FORMAT;
  campaign: CampaignEntry;
  documents: SourceDocument[];
  jurisdictions: JurisdictionEntry[];
}

export interface CampaignEntry {
  slug: string;
  title: Words;
  summary?: Words;
  kind: 'record' | 'live';
  demonstration: boolean;
  noindex: boolean;
  /** Of notes and other plain strings. */
  language: LanguageTag;
  languages: LanguageTag[];
  recordAsOf: EdtfString | null;
  recordAsOfNote?: string;
  recordAsOfSource?: SourceReference;
  /** Slug of the campaign whose calls this one's `echoes` name. */
  echoesCampaign: string | null;
  controller: ControllerEntry | null;
  retention: { months: number; text: Words } | null;
  years?: { start: number; end: number; launch?: EdtfString; phases?: PhaseEntry[]; source?: SourceReference };
  report?: { title: string; published: EdtfString; publishers: string[]; source?: SourceReference };
  partners: PartnerEntry[];
  partnersSource?: SourceReference;
  groups?: { id: string; label: Words; note?: string }[];
  goals: GoalEntry[];
  indicators?: IndicatorEntry[];
  ratings?: { id: 'green' | 'yellow' | 'red'; meaning: Words; order: number; source?: SourceReference }[];
  ngoStar?: { symbol: string; meaning: Words; source?: SourceReference };
  instruments: InstrumentEntry[];
  globalCalls?: GlobalCallEntry[];
  /** Published figures: stated claims, never added to counts. */
  figures?: FigureEntry[];
  plannedPresentations?: PlannedPresentationEntry[];
  whatYouCanDo: { id: string; text: Words; source?: SourceReference }[];
  /** Shown with every petition, before its own. */
  helpContacts?: HelpContactEntry[];
}

export interface ControllerEntry {
  name: string;
  address: Words;
  email: string;
  dataProtectionOfficer?: string;
}

export interface PhaseEntry {
  year: number;
  from: number;
  to: number;
  objective: Words;
}

export interface PartnerEntry {
  id: string;
  name: string;
  role: Words;
  /** Signers may ask for this partner's news. */
  updates?: boolean;
}

export interface GoalEntry {
  id: string;
  number: number;
  title: Words;
  description: Words;
  cardHeading?: Words;
  source?: SourceReference;
}

export interface IndicatorEntry {
  id: string;
  goal: string;
  number: number;
  title: Words;
  description: Words;
  source?: SourceReference;
}

export interface InstrumentEntry {
  id: string;
  name: Words;
  type: 'international' | 'regional' | 'national-law' | 'national-plan';
  jurisdiction: string | null;
  note?: string;
}

export interface GlobalCallEntry {
  id: string;
  year: number;
  addressee: Words;
  goal: string;
  text: Words;
  source?: SourceReference;
}

export interface FigureEntry {
  id: string;
  label: Words;
  value: number;
  qualifier: Qualifier;
  unit: string;
  countries?: string[];
  source?: SourceReference;
}

export interface PlannedPresentationEntry {
  id: string;
  body: Words;
  kind: RecipientKind;
  examples?: string[];
  text: Words;
  date: FileDate | null;
  announced: FileDate | null;
  /** Id of the handover the plan led to. */
  handover: string | null;
  note?: string;
  source?: SourceReference;
}

export interface HelpContactEntry {
  id: string;
  name: Words;
  phone?: string;
  url?: string;
  hours?: Words;
  note?: Words;
  /** True: an example, not to be relied on; a page says so. */
  demonstration: boolean;
}

export interface JurisdictionEntry {
  /** ISO 3166-1 alpha-2, or `region-…`, or `global-…`. The petition's slug is `<campaign>-<id in lower case>`. */
  id: string;
  kind: 'country' | 'region' | 'global';
  iso2?: string;
  name: Words;
  nameInSource?: string;
  appendixEntry?: boolean;
  /** Of regions and the world; `*` is every country of the campaign with a petition. */
  members?: string[];
  membersBasis?: string;
  regions?: string[];
  groups?: string[];
  timeZone?: string;
  petition: PetitionEntry;
  /** A figure without a dated national handover, or `null`. */
  collected: CollectedEntry | null;
  handovers: HandoverEntry[];
  notes?: string[];
  source?: SourceReference;
}

export interface CollectedEntry {
  signatures: number | null;
  qualifier: Qualifier | null;
  note?: string;
  /** Id of the handover that carries the same figure: count it once. */
  sameAs?: string;
  source?: SourceReference;
}

export type PetitionStatusInFile = 'collected' | 'research-only' | 'no-petition' | 'draft' | 'open' | 'closed';

export interface PetitionEntry {
  status: PetitionStatusInFile;
  statusNote?: string | null;
  /** `{known: false}`: closed, and no source says when. `null`: not closed, or never a petition. */
  closed: ClosedEntry | null;
  addressee: Words | null;
  /** The region whose texts and calls apply here; own ones are then empty, all else is the country's own. */
  sharedFrom: string | null;
  /** The order in which languages are offered, the petition's own first; without it the order of `texts`. */
  languages?: LanguageTag[];
  texts: Readonly<Record<LanguageTag, PetitionTextEntry>>;
  callsToAction: CallToActionEntry[];
  policies?: PoliciesEntry;
  target?: number;
  milestones?: number[];
  opens?: FileDate;
  closes?: FileDate;
  helpContacts?: HelpContactEntry[];
  history?: HistoryEntry;
  source?: SourceReference;
}

export interface ClosedEntry {
  known: boolean;
  date?: FileDate;
  datePrinted?: string;
  source?: SourceReference;
}

export interface PetitionTextEntry {
  title?: string;
  /** Paragraphs parted by an empty line. */
  preamble?: string;
  /** Paragraphs parted by an empty line. */
  privacyNotice?: string;
}

export interface PoliciesEntry {
  confirmation: 'required' | 'none';
  eligibility: 'anyone' | 'residents';
  privacy: 'standard' | 'high';
  minimumAge: number;
}

/** Synthetic signers for a demonstration: who makes them is told how many, over which days and in what shape. */
export interface HistoryEntry {
  days: number;
  /** The last of these days lies so many days before the first start; default 0. */
  endsDaysBeforeStart?: number;
  /** Persons who count at the end of it. */
  counted: number;
  shape: 'launch-then-steady' | 'steady' | 'rising';
  /** Shares that add up to 1. */
  channels?: Partial<Record<'online' | 'store' | 'paper' | 'partner', number>>;
  /** Shares of countries of residence that add up to 1. */
  countries?: Readonly<Record<string, number>>;
}

export interface CallToActionEntry {
  id: string;
  text: Words;
  goal: string;
  alsoGoals: string[];
  /** The authority the call names. */
  target: Words | null;
  instruments: string[];
  /** Id of the call of `campaign.echoesCampaign` which this one takes up. */
  echoes?: string | null;
  note?: string;
  source?: SourceReference;
}

export interface HandoverEntry {
  id: string;
  level: 'national' | 'regional' | 'global';
  status: 'held' | 'listed' | 'planned';
  date: FileDate | null;
  datePrinted?: string;
  dateNote?: string | null;
  /** Local wall-clock time `HH:MM` in `timeZone`, or in the jurisdiction's. */
  time?: string;
  timeZone?: string;
  place: Words | null;
  recipients: RecipientEntry[];
  /** Met at the occasion, but not recipients. */
  alsoMet?: RecipientEntry[];
  presentedBy: PresenterEntry[];
  signatures: number | null;
  signaturesQualifier: Qualifier | null;
  /** Diverging figures elsewhere in the sources. */
  otherFigures?: { value: number; qualifier: Qualifier; source?: SourceReference }[];
  countedFor: string[];
  reception?: 'received' | 'refused' | 'absent';
  response?: { status: 'awaited' | 'given' | 'declined'; date?: FileDate; text?: Words; source?: SourceReference };
  outcome: Words | null;
  /** Records claimed for it. */
  claims?: Words[];
  commitments: CommitmentEntry[];
  notes?: string[];
  source?: SourceReference;
}

export interface RecipientEntry {
  /** `null`: an office, no person named. */
  name: string | null;
  title?: string;
  office: Words;
  body: Words | null;
  kind: RecipientKind;
  kindNote?: string;
  nameNote?: string;
  officeNote?: string;
}

export interface PresenterEntry {
  /** `null`: not named; `description` says who. */
  name: string | null;
  affiliation: string | null;
  alias?: string;
  description?: Words;
}

export interface CommitmentEntry {
  id: string;
  text: Words;
  kind: 'ratification' | 'legislation' | 'policy' | 'review' | 'procedure' | 'advocacy' | 'cooperation' | 'service';
  by: Words | null;
  instrument: string | null;
  /** Calls of the same jurisdiction (or of the region it borrows from); `all`: the calls as a whole; empty: none. */
  answers: 'all' | string[];
  answersNote?: string;
  status: 'promised' | 'in-progress' | 'fulfilled' | 'broken' | 'withdrawn';
  /** When it was fulfilled, broken or withdrawn. */
  date: FileDate | null;
  datePrinted?: string;
  due: FileDate | null;
  duePrinted?: string;
  note?: string;
  source?: SourceReference;
}
