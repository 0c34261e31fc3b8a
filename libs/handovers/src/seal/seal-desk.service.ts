import { Injectable } from '@nestjs/common';
import { AuditLog } from '#libs/access';
import { Database, type Tx, txRows, writeOutbox } from '#libs/database';
import { assertFaultless, assertLiving } from '../handover-rules.js';
import { HANDOVER_ERRORS, HandoverConflictError, HandoverNotFoundError } from '../handovers.errors.js';
import { HandoversRepository } from '../handovers.repository.js';
import { type HandoverActor } from '../handovers.types.js';
import { SEAL_ASKED, SEAL_MADE, type SealEvent } from './seal.events.js';
import { sealing } from './seal.repository.js';
import { cutoffFault, maySeal } from './seal-rules.js';

/** Asking for seals and publishing them; the worker makes them. Whether the actor may is decided by the caller. */
@Injectable()
export class SealDesk {
  constructor(private readonly db: Database, private readonly repository: HandoversRepository, private readonly audit: AuditLog) {}

  /**
   * Asks for a seal of what is counted at the cut-off (default: now). One that waits for a later cut-off gives way to it. Emits
   * `handover.seal_asked`; returns the id of the seal.
   *
   * @throws HandoverInvalidError (`cutoff`) · HandoverNotFoundError · HandoverConflictError `handovers.frozen`, `seals.took_place`,
   *   `seals.no_petition`, `seals.under_way`
   */
  async ask(handoverId: string, { cutoff }: { cutoff?: Date }, actor: HandoverActor): Promise<string> {
    return this.db.transaction(async (tx) => {
      const handover = await this.repository.locked(tx, handoverId);
      assertLiving(await this.repository.campaign(tx, { id: handover.campaignId }));
      if (!maySeal(handover.status)) throw new HandoverConflictError(HANDOVER_ERRORS.sealTookPlace);
      const petitions = await sealing.petitions(tx, handoverId);
      if (petitions.length === 0) throw new HandoverConflictError(HANDOVER_ERRORS.sealNoPetition);
      const now = await clock(tx);
      await this.letGo(tx, handoverId, now);
      const fault = cutoffFault(cutoff ?? now, now, await sealing.latestCutoff(tx, petitions.map((petition) => petition.id)));
      assertFaultless(fault ? [{ field: 'cutoff', code: fault }] : []);
      const [seal] = await txRows<{ id: string; number: number }>(tx,
        `insert into seals (handover_id, number, asked_by, cutoff) select $1, coalesce(max(number), 0) + 1, $2, $3 from seals where handover_id = $1 returning id, number`,
        [handoverId, actor.id, (cutoff ?? now).toISOString()]);
      if (!seal) throw new Error('a seal was asked for');
      await writeOutbox(tx, [{ topic: SEAL_ASKED, payload: { sealId: seal.id, handoverId } satisfies SealEvent }]);
      await this.audit.append(tx, { actor: actor.id, action: 'handover.seal_asked', subject: `handover:${handoverId}`, details: { number: seal.number, cutoff: (cutoff ?? now).toISOString() } });
      return seal.id;
    }, { actor: actor.id });
  }

  /**
   * Lets everybody read the seal that stands, before the handover took place. Publishing again changes nothing.
   * @throws HandoverConflictError `seals.none` if none was made
   */
  async publish(handoverId: string, actor: HandoverActor): Promise<void> {
    await this.db.transaction(async (tx) => {
      await this.repository.locked(tx, handoverId);
      const standing = await sealing.standing(tx, handoverId);
      if (!standing) throw new HandoverConflictError(HANDOVER_ERRORS.sealNone);
      const published = await txRows<{ number: number }>(tx, `update seals set published_at = clock_timestamp() where id = $1 and published_at is null returning number`, [standing.id]);
      if (!published[0]) return;
      // Whoever is told of sealed handovers is told of public ones alone: this one is public only now.
      await writeOutbox(tx, [{ topic: SEAL_MADE, payload: { sealId: standing.id, handoverId } satisfies SealEvent }]);
      await this.audit.append(tx, { actor: actor.id, action: 'handover.seal_publish', subject: `handover:${handoverId}`, details: { number: published[0].number } });
    }, { actor: actor.id });
  }

  /** One that only waits for its time gives way; one being made is let end. */
  private async letGo(tx: Tx, handoverId: string, now: Date): Promise<void> {
    const waiting = await txRows<{ id: string; state: string; cutoff: Date; bound: boolean }>(tx,
      `select id, state, cutoff, exists (select 1 from seal_petitions p where p.seal_id = s.id) as bound from seals s where handover_id = $1 and state in ('asked', 'copied') for update`, [handoverId]);
    if (waiting.some((seal) => seal.state === 'copied' || seal.bound || seal.cutoff <= now)) throw new HandoverConflictError(HANDOVER_ERRORS.sealUnderWay);
    if (waiting.length > 0) await tx.query(`update seals set state = 'failed', failure = 'seals.asked_anew' where id = any($1::uuid[])`, [waiting.map((seal) => seal.id)]);
  }
}

/** By the database's clock, which also says when a signature was counted; in milliseconds, as a manifest tells it. */
async function clock(tx: Tx): Promise<Date> {
  const [row] = await txRows<{ now: Date }>(tx, `select date_trunc('milliseconds', clock_timestamp()) as now`);
  if (!row) throw new HandoverNotFoundError();
  return row.now;
}
