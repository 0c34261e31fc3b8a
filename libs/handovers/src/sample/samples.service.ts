import { hash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AuditLog } from '#libs/access';
import { Database, type Tx, txRows } from '#libs/database';
import { assertFaultless } from '../handover-rules.js';
import { type FieldFault, HANDOVER_ERRORS, HandoverConflictError, HandoverNotFoundError } from '../handovers.errors.js';
import { HandoversRepository } from '../handovers.repository.js';
import { type HandoverActor } from '../handovers.types.js';
import { sealing } from '../seal/seal.repository.js';
import { drawnIndexes, MOST_DRAWN, nonceFault, plainNonce } from './draw-rules.js';
import { DRAWS_SQL, OUTCOME_SQL } from './question-rules.js';
import { type OutcomeInput } from './sample.types.js';

/** So many may be drawn from one seal. */
const MOST_SAMPLES = 20;
const LONGEST_NOTE = 200;

interface Held { id: string; number: number; published: boolean; open: number; drawn: number }

/** Samples of what was sealed, for the recipient to verify. Whether the actor may is decided by the caller. */
@Injectable()
export class Samples {
  constructor(private readonly db: Database, private readonly repository: HandoversRepository, private readonly audit: AuditLog) {}

  /**
   * Draws from the seal that stands, by a nonce that the recipient names once they know its root. No sample can be taken back or drawn
   * another way: each is kept, and told as one of so many. Returns its id.
   *
   * @throws HandoverInvalidError (`nonce`, `count`) · HandoverConflictError `seals.none`, `samples.too_many`
   */
  async draw(handoverId: string, input: { nonce: string; count: number }, actor: HandoverActor): Promise<string> {
    const nonce = plainNonce(input.nonce);
    return this.db.transaction(async (tx) => {
      await this.repository.locked(tx, handoverId);
      const standing = await sealing.standing(tx, handoverId);
      if (!standing) throw new HandoverConflictError(HANDOVER_ERRORS.sealNone);
      const [seal] = await txRows<{ root: Buffer; size: number; samples: number; taken: boolean }>(tx,
        `select root, size, (select count(*)::int from samples where seal_id = s.id) as samples, exists (select 1 from samples where seal_id = s.id and nonce = $2) as taken from seals s where id = $1`, [standing.id, nonce]);
      if (!seal) throw new Error('a seal that stands is there');
      if (seal.samples >= MOST_SAMPLES) throw new HandoverConflictError(HANDOVER_ERRORS.sampleTooMany);
      assertFaultless(inputFaults(nonce, input.count, seal));
      const [sample] = await txRows<{ id: string; number: number }>(tx,
        `insert into samples (seal_id, number, nonce, drawn, drawn_by) values ($1, $2, $3, $4, $5) returning id, number`, [standing.id, seal.samples + 1, nonce, input.count, actor.id]);
      if (!sample) throw new Error('a sample was drawn');
      await keepDraws(tx, sample.id, standing.id, drawnIndexes(seal.root, nonce, seal.size, input.count));
      await this.audit.append(tx, { actor: actor.id, action: 'sample.draw', subject: `handover:${handoverId}`, details: { sample: sample.number, root: seal.root.toString('hex'), nonceSha256: hash('sha256', nonce), count: input.count } });
      return sample.id;
    }, { actor: actor.id });
  }

  /**
   * Writes down what was found; again, it replaces what was written. All or nothing. Of those asked by mail their answer is the outcome.
   * @throws HandoverInvalidError (`outcomes.N.position`, `outcomes.N.note`) · HandoverNotFoundError `samples.not_found` · HandoverConflictError `samples.published`
   */
  async record(handoverId: string, sampleId: string, outcomes: readonly OutcomeInput[], actor: HandoverActor): Promise<void> {
    await this.db.transaction(async (tx) => {
      const sample = await this.held(tx, handoverId, sampleId);
      if (sample.published) throw new HandoverConflictError(HANDOVER_ERRORS.samplePublished);
      const asked = await txRows<{ position: number }>(tx, `select position from sample_questions where sample_id = $1 and position = any($2::int[])`, [sample.id, outcomes.map(({ position }) => position)]);
      assertFaultless(outcomeFaults(outcomes, sample.drawn, new Set(asked.map(({ position }) => position))));
      const notes = outcomes.map(({ note }) => note?.trim() || null);
      const changed = await txRows<{ position: number; outcome: string | null }>(tx,
        `update sample_draws d set outcome = w.outcome, note = w.note, recorded_by = $5, recorded_at = clock_timestamp()
           from unnest($2::int[], $3::text[], $4::text[]) as w(position, outcome, note)
          where d.sample_id = $1 and d.position = w.position and (d.outcome is distinct from w.outcome or d.note is distinct from w.note) returning d.position, d.outcome`,
        [sample.id, outcomes.map(({ position }) => position), outcomes.map(({ outcome }) => outcome), notes, actor.id]);
      if (changed.length === 0) return;
      const details = Object.fromEntries(changed.sort((a, b) => a.position - b.position).map(({ position, outcome }) => [String(position), outcome]));
      await this.audit.append(tx, { actor: actor.id, action: 'sample.record', subject: `handover:${handoverId}`, details: { sample: sample.number, outcomes: details } });
    }, { actor: actor.id });
  }

  /**
   * Lets everybody read what the sample says, from when the seal is public too. From then on it stands. Publishing again changes nothing.
   * @throws HandoverNotFoundError `samples.not_found` · HandoverConflictError `samples.incomplete`
   */
  async publish(handoverId: string, sampleId: string, actor: HandoverActor): Promise<void> {
    await this.db.transaction(async (tx) => {
      const sample = await this.held(tx, handoverId, sampleId);
      if (sample.published) return;
      if (sample.open > 0) throw new HandoverConflictError(HANDOVER_ERRORS.sampleIncomplete);
      await tx.query(`update samples set published_at = clock_timestamp() where id = $1`, [sample.id]);
      await this.audit.append(tx, { actor: actor.id, action: 'sample.publish', subject: `handover:${handoverId}`, details: { sample: sample.number } });
    }, { actor: actor.id });
  }

  private async held(tx: Tx, handoverId: string, sampleId: string): Promise<Held> {
    const [sample] = await txRows<Omit<Held, 'open' | 'drawn'>>(tx,
      `select x.id, x.number, x.published_at is not null as published from samples x join seals s on s.id = x.seal_id where x.id::text = $1 and s.handover_id = $2 for update of x`, [sampleId.toLowerCase(), handoverId]);
    if (!sample) throw new HandoverNotFoundError(HANDOVER_ERRORS.sampleNotFound);
    // Only now: whoever held the sample before may have changed them.
    const [draws] = await txRows<{ open: number; drawn: number }>(tx,
      `select count(*) filter (where ${OUTCOME_SQL} is null)::int as open, count(*)::int as drawn from samples x join (${DRAWS_SQL}) on d.sample_id = x.id where x.id = $1`, [sample.id]);
    return { ...sample, open: draws?.open ?? 0, drawn: draws?.drawn ?? 0 };
  }
}

function inputFaults(nonce: string, count: number, seal: { size: number; taken: boolean }): FieldFault[] {
  const fault = nonceFault(nonce) ?? (seal.taken ? 'taken' : null);
  const most = Math.min(MOST_DRAWN, seal.size);
  return [
    ...(fault ? [{ field: 'nonce', code: fault }] : []),
    ...(Number.isInteger(count) && count >= 1 && count <= most ? [] : [{ field: 'count', code: 'out_of_range', facts: { min: 1, max: most } }]),
  ];
}

function outcomeFaults(outcomes: readonly OutcomeInput[], drawn: number, asked: ReadonlySet<number>): FieldFault[] {
  const seen = new Set<number>();
  return outcomes.flatMap(({ position, note }, n): FieldFault[] => {
    const twice = seen.has(position);
    seen.add(position);
    return [
      ...(position < 1 || position > drawn ? [{ field: `outcomes.${n}.position`, code: 'unknown' }] : twice ? [{ field: `outcomes.${n}.position`, code: 'twice' }] : asked.has(position) ? [{ field: `outcomes.${n}.position`, code: 'asked_by_mail' }] : []),
      ...(note?.includes('@') ? [{ field: `outcomes.${n}.note`, code: 'address_inside' }] : (note?.length ?? 0) > LONGEST_NOTE ? [{ field: `outcomes.${n}.note`, code: 'too_long' }] : []),
    ];
  });
}

async function keepDraws(tx: Tx, sampleId: string, sealId: string, indexes: readonly number[]): Promise<void> {
  const kept = await txRows(tx,
    `insert into sample_draws (sample_id, position, leaf_index, leaf, record_id, petition_id)
     select $1, w.position, w.index, l.leaf, l.record_id, l.petition_id from unnest($3::int[]) with ordinality as w(index, position)
       join (select leaf, record_id, petition_id, row_number() over (order by leaf) - 1 as index from seal_leaves where seal_id = $2) l on l.index = w.index returning position`,
    [sampleId, sealId, indexes]);
  if (kept.length !== indexes.length) throw new Error('samples: leaves and size do not agree');
}
