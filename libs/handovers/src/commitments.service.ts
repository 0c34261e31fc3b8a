import { Injectable } from '@nestjs/common';
import { AuditLog } from '#libs/access';
import { Database, type Tx, writeOutbox } from '#libs/database';
import { dueDate, statusFaults } from './commitment-rules.js';
import { knownDate } from './date-rules.js';
import { assertFaultless, assertLiving, blank, tookPlace } from './handover-rules.js';
import { CommitmentAnswerEntity, CommitmentEntity, CommitmentStatusEntity, type HandoverEntity } from './handovers.entity.js';
import { type FieldFault, HANDOVER_ERRORS, HandoverConflictError } from './handovers.errors.js';
import { COMMITMENT_STATUS, type CommitmentStatusEvent } from './handovers.events.js';
import { HandoversRepository } from './handovers.repository.js';
import { type CommitmentInput, type HandoverActor, type HandoverSubject, type StatusInput } from './handovers.types.js';

/** Writes down what was promised, and what became of it. Statuses are only ever added: the newest holds. */
@Injectable()
export class CommitmentsService {
  constructor(
    private readonly db: Database,
    private readonly repository: HandoversRepository,
    private readonly audit: AuditLog,
  ) {}

  /** What a write on this commitment concerns. @throws HandoverNotFoundError `handovers.commitment_not_found` */
  async subject(commitmentId: string): Promise<HandoverSubject> {
    return this.repository.subject(await this.repository.handoverOf(commitmentId));
  }

  /**
   * Adds a commitment made at or after a handover, with its first status `promised`. Without a due date it is looked at
   * again 90 days after the handover. Emits `commitment.status`. Returns its id.
   *
   * @throws HandoverInvalidError · HandoverNotFoundError · HandoverConflictError `handovers.not_held_yet`, `handovers.frozen`
   */
  async commit(handoverId: string, input: CommitmentInput, actor: HandoverActor): Promise<string> {
    return this.db.transaction(async (tx) => {
      const handover = await this.repository.locked(tx, handoverId);
      assertLiving(await this.repository.campaign(tx, { id: handover.campaignId }));
      if (!tookPlace(handover.status)) throw new HandoverConflictError(HANDOVER_ERRORS.notHeldYet);
      const answers = input.answers ?? [];
      const calls = answers === 'all' ? [] : await this.callsOf(tx, handover, answers);
      const due = dueDate(input.due, handover.dateTo);
      assertFaultless(await this.commitFaults(tx, handover, input, calls, due !== undefined));
      const [{ position } = { position: 0 }] = await tx.query<{ position: number }[]>(
        `select coalesce(max(position) + 1, 0) as position from commitments where handover_id = $1`, [handoverId]);
      const saved = await tx.save(CommitmentEntity, tx.create(CommitmentEntity, {
        handoverId, key: null, position, text: input.text.trim(), kind: input.kind, madeBy: input.madeBy?.trim() || null, instrument: input.instrument ?? null,
        answersAll: answers === 'all', answersNote: input.answersNote?.trim() || null,
        dueEdtf: due?.edtf ?? null, dueFrom: due?.from ?? null, dueTo: due?.to ?? null, note: input.note?.trim() || null, createdBy: actor.id,
      }));
      const callIds = [...new Set(calls.flatMap((call) => (call.id === null ? [] : [call.id])))];
      if (callIds.length > 0) await tx.insert(CommitmentAnswerEntity, callIds.map((callId) => ({ commitmentId: saved.id, callId })));
      await this.add(tx, saved, { status: 'promised', dated: input.promisedOn ?? handover.dateEdtf }, actor);
      await this.audit.append(tx, { actor: actor.id, action: 'commitment.add', subject: `commitment:${saved.id}`, details: { handover: handoverId, due: due?.edtf ?? null } });
      return saved.id;
    }, { actor: actor.id });
  }

  /**
   * Adds a status to the history of a commitment; all but `promised` need evidence. Emits `commitment.status`.
   * @throws HandoverInvalidError · HandoverNotFoundError `handovers.commitment_not_found` · HandoverConflictError `handovers.frozen`
   */
  async addStatus(commitmentId: string, input: StatusInput, actor: HandoverActor): Promise<void> {
    await this.db.transaction(async (tx) => {
      const { commitment, handover } = await this.repository.lockedCommitment(tx, commitmentId);
      assertLiving(await this.repository.campaign(tx, { id: handover.campaignId }));
      assertFaultless(statusFaults(input));
      await this.add(tx, commitment, input, actor);
      await this.audit.append(tx, { actor: actor.id, action: 'commitment.status', subject: `commitment:${commitmentId}`, details: { status: input.status, dated: input.dated ?? null } });
    }, { actor: actor.id });
  }

  private async add(tx: Tx, commitment: CommitmentEntity, input: StatusInput, actor: HandoverActor): Promise<void> {
    const saved = await tx.save(CommitmentStatusEntity, tx.create(CommitmentStatusEntity, {
      commitmentId: commitment.id, status: input.status, datedEdtf: input.dated ?? null, evidence: input.evidence?.trim() || null, note: input.note?.trim() || null, recordedBy: actor.name,
    }));
    const event: CommitmentStatusEvent = { commitmentId: commitment.id, handoverId: commitment.handoverId, statusId: saved.id };
    await writeOutbox(tx, [{ topic: COMMITMENT_STATUS, payload: event }]);
  }

  private async callsOf(tx: Tx, handover: HandoverEntity, keys: readonly string[]): Promise<{ key: string; id: number | null }[]> {
    const known = await this.repository.answerableCalls(tx, handover);
    return keys.map((key) => ({ key, id: known.get(key) ?? null }));
  }

  private async commitFaults(tx: Tx, handover: HandoverEntity, input: CommitmentInput, calls: readonly { id: number | null }[], dueReadable: boolean): Promise<FieldFault[]> {
    const faults: FieldFault[] = calls.flatMap((call, index) => (call.id === null ? [{ field: `answers.${index}`, code: 'unknown' }] : []));
    if (blank(input.text)) faults.push({ field: 'text', code: 'required' });
    if (!dueReadable) faults.push({ field: 'due', code: 'date_unreadable' });
    if (input.promisedOn != null && !knownDate(input.promisedOn)) faults.push({ field: 'promisedOn', code: 'date_unreadable' });
    if (input.instrument != null && !(await this.repository.instrumentExists(tx, handover.campaignId, input.instrument))) faults.push({ field: 'instrument', code: 'unknown' });
    return faults;
  }
}
