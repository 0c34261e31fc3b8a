import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AuditLog } from '#libs/access';
import { Database, type Tx, txRows, writeOutbox } from '#libs/database';
import { assertFaultless, assertLiving, blank } from '../handover-rules.js';
import { HANDOVER_ERRORS, type FieldFault, HandoverConflictError, HandoverNotFoundError } from '../handovers.errors.js';
import { DELEGATION_CHANGED } from '../handovers.events.js';
import { HandoversRepository } from '../handovers.repository.js';
import { type HandoverActor } from '../handovers.types.js';
import { type Delegate, type DelegateInput, type DelegateState, type Invitation } from './delegation.types.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const EMAIL = /^[^\s@<>,;:"()[\]\\]{1,64}@[^\s@<>,;:"()[\]\\]+\.[^\s@<>,;:"()[\]\\.]{2,}$/;
const DELEGATES = `select id, handover_id as "handoverId", name, role, email, locale, state, state_at as "stateAt", state_by as "stateBy", note from delegates`;

/** How a link's token is kept: 256 random bits need no salt. */
export const linkHash = (token: string): Buffer => createHash('sha256').update(token).digest();

/**
 * Who comes along to a handover. Each change of who is invited leaves `handover.delegation`; mails follow from it.
 * Answers are taken by the button of a link, or written down by an organiser.
 */
@Injectable()
export class Delegations {
  constructor(private readonly db: Database, private readonly repository: HandoversRepository, private readonly audit: AuditLog) {}

  /** Who comes along, in order of being asked; at most 100. */
  of(handoverId: string): Promise<Delegate[]> {
    return this.db.rows<Delegate>(`${DELEGATES} where handover_id = $1 and removed_at is null order by created_at, id limit 100`, [handoverId]);
  }

  /** @throws HandoverNotFoundError `handovers.delegate_not_found`, also where the delegate is another handover's */
  async get(handoverId: string, id: string): Promise<Delegate> {
    const [found] = UUID.test(id) ? await this.db.rows<Delegate>(`${DELEGATES} where id = $1 and handover_id = $2 and removed_at is null`, [id, handoverId]) : [];
    if (!found) throw new HandoverNotFoundError(HANDOVER_ERRORS.delegateNotFound);
    return found;
  }

  /**
   * Asks somebody to come along. Returns the id. Emits `handover.delegation`.
   * @throws HandoverInvalidError · HandoverNotFoundError · HandoverConflictError `handovers.frozen`, `handovers.already_cancelled`
   */
  async add(handoverId: string, input: DelegateInput, actor: HandoverActor): Promise<string> {
    return this.db.transaction(async (tx) => {
      const handover = await this.repository.locked(tx, handoverId);
      assertLiving(await this.repository.campaign(tx, { id: handover.campaignId }));
      if (handover.status === 'cancelled') throw new HandoverConflictError(HANDOVER_ERRORS.alreadyCancelled);
      const email = input.email?.trim() || null;
      assertFaultless(await this.faults(tx, handoverId, input.name, email));
      const [row] = await txRows<{ id: string }>(tx,
        `insert into delegates (handover_id, name, role, email, locale, state_by, created_by) values ($1, $2, $3, $4, $5, $6, $7) returning id`,
        [handoverId, input.name.trim(), input.role?.trim() || null, email, input.locale ?? 'en', actor.name, actor.id]);
      const id = row?.id ?? '';
      // Whoever was taken off has a cancellation: a request must be the later one of the two.
      const again = email === null ? [] : await txRows(tx, `select 1 from delegates where handover_id = $1 and lower(email) = lower($2) and removed_at is not null`, [handoverId, email]);
      if (again.length > 0) await tx.query(`update handovers set calendar_sequence = calendar_sequence + 1 where id = $1`, [handoverId]);
      await this.leave(tx, 'delegate.invite', handoverId, id, actor, email !== null);
      return id;
    }, { actor: actor.id });
  }

  /** Writes down what somebody answered by other ways. @throws HandoverNotFoundError */
  async note(handoverId: string, id: string, told: { state: DelegateState; note?: string | null }, actor: HandoverActor): Promise<void> {
    await this.get(handoverId, id);
    await this.db.transaction(async (tx) => {
      await tx.query(`update delegates set state = $2, state_at = clock_timestamp(), state_by = $3, note = $4 where id = $1`, [id, told.state, actor.name, told.note?.trim() || null]);
      await this.audit.append(tx, { actor: actor.id, action: 'delegate.note', subject: `delegate:${id}`, details: { state: told.state } });
    }, { actor: actor.id });
  }

  /**
   * Takes somebody off. The sequence of the calendar entry rises, so that the cancellation holds against the invitation
   * whichever arrives first, and a later invitation against the cancellation. Emits `handover.delegation`.
   */
  async remove(handoverId: string, id: string, actor: HandoverActor): Promise<void> {
    await this.db.transaction(async (tx) => {
      await this.repository.locked(tx, handoverId);
      const [gone] = UUID.test(id)
        ? await txRows<{ email: string | null }>(tx, `select email from delegates where id = $1 and handover_id = $2 and removed_at is null for update`, [id, handoverId]) : [];
      if (!gone) throw new HandoverNotFoundError(HANDOVER_ERRORS.delegateNotFound);
      await tx.query(`update delegates set removed_at = clock_timestamp() where id = $1`, [id]);
      await tx.query(`delete from delegate_links where delegate_id = $1`, [id]);
      if (gone.email !== null) await tx.query(`update handovers set calendar_sequence = calendar_sequence + 1 where id = $1`, [handoverId]);
      await this.leave(tx, 'delegate.remove', handoverId, id, actor, gone.email !== null);
    }, { actor: actor.id });
  }

  /** What a link asks. @throws HandoverNotFoundError `handovers.invitation_unknown` · HandoverConflictError `handovers.invitation_outdated` */
  async invitation(token: string): Promise<Invitation> {
    const [found] = await this.db.rows<Invitation & { outdated: boolean }>(
      `select d.id as "delegateId", d.handover_id as "handoverId", d.name, d.locale, d.state, l.outdated_at is not null as outdated
       from delegate_links l join delegates d on d.id = l.delegate_id join handovers h on h.id = d.handover_id
       where l.token_hash = $1 and d.removed_at is null and h.status in ('planned', 'listed')`, [linkHash(token)]);
    if (!found) throw new HandoverNotFoundError(HANDOVER_ERRORS.invitationUnknown);
    const { outdated, ...invitation } = found;
    if (outdated) throw new HandoverConflictError(HANDOVER_ERRORS.invitationOutdated);
    return invitation;
  }

  /** The button behind the link. Pressing again changes the answer. @throws as `invitation` */
  async answer(token: string, state: Exclude<DelegateState, 'invited'>): Promise<Invitation> {
    const invitation = await this.invitation(token);
    await this.db.transaction(async (tx) => {
      await tx.query(`update delegates set state = $2, state_at = clock_timestamp(), state_by = 'delegate' where id = $1`, [invitation.delegateId, state]);
      await this.audit.append(tx, { actor: `delegate:${invitation.delegateId}`, action: 'delegate.answer', subject: `delegate:${invitation.delegateId}`, details: { state } });
    }, { actor: `delegate:${invitation.delegateId}` });
    return { ...invitation, state };
  }

  private async faults(tx: Tx, handoverId: string, name: string, email: string | null): Promise<FieldFault[]> {
    const faults: FieldFault[] = [];
    if (blank(name)) faults.push({ field: 'name', code: 'required' });
    if (email === null) return faults;
    if (!EMAIL.test(email) || email.length > 254) return [...faults, { field: 'email', code: 'email_unreadable' }];
    const twice = await txRows(tx, `select 1 from delegates where handover_id = $1 and lower(email) = lower($2) and removed_at is null`, [handoverId, email]);
    return twice.length > 0 ? [...faults, { field: 'email', code: 'delegate_twice' }] : faults;
  }

  private async leave(tx: Tx, action: string, handoverId: string, delegateId: string, actor: HandoverActor, mailed: boolean): Promise<void> {
    if (mailed) await writeOutbox(tx, [{ topic: DELEGATION_CHANGED, payload: { handoverId, delegateId } }]);
    await this.audit.append(tx, { actor: actor.id, action, subject: `handover:${handoverId}`, details: { delegate: delegateId } });
  }
}

/** A new day, time or place is asked for anew: what was answered was answered for another. */
export async function askAgain(tx: Tx, handoverId: string): Promise<void> {
  await tx.query(`update delegate_links set outdated_at = clock_timestamp() where outdated_at is null and delegate_id in (select id from delegates where handover_id = $1)`, [handoverId]);
  await tx.query(`update delegates set state = 'invited', state_at = clock_timestamp() where handover_id = $1 and removed_at is null and state <> 'invited'`, [handoverId]);
}
