import { type StatedFigure } from '../i18n/index.js';
import { type CommitmentState, type HandoverState, type LocalText, type PetitionState } from '../ui/index.js';
import { type Section } from './sections.js';

/**
 * What the citizens' pages show, as plain data. Controllers fill these from the libs; views only set them in words.
 * Dates are EDTF unless called `…At` (an instant, ISO 8601). Addresses are paths on this site, without the language.
 * Unknown is `null`, never 0.
 */

/** An ISO 3166-1 country, or a region by its id. `name` is used only where the language has no name for the id. */
export interface PlaceView {
  id: string;
  name?: string;
}

// ---------- campaign and home ----------

export interface TotalView {
  /** Signatures entered one by one. `null`: none are entered in this campaign (a record). */
  counted: number | null;
  /** Sum of attested counts; of a record: the printed figures. */
  attested: number | null;
  attestedKind: 'attested' | 'printed';
  total: number;
  /** A "more than" is part of the sum. */
  lowerBound: boolean;
  countriesWithFigure: number;
  countriesWithPetition: number;
  countriesWithoutFigure: readonly PlaceView[];
  asOfAt: string | null;
}

export interface CountryRowView {
  place: PlaceView;
  href: string | null;
  state: PetitionState;
  figure: StatedFigure | null;
  sharedWith: PlaceView | null;
  handedOver: string | null;
}

/** Claimed figures of regions and the world: shown beside, never added. */
export interface StatedClaimView {
  label: LocalText | null;
  place: PlaceView;
  stated: StatedFigure | null;
  membersSum: { value: number; from: number; of: number } | null;
  verified: number;
  date: string | null;
}

export interface CampaignView {
  slug: string;
  /** Absolute; left out where the page is shown without a server. */
  canonicalUrl?: string;
  title: LocalText;
  intro: readonly LocalText[];
  /** A record is frozen as of a date; a live campaign takes signatures. */
  kind: 'live' | 'record';
  recordAsOf: string | null;
  demonstration: boolean;
  noindex: boolean;
  partners: readonly string[];
  total: TotalView;
  countries: readonly CountryRowView[];
  /** What there is to see of it besides its petitions. */
  sections: readonly Section[];
  statedClaims: readonly StatedClaimView[];
  outcome: {
    nationalHandovers: number;
    signaturesHandedOver: StatedFigure | null;
    calls: number;
    commitments: { promised: number; inProgress: number; fulfilled: number; broken?: number; withdrawn?: number };
  } | null;
}

export interface HomeView {
  campaign: CampaignView | null;
  record: { href: string; title: LocalText; asOf: string; figures: { countries: number; signatures: StatedFigure; handovers: number; promises: number } } | null;
}

// ---------- petition ----------

export interface CallView {
  id: string;
  number: number;
  text: LocalText;
  goal: 'prevention' | 'legal' | 'services' | null;
  target: LocalText | null;
  instruments: readonly LocalText[];
  /** Of the demonstration: the call of the record that it rewords. */
  originHref: string | null;
  /** `named`: a promise answers this call; `whole`: only one about the whole petition. `null`: answers are not tracked yet (no handover). */
  answer: 'named' | 'whole' | 'none' | null;
}

export interface TallyView {
  counted: number | null;
  attested: { count: number; lowerBound: boolean; kind: 'attested' | 'printed' } | null;
  /** `null`: no figure was published. */
  total: StatedFigure | null;
  asOfAt: string | null;
  /** `daily`: a petition of high privacy, published once a day in steps. */
  publication: 'live' | 'daily' | 'frozen';
  next: { threshold: number; remaining: number; forecast: { from: string; to: string } | null } | null;
  /** Already merged by the publication rules; `other` last. */
  byCountry: readonly { place: PlaceView; count: number }[];
  /** Server-sent events with the same shape as the tally; `null` where the count is not live. */
  streamHref: string | null;
}

export interface SignValues {
  givenName?: string;
  familyName?: string;
  email?: string;
  country?: string;
  postcode?: string;
  town?: string;
  ageConfirmed?: boolean;
  consentPetition?: boolean;
  /** Ids of partners ticked. */
  consentUpdates?: readonly string[];
  /** The demand for names that was shown. */
  consentNames?: string;
}

/** A field at fault by its API name and stable code; the view says it in the page's language. */
export interface FieldFault {
  field: string;
  code: string;
}

export interface SignFormView {
  action: string;
  textVersion: string;
  via: string | null;
  minimumAge: number;
  controller: string;
  defaultCountry: string | null;
  /** `residents`: only people living there may sign. */
  eligibility: 'anyone' | 'residents';
  confirmation: 'required' | 'none';
  /** Where a law demands names: which, for whom, and what is agreed to. */
  names?: { law: LocalText; office: LocalText; fields: readonly ('name' | 'postcode' | 'town' | 'country')[]; demand: string } | null;
  /** `wording`: what the partner's box says in its own words. */
  partners: readonly { id: string; name: string; wording?: LocalText | null }[];
  /** Shown to organisers before it opens: nothing can be filled in or sent. */
  disabled?: boolean;
  values: SignValues;
  faults: readonly FieldFault[];
  /** Why a form that was sent comes back although nothing in it is wrong. */
  problem: { kind: 'unavailable' } | { kind: 'too-many'; retryAfterSeconds: number } | null;
}

export interface PrivacyView {
  controller: string;
  /** Shown as a mail address if it is one. */
  contact: string;
  retention: LocalText;
  noticeHref: string | null;
  noticeVersion: string;
}

export interface HelpContactView {
  name: LocalText;
  detail: LocalText | null;
  phone: string | null;
  url: string | null;
}

export interface RecipientView {
  /** `null`: the office received it. */
  name: string | null;
  office: LocalText | null;
  body: LocalText | null;
  kind: 'executive' | 'parliament' | 'public-body' | 'intergovernmental' | 'other';
}

export interface HandoverView {
  id: string;
  state: HandoverState;
  /** Of a bundle that the petition is part of: the region or the world it is for. `null`: the petition's own. */
  together: PlaceView | null;
  /** Frozen as of a date: what was planned then may have happened since. */
  record: boolean;
  date: string | null;
  place: LocalText | null;
  recipients: readonly RecipientView[];
  presenters: readonly string[];
  figure: StatedFigure | null;
  /** Of the figure: people who live in the petition's country, where known. */
  livingHere: number | null;
  outcome: LocalText | null;
  claims: readonly LocalText[];
  awaitingAnswer: boolean;
  /** Oldest first, each as last corrected. */
  answers: readonly AnswerView[];
  quote: (LocalText & { by: string | null }) | null;
  photoHref: string | null;
  /** Where everybody may check the figures; null: not sealed, or not told yet. */
  sealHref: string | null;
  /** Of a region or the world, on its own page. */
  bundle: BundleView | null;
}

export interface AnswerView {
  text: LocalText;
  /** Where `text` is a translation. */
  original: LocalText | null;
  date: string | null;
  /** As the source names it. */
  document: string | null;
  file: { href: string; name: string } | null;
}

/** Shown side by side and never added. */
export interface BundleView {
  stated: StatedFigure | null;
  membersSum: { figure: StatedFigure; from: number; of: number } | null;
  verified: number;
  people: { signatures: number; people: number; asOfAt: string } | null;
  /** Members that handed over after the bundle's day. */
  after: readonly PlaceView[];
  overlapUnknown: readonly PlaceView[];
}

export interface CommitmentView {
  id: string;
  text: LocalText;
  by: LocalText | null;
  state: CommitmentState;
  due: string | null;
  /** Made to the shared petition of a region or the world; its numbers of calls are not this petition's. */
  together: PlaceView | null;
  /** Numbers of the calls it answers; `all`: the petition as a whole. */
  answers: 'all' | readonly number[];
  history: readonly { state: CommitmentState; date: string | null; note: LocalText | null; evidenceUrl: string | null; /** Since when the link has not answered. */ deadSince?: string | null; file?: { id: string; name: string } | null; reply?: LocalText | null }[];
  original?: LocalText | null;
  office?: { name: LocalText; then: string | null; now: string | null } | null;
}

export interface PetitionView {
  slug: string;
  href: string;
  campaign: { title: LocalText; href: string; kind: 'live' | 'record'; demonstration: boolean };
  place: PlaceView;
  title: LocalText;
  addressee: LocalText | null;
  preamble: LocalText | null;
  /** What changed since people sign; null or left out: nothing did. `signers` null: not told. */
  changes?: { edition: number; since: string; correctedOn: string | null; earlier: readonly { edition: number; signers: number | null }[] } | null;
  /** For organisers only, before others see it. */
  preview?: boolean;
  state: PetitionState;
  opensOn: string | null;
  /** Only for a closed petition; `null`: date not in the source. */
  closedOn: string | null;
  sharedWith: PlaceView | null;
  /** Of a regional text: the countries where it is signed. */
  members: readonly CountryRowView[];
  /** Whether the members sign this very text, or each a petition of its own. */
  membersShare: boolean;
  /** Of a region or the world: what was stated for it, beside the sum of its members and what was verified. */
  statedClaims: readonly StatedClaimView[];
  calls: readonly CallView[];
  tally: TallyView | null;
  form: SignFormView | null;
  privacy: PrivacyView | null;
  help: readonly HelpContactView[];
  whatYouCanDo: readonly LocalText[];
  handovers: readonly HandoverView[];
  commitments: readonly CommitmentView[];
  sources: readonly { document: LocalText; place: string; href: string | null }[];
  canonicalUrl: string;
  /** The campaign asks search engines to leave it out. */
  noindex: boolean;
}

// ---------- after signing ----------

export interface PetitionRef {
  title: LocalText;
  href: string;
  demonstration: boolean;
}

export interface CheckMailView {
  petition: PetitionRef;
  email: string;
  /** "Did you mean": a likelier address than the one typed. */
  suggestion: string | null;
  sender: string;
  /** All that was typed, carried in the page so that nothing need be stored to send again. */
  resend: { action: string; textVersion: string; via: string | null; values: SignValues };
  faults: readonly FieldFault[];
  sentAgain: boolean;
  /** The built-in mail catcher, where there is one. */
  catcherHref: string | null;
}

export interface ConfirmView {
  petition: PetitionRef;
  action: string;
}

export interface ThanksView {
  petition: PetitionRef;
  /** Without confirmation the signature has arrived but may not be counted yet. */
  confirmed: boolean;
  tally: TallyView | null;
  shareUrl: string;
  help: readonly HelpContactView[];
  whatYouCanDo: readonly LocalText[];
}

export interface NoticeView {
  petition: PetitionRef;
  /** Paragraphs with an empty line between. */
  notice: LocalText;
}

export interface WithdrawView {
  petition: PetitionRef;
  action: string;
}

export interface WithdrawnView {
  petition: PetitionRef;
}

export interface WithdrawalRequestView {
  action: string;
  /** `null`: the petition is chosen from `petitions`. */
  petition: { slug: string; title: LocalText } | null;
  petitions: readonly { slug: string; title: LocalText; place: PlaceView }[];
  values: { petition?: string; email?: string };
  faults: readonly FieldFault[];
}

export type ProblemView =
  | { kind: 'expired-link'; petition: PetitionRef | null }
  | { kind: 'unknown-link' }
  | { kind: 'not-found' }
  | { kind: 'gone' }
  | { kind: 'too-many'; retryAfterSeconds: number }
  | { kind: 'unavailable' }
  | { kind: 'error'; reference: string | null };

export interface FirstRunView {
  action: string;
}

