import type { DeviceState } from './device-protocol.js';
import type { SheetState } from './sheet-rules.js';

/** Who does it: a user's id for history and audit, and the name shown beside what was recorded. */
export interface StoreActor {
  id: string;
  name: string;
}

export interface PageRequest {
  /** From 1. */
  page?: number;
  /** At most 100. */
  pageSize?: number;
}

/** A part of a campaign's stores: what is given must fit. Nothing given: all of them. */
export interface StoreScope {
  jurisdictionId?: string | null;
  area?: string | null;
  storeId?: string | null;
}

export const STORE_KINDS = ['store', 'partner'] as const;
export type StoreKind = (typeof STORE_KINDS)[number];

/** The processor agreement (GDPR Art. 28), without which no tablet is paired. */
export interface Agreement {
  /** `YYYY-MM-DD` */
  signedOn: string;
  signedBy: string;
  /** Where the paper is kept: a file number or address. */
  document: string;
  recordedBy: string;
  recordedAt: string;
}

export interface NewStore {
  campaignId: number;
  /** ISO 3166-1 alpha-2, a country of the campaign. */
  jurisdictionId: string;
  kind?: StoreKind;
  /** The link code of its poster: a-z, 0-9 and hyphens. */
  code: string;
  name: string;
  area?: string | null;
  town?: string | null;
  language: string;
  /** IANA. */
  timeZone: string;
}

/** What is left out stays. The code is printed on posters and stays for good. */
export type StorePatch = Partial<Omit<NewStore, 'campaignId' | 'code' | 'jurisdictionId'>>;

export interface Store {
  id: string;
  campaignId: number;
  jurisdictionId: string;
  kind: StoreKind;
  code: string;
  name: string;
  area: string | null;
  town: string | null;
  language: string;
  timeZone: string;
  agreement: Agreement | null;
  closedAt: Date | null;
  createdAt: Date;
}

/** A store in a list, with how its tablets are. */
export interface StoreLine extends Omit<Store, 'agreement'> {
  agreed: boolean;
  /** Active tablets, and those that a manager has still to compare. */
  devices: number;
  awaiting: number;
  /** Signatures on its tablets that have not arrived, as the tablets last said. */
  waiting: number;
  oldestWaitingAt: Date | null;
  lastSeenAt: Date | null;
  /** Tablets not seen for a day with something waiting. */
  silent: number;
}

export interface StoreFilter extends PageRequest {
  campaignId: number;
  jurisdictionIds?: readonly string[];
  storeIds?: readonly string[];
  area?: string;
  /** Part of a name, code or town. */
  search?: string;
  kind?: StoreKind;
  /** Closed ones too. */
  withClosed?: boolean;
  /** What the reader may see: stores in any of these. Left out: all. */
  within?: readonly StoreScope[];
}

/** All stores of one area of one country. */
export interface StoreArea {
  jurisdictionId: string;
  area: string | null;
  stores: number;
  devices: number;
  waiting: number;
  silent: number;
}

export interface CsvResult {
  created: number;
  changed: number;
  unchanged: number;
}

export interface NewPairingCode {
  pairingId: string;
  /** `ABC-DEFGH`: told once, kept only as a hash. */
  code: string;
  expiresAt: Date;
}

export interface Redemption {
  code: string;
  /** The raw uncompressed point of a P-256 key, 65 bytes, base64url. */
  publicKey: string;
  name?: string | null;
  appVersion: string;
  storageProtected: boolean;
}

export interface PairingState {
  state: 'waiting' | 'answered' | 'expired' | 'used-up';
  storeId: string;
  expiresAt: Date;
  device?: { id: string; name: string; fingerprint: string; state: DeviceState };
}

export interface DeviceLine {
  id: string;
  storeId: string;
  name: string;
  /** `K7QM-3FWD` */
  fingerprint: string;
  state: DeviceState;
  pairedAt: Date;
  stateChangedAt: Date;
  lastSeenAt: Date | null;
  waiting: number;
  oldestWaitingAt: Date | null;
  appVersion: string | null;
  storageProtected: boolean | null;
  /** Server minus tablet. */
  clockOffsetMs: number | null;
  highestSeq: number;
  /** Sequence numbers given out that have not arrived; those that wait on the tablet are among them. */
  missing: number;
  /** Missing ones that the tablet doesn't say are waiting. */
  unaccounted: number;
  /** Not seen for a day, with something waiting. */
  silent: boolean;
  /** Of a retired one: until when it may still hand over. */
  drainsUntil: Date | null;
  pinReset: number;
}

export interface SequenceGap {
  from: number;
  to: number;
}

export interface SilentDevice {
  deviceId: string;
  deviceName: string;
  storeId: string;
  storeCode: string;
  storeName: string;
  campaignId: number;
  jurisdictionId: string;
  area: string | null;
  lastSeenAt: Date;
  waiting: number;
  oldestWaitingAt: Date | null;
}

/** What a tablet said of itself with its last batch. */
export interface DeviceSighting {
  waiting: number;
  oldestWaiting: Date | null;
  appVersion: string;
  storageProtected: boolean;
  offsetMs: number;
  highestSeq: number;
}

/** A tablet whose signature on a request was right. */
export interface DeviceActor {
  deviceId: string;
  storeId: string;
  campaignId: number;
  jurisdictionId: string;
  /** Never `stolen` or `refused`: those are turned away. */
  state: DeviceState;
  stateChangedAt: Date;
  pairedAt: Date;
  /** The number of the batch; 0 where nothing is handed over. */
  batch: number;
  /** SHA-256 of the body. */
  digest: Buffer;
}

export interface SignedRequest {
  method: string;
  /** As in the request line. One with a query is refused: it would not be signed. */
  path: string;
  headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  rawBody: Uint8Array;
}

export interface ShiftFigures {
  /** Captured by customers and typed in, by the tablet's count. */
  captured: number;
  /** Of those, lines typed in from paper. */
  typed: number;
  /** Arrived here: stored + repeated + conflict + quarantined. */
  received: number;
  stored: number;
  repeated: number;
  conflict: number;
  quarantined: number;
  /** Captured and not arrived. */
  waiting: number;
  /** Arrived though the tablet does not count them: its report has not come yet, or something is wrong. */
  unexplained: number;
}

/** What became of what arrived, by who counts. */
export interface ShiftResults {
  counted: number;
  duplicate: number;
  pending: number;
  /** Expired, withdrawn, invalid or not yet written. */
  other: number;
}

export interface ShiftReconciliation extends ShiftFigures {
  id: string;
  deviceId: string;
  deviceName: string;
  storeId: string;
  startedAt: Date;
  endedAt: Date | null;
  reportedAt: Date;
  signedOff: { at: Date; by: string; figures: ShiftFigures; note: string | null } | null;
  /** Null in lists, and where so few arrived that it would tell who has signed before. */
  results: ShiftResults | null;
}

export interface SheetDestruction {
  /** Who saw it. */
  witness: string;
  method: string;
}

export interface Sheet {
  id: string;
  /** `10042-0` */
  number: string;
  storeId: string;
  petitionId: number;
  language: string;
  textVersion: number;
  lines: number;
  state: SheetState;
  printedAt: Date;
  outAt: Date | null;
  returnedAt: Date | null;
  /** Lines with a signature, counted by whoever took it back. */
  filled: number | null;
  /** Lines that arrived from typing. */
  typed: number;
  finishedAt: Date | null;
  /** Why a sheet was finished though lines and typed lines differ. */
  note: string | null;
  attestedCountId: string | null;
  secondKeying: boolean;
  destroyed: (SheetDestruction & { by: string; at: string }) | null;
}

export interface PrintSheets {
  petitionId: number;
  language: string;
  /** Sheets, at most 500. */
  count: number;
  /** Lines of each, 1 to 40. */
  lines: number;
}

export interface SheetFilter extends PageRequest {
  states?: readonly SheetState[];
  petitionId?: number;
  /** Only those drawn for a second keying. */
  secondKeying?: boolean;
}

/** A line that was typed twice, differently. What was typed is not shown: look at the paper. */
export interface LineConflict {
  keyingId: string;
  sheetId: string;
  number: string;
  line: number;
  attempt: number;
  petitionId: number;
  keyedAt: Date;
  deviceName: string;
  drawn: boolean;
}

export interface ErrorRate {
  /** Lines of second keyings that were compared, and those that differed. */
  compared: number;
  different: number;
}
