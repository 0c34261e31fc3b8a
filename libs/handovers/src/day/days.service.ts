import { createHash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AuditLog } from '#libs/access';
import { Database, type Tx, txRows } from '#libs/database';
import { assertFaultless, assertLiving, blank, tookPlace } from '../handover-rules.js';
import { type HandoverEntity } from '../handovers.entity.js';
import { HANDOVER_ERRORS, HandoverConflictError, HandoverInvalidError, HandoverNotFoundError } from '../handovers.errors.js';
import { HandoversRepository } from '../handovers.repository.js';
import { HandoversService } from '../handovers.service.js';
import { type HandoverActor } from '../handovers.types.js';
import { assertDocumentsOf } from '../promises/documents-of.js';
import { dayFaults, embargoFaults, linkState, pageWindow, RECEIPT_HOURS } from './day-rules.js';
import { type DayLink, type NewDayLink, type OpenLink, type RecordDay } from './day.types.js';
import { tellWhatIsPublicNow } from './later-events.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const TOKEN = /^[A-Za-z0-9_-]{43}$/;
const LINK = `l.id, l.kind, l.valid_from as "validFrom", l.valid_until as "validUntil", l.revoked_at as "revokedAt", l.used_at as "usedAt", l.created_at as "createdAt"`;

const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest();

/** The day itself: the delegation's link, the recipient's receipt, what happened, and until when it is kept back. */
@Injectable()
export class HandoverDays {
  constructor(private readonly db: Database, private readonly repository: HandoversRepository, private readonly handovers: HandoversService, private readonly audit: AuditLog) {}

  /**
   * A link for the delegation's phones, open from two days before to seven after; an earlier one goes on until it is revoked.
   * @throws HandoverInvalidError `date: required` while there is no day · HandoverConflictError `handovers.frozen`
   */
  async newDelegationLink(handoverId: string, actor: HandoverActor): Promise<NewDayLink> {
    return this.db.transaction(async (tx) => {
      const handover = await this.living(tx, handoverId);
      const window = pageWindow({ from: handover.dateFrom, to: handover.dateTo, timeZone: handover.timeZone });
      if (!window) throw new HandoverInvalidError([{ field: 'date', code: 'required' }]);
      return this.newLink(tx, handoverId, 'delegation', window, actor);
    }, { actor: actor.id });
  }

  /** A receipt that the recipient's side presses on its own phone, once, within 48 hours. */
  async newReceiptLink(handoverId: string, actor: HandoverActor, now: Date = new Date()): Promise<NewDayLink> {
    return this.db.transaction(async (tx) => {
      await this.living(tx, handoverId);
      return this.newLink(tx, handoverId, 'receipt', { from: now, until: new Date(now.getTime() + RECEIPT_HOURS * 3_600_000) }, actor);
    }, { actor: actor.id });
  }

  /** The newest 50, without their tokens. */
  links(handoverId: string): Promise<DayLink[]> {
    return this.db.rows<DayLink>(`select ${LINK} from day_links l where l.handover_id = $1 order by l.created_at desc, l.id limit 50`, [handoverId]);
  }

  async revokeLink(handoverId: string, linkId: string, actor: HandoverActor): Promise<void> {
    await this.db.transaction(async (tx) => {
      const gone = UUID.test(linkId) ? await txRows(tx, `update day_links set revoked_at = clock_timestamp() where id = $1 and handover_id = $2 and revoked_at is null returning id`, [linkId, handoverId]) : [];
      if (gone.length > 0) await this.audit.append(tx, { actor: actor.id, action: 'handover.link-revoked', subject: `handover:${handoverId}`, details: { link: linkId } });
    }, { actor: actor.id });
  }

  /** What a link opens. @throws HandoverNotFoundError for one that is none, too early, over, revoked or (a receipt) used */
  async opened(token: string, kind: DayLink['kind'], now: Date = new Date()): Promise<OpenLink> {
    const [link] = TOKEN.test(token) ? await this.db.rows<OpenLink>(
      `select ${LINK}, l.handover_id as "handoverId", h.campaign_id as "campaignId", h.jurisdiction_id as "jurisdictionId"
       from day_links l join handovers h on h.id = l.handover_id where l.token_hash = $1 and l.kind = $2 and h.status <> 'cancelled'`, [hashOf(token), kind]) : [];
    if (!link || linkState(link, now) !== 'open') throw new HandoverNotFoundError(HANDOVER_ERRORS.linkUnknown);
    return link;
  }

  /**
   * Writes down what happened, once; the same submission again changes nothing. Returns whether it was new.
   * @throws HandoverInvalidError · HandoverConflictError `handovers.already_held` for another submission
   */
  async record(handoverId: string, input: RecordDay, actor: HandoverActor, now: Date = new Date()): Promise<boolean> {
    if (!UUID.test(input.submission)) throw new HandoverInvalidError([{ field: 'submission', code: 'required' }]);
    if (await this.isRecorded(handoverId, input.submission)) return false;
    assertFaultless(dayFaults(input, now));
    try {
      await this.handovers.hold(handoverId, input, actor, async (tx, handover) => {
        await assertDocumentsOf(tx, handover, { receiptDocument: input.receiptDocument, photo: input.photo });
        await tx.query(
          `insert into handover_days (handover_id, submission, receipt, receipt_number, receipt_document, quote, quote_language, quote_by, attendance, photo, photo_agreed, recorded_by)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
          [handoverId, input.submission, input.receipt, words(input.receiptNumber), input.receiptDocument ?? null, words(input.quote), input.quoteLanguage ?? null, words(input.quoteBy),
            [...new Set(input.attendance ?? [])].slice(0, 60), input.photo ?? null, input.photoAgreed ?? false, actor.name]);
      });
    } catch (thrown) {
      // Two phones, or one that lost the answer: whoever came second with the same form finds it done.
      if (thrown instanceof HandoverConflictError && (await this.isRecorded(handoverId, input.submission))) return false;
      throw thrown;
    }
    return true;
  }

  /** Another end of the embargo, or none: then it is told at once. @throws HandoverConflictError `handovers.not_held_yet` */
  async embargo(handoverId: string, embargo: { until: Date; timeZone: string } | null, actor: HandoverActor, now: Date = new Date()): Promise<void> {
    assertFaultless(embargoFaults(embargo, now));
    await this.db.transaction(async (tx) => {
      const handover = await this.living(tx, handoverId);
      if (!tookPlace(handover.status)) throw new HandoverConflictError(HANDOVER_ERRORS.notHeldYet);
      // What was told cannot be taken back.
      if (embargo && !(handover.embargoUntil && handover.embargoUntil > now)) throw new HandoverConflictError(HANDOVER_ERRORS.alreadyTold);
      await tx.query(`update handovers set embargo_until = $2, embargo_zone = $3 where id = $1`, [handoverId, embargo?.until ?? null, embargo?.timeZone ?? null]);
      await tellWhatIsPublicNow(tx);
      await this.audit.append(tx, { actor: actor.id, action: 'handover.embargo', subject: `handover:${handoverId}`, details: { until: embargo?.until.toISOString() ?? null } });
    }, { actor: actor.id });
  }

  /** The recipient's side presses the button. Works once. @throws HandoverInvalidError · HandoverNotFoundError `handovers.link_unknown` */
  async confirmReceipt(token: string, by: { name: string; office: string }, now: Date = new Date()): Promise<void> {
    const link = await this.opened(token, 'receipt', now);
    assertFaultless((['name', 'office'] as const).flatMap((field) => (blank(by[field]) ? [{ field, code: 'required' }] : [])));
    await this.db.transaction(async (tx) => {
      const used = await txRows(tx, `update day_links set used_at = $2, name = $3, office = $4 where id = $1 and used_at is null and revoked_at is null returning id`,
        [link.id, now, by.name.trim().slice(0, 200), by.office.trim().slice(0, 300)]);
      if (used.length === 0) throw new HandoverNotFoundError(HANDOVER_ERRORS.linkUnknown);
      await this.audit.append(tx, { actor: 'recipient', action: 'handover.receipt', subject: `handover:${link.handoverId}`, details: { link: link.id } });
    }, { actor: 'recipient' });
  }

  private async isRecorded(handoverId: string, submission: string): Promise<boolean> {
    return (await this.db.rows(`select 1 from handover_days where handover_id = $1 and submission = $2`, [handoverId, submission])).length > 0;
  }

  private async newLink(tx: Tx, handoverId: string, kind: DayLink['kind'], window: { from: Date; until: Date }, actor: HandoverActor): Promise<NewDayLink> {
    const token = randomBytes(32).toString('base64url');
    const [link] = await txRows<DayLink>(tx,
      `insert into day_links as l (handover_id, kind, token_hash, valid_from, valid_until, created_by) values ($1, $2, $3, $4, $5, $6) returning ${LINK}`,
      [handoverId, kind, hashOf(token), window.from, window.until, actor.id]);
    if (!link) throw new Error('a link was not kept');
    await this.audit.append(tx, { actor: actor.id, action: `handover.link-${kind}`, subject: `handover:${handoverId}`, details: { link: link.id } });
    return { ...link, token };
  }

  private async living(tx: Tx, id: string): Promise<HandoverEntity> {
    const handover = await this.repository.locked(tx, id);
    assertLiving(await this.repository.campaign(tx, { id: handover.campaignId }));
    return handover;
  }
}

const words = (text: string | null | undefined): string | null => text?.trim() || null;
