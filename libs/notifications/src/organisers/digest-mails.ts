import { Injectable } from '@nestjs/common';
import { AccessService, type AuditHead, AuditLog } from '#libs/access';
import { AppConfig } from '#libs/config';
import { Database } from '#libs/database';
import { TallyFigures, thresholdsOf } from '#libs/tallies';
import { Links } from '../links.js';
import { placeName, wordsIn } from '../people.js';
import { type Look, sendEach, SendLog } from '../send-log/send-log.service.js';
import { type Block, type Foreign, type Words } from '../templates/letter.js';
import { type Phrasebook, plainOf } from '../templates/phrasebook.js';
import { daysAfter, digestDay } from './digest-rules.js';
import { dayOf, handoverDate, handoverName } from './handover-words.js';
import { bookFor, heading, organiserMail, text } from './organiser-post.js';
import {
  commitmentsDueBy, type DigestReader, digestReaders, handoversBetween, type LiveCampaign, liveCampaigns, milestonesOf, openPetitions, type MilestoneRow, type OpenPetition,
} from './organisers.repository.js';

const DAY_MS = 24 * 3_600_000;
const DAYS_AHEAD = 14;
/** A digest is read over coffee: the petitions with most news, the others by number. */
const PETITIONS_NAMED = 15;

/** The day's letter to those who organise more than one country: one a day, reader and campaign. */
@Injectable()
export class DigestMails {
  private readonly links: Links;

  constructor(
    private readonly db: Database, private readonly sendLog: SendLog, private readonly access: AccessService,
    private readonly figures: TallyFigures, private readonly audit: AuditLog, config: AppConfig,
  ) {
    this.links = new Links(config.publicUrl);
  }

  /** To everyone whose morning it is and who has not had today's. */
  async send(now: Date = new Date()): Promise<void> {
    const head = await this.audit.head();
    const campaigns = await liveCampaigns(this.db);
    const due: { reader: DigestReader; campaign: LiveCampaign; day: string }[] = [];
    for (const reader of await digestReaders(this.db)) {
      const day = digestDay(now, reader.timeZone);
      if (day) for (const campaign of campaigns) if (concerns(reader, campaign)) due.push({ reader, campaign, day });
    }
    await sendEach(due, async ({ reader, campaign, day }) => {
      const about = `campaign:${campaign.id}:${day}`;
      const sent = await this.sendLog.once({ kind: 'digest', about, recipient: `user:${reader.id}` }, () => this.look(reader, campaign, day, now, head));
      // In the reader's mailbox this database cannot change it any more: what is cut off or rewritten here is found by it.
      if (sent === 'accepted' && head.n > 0) await this.audit.carry(head, `digest:${about}:user:${reader.id}`);
    });
  }

  private async look(reader: DigestReader, campaign: LiveCampaign, day: string, now: Date, head: AuditHead): Promise<Look> {
    const visible = await this.access.visibleJurisdictions(reader, campaign.id);
    const sees = ({ jurisdictionId }: { jurisdictionId: string }): boolean => visible === 'all' || visible.includes(jurisdictionId);
    const until = daysAfter(day, DAYS_AHEAD);
    const open = (await openPetitions(this.db, campaign.id, new Date(now.getTime() - DAY_MS))).filter(sees);
    const handovers = (await handoversBetween(this.db, campaign.id, day, until)).filter(({ jurisdictionIds }) => jurisdictionIds.some((jurisdictionId) => sees({ jurisdictionId })));
    const commitments = (await commitmentsDueBy(this.db, campaign.id, until)).filter(sees);
    if (open.length + handovers.length + commitments.length === 0) return { skip: 'nothing_to_tell' };

    const book = bookFor(reader);
    const title = wordsIn(campaign.title, book.language, campaign.language);
    const milestones = await milestonesOf(this.db, open.map(({ id }) => id));
    const blocks: Block[] = [
      heading(book, 'digest.heading', { campaign: title }),
      text(book, 'digest.intro', { gained: open.reduce((sum, { gained }) => sum + gained, 0), open: open.length }),
      ...(open.length > 0 ? [{ kind: 'facts' as const, rows: await this.petitionRows(book, open.slice(0, PETITIONS_NAMED), milestones) }] : []),
      ...(open.length > PETITIONS_NAMED ? [{ kind: 'small' as const, words: book.say('digest.more', { n: open.length - PETITIONS_NAMED }) }] : []),
      ...listed(book, 'digest.milestones', milestoneLines(book, open, milestones, new Date(now.getTime() - DAY_MS))),
      ...listed(book, 'digest.handovers', handovers.map((handover) =>
        book.say('digest.handover', { date: plainOf(handoverDate(book, handover), book.language), handover: handoverName(handover, book.language) }))),
      ...listed(book, 'digest.commitments', commitments.map((commitment) =>
        book.say('digest.commitment', { date: dayOf(book, commitment.dueTo ?? day), commitment: short(commitment.text, campaign.language) }))),
      { kind: 'button', label: book.say('digest.open'), url: this.links.console() },
      { kind: 'small', words: book.say('digest.audit', { n: head.n, hash: head.hash }) },
    ];
    const subject = book.plain('digest.subject', { campaign: title, day: dayOf(book, day) });
    return organiserMail(reader, book, { campaignTitle: campaign.title, campaignLanguage: campaign.language, contact: campaign.contact }, subject, blocks, this.links);
  }

  private async petitionRows(book: Phrasebook, petitions: readonly OpenPetition[], milestones: readonly MilestoneRow[]): Promise<[Words, Words][]> {
    const totals = await this.figures.totals(petitions.map(({ id }) => id));
    return petitions.map((petition): [Words, Words] => {
      const total = totals.get(petition.id)?.total ?? 0;
      const known = milestones.filter(({ petitionId }) => petitionId === petition.id).map((m) => ({ ...m, approached: m.approachingAt !== null, reached: m.reachedAt !== null }));
      const next = thresholdsOf(petition, known).find(({ threshold }) => threshold > total);
      const values = { total, gained: petition.gained };
      return [[placeName(petition.place, book.language)], next ? book.say('digest.petition', { ...values, next: next.threshold }) : book.say('digest.petition.last', values)];
    });
  }
}

const concerns = (reader: DigestReader, campaign: LiveCampaign): boolean => reader.roles.some(({ campaignId }) => campaignId === null || campaignId === campaign.id);

const listed = (book: Phrasebook, title: string, items: Words[]): Block[] => (items.length === 0 ? [] : [text(book, title), { kind: 'list', items }]);

function milestoneLines(book: Phrasebook, open: readonly OpenPetition[], milestones: readonly MilestoneRow[], since: Date): Words[] {
  const news = (at: Date | null): boolean => at !== null && at >= since;
  return milestones.filter(({ silent }) => !silent).flatMap(({ petitionId, threshold, approachingAt, reachedAt }): Words[] => {
    const petition = open.find(({ id }) => id === petitionId);
    const step = news(reachedAt) ? 'reached' : reachedAt === null && news(approachingAt) ? 'approaching' : null;
    if (!petition || !step) return [];
    return [book.say(`digest.milestone.${step}`, { petition: placeName(petition.place, book.language), threshold })];
  });
}

function short(words: string, language: string): Foreign {
  const signs = [...words];
  return { text: signs.length > 140 ? `${signs.slice(0, 139).join('')}…` : words, language };
}
