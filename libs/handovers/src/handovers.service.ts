import { Injectable } from '@nestjs/common';
import { AuditLog } from '#libs/access';
import { Database, type Tx, writeOutbox } from '#libs/database';
import { instantOf, knownDate } from './date-rules.js';
import { askAgain } from './delegation/delegations.service.js';
import {
  assertCanBecome, assertFaultless, assertLiving, blank, figureFaults, heldDay, holdFaults, isMove, levelOf, patchFaults, scheduleFaults, tookPlace, type Standing,
} from './handover-rules.js';
import { HandoverEntity, HandoverResponseEntity, type ToldBefore } from './handovers.entity.js';
import { type FieldFault, HANDOVER_ERRORS, HandoverConflictError, HandoverInvalidError } from './handovers.errors.js';
import { HANDOVER_HELD, HANDOVER_MOVED, HANDOVER_SCHEDULED } from './handovers.events.js';
import { HandoversRepository } from './handovers.repository.js';
import { tellWhenPublic } from './day/later-events.js';
import { assertDocumentsOf } from './promises/documents-of.js';
import { type HandoverActor, type HandoverPatch, type HandoverSubject, type HoldHandover, type RecipientInput, type ResponseInput, type ScheduleHandover } from './handovers.types.js';

/**
 * Books, moves and holds handovers, and keeps what was answered. Each write is one transaction with its event and its
 * audit entry; the former row stands in `history`. Whether the actor may do it is decided by the caller (`subject`).
 */
@Injectable()
export class HandoversService {
  constructor(
    private readonly db: Database,
    private readonly repository: HandoversRepository,
    private readonly audit: AuditLog,
  ) {}

  /** What a write on this handover concerns: ask for organiser rights in each of its jurisdictions. @throws HandoverNotFoundError */
  subject(handoverId: string): Promise<HandoverSubject> {
    return this.repository.subject(handoverId);
  }

  /** The same for a booking that is still to be made. Jurisdictions the campaign doesn't have are reported by `schedule`. */
  async subjectOfNew(input: Pick<ScheduleHandover, 'campaign' | 'jurisdiction' | 'covers'>): Promise<Omit<HandoverSubject, 'handoverId' | 'level'>> {
    return this.db.transaction(async (tx) => {
      const campaign = await this.repository.campaign(tx, { slug: input.campaign });
      const own = await this.repository.jurisdiction(tx, campaign.id, input.jurisdiction);
      const others = Array.isArray(input.covers) ? input.covers.filter((id) => id !== input.jurisdiction && !own?.members.includes(id)) : [];
      return { campaignId: campaign.id, campaign: campaign.slug, jurisdictions: [input.jurisdiction, ...new Set(others)], coversAll: input.covers === 'all' };
    });
  }

  /**
   * Books a handover. Emits `handover.scheduled`. Returns its id.
   *
   * @throws HandoverInvalidError with every field at fault · HandoverNotFoundError `handovers.campaign_not_found` ·
   *   HandoverConflictError `handovers.frozen` for a record
   */
  async schedule(input: ScheduleHandover, actor: HandoverActor): Promise<string> {
    return this.db.transaction(async (tx) => {
      const campaign = await this.repository.campaign(tx, { slug: input.campaign });
      assertLiving(campaign);
      const own = await this.repository.jurisdiction(tx, campaign.id, input.jurisdiction);
      const timeZone = input.timeZone ?? own?.timeZone ?? 'UTC';
      const faults = scheduleFaults(input, timeZone);
      if (!own) throw new HandoverInvalidError([{ field: 'jurisdiction', code: 'unknown' }, ...faults]);
      const level = levelOf(own.kind);
      if (input.level !== undefined && input.level !== level) faults.push({ field: 'level', code: 'level_mismatch' });
      const covers = input.covers ?? (own.kind === 'world' ? 'all' : own.kind === 'region' ? own.members : [own.id]);
      assertFaultless([...faults, ...(await this.coverFaults(tx, campaign.id, covers)), ...(await this.officeFaults(tx, campaign.id, input.recipients))]);
      const date = knownDate(input.date ?? null);
      const saved = await tx.save(HandoverEntity, tx.create(HandoverEntity, {
        campaignId: campaign.id, jurisdictionId: own.id, key: null, level, status: input.status ?? 'planned',
        dateEdtf: date?.edtf ?? null, dateFrom: date?.from ?? null, dateTo: date?.to ?? null, dateNote: words(input.dateNote),
        startTime: input.startTime ?? null, timeZone, place: words(input.place), title: words(input.title),
        coversAll: covers === 'all', createdBy: actor.id,
      }));
      await this.repository.replaceRecipients(tx, saved.id, input.recipients ?? []);
      await this.repository.replacePresenters(tx, saved.id, input.presenters ?? []);
      await this.repository.replaceCovered(tx, saved, covers === 'all' ? [] : covers);
      await this.leave(tx, HANDOVER_SCHEDULED, 'handover.schedule', saved.id, actor, { date: date?.edtf ?? null });
      return saved.id;
    }, { actor: actor.id });
  }

  /**
   * Moves a planned handover or corrects one that took place; what is left out stays. A change of day, time, zone or
   * place raises the calendar sequence and emits `handover.moved`; a patch that changes nothing writes nothing.
   *
   * @throws HandoverInvalidError · HandoverNotFoundError · HandoverConflictError `handovers.already_cancelled`, `handovers.frozen`
   */
  async patch(id: string, patch: HandoverPatch, actor: HandoverActor): Promise<void> {
    await this.db.transaction(async (tx) => {
      const handover = await this.living(tx, id);
      const faults = patchFaults(standing(handover), patch, new Date());
      const signatures = patch.signatures === undefined ? handover.signatures : patch.signatures;
      const residents = patch.residents === undefined ? (signatures === null ? null : handover.residents) : patch.residents;
      faults.push(...figureFaults(signatures, residents));
      if (patch.covers) faults.push(...(await this.coverFaults(tx, handover.campaignId, patch.covers)));
      faults.push(...(await this.officeFaults(tx, handover.campaignId, patch.recipients)));
      assertFaultless(faults);
      const moved = isMove(standing(handover), patch);
      const before = { ...handover };
      apply(handover, patch);
      handover.signatures = signatures;
      handover.signaturesQualifier = signatures === null ? null : (patch.qualifier ?? handover.signaturesQualifier ?? 'exact');
      handover.residents = residents;
      handover.heldAt = tookPlace(handover.status) ? instant(handover) : null;
      let changed = differs(before, handover);
      if (patch.recipients) changed = (await this.repository.replaceRecipients(tx, id, patch.recipients)) || changed;
      if (patch.presenters) changed = (await this.repository.replacePresenters(tx, id, patch.presenters)) || changed;
      if (patch.covers) changed = (await this.repository.replaceCovered(tx, handover, patch.covers === 'all' ? [] : patch.covers)) || changed;
      if (!changed) return;
      handover.changeReason = words(patch.reason);
      if (moved || handover.title !== before.title) handover.calendarSequence += 1;
      await tx.save(HandoverEntity, handover);
      if (moved) await askAgain(tx, id);
      await this.leave(tx, moved ? HANDOVER_MOVED : null, moved ? 'handover.move' : 'handover.correct', id, actor, { date: handover.dateEdtf });
    }, { actor: actor.id });
  }

  /**
   * Writes down that it took place: received, refused, or nobody there; once. Who received it becomes a receipt among
   * the responses. Emits `handover.held`, under an embargo when it ends.
   *
   * @param beside what is kept with it in the same transaction
   *
   * @throws HandoverInvalidError · HandoverNotFoundError · HandoverConflictError `handovers.already_held`,
   *   `handovers.already_cancelled`, `handovers.frozen`
   */
  async hold(id: string, input: HoldHandover, actor: HandoverActor, beside?: (tx: Tx, handover: HandoverEntity) => Promise<void>): Promise<void> {
    await this.db.transaction(async (tx) => {
      const handover = await this.living(tx, id);
      assertCanBecome(handover.status, input.outcome);
      assertFaultless(holdFaults(standing(handover), input, new Date()));
      const day = heldDay(standing(handover), input);
      handover.toldBefore = input.embargo ? toldOf(handover) : null;
      if (day !== handover.dateEdtf) {
        Object.assign(handover, { dateEdtf: day, dateFrom: day, dateTo: day, startTime: null });
        handover.calendarSequence += 1;
      }
      handover.status = input.outcome;
      handover.signatures = input.signatures ?? null;
      handover.signaturesQualifier = input.signatures == null ? null : (input.qualifier ?? 'exact');
      handover.residents = input.residents ?? null;
      handover.outcome = words(input.whatWasSaid);
      handover.heldAt = instant(handover);
      handover.changeReason = null;
      handover.embargoUntil = input.embargo?.until ?? null;
      handover.embargoZone = input.embargo?.timeZone ?? null;
      await tx.save(HandoverEntity, handover);
      await beside?.(tx, handover);
      if (!blank(input.receivedBy)) await this.insertResponse(tx, id, { kind: 'receipt', text: input.receivedBy ?? '', datedOn: day }, actor);
      await tellWhenPublic(tx, { handoverId: id, topic: HANDOVER_HELD, payload: { handoverId: id } });
      await this.leave(tx, null, 'handover.hold', id, actor, { outcome: input.outcome, signatures: input.signatures ?? null });
    }, { actor: actor.id });
  }

  /** Calls a planned handover off, with a reason. It stays in history and leaves the public lists. Emits `handover.moved`. */
  async cancel(id: string, input: { reason: string }, actor: HandoverActor): Promise<void> {
    await this.db.transaction(async (tx) => {
      const handover = await this.living(tx, id);
      assertCanBecome(handover.status, 'cancelled');
      if (blank(input.reason)) throw new HandoverInvalidError([{ field: 'reason', code: 'required' }]);
      handover.status = 'cancelled';
      handover.changeReason = words(input.reason);
      handover.calendarSequence += 1;
      await tx.save(HandoverEntity, handover);
      await this.leave(tx, HANDOVER_MOVED, 'handover.cancel', id, actor, {});
    }, { actor: actor.id });
  }

  /**
   * Adds what was said, written or answered. Returns its id. A correction is a version of its own beside the former.
   * A letter that waited for an answer waits no longer.
   * @throws HandoverInvalidError · HandoverConflictError `handovers.not_held_yet` before the day, or `handovers.frozen`
   */
  async respond(id: string, input: ResponseInput, actor: HandoverActor): Promise<string> {
    return this.db.transaction(async (tx) => {
      const handover = await this.living(tx, id);
      if (!tookPlace(handover.status)) throw new HandoverConflictError(HANDOVER_ERRORS.notHeldYet);
      const faults: FieldFault[] = [];
      if (blank(input.text)) faults.push({ field: 'text', code: 'required' });
      if (input.datedOn != null && !knownDate(input.datedOn)?.exact) faults.push({ field: 'datedOn', code: 'date_unreadable' });
      if (input.replaces != null && !(await this.repository.canBeReplaced(tx, id, input.replaces))) faults.push({ field: 'replaces', code: 'unknown' });
      assertFaultless(faults);
      await assertDocumentsOf(tx, handover, { documentId: input.documentId });
      const responseId = await this.insertResponse(tx, id, input, actor);
      if (input.kind === 'answer' || input.kind === 'letter') {
        await tx.query(`update letters set answered_on = coalesce($2::date, current_date) where handover_id = $1 and kind = 'answer-due' and sent_on is not null and answered_on is null`, [id, input.datedOn ?? null]);
      }
      await this.leave(tx, null, 'handover.respond', id, actor, { kind: input.kind });
      return responseId;
    }, { actor: actor.id });
  }

  private async insertResponse(tx: Tx, handoverId: string, input: ResponseInput, actor: HandoverActor): Promise<string> {
    const saved = await tx.save(HandoverResponseEntity, tx.create(HandoverResponseEntity, {
      handoverId, kind: input.kind, text: input.text.trim(), language: input.language ?? null, datedOn: input.datedOn ?? null, document: words(input.document),
      documentId: input.documentId ?? null, translations: spoken(input.translations), replaces: input.replaces ?? null, recordedBy: actor.name,
    }));
    return saved.id;
  }

  private async living(tx: Tx, id: string): Promise<HandoverEntity> {
    const handover = await this.repository.locked(tx, id);
    assertLiving(await this.repository.campaign(tx, { id: handover.campaignId }));
    return handover;
  }

  private async coverFaults(tx: Tx, campaignId: number, covers: 'all' | readonly string[]): Promise<FieldFault[]> {
    if (covers === 'all') return [];
    if (covers.length === 0) return [{ field: 'covers', code: 'required' }];
    const unknown = new Set(await this.repository.unknownJurisdictions(tx, campaignId, covers));
    return covers.flatMap((id, index) => (unknown.has(id) ? [{ field: `covers.${index}`, code: 'unknown' }] : []));
  }

  private async officeFaults(tx: Tx, campaignId: number, recipients: readonly RecipientInput[] = []): Promise<FieldFault[]> {
    const unknown = new Set(await this.repository.unknownOffices(tx, campaignId, recipients.flatMap(({ officeId }) => officeId ?? [])));
    return recipients.flatMap(({ officeId }, index) => (officeId && unknown.has(officeId) ? [{ field: `recipients.${index}.officeId`, code: 'unknown' }] : []));
  }

  /** The event, if any, and the audit entry: last, because entries queue behind one lock. */
  private async leave(tx: Tx, topic: string | null, action: string, id: string, actor: HandoverActor, details: Record<string, string | number | null>): Promise<void> {
    if (topic) await writeOutbox(tx, [{ topic, payload: { handoverId: id } }]);
    await this.audit.append(tx, { actor: actor.id, action, subject: `handover:${id}`, details });
  }
}

function standing(handover: HandoverEntity): Standing {
  return {
    status: handover.status, date: handover.dateEdtf, startTime: handover.startTime, timeZone: handover.timeZone, place: handover.place, signatures: handover.signatures,
  };
}

function toldOf({ dateEdtf, dateFrom, dateTo, startTime, calendarSequence, changeReason }: HandoverEntity): ToldBefore {
  return { date_edtf: dateEdtf, date_from: dateFrom, date_to: dateTo, start_time: startTime, calendar_sequence: calendarSequence, change_reason: changeReason };
}

function apply(handover: HandoverEntity, patch: HandoverPatch): void {
  if (patch.date !== undefined) {
    const date = knownDate(patch.date);
    Object.assign(handover, { dateEdtf: date?.edtf ?? null, dateFrom: date?.from ?? null, dateTo: date?.to ?? null });
  }
  if (patch.dateNote !== undefined) handover.dateNote = words(patch.dateNote);
  if (patch.startTime !== undefined) handover.startTime = patch.startTime;
  if (patch.timeZone != null) handover.timeZone = patch.timeZone;
  if (patch.place !== undefined) handover.place = words(patch.place);
  if (patch.title !== undefined) handover.title = words(patch.title);
  if (patch.outcome !== undefined) handover.outcome = words(patch.outcome);
  if (patch.covers != null) handover.coversAll = patch.covers === 'all';
}

function instant(handover: HandoverEntity): Date | null {
  return handover.dateEdtf && handover.dateEdtf === handover.dateFrom && handover.startTime ? instantOf(handover.dateFrom, handover.startTime, handover.timeZone) : null;
}

function differs(before: HandoverEntity, after: HandoverEntity): boolean {
  return (Object.keys(after) as (keyof HandoverEntity)[]).some((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]));
}

function words(text: string | null | undefined): string | null {
  return blank(text) ? null : (text ?? '').trim();
}

/** Translations with words in them. */
function spoken(texts: Record<string, string> | undefined): Record<string, string> {
  return Object.fromEntries(Object.entries(texts ?? {}).filter(([, text]) => !blank(text)).map(([language, text]) => [language, text.trim()]));
}
