import { Injectable } from '@nestjs/common';
import { AuditLog } from '#libs/access';
import { type FieldFault } from '#libs/config';
import { Database, type Tx, txRows, writeOutbox } from '#libs/database';
import { type Words } from '#libs/petitions';
import { embargoInstantOf, LONGEST_NOTE, LONGEST_TITLE, wasPublic, wordsFaults } from './embargo-rules.js';
import { publicationConflict, publicationInvalid, publicationNotFound } from './embargo.errors.js';
import { PUBLICATION_WITHDRAWN } from './embargo.events.js';
import { type NamedInstant, type NewPublication, type Publication, PUBLICATION_KINDS, type PublicationActor } from './embargo.types.js';
import { callOut, tellWhatIsPublicNow } from './going-public.js';
import { heldPublication, PublicationsReader } from './publications.reader.js';

/**
 * Publications as organisers keep them. Rights are the caller's to ask. What is public by its instant needs nobody to make it so; what
 * was public is never moved: it is withdrawn, or corrected by another one, and both are told.
 */
@Injectable()
export class PublicationsService {
  constructor(private readonly db: Database, private readonly reader: PublicationsReader, private readonly audit: AuditLog) {}

  /** @throws DomainError `publications.invalid`, `publications.frozen` */
  async create(input: NewPublication, actor: PublicationActor): Promise<Publication> {
    return this.reader.get(await this.db.transaction((tx) => this.createIn(tx, input, actor), { actor: actor.id }), 'organisers');
  }

  /** The same in the caller's transaction, for what is made together with what it publishes. @returns its id */
  async createIn(tx: Tx, input: NewPublication, actor: PublicationActor): Promise<string> {
    return this.write(tx, input, actor, null);
  }

  /**
   * Names the instant, or another one as long as the former has not come; null: nobody knows when any more.
   * @throws DomainError `publications.invalid`, `publications.already_public`, `publications.already_withdrawn`, `publications.frozen`
   */
  async schedule(id: string, at: NamedInstant | null, actor: PublicationActor, options: { evenIfPast?: boolean } = {}): Promise<Publication> {
    return this.changed(id, actor, async (tx, publication) => {
      assertOpen(publication);
      if (publication.state === 'public') throw publicationConflict('alreadyPublic');
      const instant = at && readOrThrow(at, publication.readAt, options);
      await tx.query(`update publications set public_at = $2, time_zone = $3 where id = $1`, [id, instant, at?.timeZone ?? null]);
      await tellWhatIsPublicNow(tx);
      await this.note(tx, actor, at ? 'publication.schedule' : 'publication.unschedule', id, { at: instant?.toISOString() ?? null, zone: at?.timeZone ?? null, before: publication.publicAt?.toISOString() ?? null });
    });
  }

  /** Another title, as long as it is not public. @throws DomainError as `schedule` */
  async retitle(id: string, title: Words, actor: PublicationActor): Promise<Publication> {
    return this.changed(id, actor, async (tx, publication) => {
      assertOpen(publication);
      if (publication.state === 'public') throw publicationConflict('alreadyPublic');
      assertFaultless(wordsFaults('title', title, LONGEST_TITLE));
      await tx.query(`update publications set title = $2 where id = $1`, [id, JSON.stringify(title)]);
      await this.note(tx, actor, 'publication.retitle', id, {});
    });
  }

  /**
   * Takes it back, at once and for good; who read it before finds the notice. What was not public yet is never heard of.
   * @param why the notice, by language
   * @throws DomainError `publications.invalid`, `publications.already_withdrawn`, `publications.frozen`
   */
  async withdraw(id: string, why: Words, actor: PublicationActor): Promise<Publication> {
    return this.changed(id, actor, async (tx, publication) => {
      assertOpen(publication);
      assertFaultless(wordsFaults('why', why, LONGEST_NOTE));
      // Public a moment ago and taken back before the clock looked: both are told, in their order.
      await tellWhatIsPublicNow(tx);
      await tx.query(`update publications set withdrawn_at = public_now(), withdrawn_why = $2 where id = $1`, [id, JSON.stringify(why)]);
      const told = await txRows(tx,
        `insert into publication_news (publication_id, news) select publication_id, 'withdrawn' from publication_news where publication_id = $1 and news = 'public' on conflict do nothing returning 1`, [id]);
      if (told.length > 0) await writeOutbox(tx, [{ topic: PUBLICATION_WITHDRAWN, payload: { publicationId: id } }]);
      await callOut(tx, [id]);
      await this.note(tx, actor, 'publication.withdraw', id, { wasPublic: wasPublic(publication, publication.readAt) });
    });
  }

  /**
   * A new publication that corrects one that is or was public. When its instant comes, both say so.
   * @throws DomainError `publications.invalid`, `publications.not_public_yet`, `publications.already_corrected`, `publications.frozen`
   */
  async correct(id: string, input: Pick<NewPublication, 'title' | 'at' | 'evenIfPast'>, actor: PublicationActor): Promise<Publication> {
    const made = await this.db.transaction(async (tx) => {
      const publication = await heldPublication(tx, id);
      if (publication.record) throw publicationConflict('frozen');
      if (!wasPublic(publication, publication.readAt)) throw publicationConflict('notPublicYet');
      if (publication.correctedBy) throw publicationConflict('alreadyCorrected');
      return this.write(tx, { ...input, campaignId: publication.campaignId, kind: publication.kind }, actor, id);
    }, { actor: actor.id });
    return this.reader.get(made, 'organisers');
  }

  private async write(tx: Tx, { campaignId, kind, title, at = null, evenIfPast }: NewPublication, actor: PublicationActor, corrects: string | null): Promise<string> {
    const faults = wordsFaults('title', title, LONGEST_TITLE);
    if (!PUBLICATION_KINDS.includes(kind)) faults.push({ field: 'kind', code: 'unknown' });
    assertFaultless(faults);
    const [campaign] = await txRows<{ record: boolean; now: Date }>(tx, `select kind = 'record' as record, public_now() as now from campaigns where id = $1`, [campaignId]);
    if (!campaign) throw publicationNotFound();
    if (campaign.record) throw publicationConflict('frozen');
    const instant = at && readOrThrow(at, campaign.now, { evenIfPast });
    const [row] = await txRows<{ id: string }>(tx,
      `insert into publications (campaign_id, kind, title, public_at, time_zone, corrects, created_by) values ($1, $2, $3, $4, $5, $6, $7) returning id`,
      [campaignId, kind, JSON.stringify(title), instant, at?.timeZone ?? null, corrects, actor.id]);
    if (!row) throw new Error('a publication was not kept');
    await tellWhatIsPublicNow(tx);
    await this.note(tx, actor, corrects ? 'publication.correct' : 'publication.create', row.id, { kind, at: instant?.toISOString() ?? null, zone: at?.timeZone ?? null, corrects });
    return row.id;
  }

  private async changed(id: string, actor: PublicationActor, change: (tx: Tx, publication: Publication) => Promise<void>): Promise<Publication> {
    await this.db.transaction(async (tx) => change(tx, await heldPublication(tx, id)), { actor: actor.id });
    return this.reader.get(id, 'organisers');
  }

  private async note(tx: Tx, actor: PublicationActor, action: string, id: string, details: Record<string, string | boolean | null>): Promise<void> {
    await this.audit.append(tx, { actor: actor.id, action, subject: `publication:${id}`, details });
  }
}

function assertOpen({ record, state }: Publication): void {
  if (record) throw publicationConflict('frozen');
  if (state === 'withdrawn') throw publicationConflict('alreadyWithdrawn');
}

function assertFaultless(faults: readonly FieldFault[]): void {
  if (faults.length > 0) throw publicationInvalid(faults);
}

function readOrThrow(at: NamedInstant, now: Date, options: { evenIfPast?: boolean }): Date {
  const reading = embargoInstantOf(at, now, options);
  if ('fault' in reading) throw publicationInvalid([reading.fault]);
  return reading.at;
}
