import { defineJob } from '#libs/queues';
import { type SealedBatch } from './sealed-batch.js';

/** A batch of sealed signatures to open, judge, write and count. */
export const RECORD_BATCH = defineJob<SealedBatch>('signatures.batch', 'intake');

/** Somebody asks for the withdrawal link; the address is inside `sealed`. */
export const FIND_WITHDRAWAL = defineJob<WithdrawalRequest>('signatures.withdrawal-request', 'acts');

/** Erases what was never confirmed, and finds whom to remind. */
export const SWEEP_UNCONFIRMED = defineJob<Record<string, never>>('signatures.sweep', 'clockwork');

/** Lets go what was noted thirty days ago, and releases what was held where it is calm again. */
export const SWEEP_SCREENING = defineJob<Record<string, never>>('signatures.screening', 'clockwork');

/** Makes the keys of new campaigns and of the coming month, and publishes their public halves. */
export const ENSURE_KEYS = defineJob<Record<string, never>>('signatures.keys', 'clockwork');

export interface WithdrawalRequest {
  id: string;
  petitionId: number;
  campaign: string;
  at: string;
  sealed: string;
}

/** Retired. An earlier release so handed on a sealed batch that Postgres holds. */
export const DRAIN_SEALED = defineJob<{ batch: string }>('signatures.drain', 'intake');

/** A line of a sheet was typed twice: do the two say the same? */
export const COMPARE_KEYINGS = defineJob<{ keying: string }>('signatures.compare-keyings', 'acts');

/** A line is to be typed again: what was typed before is no true signature. */
export const DROP_KEYED_LINE = defineJob<{ petitionId: number; recordId: string }>('signatures.drop-keyed-line', 'acts');

/** What a stolen tablet handed over since an instant is no true signature. */
export const DROP_DISOWNED = defineJob<{ deviceId: string; since: string }>('signatures.drop-disowned', 'acts');
