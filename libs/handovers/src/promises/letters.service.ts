import { Injectable } from '@nestjs/common';
import { AuditLog } from '#libs/access';
import { Database, type Tx, txRows } from '#libs/database';
import { dayIn, knownDate } from '../date-rules.js';
import { assertFaultless, assertLiving, blank, LONGEST } from '../handover-rules.js';
import { type FieldFault, HANDOVER_ERRORS, HandoverConflictError, HandoverNotFoundError } from '../handovers.errors.js';
import { HandoversRepository } from '../handovers.repository.js';
import { type HandoverActor } from '../handovers.types.js';
import { type Letter, LETTER_KINDS, type LetterInput } from './promises.types.js';
import { windowEnd } from './reply-rules.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const LETTER = `select id, handover_id as "handoverId", commitment_id as "commitmentId", status_id::text as "statusId", kind, language, subject, text, recipient,
  reply_by::text as "replyBy", sent_on::text as "sentOn", answered_on::text as "answeredOn", created_at as "createdAt" from letters`;

/** Follow-up letters: written by the organiser, kept as they were sent. We send none: paper and signature are the organiser's. */
@Injectable()
export class Letters {
  constructor(private readonly db: Database, private readonly repository: HandoversRepository, private readonly audit: AuditLog) {}

  /** Of a handover, oldest first, at most 200. */
  of(handoverId: string): Promise<Letter[]> {
    return this.db.rows<Letter>(`${LETTER} where handover_id = $1 order by created_at, id limit 200`, [handoverId]);
  }

  /** @throws HandoverNotFoundError `handovers.letter_not_found` */
  async get(id: string): Promise<Letter> {
    const [letter] = UUID.test(id) ? await this.db.rows<Letter>(`${LETTER} where id = $1`, [id]) : [];
    if (!letter) throw new HandoverNotFoundError(HANDOVER_ERRORS.letterNotFound);
    return letter;
  }

  /**
   * Keeps a draft. A right of reply belongs to the newest status of its commitment that waits for one. Returns its id.
   * @throws HandoverInvalidError · HandoverConflictError `handovers.no_reply_due`, `handovers.frozen`
   */
  async draft(handoverId: string, input: LetterInput, actor: HandoverActor): Promise<string> {
    return this.db.transaction(async (tx) => {
      const handover = await this.repository.locked(tx, handoverId);
      assertLiving(await this.repository.campaign(tx, { id: handover.campaignId }));
      const faults = letterFaults(input);
      const commitmentId = input.commitmentId ?? null;
      if (commitmentId === null && input.kind !== 'answer-due') faults.push({ field: 'commitmentId', code: 'required' });
      if (commitmentId !== null && !(await isOf(tx, handoverId, commitmentId))) faults.push({ field: 'commitmentId', code: 'unknown' });
      assertFaultless(faults);
      const statusId = input.kind === 'right-of-reply' ? await waitingStatus(tx, commitmentId ?? '') : null;
      const [row] = await txRows<{ id: string }>(tx,
        `insert into letters (handover_id, commitment_id, status_id, kind, language, subject, text, recipient, reply_by, created_by) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) returning id`,
        [handoverId, commitmentId, statusId, input.kind, input.language, input.subject.trim(), input.text.trim(), input.recipient.trim(), input.replyBy ?? null, actor.id]);
      await this.audit.append(tx, { actor: actor.id, action: 'letter.draft', subject: `letter:${row?.id ?? ''}`, details: { kind: input.kind } });
      return row?.id ?? '';
    }, { actor: actor.id });
  }

  /** Rewrites a draft. @throws HandoverConflictError `handovers.letter_sent` */
  async edit(id: string, input: Pick<LetterInput, 'language' | 'subject' | 'text' | 'recipient' | 'replyBy'>, actor: HandoverActor): Promise<void> {
    await this.db.transaction(async (tx) => {
      const letter = await this.held(tx, id);
      assertFaultless(letterFaults({ ...input, kind: letter.kind }));
      await tx.query(`update letters set language = $2, subject = $3, text = $4, recipient = $5, reply_by = $6 where id = $1`,
        [id, input.language, input.subject.trim(), input.text.trim(), input.recipient.trim(), input.replyBy ?? null]);
      await this.audit.append(tx, { actor: actor.id, action: 'letter.edit', subject: `letter:${id}`, details: {} });
    }, { actor: actor.id });
  }

  /** Tells on which day it went out; from then on it stays as it is. A right of reply opens its window. */
  async sent(id: string, sentOn: string | null, actor: HandoverActor, now: Date = new Date()): Promise<void> {
    await this.db.transaction(async (tx) => {
      // The handover before what belongs to it, as everywhere.
      const handover = await this.repository.locked(tx, (await this.get(id)).handoverId);
      const letter = await this.held(tx, id);
      const today = dayIn(handover.timeZone, now);
      const day = sentOn ?? today;
      if (!knownDate(day)?.exact) assertFaultless([{ field: 'sentOn', code: 'day_required' }]);
      if (day > today) assertFaultless([{ field: 'sentOn', code: 'in_future' }]);
      await tx.query(`update letters set sent_on = $2 where id = $1`, [id, day]);
      if (letter.statusId !== null) {
        const [reply] = await txRows<{ days: number }>(tx, `select window_days as days from commitment_replies where status_id = $1 and asked_on is null for update`, [letter.statusId]);
        if (reply) await tx.query(`update commitment_replies set asked_on = $2, open_until = $3 where status_id = $1`, [letter.statusId, day, windowEnd(day, reply.days, now)]);
      }
      await this.audit.append(tx, { actor: actor.id, action: 'letter.sent', subject: `letter:${id}`, details: { kind: letter.kind, on: day } });
    }, { actor: actor.id });
  }

  private async held(tx: Tx, id: string): Promise<Letter> {
    const [letter] = UUID.test(id) ? await txRows<Letter>(tx, `${LETTER} where id = $1 for update`, [id]) : [];
    if (!letter) throw new HandoverNotFoundError(HANDOVER_ERRORS.letterNotFound);
    if (letter.sentOn !== null) throw new HandoverConflictError(HANDOVER_ERRORS.letterSent);
    return letter;
  }
}

function letterFaults(input: Omit<LetterInput, 'commitmentId'>): FieldFault[] {
  const faults: FieldFault[] = (['subject', 'text', 'recipient', 'language'] as const).flatMap((field) => (blank(input[field]) ? [{ field, code: 'required' }] : []));
  if (!LETTER_KINDS.includes(input.kind)) faults.push({ field: 'kind', code: 'unknown' });
  if (input.text.length > LONGEST.text) faults.push({ field: 'text', code: 'out_of_range' });
  if (input.replyBy != null && !knownDate(input.replyBy)?.exact) faults.push({ field: 'replyBy', code: 'day_required' });
  return faults;
}

async function isOf(tx: Tx, handoverId: string, commitmentId: string): Promise<boolean> {
  return UUID.test(commitmentId) && (await txRows(tx, `select 1 from commitments where id = $1 and handover_id = $2`, [commitmentId, handoverId])).length > 0;
}

async function waitingStatus(tx: Tx, commitmentId: string): Promise<string> {
  const [row] = await txRows<{ id: string }>(tx,
    `select s.id::text as id from commitment_statuses s join commitment_replies r on r.status_id = s.id where s.commitment_id = $1 and r.asked_on is null and r.replied_at is null order by s.id desc limit 1`, [commitmentId]);
  if (!row) throw new HandoverConflictError(HANDOVER_ERRORS.noReplyDue);
  return row.id;
}
