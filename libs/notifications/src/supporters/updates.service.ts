import { Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { AuditLog } from '#libs/access';
import { AppConfig, type FieldFault } from '#libs/config';
import { Database, type Tx, writeOutbox } from '#libs/database';
import { Links } from '../links.js';
import { render } from '../templates/render.js';
import { SUPPORTER_ERRORS, updateConflict, updateInvalid, updateUnknown } from './supporters.errors.js';
import { UPDATE_TEST_ASKED } from './supporters.events.js';
import { draftTexts, updateLetter, type UpdateMaterial } from './update-letters.js';
import { audienceShown, capBroken, type Caps, earliestAllowed, LONGEST_BODY, LONGEST_SUBJECT, mayStep, OWN_NEWS, type UpdateStep } from './update-rules.js';
import {
  capsOf, capsWithin, countOf, countWanted, factsOf, handoversFor, type HeldUpdate, holdUpdate, itemById, itemsOf, otherTimes, otherTimesHeld, petitionById, petitionBySlug,
  type PetitionForUpdate, textsOf, writeTexts,
} from './updates.repository.js';
import { type SupporterUpdate, type UpdateActor, type UpdateAudience, type UpdatePage, type UpdatePreview, type UpdateSubject, type UpdateText } from './updates.types.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * News of a petition to those who asked for it: written, looked at, approved by a second person, sent once. Each method is one
 * transaction with its audit entry. Whether the actor may do it is decided by the caller (`subject`).
 */
@Injectable()
export class SupporterUpdates {
  private readonly links: Links;

  constructor(private readonly db: Database, private readonly audit: AuditLog, config: AppConfig) {
    this.links = new Links(config.publicUrl);
  }

  /** @throws DomainError `supporters.unknown` */
  async subject(id: string): Promise<UpdateSubject> {
    const [row] = UUID.test(id) ? await this.db.rows<{ petitionId: number }>(`select petition_id as "petitionId" from supporter_updates where id = $1`, [id]) : [];
    const petition = row && (await petitionById(this.db, row.petitionId));
    if (!petition) throw updateUnknown();
    return { campaignId: petition.campaignId, jurisdictionId: petition.jurisdictionId, petition: petition.slug };
  }

  /** @throws DomainError `supporters.unknown` where no news can go out: no such petition, or one of the record */
  async subjectOfPetition(slug: string): Promise<UpdateSubject> {
    const { campaignId, jurisdictionId } = await this.living(slug);
    return { campaignId, jurisdictionId, petition: slug };
  }

  async list(slug: string, page = 1, pageSize = 25): Promise<UpdatePage> {
    const petition = await this.living(slug);
    const [items, total] = [await itemsOf(this.db, petition.id, pageSize, (page - 1) * pageSize), await countOf(this.db, petition.id)];
    return { items, total, page, pageSize };
  }

  async get(id: string): Promise<SupporterUpdate> {
    const item = UUID.test(id) ? await itemById(this.db, id) : null;
    if (!item) throw updateUnknown();
    const petition = await this.living(item.petition);
    const [texts, caps, others] = [await textsOf(this.db, id), await capsOf(this.db, petition.campaignId), await otherTimes(this.db, petition.id, id)];
    return { ...item, texts, caps, languages: Object.keys(petition.titles).sort(), earliest: earliestAllowed(new Date(), others, caps) };
  }

  /** What an update of this petition can be about, and whose news it can be. */
  async choices(slug: string): Promise<{ handovers: Awaited<ReturnType<typeof handoversFor>>; boxes: { key: string; name: string | null }[] }> {
    const petition = await this.living(slug);
    return { handovers: await handoversFor(this.db, petition), boxes: [{ key: OWN_NEWS, name: null }, ...Object.entries(petition.partners).map(([key, name]) => ({ key, name }))] };
  }

  /**
   * A draft in the petition's languages, made of what is known about the handover.
   * @throws DomainError `supporters.unknown`, `supporters.handover_unfit` (not this petition's, or nothing came of it yet), `supporters.invalid`
   */
  async draft(input: { petition: string; handover: string; box?: string | undefined }, actor: UpdateActor): Promise<string> {
    const petition = await this.living(input.petition);
    const box = input.box ?? OWN_NEWS;
    if (box !== OWN_NEWS && !(box in petition.partners)) throw updateInvalid([{ field: 'box', code: 'unknown' }]);
    const facts = UUID.test(input.handover) ? await factsOf(this.db, input.handover, petition) : null;
    if (!facts) throw updateConflict(SUPPORTER_ERRORS.noSuchHandover);
    const id = randomUUID();
    await this.db.transaction(async (tx) => {
      await tx.query(
        `insert into supporter_updates (id, petition_id, handover_id, box, facts, default_language, written_by) values ($1, $2, $3, $4, $5, $6, $7)`,
        [id, petition.id, input.handover, box, JSON.stringify(facts), petition.defaultLanguage, actor.id]);
      await writeTexts(tx, id, draftTexts(Object.keys(petition.titles), petition.titles, petition.defaultLanguage, facts));
      await this.note(tx, 'supporters.draft', id, actor, { petition: petition.slug, handover: input.handover });
    }, { actor: actor.id });
    return id;
  }

  /**
   * Replaces all texts. An update that was approved is a draft again: what was approved is what goes out. `freshFacts` takes the handover's
   * facts as they are now.
   * @throws DomainError `supporters.invalid`, `supporters.wrong_state`
   */
  async write(id: string, input: { texts: readonly UpdateText[]; freshFacts?: boolean | undefined }, actor: UpdateActor): Promise<void> {
    const { petition, handoverId } = await this.madeOf(id);
    const texts = input.texts.map(({ language, subject, body }) => ({ language, subject: subject.trim(), body: body.replace(/\r\n?/g, '\n').trim() })).filter(({ subject, body }) => subject !== '' || body !== '');
    const faults = textFaults(texts, petition);
    if (faults.length > 0) throw updateInvalid(faults);
    const facts = input.freshFacts ? await factsOf(this.db, handoverId, petition) : null;
    await this.step(id, 'write', actor, 'supporters.write', async (tx) => {
      await writeTexts(tx, id, texts);
      await tx.query(
        `update supporter_updates set state = 'draft', approved_by = null, approved_at = null, send_at = null, written_by = $2, written_at = clock_timestamp(), facts = coalesce($3, facts) where id = $1`,
        [id, actor.id, facts && JSON.stringify(facts)]);
      return { languages: texts.map(({ language }) => language).join(' ') };
    });
  }

  /** Who would get it now. No count below ten is told. */
  async audience(id: string): Promise<UpdateAudience> {
    const { petition, box } = await this.madeOf(id);
    return audienceShown(await countWanted(this.db, petition, box));
  }

  /** The mail as a supporter of this language would get it; its link leads nowhere. */
  async preview(id: string, language: string): Promise<UpdatePreview> {
    const { material } = await this.madeOf(id);
    const made = updateLetter(material, language, this.links, this.links.unsubscribe('preview'));
    if (!made) throw updateInvalid([{ field: 'texts', code: 'required' }]);
    return { ...render(made.letter), asked: language, fallback: made.fallback };
  }

  /** Sends this language's mail to whoever asks, through the worker, so that it comes the way the others will. */
  async test(id: string, language: string, actor: UpdateActor): Promise<void> {
    await this.preview(id, language);
    await this.db.transaction((tx) => writeOutbox(tx, [{ topic: UPDATE_TEST_ASKED, payload: { updateId: id, userId: actor.id, language, request: randomUUID() } }]));
  }

  /**
   * A second person lets it go out, at once or at a time.
   * @throws DomainError `supporters.second_person` (whoever wrote it last), `supporters.too_soon`, `supporters.too_many` (facts: the caps),
   * `supporters.wrong_state`, `supporters.invalid`
   */
  async approve(id: string, input: { sendAt?: Date | undefined }, actor: UpdateActor): Promise<void> {
    const { petition, texts } = await this.madeOf(id);
    if (!texts.some(({ language }) => language === petition.defaultLanguage)) throw updateInvalid([{ field: 'texts', code: 'required' }]);
    const now = Date.now();
    const at = input.sendAt && input.sendAt.getTime() > now ? input.sendAt : new Date(now);
    if (at.getTime() > now + 366 * 86_400_000) throw updateInvalid([{ field: 'sendAt', code: 'out_of_range' }]);
    await this.step(id, 'approve', actor, 'supporters.approve', async (tx, held) => {
      if (held.writtenBy === actor.id) throw updateConflict(SUPPORTER_ERRORS.secondPerson);
      const caps = await capsWithin(tx, petition.campaignId);
      const broken = capBroken(at, await otherTimesHeld(tx, held.petitionId, id), caps);
      if (broken) throw updateConflict(`supporters.${broken}`, { days: caps.leastDays, most: caps.mostAYear });
      await tx.query(`update supporter_updates set state = 'approved', approved_by = $2, approved_at = clock_timestamp(), send_at = $3 where id = $1`, [id, actor.id, at.toISOString()]);
      return { sendAt: at.toISOString() };
    });
  }

  /** Who is due stays due. What is on its way to the mail server still arrives. */
  pause(id: string, actor: UpdateActor): Promise<void> {
    return this.step(id, 'pause', actor, 'supporters.pause', async (tx) => void (await tx.query(`update supporter_updates set state = 'paused' where id = $1`, [id])));
  }

  resume(id: string, actor: UpdateActor): Promise<void> {
    return this.step(id, 'resume', actor, 'supporters.resume', async (tx) => void (await tx.query(`update supporter_updates set state = 'sending' where id = $1`, [id])));
  }

  /** For ever: who has not got it, won't. */
  stop(id: string, actor: UpdateActor): Promise<void> {
    return this.step(id, 'stop', actor, 'supporters.stop', async (tx) => {
      await tx.query(`update supporter_updates set state = 'stopped', ended_at = clock_timestamp() where id = $1`, [id]);
      await tx.query(`update update_recipients set state = 'skipped', code = 'stopped', settled_at = clock_timestamp() where update_id = $1 and state = 'due'`, [id]);
    });
  }

  /** @throws DomainError `supporters.unknown` */
  async campaignIdOf(slug: string): Promise<number> {
    const [row] = await this.db.rows<{ id: number }>(`select id from campaigns where slug = $1 and kind = 'live'`, [slug]);
    if (!row) throw updateUnknown();
    return row.id;
  }

  caps(campaignId: number): Promise<Caps> {
    return capsOf(this.db, campaignId);
  }

  /** For owners. @throws DomainError `supporters.invalid` */
  async setCaps(campaignId: number, caps: Caps, actor: UpdateActor): Promise<void> {
    const within = (value: number, max: number): boolean => Number.isInteger(value) && value >= 1 && value <= max;
    const faults: FieldFault[] = [
      ...(within(caps.leastDays, 365) ? [] : [{ field: 'leastDays', code: 'out_of_range' }]), ...(within(caps.mostAYear, 52) ? [] : [{ field: 'mostAYear', code: 'out_of_range' }]),
    ];
    if (faults.length > 0) throw updateInvalid(faults);
    await this.db.transaction(async (tx) => {
      await tx.query(
        `insert into update_caps (campaign_id, least_days, most_a_year) values ($1, $2, $3)
         on conflict (campaign_id) do update set least_days = excluded.least_days, most_a_year = excluded.most_a_year`, [campaignId, caps.leastDays, caps.mostAYear]);
      await this.audit.append(tx, { actor: `user:${actor.id}`, action: 'supporters.caps', subject: `campaign:${campaignId}`, details: { ...caps } });
    }, { actor: actor.id });
  }

  /** What the mails of an update are made of. @throws DomainError `supporters.unknown` */
  async madeOf(id: string): Promise<{ petition: PetitionForUpdate; box: string; handoverId: string; texts: UpdateText[]; material: UpdateMaterial }> {
    const item = UUID.test(id) ? await itemFacts(this.db, id) : null;
    const petition = item && (await petitionById(this.db, item.petitionId));
    if (!petition) throw updateUnknown();
    const texts = await textsOf(this.db, id);
    const partner = petition.partners[item.box];
    const material: UpdateMaterial = {
      petition: { slug: petition.slug, titles: petition.titles }, sender: item.box === OWN_NEWS || !partner ? petition.campaignTitles : { [petition.campaignLanguage]: partner },
      senderLanguage: petition.campaignLanguage, demonstration: petition.demonstration, contact: petition.contact, defaultLanguage: petition.defaultLanguage, facts: item.facts, texts,
    };
    return { petition, box: item.box, handoverId: item.handoverId, texts, material };
  }

  private async step(id: string, step: UpdateStep, actor: UpdateActor, action: string, work: (tx: Tx, held: HeldUpdate) => Promise<Record<string, string> | void>): Promise<void> {
    await this.db.transaction(async (tx) => {
      const held = UUID.test(id) ? await holdUpdate(tx, id) : null;
      if (!held) throw updateUnknown();
      if (!mayStep(step, held.state)) throw updateConflict(SUPPORTER_ERRORS.wrongState, { state: held.state });
      await this.note(tx, action, id, actor, (await work(tx, held)) ?? {});
    }, { actor: actor.id });
  }

  private async note(tx: Tx, action: string, id: string, actor: UpdateActor, details: Record<string, string>): Promise<void> {
    await this.audit.append(tx, { actor: `user:${actor.id}`, action, subject: `supporter-update:${id}`, details });
  }

  private async living(slug: string): Promise<PetitionForUpdate> {
    const petition = await petitionBySlug(this.db, slug);
    if (!petition || petition.kind === 'record') throw updateUnknown();
    return petition;
  }
}

async function itemFacts(db: Database, id: string): Promise<{ petitionId: number; handoverId: string; box: string; facts: UpdateMaterial['facts'] } | null> {
  const [row] = await db.rows<{ petitionId: number; handoverId: string; box: string; facts: UpdateMaterial['facts'] }>(
    `select petition_id as "petitionId", handover_id as "handoverId", box, facts from supporter_updates where id = $1`, [id]);
  return row ?? null;
}

function textFaults(texts: readonly UpdateText[], petition: PetitionForUpdate): FieldFault[] {
  return [
    ...(texts.some(({ language }) => language === petition.defaultLanguage) ? [] : [{ field: `${petition.defaultLanguage}.subject`, code: 'required' }]),
    ...texts.flatMap(({ language, subject, body }) => [
      ...(language in petition.titles ? [] : [{ field: `${language}.subject`, code: 'not_allowed' }]),
      ...(subject === '' ? [{ field: `${language}.subject`, code: 'required' }] : []),
      ...(/[\r\n]/.test(subject) ? [{ field: `${language}.subject`, code: 'malformed' }] : []),
      ...(body === '' ? [{ field: `${language}.body`, code: 'required' }] : []),
      ...([...subject].length > LONGEST_SUBJECT ? [{ field: `${language}.subject`, code: 'too_long', facts: { max: LONGEST_SUBJECT } }] : []),
      ...([...body].length > LONGEST_BODY ? [{ field: `${language}.body`, code: 'too_long', facts: { max: LONGEST_BODY } }] : []),
    ]),
    ...texts.filter(({ language }, n) => texts.findIndex((other) => other.language === language) !== n).map(({ language }) => ({ field: `${language}.subject`, code: 'not_allowed' })),
  ];
}
