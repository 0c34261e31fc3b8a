import { createHash, createHmac, randomInt } from 'node:crypto';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Queues } from '#libs/queues';
import { newPersonSalt, sealBlob, Sealer, signatureContext } from '#libs/vault';
import { BatchDoor } from './doors/batch-door.js';
import { type FirstTime, recordOfKey } from './idempotency-rules.js';
import { MicroBatch } from './micro-batch.js';
import { PublishedKeys } from './published-keys.js';
import { type Channel, type SealedBatch, type SealedSignature } from './sealed-batch.js';
import { encodeRecord, type SignatureRecord } from './signature-record.js';
import { newRecordId } from './record-id.js';
import { keyReused, unavailable } from './signatures.errors.js';

/**
 * Whoever signs alone waits 4 ms. From 2,000 a second on, batches gather for 30 ms, and go on doing so down to 270 a second: a hundred
 * signatures and more then share what a job costs here, in Redis, the worker and Postgres, in place of a dozen.
 */
const BATCHES = { max: 200, waitMs: 4, crowd: { from: 8, waitMs: 30 }, atOnce: 2, maxWaiting: 20_000, refuse: unavailable };
const KEY_TTL_S = 86_400;

/** What was checked at the door and is to be kept. */
export interface Submission {
  petitionId: number;
  /** Slug of the petition's campaign. */
  campaign: string;
  textVersion: number;
  /** Language of the text that was read. */
  language: string;
  channel: Channel;
  person: Omit<SignatureRecord, 'salt'>;
  via?: string | null;
  updates?: string[];
  synthetic?: boolean;
  /** See `SealedSignature`. */
  held?: string | undefined;
  range?: string | undefined;
  trace?: string | undefined;
  idempotency?: { key: string; body: string };
}

export interface Receipt {
  /** A number for the signer's own papers. It opens nothing, and is stored only where an Idempotency-Key asks for the same answer again: in Redis, for a day. */
  receipt: string;
  /** Id of the batch that it went in; only for one that carries a trace. */
  batch?: string;
}

/**
 * The door: seals each signature the moment it arrives, gathers what comes within a few milliseconds and hands it to
 * Redis as one job. Resolving means that Redis has it in its append-only file; an error means that nothing may be
 * acknowledged. It holds no key that opens anything.
 */
@Injectable()
export class SignatureIntake implements OnApplicationShutdown {
  private readonly sealers = new Map<string, Sealer>();
  private readonly batches: MicroBatch<SealedSignature, string>;

  constructor(private readonly queues: Queues, private readonly keys: PublishedKeys, private readonly door: BatchDoor) {
    this.batches = new MicroBatch((records) => this.enqueue(records), BATCHES);
  }

  async accept(submission: Submission): Promise<Receipt> {
    if (!this.keys.isFresh(submission.campaign)) await this.keys.prepare(submission.campaign);
    const again = submission.idempotency ? await this.firstTime(submission.petitionId, submission.idempotency) : null;
    const batch = await this.batches.add(this.seal(submission, again?.id ?? newRecordId(), new Date(again?.at ?? Date.now())));
    return { receipt: again?.receipt ?? newReceipt(), ...(submission.trace ? { batch } : {}) };
  }

  /**
   * Seals a whole batch at once and hands it over: for the command line and for tests. `asOf` back-dates synthetic history.
   * Whoever gives ids can send the same again after a kill, and nothing is there twice.
   */
  async acceptAll(submissions: readonly (Submission & { signedAt: Date; id?: string })[], asOf?: Date, batchId?: string): Promise<void> {
    for (const campaign of new Set(submissions.map((one) => one.campaign))) await this.keys.prepare(campaign);
    const records = submissions.map((one) => this.seal(one, one.id ?? newRecordId(), one.signedAt));
    await this.enqueue(records, asOf, batchId);
  }

  /** Somebody who lost the mail asks for the link that takes the signature back. Nobody learns whether there is one. */
  async requestWithdrawal(request: { petitionId: number; campaign: string; email: string }): Promise<void> {
    await this.keys.prepare(request.campaign);
    const [id, at] = [newRecordId(), new Date().toISOString()];
    const sealed = sealBlob(this.sealer(request.campaign), Buffer.from(request.email), { kind: 'withdrawal-request', id, petitionId: request.petitionId, at });
    await this.door.ask({ id, petitionId: request.petitionId, campaign: request.campaign, at, sealed: sealed.toString('base64') });
  }

  private seal(submission: Submission, id: string, at: Date): SealedSignature {
    const { petitionId, textVersion, language, channel } = submission;
    const signedAt = at.toISOString();
    const plaintext = encodeRecord({ ...submission.person, salt: newPersonSalt().toString('base64') });
    const sealed = this.sealer(submission.campaign).seal(plaintext, signatureContext({ recordId: id, petitionId, textVersion, language, channel, signedAt }));
    return {
      id, petitionId, textVersion, language, channel, signedAt, sealed: sealed.toString('base64'),
      ...(submission.via ? { via: submission.via } : {}),
      ...(submission.updates?.length ? { updates: submission.updates } : {}),
      ...(submission.synthetic ? { synthetic: true } : {}),
      ...(submission.held ? { held: submission.held } : {}),
      ...(submission.range ? { range: submission.range } : {}),
      ...(submission.trace ? { trace: submission.trace } : {}),
    };
  }

  private sealer(campaign: string): Sealer {
    let sealer = this.sealers.get(campaign);
    if (!sealer) this.sealers.set(campaign, (sealer = new Sealer(() => this.keys.current(campaign))));
    return sealer;
  }

  private async enqueue(records: readonly SealedSignature[], asOf?: Date, batchId: string = newRecordId()): Promise<string[]> {
    const batch: SealedBatch = { id: batchId, receivedAt: new Date().toISOString(), records: [...records], ...(asOf ? { asOf: asOf.toISOString() } : {}) };
    await this.door.keep(batch);
    return records.map(() => batchId);
  }

  /**
   * Idempotency-Key: the same key and body become the same record, which never counts as two. Its id follows from both, so that this
   * holds with Redis away too; what Redis remembers besides is the first instant, and that a key was used for another body.
   * What it keeps says nothing to one who reads it: the fingerprint is keyed with the caller's key, of which only a hash is stored.
   */
  private async firstTime(petitionId: number, { key: given, body }: { key: string; body: string }): Promise<FirstTime> {
    const name = `idempotency:${createHash('sha256').update(`${petitionId}\0${given}`).digest('base64url')}`;
    const fingerprint = createHmac('sha256', given).update(body).digest('base64url');
    const fresh = { ...recordOfKey(petitionId, given, fingerprint, Date.now()), fingerprint };
    const first = this.door.redisIsAway ? fresh : await this.remembered(`${this.queues.prefix}:${name}`, fresh).catch(() => {
      this.door.redisWentAway();
      return fresh;
    });
    if (first.fingerprint !== fingerprint) throw keyReused();
    return first;
  }

  /** What came first under this name; if nothing did, `fresh`, and from now on that. */
  private async remembered<Value>(key: string, fresh: Value): Promise<Value> {
    if ((await this.queues.redis.set(key, JSON.stringify(fresh), 'EX', KEY_TTL_S, 'NX')) !== null) return fresh;
    const stored = await this.queues.redis.get(key);
    return stored === null ? fresh : (JSON.parse(stored) as Value);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.batches.idle();
  }
}

const newReceipt = (): string => `${randomInt(1_000, 10_000)}-${randomInt(1_000, 10_000)}-${randomInt(1_000, 10_000)}`;
