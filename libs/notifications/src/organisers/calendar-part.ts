import { type AppConfig } from '#libs/config';
import { type Database } from '#libs/database';
import { calendarMessage, type CalendarMethod, type CalendarPeople, instantOf } from '#libs/handovers';
import { senderAddress } from '../mailer/mailer.js';
import { type CalendarPart } from '../mailer/message.js';
import { replyAddress, wordsIn } from '../people.js';
import { plainOf, type Phrasebook } from '../templates/phrasebook.js';
import { handoverDate, handoverName } from './handover-words.js';
import { type HandoverInMail } from './organisers.repository.js';

export interface CalendarWish {
  method: CalendarMethod;
  handover: HandoverInMail;
  /** Frozen with the notice: what is sent again after a crash says the same. */
  sequence: number;
  attendee: CalendarPeople['attendee'];
  book: Phrasebook;
  url: string;
}

/** One day, told without doubt. */
export const isExact = ({ dateEdtf, from }: HandoverInMail): boolean => dateEdtf !== null && dateEdtf === from;

/** The entry for one reader's calendar, in their language. */
export async function calendarPart(db: Database, config: AppConfig, { method, handover, sequence, attendee, book, url }: CalendarWish): Promise<CalendarPart> {
  const name = handoverName(handover, book.language).text;
  const startsAt = isExact(handover) && handover.from !== null && handover.startTime !== null ? instantOf(handover.from, handover.startTime, handover.timeZone) : null;
  const content = calendarMessage(method, {
    id: handover.id, sequence, date: { from: handover.from, to: handover.to, startsAt },
    summary: book.plain('calendar.entry', { handover: name }),
    // The wall clock of the place in words: a program shows its reader's own.
    description: [plainOf(handoverDate(book, handover), 'en'), url].join('\n'),
    place: handover.where, url,
  }, { organiser: await organiserOf(db, config, handover), attendee }, new Date());
  return { method, content };
}

/**
 * Whom the entry belongs to, as first told: a program takes updates from nobody else (RFC 5546, 2.1.4), also when the
 * campaign's contact has changed since. The contact, because answers go there; for lack of one, who sends the mail.
 */
async function organiserOf(db: Database, config: AppConfig, handover: HandoverInMail): Promise<CalendarPeople['organiser']> {
  const sentBy = senderAddress(config.smtp, config.publicUrl);
  const name = wordsIn(handover.campaignTitle, handover.campaignLanguage, 'en').text;
  await db.rows(`insert into calendar_organisers (handover_id, name, address) values ($1, $2, $3) on conflict do nothing`, [handover.id, name, replyAddress(handover.contact) ?? sentBy]);
  const [first] = await db.rows<{ name: string; address: string }>(`select name, address from calendar_organisers where handover_id = $1`, [handover.id]);
  return { name: first?.name ?? name, address: first?.address ?? sentBy, sentBy };
}

/**
 * Whether a reader was told of this handover, and whether an entry of it stands in their calendar. What is due counts as
 * told: it may be on its way this moment.
 */
export async function toldBefore(db: Database, recipient: string, handoverId: string): Promise<{ told: boolean; entry: boolean }> {
  const [found] = await db.rows<{ told: boolean; entry: boolean }>(
    `select coalesce(bool_or(told), false) as told, coalesce((array_agg(entry order by id desc))[1], false) as entry from (
       select id, kind <> 'calendar.cancel' as told, kind in ('calendar.request', 'handover.scheduled', 'handover.moved') as entry from mail_log
        where kind in ('calendar.request', 'calendar.cancel', 'calendar.words', 'handover.scheduled', 'handover.moved')
          and recipient = $1 and (about = 'handover:' || $2::text or about like 'handover:' || $2::text || ':%')
          and (state = 'accepted' or (state = 'due' and kind in ('calendar.request', 'calendar.words')))) told`, [recipient, handoverId]);
  return found ?? { told: false, entry: false };
}
