import { Injectable } from '@nestjs/common';
import { AuditLog } from '#libs/access';
import type { FieldFault } from '#libs/config';
import { Database, type Tx, txRows } from '#libs/database';
import type { Words } from '#libs/petitions';
import { assertSound, FACTS_ERRORS, factsConflict, factsNotFound } from '../instruments/facts.errors.js';
import { type FactsActor } from '../instruments/instrument.types.js';
import { isUuid } from '../uuid.js';
import { inputHash, rank, rulesFaults } from './ranking-rules.js';
import { type RankedRound, type RankingInput, type RankingRules } from './ranking.types.js';

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
   * Computes a ranking and keeps it with the hash of what it came from; it is public when its publication and all that it rests on are. Returns its id.
   * @throws DomainError `facts.invalid`, `facts.method_not_found`, `facts.ranking_taken`, `facts.frozen`
   */
  async publish(campaignId: number, input: RankingInput, { cards, restsOn }: RankedRound, actor: FactsActor): Promise<string> {
    return this.db.transaction(async (tx) => {
      await this.assertLiving(tx, campaignId);
      const [method] = await txRows<{ rules: RankingRules }>(tx, `select rules from ranking_methods where campaign_id = $1 and key = $2 and version = $3`, [campaignId, input.method.key, input.method.version]);
      if (!method) throw factsNotFound(FACTS_ERRORS.methodNotFound);
      assertSound([...(cards.length === 0 ? [{ field: 'round', code: 'unknown' }] : []), ...(input.period.to < input.period.from ? [{ field: 'period.to', code: 'ends_before_it_begins' }] : [])]);
      const publicationId = typeof input.publicationId === 'function' ? await input.publicationId(tx) : input.publicationId;
      assertSound(publicationId === null ? [] : await publicationFaults(tx, campaignId, publicationId, restsOn));
      const [row] = await txRows<{ id: string }>(tx,
        `insert into rankings (campaign_id, key, title, year_from, year_to, states_assessed, method_key, method_version, input_sha256, rows, publication_id, rests_on, created_by)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) on conflict (campaign_id, key) do nothing returning id`,
        [campaignId, input.key, JSON.stringify(input.title), input.period.from, input.period.to, cards.length, input.method.key, input.method.version, inputHash(method.rules, cards),
          JSON.stringify(rank(method.rules, cards)), publicationId, restsOn, actor.id]);
      if (!row) throw factsConflict(FACTS_ERRORS.rankingTaken);
      await this.audit.append(tx, { actor: actor.id, action: 'ranking.publish', subject: `ranking:${row.id}`, details: { method: input.method.key, version: input.method.version, publication: publicationId } });
      return row.id;
    }, { actor: actor.id });
  }

  private async assertLiving(tx: Tx, campaignId: number): Promise<void> {
    const [row] = await txRows<{ record: boolean }>(tx, `select kind = 'record' as record from campaigns where id = $1`, [campaignId]);
    if (!row || row.record) throw factsConflict(FACTS_ERRORS.frozen);
  }
}

/** Held until the end: what was public on a day has to stay what was public on that day, and no ranking comes before the cards it counts. */
async function publicationFaults(tx: Tx, campaignId: number, id: string, restsOn: readonly string[]): Promise<FieldFault[]> {
  const [found] = isUuid(id) ? await txRows<{ kind: string; closed: boolean; early: boolean }>(tx,
    `select kind, withdrawn_at is not null or coalesce(public_at <= public_now(), false) as closed,
       public_at is not null and exists (select 1 from publications base where base.id = any($3::uuid[]) and publication_is_awaited(base.id) and coalesce(base.public_at > p.public_at, true)) as early
     from publications p where id = $1 and campaign_id = $2 for update of p`, [id, campaignId, restsOn]) : [];
  if (!found) return [{ field: 'publicationId', code: 'unknown' }];
  if (found.kind !== 'ranking' || found.closed) return [{ field: 'publicationId', code: 'publication_unfit' }];
  return found.early ? [{ field: 'publicationId', code: 'before_its_cards' }] : [];
}
