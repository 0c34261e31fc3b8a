import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AppConfig } from '#libs/config';
import { Database } from '#libs/database';
import { calendarAct, type CalendarAct, linkHash, type Participation } from '#libs/handovers';
import { Links } from '../links.js';
import { type CalendarPart } from '../mailer/message.js';
import { placeName } from '../people.js';
import { type Look, sendEach, SendLog } from '../send-log/send-log.service.js';
import { type Block, type Words } from '../templates/letter.js';
import { type Phrasebook } from '../templates/phrasebook.js';
import { calendarPart, isExact, toldBefore } from './calendar-part.js';
import { handoverDate, handoverName } from './handover-words.js';
import { bookFor, heading, organiserMail, text } from './organiser-post.js';
import { type HandoverInMail, handoverInMail } from './organisers.repository.js';

interface DelegateInMail { id: string; name: string; email: string; locale: string; state: Participation; removed: boolean }

/**
 * Asks delegates to come along, tells them of moves, and takes the entry out of their calendars when they no longer
 * come or nothing takes place. Each is told once of each sequence of the entry, and of nobody else who comes.
 */
@Injectable()
export class CalendarMails {
  private readonly links: Links;

  constructor(private readonly db: Database, private readonly sendLog: SendLog, private readonly config: AppConfig) {
    this.links = new Links(config.publicUrl);
  }

  /** @param delegateId the one whose invitation changed; null: the handover did, and it concerns all of them */
  async invitations({ handoverId, delegateId }: { handoverId: string; delegateId: string | null }): Promise<void> {
    const handover = await handoverInMail(this.db, handoverId);
    if (!handover || handover.kind === 'record') return;
    await sendEach(await this.delegates(handoverId, delegateId), async ({ id }) => {
      const before = await this.standing(handoverId, id);
      if (!before || before.act === 'none') return;
      const { act, entry } = before;
      const about = `handover:${handoverId}:${handover.calendarSequence}`;
      await this.sendLog.once({ kind: `calendar.${act}`, about, recipient: `delegate:${id}` }, async () => {
        const now = await this.standing(handoverId, id);
        // What changed meanwhile left an event of its own.
        return now && now.act === act ? this.mail({ ...now, entry }, handover.calendarSequence) : { skip: 'stale' };
      });
    });
  }

  private async standing(handoverId: string, id: string): Promise<Standing | null> {
    const [handover, [delegate], before] = [await handoverInMail(this.db, handoverId), await this.delegates(handoverId, id), await toldBefore(this.db, `delegate:${id}`, handoverId)];
    if (!handover || !delegate) return null;
    const act = calendarAct({ status: handover.status, exact: isExact(handover), from: handover.from }, { removed: delegate.removed, told: before.told });
    return { handover, delegate, act, entry: before.entry };
  }

  private async mail({ handover, delegate, act, entry }: Standing, sequence: number): Promise<Look> {
    if (act === 'none') return { skip: 'stale' };
    const book = bookFor(delegate);
    const name = act === 'cancel' ? (delegate.removed ? 'removed' : 'off') : act === 'request' && entry ? 'moved' : act;
    const asks = act !== 'cancel';
    const blocks: Block[] = [
      heading(book, `calendar.${name}.heading`),
      { kind: 'quote', words: [handoverName(handover, book.language)] },
      text(book, `calendar.${name}.intro`),
      { kind: 'facts', rows: facts(book, handover) },
      ...(asks ? [{ kind: 'button' as const, label: book.say('calendar.answer'), url: this.links.invitation(await this.newLink(delegate.id)) }] : []),
    ];
    const look = organiserMail(delegate, book, handover, book.plain(`calendar.${name}.subject`, { handover: handoverName(handover, book.language) }), blocks, this.links);
    return 'send' in look ? { send: { ...look.send, calendar: await this.part(act, { handover, delegate, act, entry }, sequence, book) } } : look;
  }

  /** A day that is not fixed has no entry; one that was told before is taken out. */
  private async part(act: CalendarAct, { handover, delegate, entry }: Standing, sequence: number, book: Phrasebook): Promise<CalendarPart | null> {
    if (act !== 'request' && !entry) return null;
    const attendee = { name: delegate.name, address: delegate.email, participation: delegate.state, asked: true };
    return calendarPart(this.db, this.config, { method: act === 'request' ? 'REQUEST' : 'CANCEL', handover, sequence, attendee, book, url: this.config.publicUrl });
  }

  /** A new link a mail: only its hash is kept, so that no mail can be made twice with the same. Earlier ones go on working. */
  private async newLink(delegateId: string): Promise<string> {
    const token = randomBytes(32).toString('base64url');
    await this.db.rows(`insert into delegate_links (token_hash, delegate_id) values ($1, $2)`, [linkHash(token), delegateId]);
    return token;
  }

  private delegates(handoverId: string, delegateId: string | null): Promise<DelegateInMail[]> {
    return this.db.rows<DelegateInMail>(
      `select id, name, email, locale, state, removed_at is not null as removed from delegates
       where handover_id = $1 and email is not null and case when $2::uuid is null then removed_at is null else id = $2 end order by created_at, id`, [handoverId, delegateId]);
  }
}

/** `entry`: whether one stands in the delegate's calendar from an earlier mail. */
interface Standing { handover: HandoverInMail; delegate: DelegateInMail; act: CalendarAct; entry: boolean }

function facts(book: Phrasebook, handover: HandoverInMail): [Words, Words][] {
  return [
    [book.say('fact.date'), handoverDate(book, handover)],
    ...(handover.where ? [[book.say('fact.place'), [{ text: handover.where, language: null }]] as [Words, Words]] : []),
    ...(handover.covered.length > 1 ? [[book.say('fact.covers'), [book.list(handover.covered.map((place) => placeName(place, book.language)))]] as [Words, Words]] : []),
  ];
}
