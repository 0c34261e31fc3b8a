import { createHash } from 'node:crypto';

export const CHANNELS = ['online', 'store', 'paper', 'partner'] as const;
export type Channel = (typeof CHANNELS)[number];

/** One signature on its way to the worker. Everything personal is inside `sealed`. */
export interface SealedSignature {
  /** UUIDv7, lower case. The same id never counts as two records. */
  id: string;
  petitionId: number;
  textVersion: number;
  /** BCP 47 tag of the text that was read. */
  language: string;
  channel: Channel;
  /** ISO 8601 with milliseconds. */
  signedAt: string;
  /** The envelope, base64. */
  sealed: string;
  /** The signing time that counts, where it is not the one the envelope is bound to: a tablet's clock is believed within bounds only. */
  believedAt?: string | null;
  via?: string | null;
  /** Keys of the partners whose updates were asked for. */
  updates?: string[];
  synthetic?: boolean;
  /** Why it waits for a judgement before it can count: a code, nothing personal. */
  held?: string;
  /** Of the range of addresses it came from: the same for the same range and petition, by a key of the servers. Only where it may be needed. */
  range?: string;
  /** By which the one who asked for it follows this signature through the logs (W3C Trace Context). It goes no further than logs, queues and outbox: no table keeps it. */
  trace?: string;
}

/** What one BullMQ job carries: the signatures that arrived within a few milliseconds. */
export interface SealedBatch {
  id: string;
  receivedAt: string;
  records: SealedSignature[];
  /** Synthetic history only: the instant at which these count. */
  asOf?: string;
}

/** Whether somebody stood by when it was signed, so that no mail needs to confirm it. */
export const isWitnessed = (channel: Channel): boolean => channel === 'store' || channel === 'paper';

/** What tells one record from another of the same id: SHA-256 of all that its envelope is bound to, and of the envelope. */
export function contentOf({ id, petitionId, textVersion, language, channel, signedAt, sealed }: SealedSignature): Buffer {
  return createHash('sha256').update(JSON.stringify([id, petitionId, textVersion, language, channel, signedAt, sealed])).digest();
}

/**
 * A record as JSON that Postgres takes: its `jsonb` knows neither U+0000 nor half a surrogate pair. A record that is set aside for such
 * a text must not keep the rest of its batch waiting for ever. Without its trace, which is for logs and not to be kept.
 */
export const asJson = (record: SealedSignature): string =>
  JSON.stringify({ ...record, trace: undefined }, (_, value: unknown) => (typeof value === 'string' ? value.replace(/[\0\p{Cs}]/gu, '\ufffd') : value));
