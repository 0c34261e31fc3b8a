import { Injectable } from '@nestjs/common';
import { Log } from '#libs/config';
import { Database, sqlState } from '#libs/database';
import { WRITTEN } from '#libs/metrics';
import { codeOf } from '#libs/queues';
import { LiveCounts } from '#libs/tallies';
import { Opener, personCommit, PrivateKeyStore, signatureContext, tokenHash, VaultError } from '#libs/vault';
import { type NewRow } from './ledger.repository.js';
import { type Batch, type BatchResult, SignatureLedger } from './ledger.service.js';
import { MicroBatch } from './micro-batch.js';
import { personKeys } from './person-keys.js';
import { isDisposable, domainOf } from './screening/tag-rules.js';
import { tagsOf } from './screening/tags.js';
import { isWitnessed, type SealedBatch, type SealedSignature } from './sealed-batch.js';
import { setAside } from './set-aside.js';
import { decodeRecord, fullName } from './signature-record.js';

interface Place { campaign: string; confirmation: 'required' | 'none'; demonstration: boolean }

/** What became of one of several batches: written, or why it comes again. */
type Outcome = { failure: Error } | { failure?: undefined; result: BatchResult };

/** Of a record that was set aside. */
const NOTHING: BatchResult = { inserted: 0, repeated: 0, taken: [] };

/** Something else has this id. */
const ID_TAKEN = 'signatures.id_taken';

const PLACES_FRESH_MS = 1_000;

/**
 * Batches written as one transaction, and such transactions under way at once: while Postgres writes one, the next is opened. In a crowd
 * it waits for more: a transaction over many petitions costs nearly the same however few signed each.
 */
const TOGETHER = {
  max: 16, waitMs: 0, atOnce: 2, maxWaiting: Infinity, refuse: (): Error => new Error('never'),
  crowd: { from: 60, waitMs: 50, weigh: ({ rows }: Batch): number => rows.length },
};

/**
 * The worker's half: opens a batch, computes what the ledger needs to know about each person, and has it written. What
 * cannot be opened or written is set aside alone, as sealed as it came; passing troubles are thrown, and the batch
 * comes again.
 */
@Injectable()
export class BatchWriter {
  private readonly opener: Opener;
  private known = { readAt: 0, places: new Map<number, Place>() };
  private readonly together = new MicroBatch<Batch & { sealed: SealedBatch }, Outcome>((batches) => this.writeTogether(batches), TOGETHER);

  constructor(private readonly db: Database, private readonly ledger: SignatureLedger, private readonly live: LiveCounts, private readonly keys: PrivateKeyStore, private readonly log: Log) {
    this.opener = new Opener(keys);
  }

  /**
   * `oneIdOneRecord`: an id has one content for ever, as on tablets; what comes under a taken id is set aside. (An online form that is
   * sent again under its idempotency key is sealed anew, and is the same.)
   */
  async write(batch: SealedBatch, { oneIdOneRecord = false }: { oneIdOneRecord?: boolean } = {}): Promise<void> {
    const places = await this.places(batch.records);
    const at = asOf(batch, places);
    const { rows, faults } = await this.readAll(batch, places, at !== null);
    for (const { record, code } of faults) await this.quarantine(batch.id, record, code);
    const outcome: Outcome = at !== null ? { result: await this.writeOrHalve(batch, rows, at) } : await this.together.add({ id: batch.id, rows, sealed: batch });
    if (outcome.failure !== undefined) throw outcome.failure;
    this.tell(batch, outcome.result);
    if (oneIdOneRecord) await this.setTakenAside(batch, outcome.result.taken);
    this.live.changed(rows.map((row) => row.petitionId));
  }

  /** What waits while a transaction is under way becomes the next one. If one batch keeps it from being written, each goes by itself. */
  private async writeTogether(batches: readonly (Batch & { sealed: SealedBatch })[]): Promise<Outcome[]> {
    try {
      return (await this.ledger.recordAll(batches)).map((result) => ({ result }));
    } catch {
      const outcomes: Outcome[] = [];
      for (const { sealed, rows } of batches) {
        outcomes.push(await this.writeOrHalve(sealed, rows, null).then((result): Outcome => ({ result }), (failure: Error) => ({ failure })));
      }
      return outcomes;
    }
  }

  private async readAll(batch: SealedBatch, places: ReadonlyMap<number, Place>, history: boolean): Promise<{ rows: NewRow[]; faults: { record: SealedSignature; code: string }[] }> {
    const read = (): ReturnType<BatchWriter['read']>[] => batch.records.map((record) => this.read(record, batch, places.get(record.petitionId), history));
    let answers: ReturnType<BatchWriter['read']>[];
    try {
      answers = read();
    } catch {
      // Another worker may have made these keys since ours were read.
      await this.keys.reload();
      answers = read();
    }
    return {
      rows: answers.flatMap((answer) => ('row' in answer ? [answer.row] : [])),
      faults: answers.flatMap((answer) => ('row' in answer ? [] : [answer])),
    };
  }

  /** A record at fault would keep its whole batch from being written: halving finds it, and only it is set aside. */
  private async writeOrHalve(batch: SealedBatch, rows: readonly NewRow[], now: number | null): Promise<BatchResult> {
    try {
      return await this.ledger.record(batch.id, rows, now);
    } catch (error) {
      const [only] = rows;
      if (!only || !recordAtFault(error)) throw error;
      if (rows.length === 1) {
        const sealed = batch.records.find((record) => record.id === only.id);
        if (sealed) await this.quarantine(batch.id, sealed, codeOf(error));
        return NOTHING;
      }
      const half = Math.ceil(rows.length / 2);
      return sum(await this.writeOrHalve(batch, rows.slice(0, half), now), await this.writeOrHalve(batch, rows.slice(half), now));
    }
  }

  private tell(batch: SealedBatch, { inserted, repeated, became }: BatchResult): void {
    WRITTEN.inc({ what: 'new' }, inserted);
    WRITTEN.inc({ what: 'repeated' }, repeated);
    for (const { id, trace } of became ? batch.records : []) {
      const state = became?.get(id);
      if (trace && state) this.log.pino.info({ trace, batch: batch.id, became: state }, 'a traced signature');
    }
  }

  /** Whoever sent them was told they are stored: they must not vanish because something else came first under their id. */
  private async setTakenAside(batch: SealedBatch, ids: readonly string[]): Promise<void> {
    for (const record of batch.records) if (ids.includes(record.id)) await this.quarantine(batch.id, record, ID_TAKEN);
  }

  /** @throws VaultError for a key that is not here (yet) */
  private read(sealed: SealedSignature, batch: SealedBatch, place: Place | undefined, history: boolean): { row: NewRow } | { record: SealedSignature; code: string } {
    if (!place) return { record: sealed, code: 'signatures.no_such_petition' };
    try {
      const envelope = Buffer.from(sealed.sealed, 'base64');
      const record = decodeRecord(this.opener.open(envelope, signatureContext({ ...sealed, recordId: sealed.id })));
      const keys = personKeys(this.keys.hashKey(place.campaign), record);
      if (!isWitnessed(sealed.channel) && keys.emailKey === null) return { record: sealed, code: 'signatures.no_address' };
      const signedAt = Date.parse(sealed.believedAt ?? sealed.signedAt);
      // Nobody reads the mail of somebody invented: made-up history was confirmed when it was signed.
      const live = isWitnessed(sealed.channel) || place.confirmation === 'none' || history;
      const token = (purpose: 'confirm' | 'withdraw'): Buffer =>
        tokenHash({ tokenKey: this.keys.tokenKey(place.campaign), petitionId: sealed.petitionId, recordId: sealed.id, purpose, attempt: 0 });
      return { row: {
        petitionId: sealed.petitionId, id: sealed.id, channel: sealed.channel, country: record.country, ...keys, signedAt,
        receivedAt: Date.parse(batch.receivedAt), confirmedAt: live ? signedAt : null,
        confirmHash: live ? null : token('confirm'), withdrawHash: keys.emailKey === null ? null : token('withdraw'),
        personCommit: personCommit(Buffer.from(record.salt, 'base64'), { name: fullName(record), email: record.email }),
        sealed: envelope, textVersion: sealed.textVersion, language: sealed.language,
        claimedAt: sealed.believedAt ? Date.parse(sealed.signedAt) : null, via: sealed.via ?? null, updates: sealed.updates ?? [], synthetic: sealed.synthetic ?? false, held: sealed.held ?? null, trace: sealed.trace ?? null,
        tags: record.email !== null && (sealed.range !== undefined || isDisposable(domainOf(record.email))) ? tagsOf(this.keys.hashKey(place.campaign), sealed, { ...record, email: record.email }) : null,
      } };
    } catch (error) {
      // A key that is not here (yet) may come back: the batch waits rather than lose anybody. Everything else is this record's own fault.
      if (error instanceof VaultError && (error.code === 'vault.unknown_key' || error.code === 'vault.unknown_campaign')) throw error;
      return { record: sealed, code: error instanceof VaultError ? error.code : 'signatures.unreadable' };
    }
  }

  /** At most a second old: what a petition asks for is changed by hand, and rarely while it is signed. */
  private async places(records: readonly SealedSignature[]): Promise<ReadonlyMap<number, Place>> {
    if (performance.now() - this.known.readAt > PLACES_FRESH_MS) this.known = { readAt: performance.now(), places: new Map() };
    const { places } = this.known;
    const unknown = [...new Set(records.map((record) => record.petitionId))].filter((id) => !places.has(id));
    if (unknown.length > 0) {
      const rows = await this.db.rows<Place & { id: number }>(
        `select p.id, p.confirmation, c.slug as campaign, c.demonstration from petitions p join campaigns c on c.id = p.campaign_id where p.id = any($1)`, [unknown]);
      for (const row of rows) places.set(row.id, row);
    }
    return places;
  }

  private async quarantine(batchId: string, record: SealedSignature, code: string): Promise<void> {
    await this.db.transaction((tx) => setAside(tx, [{ record, code, deviceId: null }], { batchId, fromRelease: true }));
    WRITTEN.inc({ what: 'set-aside' });
    if (record.trace) this.log.pino.info({ trace: record.trace, batch: batchId, became: 'set-aside', code }, 'a traced signature');
  }
}

function sum(one: BatchResult, other: BatchResult): BatchResult {
  const became = one.became || other.became ? new Map([...(one.became ?? []), ...(other.became ?? [])]) : undefined;
  return { inserted: one.inserted + other.inserted, repeated: one.repeated + other.repeated, taken: [...one.taken, ...other.taken], ...(became ? { became } : {}) };
}

/**
 * Whether it is a record that Postgres will not take: a value of no such type (SQLSTATE class 22), or one that a constraint of
 * `signatures` forbids (23). A missing table, a wrong tally or a mistake of ours is no signer's fault: then the batch waits.
 */
function recordAtFault(error: unknown): boolean {
  const code = sqlState(error) ?? '';
  const { table } = (error as { driverError?: { table?: unknown } }).driverError ?? (error as { table?: unknown });
  return code.startsWith('22') || (code.startsWith('23') && typeof table === 'string' && /^signatures(_\d+)?$/.test(table));
}

/** Only the demonstration's made-up history may say when it was counted: every record synthetic, every petition a demonstration's. */
function asOf(batch: SealedBatch, places: ReadonlyMap<number, Place>): number | null {
  const invented = batch.records.every((record) => record.synthetic && places.get(record.petitionId)?.demonstration);
  return batch.asOf && invented ? Date.parse(batch.asOf) : null;
}
