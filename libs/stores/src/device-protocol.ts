/** The form of what a tablet sends. A tablet of the two protocols before is taken for 90 days more (`protocolTaken`). */
export const DEVICE_PROTOCOL = 1;
/** Records of one batch, and bytes of its body. */
export const BATCH_MOST_RECORDS = 200;
export const BATCH_MOST_BYTES = 2 * 1024 * 1024;
/** A tablet's clock may be this far off when it signs a request; it learns the time from every answer. */
export const CLOCK_TOLERANCE_S = 600;
/** How long a retired tablet may still hand over what it holds, and how long after closing a petition takes what was signed before. */
export const DRAIN_DAYS = 30;
/** Marks an answer as ours, so that the page of a Wi-Fi login is never taken for success. */
export const ANSWER_HEADER = 'countersign-answer';
/** Milliseconds since 1970 by the server's clock. */
export const TIME_HEADER = 'countersign-time';

export const DEVICE_STATES = ['awaiting', 'active', 'retired', 'stolen', 'refused'] as const;
export type DeviceState = (typeof DEVICE_STATES)[number];

/** What the tablet is told when its code was right. */
export interface DevicePairing {
  device: string;
  state: DeviceState;
  /** `K7QM-3FWD`: the manager compares it with what the tablet shows. */
  fingerprint: string;
  campaign: string;
  /** SHA-256 of the campaign's root key, hex: pinned by the tablet. */
  rootFingerprint: string;
  store: { name: string; language: string };
  serverTime: string;
}

/** One signature, sealed on the tablet, with what must be known of it without opening it. */
export interface DeviceRecord {
  /** From 1, without holes, in the order of signing on this tablet. */
  seq: number;
  id: string;
  petitionId: number;
  textVersion: number;
  language: string;
  channel: 'store' | 'paper';
  /** What the envelope is bound to: the tablet's clock, corrected by the offset it knew. ISO 8601 with milliseconds. */
  signedAt: string;
  /** The tablet's own clock at that instant, uncorrected. */
  deviceClock: string;
  /** Server minus tablet in milliseconds, as the tablet knew it then. */
  offsetMs: number;
  /** The envelope, base64. */
  sealed: string;
  /** From tablets of earlier releases: keys of partners whose news were asked for. Taken, and not kept. */
  updates?: string[];
  shiftId?: string | null;
  /** Typed in from paper: `id` follows from these three. */
  sheet?: { id: string; line: number; attempt: number; secondKeying: boolean } | null;
}

export interface ShiftReport {
  id: string;
  startedAt: string;
  endedAt: string | null;
  /** Signatures captured on this tablet in the shift, and lines typed in. */
  captured: number;
  typed: number;
}

export interface DeviceBatch {
  protocol: number;
  appVersion: string;
  clock: string;
  offsetMs: number;
  /** What lies in the outbox, these records included. */
  waiting: number;
  oldestWaiting: string | null;
  storageProtected: boolean;
  /** The last sequence number that was given out. */
  highestSeq: number;
  shifts: ShiftReport[];
  records: DeviceRecord[];
}

export type RecordOutcome = 'stored' | 'repeated' | 'conflict';

export interface BatchAnswer {
  serverTime: string;
  results: { seq: number; id: string; outcome: RecordOutcome }[];
  /** Shifts of the batch that are written down. */
  shifts: string[];
  /** Changes when the kit does: then the tablet fetches it anew. */
  kitVersion: string;
  /** What the store's other tablets captured on this day of the store's calendar, as far as it has arrived; for the till's screen. */
  others?: { day: string; captured: number };
}

export interface KitText {
  language: string;
  version: number;
  title: string;
  demand: string;
  notice: string | null;
}

export interface KitPetition {
  id: number;
  slug: string;
  /** ISO 3166-1 of the country whose petition it is. */
  jurisdiction: string;
  eligibility: 'anyone' | 'residents';
  minimumAge: number;
  /** Null: not settled. ISO 8601. */
  opensAt: string | null;
  closesAt: string | null;
  open: boolean;
  defaultLanguage: string;
  texts: KitText[];
  /** The calls to action in order, each in the languages it has: language → sentence. */
  calls: Record<string, string>[];
  /** Always empty: tablets of earlier releases refuse a kit without it. */
  partners: never[];
  controller: string | null;
  contact: string | null;
}

export interface KitSheet {
  id: string;
  number: string;
  petitionId: number;
  language: string;
  textVersion: number;
  lines: number;
  /** Lines to be typed again, with the attempt to use. All others: attempt 1. */
  attempts: Record<string, number>;
  /** Drawn for a second keying by another person. */
  secondKeying: boolean;
  printedAt: string;
}

/** The public key of a campaign and month, as `CampaignPublicKey` of the vault. */
export interface KitKey {
  campaignId: string;
  keyId: string;
  month: string;
  publicKey: string;
  rootPublicKey: string;
  rootFingerprint: string;
  signature: string;
  /** Which agreement `publicKey` is for. */
  suite: 'x25519' | 'p256';
}

/** All that a tablet needs to collect without a network. Nothing in it is secret or personal. */
export interface Kit {
  version: string;
  serverTime: string;
  campaign: { slug: string; title: Record<string, string>; demonstration: boolean; defaultLanguage: string };
  store: { id: string; code: string; name: string; country: string; language: string; timeZone: string };
  device: { id: string; name: string };
  keys: KitKey[];
  petitions: KitPetition[];
  /** Sheets of this store that came back and are to be typed. */
  sheets: KitSheet[];
  /** Rises when a manager has the staff's PIN forgotten. */
  pinReset: number;
}
