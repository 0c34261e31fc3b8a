import { type DBSchema, type IDBPDatabase, type IDBPTransaction, type StoreNames } from 'idb';
import type { DeviceRecord, DeviceState, Kit, RecordOutcome } from '#libs/stores';

/**
 * A record that waits: sealed, with what the server must know of it. `queued` → `sending` → gone with a receipt; `stuck` if the server
 * does not take it as it is. `sending` says only that a request may have left: after a kill it counts as queued.
 */
export interface OutboxRow {
  seq: number;
  id: string;
  status: 'queued' | 'sending' | 'stuck';
  record: DeviceRecord;
  /** When it got stuck and under which version of the app: it is tried again by the next version, or a day later. */
  stuck: { at: number; appVersion: string } | null;
}

/** That a record arrived. Nothing of its content. */
export interface Receipt {
  id: string;
  seq: number;
  outcome: RecordOutcome;
  at: number;
  /** A line of paper that was drawn to be typed twice, typed the second time: the id is that of the first. */
  secondKeying?: true;
}

export interface ShiftRow {
  id: string;
  startedAt: string;
  endedAt: string | null;
  captured: number;
  typed: number;
  /** What the server last wrote down of it, see `shiftMark`. */
  acknowledged: string | null;
}

export interface DayRow {
  day: string;
  captured: number;
  typed: number;
}

export interface Identity {
  device: string;
  fingerprint: string;
  campaign: string;
  /** Pinned at pairing: only keys that the campaign's root signed are sealed to. */
  rootFingerprint: string;
  storeName: string;
  name: string;
  /** Not extractable: it can sign on this tablet and leave it never. */
  privateKey: CryptoKey;
  standing: DeviceState;
}

export interface PinRow {
  salt: Uint8Array;
  hash: Uint8Array;
  rounds: number;
  /** `kit.pinReset` when it was set. */
  reset: number;
  wrong: number;
  waitUntil: number;
}

export interface Settings {
  identity: Identity;
  kit: { kit: Kit; etag: string | null };
  pin: PinRow;
  /** Last sequence number given out. */
  lastSeq: number;
  batchNumber: number;
  clock: { offsetMs: number };
  /** Id of the shift that runs. */
  shift: string;
  lastSynced: number;
  /** What the store's other tablets captured on a day, by the newest answer. */
  others: { day: string; captured: number };
}

export interface TabletSchema extends DBSchema {
  outbox: { key: number; value: OutboxRow; indexes: { status: [string, number]; id: string } };
  receipts: { key: string; value: Receipt; indexes: { at: number } };
  shifts: { key: string; value: ShiftRow };
  days: { key: string; value: DayRow };
  settings: { key: keyof Settings; value: Settings[keyof Settings] };
  /** Written and deleted to learn whether the disk still takes something. */
  canary: { key: number; value: Uint8Array };
}

export type StoreName = StoreNames<TabletSchema>;
export type Migration = (db: IDBPDatabase<TabletSchema>, tx: IDBPTransaction<TabletSchema, StoreName[], 'versionchange'>) => void | Promise<void>;

/**
 * Step n brings the database from version n to n + 1. Steps are only ever added: a tablet may hold unsent signatures of any version,
 * and going back is refused by browsers (VersionError).
 */
export const MIGRATIONS: readonly Migration[] = [
  (db) => {
    const outbox = db.createObjectStore('outbox', { keyPath: 'seq' });
    outbox.createIndex('status', ['status', 'seq']);
    outbox.createIndex('id', 'id');
    db.createObjectStore('receipts', { keyPath: 'id' }).createIndex('at', 'at');
    db.createObjectStore('shifts', { keyPath: 'id' });
    db.createObjectStore('days', { keyPath: 'day' });
    db.createObjectStore('settings');
    db.createObjectStore('canary');
  },
];
