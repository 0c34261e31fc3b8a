import { Injectable } from '@nestjs/common';
import { AuditLog } from '#libs/access';
import { Database, type Tx, txRows } from '#libs/database';
import { edtfBounds } from '#libs/petitions';
import { currentFramework } from '../frameworks/frameworks.repository.js';
import { isUuid } from '../uuid.js';
import { assessmentFaults, type AssessmentStep, LONGEST, mayReview, roundFaults, stateAfter, tidyWords } from './assessment-rules.js';
import { AssessmentsRepository, type HeldAssessment } from './assessments.repository.js';
import type { Assessment, AssessmentFilter, AssessmentInput, AssessmentPlace, RoundInput, RoundStanding } from './assessments.types.js';
import { cardsConflict, cardsInvalid } from './cards.errors.js';
import type { Page, ProgressActor } from './cards.types.js';

/**
 * Rounds and ratings as organisers make them: drafted, handed in, approved or sent back by a second person, published together under a
 * publication. Rights are the caller's to ask. Nothing is overwritten: each change is the next version.
 */
@Injectable()
export class AssessmentsService {
  constructor(private readonly db: Database, private readonly repository: AssessmentsRepository, private readonly audit: AuditLog) {}

  /**
   * Opens a round over these jurisdictions by the framework as it is now. @returns its key
   * @throws DomainError `progress.invalid`, `progress.frozen`, `progress.no_indicators`, `progress.round_taken`
   */
  async createRound(campaignId: number, input: RoundInput, actor: ProgressActor): Promise<string> {
    return this.db.transaction(async (tx) => {
      const campaign = await livingCampaign(tx, campaignId);
      const known = await txRows<{ id: string }>(tx, `select id from jurisdictions where campaign_id = $1`, [campaignId]);
      const faults = roundFaults(input, known.map(({ id }) => id));
      if (faults.length > 0) throw cardsInvalid(faults);
      const framework = await currentFramework(tx, campaignId, actor.id);
      if (!framework) throw cardsConflict('noIndicators');
      const period = edtfBounds(input.period);
      const note = tidyWords(input.note ?? {});
      const [made] = await txRows<{ id: string }>(tx,
        `insert into card_rounds (campaign_id, key, title, period_edtf, period_from, period_to, framework_id, note, created_by)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (campaign_id, key) do nothing returning id`,
        [campaignId, input.key, JSON.stringify(tidyWords(input.title)), input.period, period?.from, period?.to, framework.id, Object.keys(note).length > 0 ? JSON.stringify(note) : null, actor.id]);
      if (!made) throw cardsConflict('roundTaken');
      await tx.query(`insert into card_round_jurisdictions (round_id, campaign_id, jurisdiction_id) select $1, $2, unnest($3::text[])`, [made.id, campaignId, [...new Set(input.jurisdictions)]]);
      await this.audit.append(tx, { actor: actor.id, action: 'cards.round', subject: `cards:${campaign}/${input.key}`, details: { framework: framework.version, jurisdictions: input.jurisdictions.length } });
      return input.key;
    }, { actor: actor.id });
  }

  /** Of a round, by jurisdiction and indicator. @throws DomainError `progress.round_not_found` */
  async list(campaignId: number, round: string, filter: AssessmentFilter = {}): Promise<Page<Assessment>> {
    return this.repository.list((await this.repository.round(campaignId, round)).id, filter);
  }

  /** @throws DomainError `progress.assessment_not_found` */
  async get(campaignId: number, id: string): Promise<Assessment> {
    return this.repository.get(campaignId, id);
  }

  /** @throws DomainError `progress.round_not_found` */
  async standing(campaignId: number, round: string): Promise<RoundStanding> {
    return this.repository.standing((await this.repository.round(campaignId, round)).id);
  }

  /**
   * Writes the next version of a rating, as a draft; an open one is laid aside, a published one stays as it is.
   * @throws DomainError `progress.invalid`, `progress.frozen`, `progress.round_not_found`, `progress.card_not_found`, `progress.changed_meanwhile`
   */
  async draft({ campaignId, round, jurisdiction, indicator }: AssessmentPlace, input: AssessmentInput, actor: ProgressActor, now = new Date()): Promise<Assessment> {
    const held = await this.repository.round(campaignId, round);
    if (held.record) throw cardsConflict('frozen');
    const today = now.toISOString().slice(0, 10);
    const faults = assessmentFaults(input, today);
    if (faults.length > 0) throw cardsInvalid(faults);
    const id = await this.db.transaction(async (tx) => {
      if (!(await this.repository.holdPlace(tx, held, jurisdiction, indicator))) throw cardsInvalid([{ field: 'indicator', code: 'unknown' }]);
      const before = await this.repository.newest(tx, held.id, jurisdiction, indicator);
      if (input.basedOn !== undefined && input.basedOn !== (before?.version ?? 0)) throw cardsConflict('changedMeanwhile');
      const full = { ...input, reasons: tidyWords(input.reasons), assessedOn: input.assessedOn ?? today, basedOn: before?.version ?? 0 };
      const made = await this.repository.write(tx, held, { jurisdiction, indicator }, before, full, actor.id);
      await this.audit.append(tx, {
        actor: actor.id, action: 'assessment.draft', subject: subjectOf({ campaign: held.campaign, round, jurisdiction }),
        details: { assessment: made, indicator, version: full.basedOn + 1, rating: input.rating, star: input.star },
      });
      return made;
    }, { actor: actor.id });
    return this.repository.get(campaignId, id);
  }

  /** Hands drafts in for a second person to look at, all or none. @throws DomainError `progress.not_in_that_state`, `progress.assessment_not_found`, `progress.frozen` */
  async submit(campaignId: number, ids: readonly string[], actor: ProgressActor): Promise<void> {
    await this.step(campaignId, ids, 'submit', actor);
  }

  /** A second person finds them right, all or none. @throws DomainError as `submit`; `progress.review_own` for who wrote on any of them */
  async approve(campaignId: number, ids: readonly string[], actor: ProgressActor): Promise<void> {
    await this.step(campaignId, ids, 'approve', actor, {});
  }

  /** A second person gives one back with what is to be mended. @throws DomainError as `approve`; `progress.invalid` without a remark */
  async sendBack(campaignId: number, id: string, remark: string, actor: ProgressActor): Promise<void> {
    const said = remark.trim();
    if (said === '' || said.length > LONGEST.reason) throw cardsInvalid([{ field: 'remark', code: said === '' ? 'required' : 'too_long' }]);
    await this.step(campaignId, [id], 'send-back', actor, { remark: said });
  }

  /**
   * Binds whatever is approved of a round to a publication that is not public yet: with its instant they go public by themselves.
   * @returns how many
   * @throws DomainError `progress.round_not_found`, `progress.frozen`, `progress.publication_unfit`, `progress.publication_public`, `progress.nothing_to_publish`
   */
  async publishRound(campaignId: number, round: string, publicationId: string, actor: ProgressActor): Promise<number> {
    const held = await this.repository.round(campaignId, round);
    if (held.record) throw cardsConflict('frozen');
    return this.db.transaction(async (tx) => {
      const [publication] = isUuid(publicationId) ? await txRows<{ kind: string; withdrawn: boolean; out: boolean }>(tx,
        `select kind, withdrawn_at is not null as withdrawn, coalesce(public_at <= public_now(), false) as out from publications where id = $1 and campaign_id = $2 for update`, [publicationId, campaignId]) : [];
      if (publication?.kind !== 'cards' || publication.withdrawn) throw cardsConflict('publicationUnfit');
      // What was public on a day has to stay what was public on that day.
      if (publication.out) throw cardsConflict('publicationPublic');
      const published = await this.repository.publish(tx, held.id, publicationId, actor.id);
      if (published === 0) throw cardsConflict('nothingToPublish');
      await this.audit.append(tx, { actor: actor.id, action: 'cards.publish', subject: `cards:${held.campaign}/${round}`, details: { publication: publicationId, assessments: published } });
      return published;
    }, { actor: actor.id });
  }

  private async step(campaignId: number, ids: readonly string[], step: AssessmentStep, actor: ProgressActor, review?: { remark?: string }): Promise<void> {
    await this.db.transaction(async (tx) => {
      const held = await this.repository.held(tx, campaignId, ids);
      const moves = held.map((one) => ({ one, state: stateAfter(one.state, step) }));
      if (review && held.some((one) => !mayReview(actor.id, one.authors))) throw cardsConflict('reviewOwn');
      for (const { one, state } of moves) {
        if (!state) throw cardsConflict('notInThatState');
        await this.repository.move(tx, one.id, { state, ...(review ? { reviewer: actor.id, ...review } : {}) });
      }
      for (const { one, state } of moves) {
        await this.audit.append(tx, { actor: actor.id, action: `assessment.${step}`, subject: subjectOf(one), details: { assessment: one.id, indicator: one.indicator, version: one.version, state } });
      }
    }, { actor: actor.id });
  }
}

const subjectOf = ({ campaign, round, jurisdiction }: Pick<HeldAssessment, 'campaign' | 'round' | 'jurisdiction'>): string => `cards:${campaign}/${round}/${jurisdiction}`;

/** Slug of a campaign in which something may still be assessed. */
export async function livingCampaign(tx: Tx, campaignId: number): Promise<string> {
  const [campaign] = await txRows<{ slug: string; kind: string }>(tx, `select slug, kind from campaigns where id = $1`, [campaignId]);
  if (campaign?.kind !== 'live') throw cardsConflict('frozen');
  return campaign.slug;
}
