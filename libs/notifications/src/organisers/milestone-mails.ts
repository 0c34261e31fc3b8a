import { Injectable } from '@nestjs/common';
import { AccessService, type Organiser } from '#libs/access';
import { AppConfig } from '#libs/config';
import { Database } from '#libs/database';
import { NoticeSettings, whenToTell, type NoticeRule } from '#libs/petitions';
import { Queues } from '#libs/queues';
import { TallyFigures, type TallyView, thresholdsOf } from '#libs/tallies';
import { Links } from '../links.js';
import { MAIL_MILESTONE, type MilestoneStep } from '../notifications.jobs.js';
import { placeName, wordsIn } from '../people.js';
import { type Look, sendEach, SendLog } from '../send-log/send-log.service.js';
import { type Block, type Words } from '../templates/letter.js';
import { type Phrasebook } from '../templates/phrasebook.js';
import { MilestoneForecast } from './milestone-forecast.js';
import { bookFor, heading, organiserMail, text, toldAtOnce } from './organiser-post.js';
import { type PetitionInMail, petitionInMail } from './organisers.repository.js';

const DAY_MS = 24 * 3_600_000;

type Reached = Pick<Organiser, 'id' | 'email' | 'locale' | 'timeZone'>;

/** Tells organisers that milestones come close or were passed: one mail for each step, naming all it passed. */
@Injectable()
export class MilestoneMails {
  private readonly links: Links;

  constructor(
    private readonly db: Database, private readonly sendLog: SendLog, private readonly access: AccessService,
    private readonly figures: TallyFigures, private readonly forecast: MilestoneForecast, private readonly notices: NoticeSettings, private readonly queues: Queues, config: AppConfig,
  ) {
    this.links = new Links(config.publicUrl);
  }

  /** @param to only this user: whose quiet hours are over */
  async crossed({ petitionId, step, thresholds, to }: { petitionId: number; step: MilestoneStep; thresholds: number[]; to?: string }): Promise<void> {
    const petition = await petitionInMail(this.db, petitionId);
    // The record of a campaign that is over: nobody is told of what happened years ago.
    if (!petition || petition.kind === 'record') return;
    const rule = await this.notices.of(petitionId);
    if (!rule.by.includes('mail')) return;
    const readers = (await this.readers(petition, rule)).filter(({ id }) => to === undefined || id === to);
    const quiet = await this.notices.quietHours(readers.map(({ id }) => id));
    const about = `petition:${petitionId}:${[...thresholds].sort((a, b) => a - b).join(',')}`;
    await sendEach(readers, async (reader) => {
      const now = new Date();
      const at = whenToTell(now, quiet.get(reader.id) ?? null, reader.timeZone);
      // A milestone can wait for the morning. The send log looks again then, so a job that comes twice still tells once.
      if (at > now) return this.queues.add({ kind: MAIL_MILESTONE, payload: { petitionId, step, thresholds, to: reader.id }, id: `quiet-${step}-${petitionId}-${thresholds.join('-')}-${reader.id}-${at.getTime()}`, delayMs: at.getTime() - now.getTime() });
      return this.sendLog.once({ kind: `milestone.${step}`, about, recipient: `user:${reader.id}` }, () => this.look(reader, petition, petitionId, step, thresholds));
    });
  }

  /** Whom the petition's organisers settled to tell, each once. */
  private async readers(petition: PetitionInMail, { tell, people }: NoticeRule): Promise<Reached[]> {
    const organisers = await this.access.organisersOf(petition.campaignId, petition.jurisdictionId);
    const chosen: Reached[] = [...(tell.includes('country') ? toldAtOnce(organisers) : []), ...(tell.includes('campaign') ? organisers.filter(({ level }) => level === 'campaign') : [])];
    // Rights may have ended since they were named.
    const named = people.length === 0 ? [] : await this.db.rows<Reached>(
      `select distinct u.id::text as id, u.email, u.locale, u.time_zone as "timeZone" from users u join user_roles g on g.user_id = u.id
        where u.id::text = any($1) and u.disabled_at is null and (g.campaign_id is null or g.campaign_id = $2) and (g.jurisdiction_id is null or g.jurisdiction_id = $3)`,
      [people, petition.campaignId, petition.jurisdictionId]);
    return [...new Map([...chosen, ...named].map((reader) => [reader.id, reader])).values()];
  }

  /** What the tally says now, not what the event said then. */
  private async look(organiser: Reached, petition: PetitionInMail, petitionId: number, step: MilestoneStep, thresholds: readonly number[]): Promise<Look> {
    const tally = await this.figures.view(petitionId);
    if (!tally) return { skip: 'stale' };
    const told = tally.milestones.filter(({ threshold, silent, approachingAt, reachedAt }) =>
      thresholds.includes(threshold) && !silent && (step === 'reached' ? reachedAt !== null : approachingAt !== null && reachedAt === null));
    const highest = told.at(-1)?.threshold;
    if (highest === undefined) return { skip: 'stale' };
    const book = bookFor(organiser);
    const name = { text: placeName(petition.place, book.language), language: book.language };
    const values = { petition: name, threshold: highest, total: tally.total, remaining: Math.max(0, highest - tally.total) };
    const blocks: Block[] = [
      heading(book, `milestone.${step}.heading`, values),
      text(book, `milestone.${step}.intro`, values),
      ...(told.length > 1 ? [text(book, 'milestone.reached.jump', { n: told.length, thresholds: book.list(told.map(({ threshold }) => book.number(threshold))) })] : []),
      { kind: 'quote', words: [wordsIn(petition.titles, book.language, petition.language)] },
      { kind: 'facts', rows: await this.facts(book, petition, tally, organiser.timeZone) },
      { kind: 'button', label: book.say('milestone.book'), url: this.links.bookHandover(petition.slug) },
      { kind: 'link', label: book.say('milestone.page'), url: this.links.petition(petition.slug) },
    ];
    return organiserMail(organiser, book, petition, book.plain(`milestone.${step}.subject`, values), blocks, this.links);
  }

  private async facts(book: Phrasebook, petition: PetitionInMail, tally: TallyView, timeZone: string): Promise<[Words, Words][]> {
    const now = new Date();
    const rows: [Words, Words][] = [[book.say('fact.total'), [book.number(tally.total)]]];
    if (tally.attested) rows.push([book.say('fact.attested'), [book.number(tally.attested.count)]]);
    rows.push([book.say('fact.rate'), [book.number(await this.rateADay(tally.petitionId, petition.openedAt, now))]]);
    const next = thresholdsOf(tally, tally.milestones.map((m) => ({ ...m, approached: m.approachingAt !== null, reached: m.reachedAt !== null })))
      .find(({ threshold }) => threshold > tally.total);
    if (!next) return rows;
    rows.push([book.say('fact.next'), [book.number(next.threshold)]]);
    const expected = await this.forecast.ofNext(tally.petitionId, now);
    rows.push([book.say('fact.forecast'), forecastWords(book, expected?.threshold === next.threshold ? expected : null, timeZone)]);
    return rows;
  }

  /** Counted signatures a day over the last seven days, or over as many as the petition has been open (at least one). */
  private async rateADay(petitionId: number, openedAt: Date | null, now: Date): Promise<number> {
    const open = openedAt ? (now.getTime() - openedAt.getTime()) / DAY_MS : 7;
    const days = Math.min(7, Math.max(1, open));
    const hours = await this.figures.hourly(petitionId, new Date(now.getTime() - 7 * DAY_MS));
    return hours.reduce((sum, { n }) => sum + n, 0) / days;
  }
}

function forecastWords(book: Phrasebook, expected: { from: Date; to: Date | null } | null, timeZone: string): Words {
  if (!expected) return book.say('fact.forecast.none');
  if (!expected.to) return book.say('fact.forecast.open', { day: book.day(expected.from, timeZone) });
  return book.say('fact.forecast.range', { range: book.span(expected.from, expected.to, timeZone) });
}
