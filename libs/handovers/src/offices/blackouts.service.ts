import { Injectable } from '@nestjs/common';
import { AuditLog } from '#libs/access';
import { Database, txRows } from '#libs/database';
import { assertFaultless, assertLiving } from '../handover-rules.js';
import { HANDOVER_ERRORS, HandoverInvalidError, HandoverNotFoundError } from '../handovers.errors.js';
import { HandoversRepository } from '../handovers.repository.js';
import { type HandoverActor } from '../handovers.types.js';
import { blackoutFaults } from './office-rules.js';
import { type Blackout, type BlackoutInput } from './offices.types.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const BLACKOUTS = `select id, campaign_id as "campaignId", jurisdiction_id as jurisdiction, starts_on::text as "from", ends_on::text as "to", reason, source from election_blackouts`;

/** Times before elections, by jurisdiction. They warn and never refuse. */
@Injectable()
export class Blackouts {
  constructor(private readonly db: Database, private readonly repository: HandoversRepository, private readonly audit: AuditLog) {}

  /** Those of a jurisdiction, the latest first, at most 200. */
  of(campaignId: number, jurisdictionId: string): Promise<Blackout[]> {
    return this.db.rows<Blackout>(`${BLACKOUTS} where campaign_id = $1 and jurisdiction_id = $2 order by starts_on desc, id limit 200`, [campaignId, jurisdictionId]);
  }

  /** @throws HandoverNotFoundError */
  async get(id: string): Promise<Blackout> {
    const [found] = UUID.test(id) ? await this.db.rows<Blackout>(`${BLACKOUTS} where id = $1`, [id]) : [];
    if (!found) throw new HandoverNotFoundError(HANDOVER_ERRORS.blackoutNotFound);
    return found;
  }

  /** Returns its id. @throws HandoverInvalidError · HandoverConflictError `handovers.frozen` for a record */
  async add(place: { campaignId: number; jurisdictionId: string }, input: BlackoutInput, actor: HandoverActor): Promise<string> {
    return this.db.transaction(async (tx) => {
      assertLiving(await this.repository.campaign(tx, { id: place.campaignId }));
      if (!(await this.repository.jurisdiction(tx, place.campaignId, place.jurisdictionId))) throw new HandoverInvalidError([{ field: 'jurisdiction', code: 'unknown' }]);
      assertFaultless(blackoutFaults(input));
      const [row] = await txRows<{ id: string }>(tx,
        `insert into election_blackouts (campaign_id, jurisdiction_id, starts_on, ends_on, reason, source, created_by) values ($1, $2, $3, $4, $5, $6, $7) returning id`,
        [place.campaignId, place.jurisdictionId, input.from, input.to, input.reason.trim(), input.source?.trim() || null, actor.id]);
      const id = row?.id ?? '';
      await this.audit.append(tx, { actor: actor.id, action: 'blackout.add', subject: `blackout:${id}`, details: { jurisdiction: place.jurisdictionId, from: input.from, to: input.to } });
      return id;
    }, { actor: actor.id });
  }

  /** Takes it out; the row stays in history. @throws HandoverNotFoundError */
  async remove(id: string, actor: HandoverActor): Promise<void> {
    await this.get(id);
    await this.db.transaction(async (tx) => {
      await tx.query(`delete from election_blackouts where id = $1`, [id]);
      await this.audit.append(tx, { actor: actor.id, action: 'blackout.remove', subject: `blackout:${id}`, details: {} });
    }, { actor: actor.id });
  }
}
