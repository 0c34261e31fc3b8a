import { Injectable } from '@nestjs/common';
import { AuditLog } from '#libs/access';
import { Database, type Tx, txRows } from '#libs/database';
import { dueDate, statusFaults } from './commitment-rules.js';
import { knownDate } from './date-rules.js';
import { assertFaultless, assertLiving, blank, tookPlace } from './handover-rules.js';
import { CommitmentAnswerEntity, CommitmentEntity, CommitmentStatusEntity, type HandoverEntity } from './handovers.entity.js';
import { type FieldFault, HANDOVER_ERRORS, HandoverConflictError, HandoverInvalidError } from './handovers.errors.js';
import { COMMITMENT_STATUS, type CommitmentStatusEvent } from './handovers.events.js';
import { HandoversRepository } from './handovers.repository.js';
import { tellWhatIsPublicNow, tellWhenPublic } from './day/later-events.js';
import { assertDocumentsOf } from './promises/documents-of.js';
import { needsReply, REPLY_DAYS } from './promises/reply-rules.js';
import { type ReplyInput } from './promises/promises.types.js';
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
      const due = input.reviewOn ? knownDate(input.reviewOn) : dueDate(input.due, handover.dateTo);
      assertFaultless(await this.commitFaults(tx, handover, input, calls, due !== undefined));
      const officeId = input.officeId ?? null;
      const holder = officeId === null ? null : await this.repository.holderOn(tx, officeId, handover.dateTo ?? handover.dateFrom);
      const [{ position } = { position: 0 }] = await tx.query<{ position: number }[]>(
        `select coalesce(max(position) + 1, 0) as position from commitments where handover_id = $1`, [handoverId]);
      const saved = await tx.save(CommitmentEntity, tx.create(CommitmentEntity, {
        handoverId, key: null, position, text: input.text.trim(), kind: input.kind, madeBy: input.madeBy?.trim() || null, instrument: input.instrument ?? null,
        answersAll: answers === 'all', answersNote: input.answersNote?.trim() || null,
        dueEdtf: due?.edtf ?? null, dueFrom: due?.from ?? null, dueTo: due?.to ?? null, note: input.note?.trim() || null, createdBy: actor.id,
        dueKind: input.due === undefined || input.reviewOn ? 'review' : 'due', language: input.language ?? null, officeId, holderName: holder,
        words: spoken(input.translations),
      }));
      const callIds = [...new Set(calls.flatMap((call) => (call.id === null ? [] : [call.id])))];
      if (callIds.length > 0) await tx.insert(CommitmentAnswerEntity, callIds.map((callId) => ({ commitmentId: saved.id, callId })));
      await this.add(tx, saved, { status: 'promised', dated: input.promisedOn ?? handover.dateEdtf }, actor);
      await this.audit.append(tx, { actor: actor.id, action: 'commitment.add', subject: `commitment:${saved.id}`, details: { handover: handoverId, due: due?.edtf ?? null } });
      return saved.id;
    }, { actor: actor.id });
  }

  /**
   * Adds a status to the history of a commitment; all but `promised` need evidence. `broken` and `lapsed` are public
   * only once the office has replied or had its time. Emits `commitment.status` when it is public. Returns the id of the entry.
   * @throws HandoverInvalidError · HandoverNotFoundError `handovers.commitment_not_found` · HandoverConflictError `handovers.frozen`
   */
  async addStatus(commitmentId: string, input: StatusInput, actor: HandoverActor): Promise<string> {
    return this.db.transaction((tx) => this.addStatusWithin(tx, commitmentId, input, actor), { actor: actor.id });
  }

  /** As `addStatus`, as a part of a larger deed. */
  async addStatusWithin(tx: Tx, commitmentId: string, input: StatusInput, actor: HandoverActor): Promise<string> {
    const { commitment, handover } = await this.repository.lockedCommitment(tx, commitmentId);
    assertLiving(await this.repository.campaign(tx, { id: handover.campaignId }));
    const faults = statusFaults(input);
    if (input.supersededBy != null && !(await this.repository.supersedes(tx, handover.campaignId, input.supersededBy, commitmentId))) faults.push({ field: 'supersededBy', code: 'unknown' });
    assertFaultless(faults);
    await assertDocumentsOf(tx, handover, { documentId: input.documentId });
    const statusId = await this.add(tx, commitment, input, actor);
    await this.audit.append(tx, { actor: actor.id, action: 'commitment.status', subject: `commitment:${commitmentId}`, details: { status: input.status, dated: input.dated ?? null } });
    return statusId;
  }

  /**
   * What the office says to a status that is told of it; from then on both are public. Once.
   * @throws HandoverInvalidError · HandoverConflictError `handovers.no_reply_due`
   */
  async reply(commitmentId: string, statusId: string, input: ReplyInput, actor: HandoverActor, now: Date = new Date()): Promise<void> {
    await this.db.transaction(async (tx) => {
      const { handover } = await this.repository.lockedCommitment(tx, commitmentId);
      assertLiving(await this.repository.campaign(tx, { id: handover.campaignId }));
      const faults: FieldFault[] = blank(input.text) ? [{ field: 'text', code: 'required' }] : [];
      if (input.datedOn != null && !knownDate(input.datedOn)?.exact) faults.push({ field: 'datedOn', code: 'day_required' });
      assertFaultless(faults);
      await assertDocumentsOf(tx, handover, { documentId: input.documentId });
      const written = /^\d{1,18}$/.test(statusId) ? await txRows(tx,
        `update commitment_replies r set text = $3, language = $4, dated_on = $5, document_id = $6, replied_at = $7, recorded_by = $8
         from commitment_statuses s where s.id = r.status_id and s.id = $2 and s.commitment_id = $1 and r.replied_at is null returning r.status_id`,
        [commitmentId, statusId, input.text.trim(), input.language ?? null, input.datedOn ?? null, input.documentId ?? null, now, actor.name]) : [];
      if (written.length === 0) throw new HandoverConflictError(HANDOVER_ERRORS.noReplyDue);
      await tx.query(`update letters set answered_on = coalesce($2::date, current_date) where status_id = $1 and answered_on is null`, [statusId, input.datedOn ?? null]);
      await tellWhatIsPublicNow(tx);
      await this.audit.append(tx, { actor: actor.id, action: 'commitment.reply', subject: `commitment:${commitmentId}`, details: { status: statusId } });
    }, { actor: actor.id });
  }

  /**
   * Somebody looked, and will look again on another day.
   * @throws HandoverInvalidError · HandoverConflictError `handovers.no_review` where a day was promised
   */
  async reviewed(commitmentId: string, input: { nextOn: string }, actor: HandoverActor): Promise<void> {
    await this.db.transaction(async (tx) => {
      const { commitment, handover } = await this.repository.lockedCommitment(tx, commitmentId);
      assertLiving(await this.repository.campaign(tx, { id: handover.campaignId }));
      if (commitment.dueKind !== 'review') throw new HandoverConflictError(HANDOVER_ERRORS.noReview);
      const next = knownDate(input.nextOn);
      if (!next?.from || (commitment.dueTo !== null && (next.to ?? '') <= commitment.dueTo)) throw new HandoverInvalidError([{ field: 'nextOn', code: next?.from ? 'out_of_range' : 'date_unreadable' }]);
      Object.assign(commitment, { dueEdtf: next.edtf, dueFrom: next.from, dueTo: next.to });
      await tx.save(CommitmentEntity, commitment);
      await this.audit.append(tx, { actor: actor.id, action: 'commitment.reviewed', subject: `commitment:${commitmentId}`, details: { next: next.edtf } });
    }, { actor: actor.id });
  }

  private async add(tx: Tx, commitment: CommitmentEntity, input: StatusInput, actor: HandoverActor): Promise<string> {
    const saved = await tx.save(CommitmentStatusEntity, tx.create(CommitmentStatusEntity, {
      commitmentId: commitment.id, status: input.status, datedEdtf: input.dated ?? null, evidence: input.evidence?.trim() || null, note: input.note?.trim() || null, recordedBy: actor.name,
      documentId: input.documentId ?? null, supersededBy: input.supersededBy ?? null,
    }));
    if (needsReply(input.status)) await tx.query(`insert into commitment_replies (status_id, window_days) values ($1, $2)`, [saved.id, input.replyDays ?? REPLY_DAYS]);
    const event: CommitmentStatusEvent = { commitmentId: commitment.id, handoverId: commitment.handoverId, statusId: saved.id };
    await tellWhenPublic(tx, { handoverId: commitment.handoverId, statusId: saved.id, topic: COMMITMENT_STATUS, payload: event });
    return saved.id;
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
    if (input.officeId != null && !(await this.repository.officeExists(tx, handover, input.officeId))) faults.push({ field: 'officeId', code: 'unknown' });
    if (input.instrument != null && !(await this.repository.instrumentExists(tx, handover.campaignId, input.instrument))) faults.push({ field: 'instrument', code: 'unknown' });
    return faults;
  }
}

/** The same words in other languages, as `words` keeps them. */
function spoken(translations: Record<string, string> | undefined): { text?: Record<string, string> } {
  const told = Object.entries(translations ?? {}).filter(([, text]) => !blank(text)).map(([language, text]) => [language, text.trim()]);
  return told.length === 0 ? {} : { text: Object.fromEntries(told) as Record<string, string> };
}
