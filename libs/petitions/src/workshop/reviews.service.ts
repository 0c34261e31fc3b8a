import { Injectable } from '@nestjs/common';
import { AuditLog } from '#libs/access';
import { Database, txRows, type Tx } from '#libs/database';
import { holdPetition, type HeldPetition } from '../held-petition.js';
import { PETITION_ERRORS, petitionConflict, petitionInvalid, reviewUnknown } from '../petitions.errors.js';
import type { PetitionActor } from '../petitions.types.js';
import { maySecond, type TextField, type TextParts } from './text-rules.js';
import { fingerprint, LAST_EDITORS } from './texts.repository.js';

export interface Remark { field: TextField; text: string }

/** A change of meaning that waits: what the text is to be, and which fields are said to follow their source. */
export interface Proposal extends TextParts { confirmed: TextField[]; change: 'correction' | 'meaning' }

export interface Review {
  id: string;
  about: 'opening' | 'change';
  language: string | null;
  baseVersion: number | null;
  proposal: Proposal | null;
  /** `void`: the texts changed after they were approved. */
  state: 'asked' | 'approved' | 'sent-back' | 'withdrawn' | 'void';
  askedBy: string;
  asker: string | null;
  askedAt: Date;
  decider: string | null;
  decidedAt: Date | null;
  remarks: Remark[];
}

export interface ReviewStanding {
  /** What a second person looks at now: to be named when approving. */
  seen: string;
  /** Whether the texts as they stand were approved. */
  approved: boolean;
  /** The newest of its opening; null: nobody asked. */
  opening: Review | null;
  /** Changes of meaning that wait. */
  changes: Review[];
  /** Ids of whoever wrote last: none of them can approve. */
  lastEditors: string[];
}

const MOST_SHOWN = 100;

/** A second person looks before words go out. Whether somebody may organise at all is asked by the caller. */
@Injectable()
export class Reviews {
  constructor(private readonly db: Database, private readonly audit: AuditLog) {}

  async standing(petitionId: number): Promise<ReviewStanding> {
    const [[print], reviews, editors] = await Promise.all([
      this.db.rows<{ seen: string }>(SEEN, [petitionId]), this.list(petitionId), this.db.rows<{ by: string }>(LAST_EDITORS, [petitionId]),
    ]);
    const opening = reviews.find(({ about }) => about === 'opening') ?? null;
    return {
      seen: print?.seen ?? '', opening, approved: opening?.state === 'approved', lastEditors: editors.map(({ by }) => by),
      changes: reviews.filter(({ about, state }) => about === 'change' && state === 'asked'),
    };
  }

  /** The newest first, at most a hundred. */
  async list(petitionId: number): Promise<Review[]> {
    return this.db.rows<Review>(`${REVIEW} where r.petition_id = $1 order by r.asked_at desc limit ${MOST_SHOWN}`, [petitionId]);
  }

  /** Asks for a look at a draft. Asking again withdraws what was asked before. */
  async ask(slug: string, actor: PetitionActor): Promise<string> {
    return this.db.transaction(async (tx) => {
      const petition = await holdPetition(tx, slug);
      if (petition.kind === 'record') throw petitionConflict(PETITION_ERRORS.frozen);
      if (petition.status !== 'draft') throw petitionConflict(PETITION_ERRORS.notDraft);
      await tx.query(`update petition_reviews set state = 'withdrawn', decided_by = $2, decided_at = clock_timestamp() where petition_id = $1 and about = 'opening' and state = 'asked'`, [petition.id, actor.id]);
      const [made] = await txRows<{ id: string }>(tx, `insert into petition_reviews (petition_id, about, asked_by) values ($1, 'opening', $2) returning id`, [petition.id, actor.id]);
      await this.audit.append(tx, { actor: actor.id, action: 'petition.review-asked', subject: `petition:${slug}`, details: {} });
      return made?.id ?? '';
    }, { actor: actor.id });
  }

  /**
   * Approves a draft as it was looked at.
   * @param seen of `standing`, as it was when the person looked: what changed meanwhile is not approved unseen
   * @throws DomainError `petitions.changed_meanwhile`, `petitions.review_own`, `petitions.review_settled`, `petitions.review_unknown`
   */
  async approveOpening(slug: string, id: string, seen: string, actor: PetitionActor): Promise<void> {
    await this.decide(slug, id, actor, async (tx, petition, review) => {
      if (review.about !== 'opening') throw reviewUnknown();
      if (petition.status !== 'draft') throw petitionConflict(PETITION_ERRORS.notDraft);
      const [print] = await txRows<{ seen: string }>(tx, SEEN, [petition.id]);
      if (print?.seen !== seen) throw petitionConflict(PETITION_ERRORS.changedMeanwhile);
      const editors = await txRows<{ by: string }>(tx, LAST_EDITORS, [petition.id]);
      if (!maySecond(actor.id, editors.map(({ by }) => by))) throw petitionConflict(PETITION_ERRORS.reviewOwn);
      await settle(tx, id, 'approved', actor, [], seen);
      await this.audit.append(tx, { actor: actor.id, action: 'petition.review-approved', subject: `petition:${slug}`, details: { review: id, seen } });
    });
  }

  /** Gives it back with what is to be mended. @throws DomainError as `approveOpening`; `petitions.invalid` without a remark */
  async sendBack(slug: string, id: string, remarks: readonly Remark[], actor: PetitionActor): Promise<void> {
    const said = remarks.map(({ field, text }) => ({ field, text: text.trim() })).filter(({ text }) => text !== '');
    if (said.length === 0) throw petitionInvalid([{ field: 'remarks', code: 'required' }]);
    await this.decide(slug, id, actor, async (tx) => {
      await settle(tx, id, 'sent-back', actor, said, null);
      await this.audit.append(tx, { actor: actor.id, action: 'petition.review-sent-back', subject: `petition:${slug}`, details: { review: id, fields: said.map(({ field }) => field) } });
    });
  }

  /** Keeps a change until a second person decides; a newer one of the same language takes its place. For `TextDesk`. */
  async propose(tx: Tx, petition: HeldPetition, language: string, baseVersion: number, proposal: Proposal, actor: PetitionActor): Promise<string> {
    await tx.query(`update petition_reviews set state = 'withdrawn', decided_by = $3, decided_at = clock_timestamp() where petition_id = $1 and language = $2 and about = 'change' and state = 'asked'`, [petition.id, language, actor.id]);
    const [made] = await txRows<{ id: string }>(
      tx, `insert into petition_reviews (petition_id, about, language, base_version, proposal, asked_by) values ($1, 'change', $2, $3, $4, $5) returning id`,
      [petition.id, language, baseVersion, JSON.stringify(proposal), actor.id]);
    return made?.id ?? '';
  }

  /** Marks a waiting change as approved by somebody else than who wrote it. For `TextDesk`, which then writes it. */
  async takeChange(tx: Tx, petition: HeldPetition, id: string, actor: PetitionActor): Promise<Review> {
    const review = await asked(tx, petition.id, id);
    if (review.about !== 'change') throw reviewUnknown();
    if (!maySecond(actor.id, [review.askedBy])) throw petitionConflict(PETITION_ERRORS.reviewOwn);
    await settle(tx, id, 'approved', actor, [], null);
    return review;
  }

  private async decide(slug: string, id: string, actor: PetitionActor, work: (tx: Tx, petition: HeldPetition, review: Review) => Promise<void>): Promise<void> {
    await this.db.transaction(async (tx) => {
      const petition = await holdPetition(tx, slug);
      await work(tx, petition, await asked(tx, petition.id, id));
    }, { actor: actor.id });
  }
}

const SEEN = `select ${fingerprint('$1')} as seen`;

const REVIEW = `
  select r.id, r.about, r.language, r.base_version as "baseVersion", r.proposal, r.asked_by as "askedBy", r.asked_at as "askedAt", r.decided_at as "decidedAt", r.remarks,
    case when r.about = 'opening' and r.state = 'approved' and r.seen is distinct from ${fingerprint('r.petition_id')} then 'void' else r.state end as state, a.name as asker, d.name as decider
  from petition_reviews r left join users a on a.id::text = r.asked_by left join users d on d.id::text = r.decided_by`;

async function asked(tx: Tx, petitionId: number, id: string): Promise<Review> {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) throw reviewUnknown();
  const [review] = await txRows<Review>(tx, `${REVIEW} where r.petition_id = $1 and r.id = $2`, [petitionId, id]);
  if (!review) throw reviewUnknown();
  if (review.state !== 'asked') throw petitionConflict(PETITION_ERRORS.reviewSettled);
  return review;
}

async function settle(tx: Tx, id: string, state: 'approved' | 'sent-back', actor: PetitionActor, remarks: readonly Remark[], seen: string | null): Promise<void> {
  await tx.query(`update petition_reviews set state = $2, decided_by = $3, decided_at = clock_timestamp(), remarks = $4, seen = $5 where id = $1`, [id, state, actor.id, JSON.stringify(remarks), seen]);
}
