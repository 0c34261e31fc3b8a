import { Injectable } from '@nestjs/common';
import { AuditLog } from '#libs/access';
import type { FieldFault } from '#libs/config';
import { Database, type Tx, txRows } from '#libs/database';
import { isUuid } from '../uuid.js';
import { replyFaults, tidyWords } from './assessment-rules.js';
import { AssessmentsRepository, type HeldRound } from './assessments.repository.js';
import type { ReplyInput } from './assessments.types.js';
import { cardsConflict, cardsInvalid } from './cards.errors.js';
import type { ProgressActor } from './cards.types.js';

/** The right of reply: what a government says to its card stands beside it, in its own words, as soon as the card is public. */
@Injectable()
export class CardReplies {
  constructor(private readonly db: Database, private readonly repository: AssessmentsRepository, private readonly audit: AuditLog) {}

  /**
   * Keeps a reply to a card, or to one rating of it. A corrected reply is a new one that names the one it replaces. @returns its id
   * @throws DomainError `progress.invalid`, `progress.frozen`, `progress.round_not_found`
   */
  async record(campaignId: number, input: ReplyInput, actor: ProgressActor, now = new Date()): Promise<string> {
    const round = await this.repository.round(campaignId, input.round);
    if (round.record) throw cardsConflict('frozen');
    return this.db.transaction(async (tx) => {
      const faults = [...replyFaults(input, now.toISOString().slice(0, 10)), ...(await strangers(tx, round, input))];
      if (faults.length > 0) throw cardsInvalid(faults);
      const [made] = await txRows<{ id: string }>(tx,
        `insert into card_replies (round_id, campaign_id, jurisdiction_id, framework_id, indicator_key, office_id, by_whom, received_on, language, texts, document_id, publication_id, replaces, created_by)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) returning id`,
        [round.id, campaignId, input.jurisdiction, round.frameworkId, input.indicator ?? null, input.officeId ?? null, input.byWhom.trim(), input.receivedOn, input.language,
          JSON.stringify(tidyWords(input.texts)), input.documentId ?? null, input.publicationId ?? null, input.replaces ?? null, actor.id]);
      const id = made?.id ?? '';
      await this.audit.append(tx, {
        actor: actor.id, action: 'cards.reply', subject: `cards:${round.campaign}/${round.key}/${input.jurisdiction}`, details: { reply: id, indicator: input.indicator ?? null, replaces: input.replaces ?? null },
      });
      return id;
    }, { actor: actor.id });
  }
}

/** Whatever the reply names that does not belong to its card. */
async function strangers(tx: Tx, round: HeldRound, input: ReplyInput): Promise<FieldFault[]> {
  const fits = async (field: string, value: string | null | undefined, sql: string, ...more: unknown[]): Promise<FieldFault[]> => {
    if (value == null) return [];
    const found = field === 'jurisdiction' || field === 'indicator' || isUuid(value) ? await txRows(tx, sql, [value, ...more]) : [];
    return found.length > 0 ? [] : [{ field, code: 'unknown' }];
  };
  const { campaignId } = round;
  return [
    ...(await fits('jurisdiction', input.jurisdiction, `select 1 from card_round_jurisdictions where jurisdiction_id = $1 and round_id = $2`, round.id)),
    ...(await fits('indicator', input.indicator, `select 1 from framework_indicators where key = $1 and framework_id = $2`, round.frameworkId)),
    ...(await fits('officeId', input.officeId, `select 1 from offices where id = $1 and campaign_id = $2 and jurisdiction_id = $3`, campaignId, input.jurisdiction)),
    ...(await fits('documentId', input.documentId, `select 1 from documents where id = $1 and campaign_id = $2 and removed_at is null`, campaignId)),
    ...(await fits('publicationId', input.publicationId, `select 1 from card_round_publications where publication_id = $1 and round_id = $2`, round.id)),
    ...(await fits('replaces', input.replaces,
      `select 1 from card_replies r where r.id = $1 and r.round_id = $2 and r.jurisdiction_id = $3 and not exists (select 1 from card_replies later where later.replaces = r.id)`, round.id, input.jurisdiction)),
  ];
}
