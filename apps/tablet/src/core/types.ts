import type { Kit, KitSheet } from '#libs/stores';

/** What a customer writes and chooses. It lives in the form and, sealed, in the outbox: nowhere else. */
export interface CustomerSigning {
  petitionId: number;
  textVersion: number;
  language: string;
  givenName: string;
  familyName: string | null;
  email: string | null;
  postcode: string | null;
  town: string | null;
  /** ISO 3166-1 alpha-2, country of residence. */
  country: string;
}

/** One line of a paper sheet, typed in by staff. Sheet, line and attempt make its id: typed twice, it is the same record. */
export interface SheetLine {
  sheetId: string;
  line: number;
  attempt: number;
  petitionId: number;
  textVersion: number;
  language: string;
  /** As written on the sheet, YYYY-MM-DD. */
  signedOn: string;
  person: Omit<CustomerSigning, 'petitionId' | 'textVersion' | 'language'>;
  /** Typed a second time by another person, to measure how often keying goes wrong. */
  secondKeying: boolean;
}

/**
 * The one thing that staff should know of, the gravest first: `storage-broken` (the disk can't be used), `storage-full`, `retired`,
 * `ask-manager` (the server doesn't take this tablet's word), `upgrade` (this version is too old), `stuck` (single records the server
 * doesn't take), `offline`. Whatever it is, what was captured is kept.
 */
export type Trouble = 'none' | 'offline' | 'ask-manager' | 'retired' | 'upgrade' | 'stuck' | 'storage-full' | 'storage-broken';

/**
 * `unsupported`: no WebCrypto, IndexedDB or locks, as over plain HTTP. `awaiting`: paired, the manager has not compared the fingerprint.
 * `refused`: the manager refused or retired it or called it stolen; nothing new is collected, what waits is kept.
 */
export type Phase = 'unsupported' | 'unpaired' | 'awaiting' | 'ready' | 'refused';

/** A fresh object after every change: screens may compare by identity. */
export interface TabletState {
  readonly phase: Phase;
  readonly device: { id: string; fingerprint: string; storeName: string; name: string } | null;
  readonly kit: Kit | null;
  /** Records in the outbox, the stuck ones included. */
  readonly waiting: number;
  /** Signing time of the oldest record that waits. ISO 8601. */
  readonly oldestWaiting: string | null;
  /** When the server last took a batch, be it an empty one. ISO 8601. */
  readonly lastSynced: string | null;
  /** The browser has promised not to clear storage by itself. */
  readonly storageProtected: boolean;
  /** By the store's calendar day. */
  readonly capturedToday: number;
  /** By the store's other tablets, as far as it has arrived at the server. */
  readonly othersToday: number;
  readonly typedToday: number;
  readonly shift: { id: string; startedAt: string; captured: number; typed: number } | null;
  readonly pinSet: boolean;
  readonly trouble: Trouble;
  readonly uploading: boolean;
}

export type PairingOutcome = 'awaiting' | 'code-unknown' | 'no-agreement' | 'wrong-root' | 'too-many' | 'offline';

export interface Tablet {
  readonly state: TabletState;
  subscribe(listener: () => void): () => void;
  /** Milliseconds since 1970 by the server's clock as far as it is known. */
  now(): number;
  /**
   * Makes a new device key and hands over its public half. `expectedRoot` is what the QR code says of the campaign's root (hex, or the
   * beginning of it). A tablet that was paired before keeps what waits in its outbox and sends it as the new device.
   */
  pair(code: string, name: string, expectedRoot?: string): Promise<PairingOutcome>;
  /** Asks whether the manager has admitted it and loads the kit. Done by itself every 3 s while `awaiting`. */
  checkAdmission(): Promise<void>;
  /** Resolved: it is on the disk, sealed. @throws StorageFull StorageBroken NoKey NotPaired — then nothing was kept */
  capture(signing: CustomerSigning): Promise<void>;
  /** @throws as `capture`; UnknownSheet if the kit doesn't have the sheet or the line */
  captureLine(line: SheetLine): Promise<void>;
  /** The lines of a sheet that were typed on this tablet already, in the attempt (or the second keying) that the kit asks for. */
  linesKept(sheet: KitSheet): Promise<ReadonlySet<number>>;
  /** Ends the shift that runs, if one does. */
  startShift(): Promise<void>;
  /** What staff and manager compare at the end: `waiting` are all that wait, of whatever shift. */
  endShift(): Promise<{ captured: number; typed: number; waiting: number }>;
  /** @throws RangeError unless it is 4 to 8 digits */
  setPin(pin: string): Promise<void>;
  /** 'ok' too if none is set. */
  checkPin(pin: string): Promise<'ok' | 'wrong' | { waitS: number }>;
  /** Staff pressed for it: tries at once, whatever it was waiting for. */
  sync(): void;
  refreshKit(): Promise<void>;
  /** The screens say whether the idle (till or lock) screen is shown: `whenQuiet` waits for it. */
  idle(isIdle: boolean): void;
  /** Runs `work` (taking over a new version) as soon as the idle screen is shown and no upload is under way, and lets none begin meanwhile. */
  whenQuiet(work: () => Promise<void>): Promise<void>;
  /** Called when this version turns out too old to go on: look for a new one now. */
  onUpgradeWanted(listener: () => void): () => void;
  /** Lets go of the database, timers and listeners. */
  close(): void;
}

/** The disk is full: staff must free some before anybody signs. */
export class StorageFull extends Error {
  override readonly name = 'StorageFull';
}
/** The browser's database can't be used, even after opening it anew. */
export class StorageBroken extends Error {
  override readonly name = 'StorageBroken';
}
/** The kit has no key that this browser could seal to. */
export class NoKey extends Error {
  override readonly name = 'NoKey';
}
/** Not paired, not admitted, or refused. */
export class NotPaired extends Error {
  override readonly name = 'NotPaired';
}
export class UnknownSheet extends Error {
  override readonly name = 'UnknownSheet';
}
