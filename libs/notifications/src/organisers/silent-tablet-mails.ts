import { Injectable } from '@nestjs/common';
import { AccessService, type Manager } from '#libs/access';
import { AppConfig } from '#libs/config';
import { Database } from '#libs/database';
import { drainsUntil, isSilent } from '#libs/stores';
import { Links } from '../links.js';
import { type Look, sendEach, SendLog } from '../send-log/send-log.service.js';
import { type Block, type Words } from '../templates/letter.js';
import { type Phrasebook } from '../templates/phrasebook.js';
import { bookFor, heading, organiserMail, text, toldAtOnce } from './organiser-post.js';
import { type TabletInMail, tabletInMail } from './organisers.repository.js';

/** Tells who looks after a store that signatures lie on a tablet of it which has not been heard of. Of the signers it knows a number. */
@Injectable()
export class SilentTabletMails {
  private readonly links: Links;

  constructor(private readonly db: Database, private readonly sendLog: SendLog, private readonly access: AccessService, config: AppConfig) {
    this.links = new Links(config.publicUrl);
  }

  /** Once for each silence and reader: a silence is named by when the tablet was last seen. */
  async silent({ deviceId }: { deviceId: string }): Promise<void> {
    const tablet = await tabletInMail(this.db, deviceId);
    // The record of a campaign that is over mails nobody.
    if (!tablet?.lastSeenAt || tablet.kind === 'record') return;
    const since = tablet.lastSeenAt.toISOString();
    await sendEach(await this.readersOf(tablet), (reader) =>
      this.sendLog.once({ kind: 'tablet.silent', about: `device:${deviceId}@${since}`, recipient: `user:${reader.id}` }, () => this.look(reader, deviceId, since)));
  }

  /** Who looks after the store; where nobody does, those who organise the country. */
  private async readersOf({ campaignId, jurisdictionId, storeId, area }: TabletInMail): Promise<readonly Manager[]> {
    const managers = await this.access.managersOf({ campaignId, jurisdictionId, storeId, area });
    return managers.length > 0 ? managers : toldAtOnce(await this.access.organisersOf(campaignId, jurisdictionId));
  }

  private async look(reader: Manager, deviceId: string, since: string): Promise<Look> {
    const tablet = await tabletInMail(this.db, deviceId);
    if (!tablet?.lastSeenAt || tablet.lastSeenAt.toISOString() !== since || !isSilent(tablet, new Date())) return { skip: 'stale' };
    const book = bookFor(reader);
    const values = { n: tablet.waiting, store: { text: tablet.storeName, language: null }, tablet: { text: tablet.name, language: null } };
    const drains = drainsUntil(tablet);
    const blocks: Block[] = [
      heading(book, 'tablet.silent.heading', values),
      text(book, 'tablet.silent.intro', values),
      { kind: 'facts', rows: facts(book, tablet, tablet.lastSeenAt) },
      ...(drains ? [text(book, 'tablet.silent.retired', { day: book.day(drains, tablet.timeZone) })] : []),
      text(book, 'tablet.silent.do'),
      { kind: 'list', items: ['wifi', 'open', 'charge'].map((step) => book.say(`tablet.silent.do.${step}`)) },
      text(book, 'tablet.silent.gone'),
      { kind: 'button', label: book.say('tablet.silent.store'), url: this.links.store(tablet.storeId) },
      { kind: 'small', words: book.say('tablet.silent.once') },
    ];
    return organiserMail(reader, book, tablet, book.plain('tablet.silent.subject', values), blocks, this.links);
  }
}

/** In the time of the store: there the tablet is looked for. */
function facts(book: Phrasebook, tablet: TabletInMail, lastSeenAt: Date): [Words, Words][] {
  const { area, town, storeName, storeCode, timeZone } = tablet;
  const place = [...new Set([storeName, town, area])].filter(Boolean).join(' · ');
  const rows: [Words, Words][] = [
    [book.say('fact.store'), [{ text: `${place} (${storeCode})`, language: null }]],
    [book.say('fact.tablet'), [{ text: `${tablet.name} (${tablet.fingerprint})`, language: null }]],
    [book.say('fact.waiting'), [book.number(tablet.waiting)]],
  ];
  if (tablet.oldestWaitingAt) rows.push([book.say('fact.waiting.oldest'), [book.moment(tablet.oldestWaitingAt, timeZone)]]);
  rows.push([book.say('fact.seen'), [book.moment(lastSeenAt, timeZone)]]);
  return rows;
}
