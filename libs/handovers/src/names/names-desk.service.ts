import { Injectable } from '@nestjs/common';
import { AuditLog } from '#libs/access';
import { Database, sqlState, type Tx, txRows, writeOutbox } from '#libs/database';
import { namesDemandOf, NAMES_SQL, type NamesRow } from '#libs/petitions';
import { assertFaultless } from '../handover-rules.js';
import { HANDOVER_ERRORS, HandoverConflictError, HandoverNotFoundError } from '../handovers.errors.js';
import { HandoversRepository } from '../handovers.repository.js';
import { type HandoverActor } from '../handovers.types.js';
import { sealing } from '../seal/seal.repository.js';
import { approvalFault, reasonFault } from './names-rules.js';
import { NAMES_APPROVED, type NamesEvent } from './names.events.js';

interface Held { id: string; sealId: string; petition: string; state: string; askedBy: string; askedAt: Date; sha256: string | null }

/**
 * Asking for names, approving and refusing; the worker makes the file, sealed to the recipient. Whether the actor may, and that it is the
 * actor in person, is decided by the caller.
 */
@Injectable()
export class NamesDesk {
  constructor(private readonly db: Database, private readonly repository: HandoversRepository, private readonly audit: AuditLog) {}

  /**
   * Asks for the names of one petition in the seal that stands. Returns the id.
   * @throws HandoverInvalidError (`reason`, `petition`) · HandoverConflictError `seals.none`, `names.under_way`
   */
  async ask(handoverId: string, { petition, reason }: { petition: string; reason: string }, actor: HandoverActor): Promise<string> {
    return this.db.transaction(async (tx) => {
      await this.repository.locked(tx, handoverId);
      const standing = await sealing.standing(tx, handoverId);
      if (!standing) throw new HandoverConflictError(HANDOVER_ERRORS.sealNone);
      const [asked] = await txRows<{ id: number; names: NamesRow }>(tx,
        `select p.id, ${NAMES_SQL} as names from petitions p join seal_petitions x on x.petition_id = p.id where x.seal_id = $1 and p.slug = $2 and exists (select 1 from petition_names n where n.petition_id = p.id)`, [standing.id, petition]);
      assertFaultless([...reasonFault(reason), ...(asked ? [] : [{ field: 'petition', code: 'not_allowed' }])]);
      if (!asked) throw new Error('a fault was thrown');
      const { sha256, fingerprint, fields } = namesDemandOf(petition, asked.names);
      const id = await insert(tx, [handoverId, standing.id, asked.id, Buffer.from(sha256, 'hex'), reason.trim(), actor.id]);
      await this.audit.append(tx, { actor: actor.id, action: 'names.ask', subject: `handover:${handoverId}`, details: { export: id, petition, fields: [...fields], key: fingerprint, reason: reason.trim() } });
      return id;
    }, { actor: actor.id });
  }

  /**
   * Lets them go, as a second person. Emits `handover.names_approved`.
   * @throws HandoverNotFoundError `names.not_found` · HandoverConflictError `names.own`, `names.settled`, `names.over`, `names.seal_replaced`
   */
  async approve(handoverId: string, exportId: string, actor: HandoverActor): Promise<void> {
    await this.onHeld(handoverId, exportId, actor, async (tx, held) => {
      const standing = await sealing.standing(tx, handoverId);
      const fault = approvalFault(held, { by: actor.id, now: new Date(), standingSeal: standing?.id ?? null });
      if (fault) throw new HandoverConflictError(fault);
      await tx.query(`update names_exports set state = 'approved', decided_by = $2, decided_at = clock_timestamp() where id = $1`, [held.id, actor.id]);
      await writeOutbox(tx, [{ topic: NAMES_APPROVED, payload: { exportId: held.id } satisfies NamesEvent }]);
      return 'names.approve';
    });
  }

  /** Ends what was asked for; whoever asked may, too. @throws as `approve` */
  async refuse(handoverId: string, exportId: string, actor: HandoverActor): Promise<void> {
    await this.onHeld(handoverId, exportId, actor, async (tx, held) => {
      if (held.state !== 'asked') throw new HandoverConflictError(HANDOVER_ERRORS.namesSettled);
      await tx.query(`update names_exports set state = 'refused', decided_by = $2, decided_at = clock_timestamp() where id = $1`, [held.id, actor.id]);
      return 'names.refuse';
    });
  }

  /** The file, piece by piece, once it is written down who took it. @throws HandoverNotFoundError `names.not_found` · HandoverConflictError `names.not_there` */
  async download(handoverId: string, exportId: string, actor: HandoverActor): Promise<{ name: string; bytes: AsyncGenerator<Buffer> }> {
    const { petition, id } = await this.onHeld(handoverId, exportId, actor, async (_tx, held) => {
      if (held.state !== 'made') throw new HandoverConflictError(HANDOVER_ERRORS.namesNotThere);
      return Promise.resolve('names.download');
    });
    return { name: `names-${petition}.countersign`, bytes: this.pieces(id) };
  }

  /** One at a time; no transaction is held while a slow reader reads. */
  private async *pieces(exportId: string): AsyncGenerator<Buffer> {
    for (let n = 0; ; n++) {
      const [piece] = await this.db.rows<{ bytes: Buffer | null }>(`select bytes from names_pieces where export_id = $1 and n = $2`, [exportId, n]);
      if (!piece) return;
      // Erased while it was being read: cut off, which the recipient's program finds, and never told as whole.
      if (!piece.bytes) throw new HandoverConflictError(HANDOVER_ERRORS.namesNotThere);
      yield piece.bytes;
    }
  }

  private onHeld(handoverId: string, exportId: string, actor: HandoverActor, deed: (tx: Tx, held: Held) => Promise<string>): Promise<Held> {
    return this.db.transaction(async (tx) => {
      const [held] = await txRows<Held>(tx,
        `select x.id, x.seal_id as "sealId", p.slug as petition, x.state, x.asked_by as "askedBy", x.asked_at as "askedAt", encode(x.sha256, 'hex') as sha256
           from names_exports x join petitions p on p.id = x.petition_id where x.id::text = $1 and x.handover_id = $2 for update of x`, [exportId.toLowerCase(), handoverId]);
      if (!held) throw new HandoverNotFoundError(HANDOVER_ERRORS.namesNotFound);
      const action = await deed(tx, held);
      await this.audit.append(tx, { actor: actor.id, action, subject: `handover:${handoverId}`, details: { export: held.id, petition: held.petition, ...(held.sha256 ? { sha256: held.sha256 } : {}) } });
      return held;
    }, { actor: actor.id });
  }
}

async function insert(tx: Tx, values: unknown[]): Promise<string> {
  try {
    const [row] = await txRows<{ id: string }>(tx, `insert into names_exports (handover_id, seal_id, petition_id, demand_sha256, reason, asked_by) values ($1, $2, $3, $4, $5, $6) returning id`, values);
    if (!row) throw new Error('names were asked for');
    return row.id;
  } catch (error) {
    if (sqlState(error) === '23505') throw new HandoverConflictError(HANDOVER_ERRORS.namesUnderWay);
    throw error;
  }
}
