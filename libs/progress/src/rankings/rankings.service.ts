import { Injectable } from '@nestjs/common';
import { AuditLog } from '#libs/access';
import { Database, type Tx, txRows } from '#libs/database';
import type { Words } from '#libs/petitions';
import { assertSound, FACTS_ERRORS, factsConflict, factsNotFound } from '../instruments/facts.errors.js';
import { type FactsActor } from '../instruments/instrument.types.js';
import { inputHash, rank, rulesFaults } from './ranking-rules.js';
import { type RankedCard, type RankingInput, type RankingRules } from './ranking.types.js';

/** Publishes methods, and rankings that were computed by one. Neither is ever changed: another is another version, or another ranking. */
@Injectable()
export class Rankings {
  constructor(private readonly db: Database, private readonly audit: AuditLog) {}

  /** The next version of a method. Returns its number. @throws DomainError `facts.invalid`, `facts.frozen` */
  async publishMethod(campaignId: number, input: { key: string; title: Words; description: Words; rules: RankingRules }, actor: FactsActor): Promise<number> {
    return this.db.transaction(async (tx) => {
      await this.assertLiving(tx, campaignId);
      const known = new Set((await txRows<{ key: string }>(tx, `select 'goals.' || key as key from goals where campaign_id = $1 union all select 'indicators.' || key from indicators where campaign_id = $1`, [campaignId])).map(({ key }) => key));
      const named = [...Object.keys(input.rules.goals).map((key) => `goals.${key}`), ...Object.keys(input.rules.indicators).map((key) => `indicators.${key}`)];
      assertSound([...rulesFaults(input.rules), ...named.filter((key) => !known.has(key)).map((field) => ({ field, code: 'unknown' }))]);
      await tx.query(`select pg_advisory_xact_lock(hashtext('ranking method ' || $1::text))`, [campaignId]);
      const [row] = await txRows<{ version: number }>(tx,
        `insert into ranking_methods (campaign_id, key, version, title, description, rules, created_by)
         select $1, $2, coalesce(max(version), 0) + 1, $3, $4, $5, $6 from ranking_methods where campaign_id = $1 and key = $2 returning version`,
        [campaignId, input.key, JSON.stringify(input.title), JSON.stringify(input.description), JSON.stringify(input.rules), actor.id]);
      const version = row?.version ?? 0;
      await this.audit.append(tx, { actor: actor.id, action: 'ranking-method.publish', subject: `ranking-method:${campaignId}:${input.key}`, details: { version } });
      return version;
    }, { actor: actor.id });
  }

  /**
   * Computes a ranking and keeps it with the hash of what it came from; it is public when its publication is. Returns its id.
   * @throws DomainError `facts.method_not_found`, `facts.ranking_taken`, `facts.frozen`
   */
  async publish(campaignId: number, input: RankingInput, cards: readonly RankedCard[], actor: FactsActor): Promise<string> {
    return this.db.transaction(async (tx) => {
      await this.assertLiving(tx, campaignId);
      const [method] = await txRows<{ rules: RankingRules }>(tx, `select rules from ranking_methods where campaign_id = $1 and key = $2 and version = $3`, [campaignId, input.method.key, input.method.version]);
      if (!method) throw factsNotFound(FACTS_ERRORS.methodNotFound);
      const publication = input.publicationId === null ? [{}] : await txRows(tx, `select 1 from publications where campaign_id = $1 and id = $2`, [campaignId, input.publicationId]);
      assertSound([
        ...(publication.length === 0 ? [{ field: 'publicationId', code: 'unknown' }] : []), ...(cards.length === 0 ? [{ field: 'round', code: 'unknown' }] : []),
        ...(input.period.to < input.period.from ? [{ field: 'period.to', code: 'ends_before_it_begins' }] : []),
      ]);
      const [row] = await txRows<{ id: string }>(tx,
        `insert into rankings (campaign_id, key, title, year_from, year_to, states_assessed, method_key, method_version, input_sha256, rows, publication_id, created_by)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) on conflict (campaign_id, key) do nothing returning id`,
        [campaignId, input.key, JSON.stringify(input.title), input.period.from, input.period.to, cards.length, input.method.key, input.method.version, inputHash(method.rules, cards),
          JSON.stringify(rank(method.rules, cards)), input.publicationId, actor.id]);
      if (!row) throw factsConflict(FACTS_ERRORS.rankingTaken);
      await this.audit.append(tx, { actor: actor.id, action: 'ranking.publish', subject: `ranking:${row.id}`, details: { method: input.method.key, version: input.method.version, publication: input.publicationId } });
      return row.id;
    }, { actor: actor.id });
  }

  private async assertLiving(tx: Tx, campaignId: number): Promise<void> {
    const [row] = await txRows<{ record: boolean }>(tx, `select kind = 'record' as record from campaigns where id = $1`, [campaignId]);
    if (!row || row.record) throw factsConflict(FACTS_ERRORS.frozen);
  }
}
