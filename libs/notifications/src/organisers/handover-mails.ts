import { Injectable } from '@nestjs/common';
import { AccessService, type Organiser } from '#libs/access';
import { AppConfig } from '#libs/config';
import { Database } from '#libs/database';
import { calendarAct, reminderTurn } from '#libs/handovers';
import { type JobRequest, Queues } from '#libs/queues';
import { Links } from '../links.js';
import { type CommitmentNews, type HandoverNews, type Later, MAIL_COMMITMENT, MAIL_HANDOVER } from '../notifications.jobs.js';
import { placeName } from '../people.js';
import { messageIdOf, type Notice } from '../mailer/message.js';
import { type Look, sendEach, SendLog } from '../send-log/send-log.service.js';
import { type Block, type Words } from '../templates/letter.js';
import { type Phrasebook } from '../templates/phrasebook.js';
import { calendarPart, isExact, toldBefore } from './calendar-part.js';
import { dayOf, handoverDate, handoverName } from './handover-words.js';
import { bookFor, heading, organiserMail, text, toldAtOnce } from './organiser-post.js';
import { commitmentInMail, type HandoverInMail, handoverInMail, isAwaited, takeTurn } from './organisers.repository.js';

/** Tells organisers what is booked, what has changed, what comes near, and what was promised and falls due. */
@Injectable()
export class HandoverMails {
  private readonly links: Links;

  constructor(private readonly db: Database, private readonly sendLog: SendLog, private readonly access: AccessService, private readonly queues: Queues, private readonly config: AppConfig) {
    this.links = new Links(config.publicUrl);
  }

  /** @param on the planned day that a reminder was meant for: once the handover has another day, it is stale */
  async handover(job: { handoverId: string; news: HandoverNews; on?: string | null; letterId?: string; nth?: number; later?: Later }): Promise<void> {
    const { handoverId, news, on, letterId, nth, later } = job;
    const handover = await handoverInMail(this.db, handoverId);
    if (!handover || handover.kind === 'record') return;
    const about = letterId ? `letter:${letterId}@${on ?? ''}${nth ? `+${nth}` : ''}` : `handover:${handoverId}${subject(handover, news, on)}`;
    await sendEach(meant(await this.readersOf(handover), later), async (organiser) => {
      const notice = { kind: `handover.${news}`, about, recipient: `user:${organiser.id}` };
      if (letterId && !(await this.hasTurn(notice, organiser, later, (next) => ({ kind: MAIL_HANDOVER, payload: { ...job, on: on ?? null, later: next } }), [news, letterId, on, nth]))) return;
      await this.sendLog.once(notice, async () => {
        const now = await handoverInMail(this.db, handoverId);
        return now && (letterId ? await isAwaited(this.db, letterId) : isNews(now, news, on ?? null)) ? this.withCalendar(organiser, now, news, this.handoverMail(organiser, now, news)) : { skip: 'stale' };
      });
    });
  }

  async commitment(job: { commitmentId: string; news: CommitmentNews; on?: string | null; nth?: number; later?: Later }): Promise<void> {
    const { commitmentId, news, on, nth, later } = job;
    const commitment = await commitmentInMail(this.db, commitmentId);
    const handover = commitment && await handoverInMail(this.db, commitment.handoverId);
    if (!commitment || !handover || handover.kind === 'record') return;
    const about = `commitment:${commitmentId}${on ? `@${on}` : ''}${nth ? `+${nth}` : ''}`;
    await sendEach(meant(await this.readersOf(handover), later), async (organiser) => {
      const notice = { kind: `commitment.${news}`, about, recipient: `user:${organiser.id}` };
      if (!(await this.hasTurn(notice, organiser, later, (next) => ({ kind: MAIL_COMMITMENT, payload: { ...job, on: on ?? null, later: next } }), [news, commitmentId, on, nth]))) return;
      await this.sendLog.once(notice, () => this.lookAtCommitment(organiser, handover, commitmentId, news, on ?? null));
    });
  }

  /** Within the day's measure; if not, the same is asked for again tomorrow, when it is looked at anew. */
  private async hasTurn(notice: Notice, organiser: Organiser, later: Later | undefined, again: (next: Later) => JobRequest<object>, what: readonly (string | number | null | undefined)[]): Promise<boolean> {
    const now = new Date();
    const times = later?.times ?? 0;
    const turn = reminderTurn({ sentToday: await takeTurn(this.db, notice, messageIdOf(notice, this.config.publicUrl)), putOff: times }, now);
    if (turn === 'now' || turn === 'never') return turn === 'now';
    const next = { to: organiser.id, times: times + 1 };
    await this.queues.add({ ...again(next), id: ['later', ...what.map((part) => String(part ?? '')), organiser.id, next.times].join('-'), delayMs: turn.at.getTime() - now.getTime() });
    return false;
  }

  /** Of a national handover the country's organisers; of a bundle everyone who has part in it. */
  private async readersOf(handover: HandoverInMail): Promise<readonly Organiser[]> {
    const found = new Map<string, Organiser>();
    for (const jurisdictionId of handover.jurisdictionIds) {
      const organisers = await this.access.organisersOf(handover.campaignId, jurisdictionId);
      for (const organiser of handover.level === 'national' ? toldAtOnce(organisers) : organisers) found.set(organiser.id, organiser);
    }
    return [...found.values()];
  }

  private handoverMail(organiser: Organiser, handover: HandoverInMail, news: HandoverNews): Look {
    const book = bookFor(organiser);
    const name = news === 'moved' && handover.status === 'cancelled' ? 'cancelled' : news;
    const blocks: Block[] = [
      heading(book, `handover.${name}.heading`),
      { kind: 'quote', words: [handoverName(handover, book.language)] },
      ...(name === 'moved' || name === 'result-awaited' ? [text(book, `handover.${name}.intro`)] : []),
      { kind: 'facts', rows: facts(book, handover) },
      { kind: 'button', label: book.say('handover.open'), url: this.links.handover(handover.id) },
    ];
    return organiserMail(organiser, book, handover, book.plain(`handover.${name}.subject`, { handover: handoverName(handover, book.language) }), blocks, this.links);
  }

  /** News of the day itself comes as an entry for the organiser's calendar too. */
  private async withCalendar(organiser: Organiser, handover: HandoverInMail, news: HandoverNews, look: Look): Promise<Look> {
    if ((news !== 'scheduled' && news !== 'moved') || !('send' in look)) return look;
    const reader = { ...await toldBefore(this.db, `user:${organiser.id}`, handover.id), removed: false };
    const act = calendarAct({ status: handover.status, exact: isExact(handover), from: handover.from }, reader);
    const method = act === 'request' ? 'REQUEST' : reader.entry ? 'CANCEL' : null;
    if (!method) return look;
    const attendee = { name: organiser.name, address: organiser.email, participation: 'accepted' as const, asked: false };
    return { send: { ...look.send, calendar: await calendarPart(this.db, this.config, { method, handover, sequence: handover.calendarSequence, attendee, book: bookFor(organiser), url: this.links.handover(handover.id) }) } };
  }

  private async lookAtCommitment(organiser: Organiser, handover: HandoverInMail, commitmentId: string, news: CommitmentNews, on: string | null): Promise<Look> {
    const commitment = await commitmentInMail(this.db, commitmentId);
    const open = commitment?.status === 'promised' || commitment?.status === 'in-progress';
    if (!commitment || !open || commitment.dueTo === null || (on !== null && commitment.dueTo !== on)) return { skip: 'stale' };
    const book = bookFor(organiser);
    const jurisdiction = { text: placeName(handover.place, book.language), language: book.language };
    const blocks: Block[] = [
      heading(book, `commitment.${news}.heading`),
      text(book, 'commitment.intro'),
      { kind: 'quote', words: [{ text: commitment.text, language: handover.campaignLanguage }] },
      { kind: 'facts', rows: [
        [book.say('fact.due'), [dayOf(book, commitment.dueTo)]],
        [book.say('fact.status'), book.say(`status.${commitment.status}`)],
        [book.say('fact.handover'), [handoverName(handover, book.language)]],
      ] },
      text(book, 'commitment.ask'),
      { kind: 'button', label: book.say('commitment.open'), url: this.links.handover(handover.id) },
    ];
    return organiserMail(organiser, book, handover, book.plain(`commitment.${news}.subject`, { jurisdiction }), blocks, this.links);
  }
}

/** All of them, or the one for whom it was put off. */
const meant = (organisers: readonly Organiser[], later: Later | undefined): readonly Organiser[] => organisers.filter(({ id }) => !later || id === later.to);

/** Each change of the calendar entry is news of its own; a reminder is news of the day it was meant for. */
function subject(handover: HandoverInMail, news: HandoverNews, on: string | null | undefined): string {
  if (news === 'moved') return `:${handover.calendarSequence}`;
  return on ? `@${on}` : '';
}

function isNews(handover: HandoverInMail, news: HandoverNews, on: string | null): boolean {
  if (news === 'moved') return handover.status === 'planned' || handover.status === 'cancelled';
  return handover.status === 'planned' && (on === null || on === handover.from || on === handover.to);
}

function facts(book: Phrasebook, handover: HandoverInMail): [Words, Words][] {
  const rows: [Words, Words][] = [[book.say('fact.date'), handoverDate(book, handover)]];
  if (handover.where) rows.push([book.say('fact.place'), [{ text: handover.where, language: null }]]);
  if (handover.covered.length > 0) rows.push([book.say('fact.covers'), [book.list(handover.covered.map((place) => placeName(place, book.language)))]]);
  return rows;
}
