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
import { type TabletInMail, tabletsInMail } from './organisers.repository.js';

/** Tells who looks after stores that signatures lie on tablets there which have not been heard of. Of the signers it knows a number. */
@Injectable()
export class SilentTabletMails {
  private readonly links: Links;

  constructor(private readonly db: Database, private readonly sendLog: SendLog, private readonly access: AccessService, config: AppConfig) {
    this.links = new Links(config.publicUrl);
  }

  /** One mail for each reader and campaign, whatever number of tablets one look found silent: a network that fails is no storm of mails. */
  async silent({ run, devices }: { run: string; devices: readonly string[] }): Promise<void> {
    // The record of a campaign that is over mails nobody.
    const tablets = (await tabletsInMail(this.db, devices)).filter(({ kind, lastSeenAt }) => kind !== 'record' && lastSeenAt !== null);
    const letters = new Map<string, { reader: Manager; campaignId: number; ids: string[] }>();
    const readers = new Map<string, readonly Manager[]>();
    for (const tablet of tablets) {
      const told = readers.get(tablet.storeId) ?? (await this.readersOf(tablet));
      readers.set(tablet.storeId, told);
      for (const reader of told) {
        const key = `${reader.id}:${tablet.campaignId}`;
        const letter = letters.get(key) ?? { reader, campaignId: tablet.campaignId, ids: [] };
        letters.set(key, { ...letter, ids: [...letter.ids, tablet.id] });
      }
    }
    await sendEach([...letters.values()], ({ reader, campaignId, ids }) =>
      this.sendLog.once({ kind: 'tablet.silent', about: `silence:${run}@${campaignId}`, recipient: `user:${reader.id}` }, () => this.look(reader, ids)));
  }

  /** Who looks after the store; where nobody does, those who organise the country. */
  private async readersOf({ campaignId, jurisdictionId, storeId, area }: TabletInMail): Promise<readonly Manager[]> {
    const managers = await this.access.managersOf({ campaignId, jurisdictionId, storeId, area });
    return managers.length > 0 ? managers : toldAtOnce(await this.access.organisersOf(campaignId, jurisdictionId));
  }

  private async look(reader: Manager, ids: readonly string[]): Promise<Look> {
    const tablets = (await tabletsInMail(this.db, ids)).filter((tablet) => isSilent(tablet, new Date()));
    const [tablet, ...more] = tablets;
    if (!tablet?.lastSeenAt) return { skip: 'stale' };
    return more.length === 0 ? this.ofOne(reader, tablet, tablet.lastSeenAt) : this.ofSeveral(reader, tablet, tablets);
  }

  private ofOne(reader: Manager, tablet: TabletInMail, lastSeenAt: Date): Look {
    const book = bookFor(reader);
    const values = { n: tablet.waiting, store: { text: tablet.storeName, language: null }, tablet: { text: tablet.name, language: null } };
    const drains = drainsUntil(tablet);
    const blocks: Block[] = [
      heading(book, 'tablet.silent.heading', values),
      text(book, 'tablet.silent.intro', values),
      { kind: 'facts', rows: facts(book, tablet, lastSeenAt) },
      ...(drains ? [text(book, 'tablet.silent.retired', { day: book.day(drains, tablet.timeZone) })] : []),
      ...whatToDo(book),
      { kind: 'button', label: book.say('tablet.silent.store'), url: this.links.store(tablet.storeId) },
      { kind: 'small', words: book.say('tablet.silent.once') },
    ];
    return organiserMail(reader, book, tablet, book.plain('tablet.silent.subject', values), blocks, this.links);
  }

  private ofSeveral(reader: Manager, first: TabletInMail, tablets: readonly TabletInMail[]): Look {
    const book = bookFor(reader);
    const n = tablets.length;
    const named = tablets.slice(0, MOST_NAMED);
    const line = ({ storeName, name, waiting }: TabletInMail): Words =>
      book.say('tablet.silent.many.line', { n: waiting, store: { text: storeName, language: null }, tablet: { text: name, language: null } });
    const blocks: Block[] = [
      heading(book, 'tablet.silent.many.heading', { n }),
      text(book, 'tablet.silent.many.intro', { n: tablets.reduce((sum, { waiting }) => sum + waiting, 0) }),
      { kind: 'list', items: named.map(line) },
      ...(n > named.length ? [text(book, 'tablet.silent.many.more', { n: n - named.length })] : []),
      ...whatToDo(book),
      { kind: 'button', label: book.say('tablet.silent.many.stores'), url: this.links.stores() },
      { kind: 'small', words: book.say('tablet.silent.once') },
    ];
    return organiserMail(reader, book, first, book.plain('tablet.silent.many.subject', { n }), blocks, this.links);
  }
}

/** A mail is read on a phone; the rest stands on the stores' page. */
const MOST_NAMED = 30;

function whatToDo(book: Phrasebook): Block[] {
  return [
    text(book, 'tablet.silent.do'), { kind: 'list', items: ['wifi', 'open', 'charge'].map((step) => book.say(`tablet.silent.do.${step}`)) }, text(book, 'tablet.silent.gone'),
  ];
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
