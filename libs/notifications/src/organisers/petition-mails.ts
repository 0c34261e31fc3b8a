import { Injectable } from '@nestjs/common';
import { AccessService } from '#libs/access';
import { AppConfig } from '#libs/config';
import { Database } from '#libs/database';
import { NoticeSettings } from '#libs/petitions';
import { Links } from '../links.js';
import { type PetitionNews } from '../notifications.jobs.js';
import { placeName, wordsIn } from '../people.js';
import { sendEach, SendLog } from '../send-log/send-log.service.js';
import { type Block } from '../templates/letter.js';
import { bookFor, heading, organiserMail, text, toldAtOnce } from './organiser-post.js';
import { petitionInMail } from './organisers.repository.js';

/** Tells a country's organisers that its petition can be signed, or no longer: by a timetable or by somebody's hand. */
@Injectable()
export class PetitionMails {
  private readonly links: Links;

  constructor(private readonly db: Database, private readonly sendLog: SendLog, private readonly access: AccessService, private readonly notices: NoticeSettings, config: AppConfig) {
    this.links = new Links(config.publicUrl);
  }

  /** @param event of the outbox: who opens again is told again */
  async petition({ petitionId, news, event }: { petitionId: number; news: PetitionNews; event: string }): Promise<void> {
    const petition = await petitionInMail(this.db, petitionId);
    if (!petition || petition.kind === 'record' || !(await this.notices.of(petitionId)).by.includes('mail')) return;
    const organisers = toldAtOnce(await this.access.organisersOf(petition.campaignId, petition.jurisdictionId));
    await sendEach(organisers, (organiser) => this.sendLog.once({ kind: `petition.${news}`, about: `petition:${petitionId}:${event}`, recipient: `user:${organiser.id}` }, async () => {
      const now = await petitionInMail(this.db, petitionId);
      if (!now || (now.status === 'open') !== (news === 'opened')) return { skip: 'stale' };
      const book = bookFor(organiser);
      const values = { petition: { text: placeName(now.place, book.language), language: book.language } };
      const blocks: Block[] = [
        heading(book, `petition.${news}.heading`),
        text(book, `petition.${news}.intro`, values),
        { kind: 'quote', words: [wordsIn(now.titles, book.language, now.language)] },
        ...(news === 'closed' ? [{ kind: 'button' as const, label: book.say('milestone.book'), url: this.links.bookHandover(now.slug) }] : []),
        { kind: 'link', label: book.say('milestone.page'), url: this.links.petition(now.slug) },
      ];
      return organiserMail(organiser, book, now, book.plain(`petition.${news}.subject`, values), blocks, this.links);
    }));
  }
}
