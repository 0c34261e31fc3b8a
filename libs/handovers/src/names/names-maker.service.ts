import { Injectable } from '@nestjs/common';
import { AuditLog } from '#libs/access';
import { Database, type Tx, txRows } from '#libs/database';
import { namesDemandOf, type NamesDemand } from '#libs/petitions';
import { type SignedName, SignedNames } from '#libs/signatures';
import { PrivateKeyStore, VAULT_ERRORS, VaultError } from '#libs/vault';
import { type NamesHead, NamesWriter } from './names-file.js';
import { APPROVAL_DAYS, KEPT_DAYS } from './names-rules.js';
import { making, type NamesLeaf, type NamesToMake } from './names.repository.js';

/** Opened, sealed and forgotten at a time. */
const NAMES_A_PIECE = 1_000;
const CLOCK = 'clock';

export type NamesFailure = 'names.demand_changed' | 'names.key_missing';

/**
 * The worker's half: opens the records that stand in the seal and still count, and seals what the law demands of them to the recipient's key.
 * In one transaction, with nobody else's rows locked: a file is there whole or not at all, and whoever dies on the way begins anew under a
 * new context. What was opened lives in memory for one piece; nothing of it is written, queued or logged.
 */
@Injectable()
export class NamesMaker {
  constructor(private readonly db: Database, private readonly names: SignedNames, private readonly keys: PrivateKeyStore, private readonly audit: AuditLog) {}

  /** Makes what was approved; again, or in two workers at once, changes nothing. */
  async make(exportId: string): Promise<void> {
    try {
      await this.attempt(exportId);
    } catch (error) {
      if (!isUnknownKey(error)) throw error;
      // Another worker may have made the key meanwhile.
      await this.keys.reload();
      await this.attempt(exportId).catch(async (again: unknown) => {
        if (!isUnknownKey(again)) throw again;
        await this.db.transaction((tx) => this.fail(tx, exportId, 'names.key_missing'));
      });
    }
  }

  /** By the clock: lets go what nobody approved, makes what was left, erases what was kept long enough. */
  async keep(now: Date): Promise<void> {
    await this.settle(`update names_exports set state = 'expired' where state = 'asked' and asked_at <= $1::timestamptz - interval '${APPROVAL_DAYS} days' returning id, handover_id as "handoverId"`, now, 'names.expire');
    await this.settle(
      `with over as (update names_exports set state = 'erased', erased_at = clock_timestamp() where state = 'made' and made_at <= $1::timestamptz - interval '${KEPT_DAYS} days' returning id, handover_id),
         emptied as (update names_pieces set bytes = null where export_id in (select id from over))
       select id, handover_id as "handoverId" from over`, now, 'names.erase');
    const left = await this.db.rows<{ id: string }>(`select id from names_exports where state = 'approved' order by decided_at, id`);
    for (const { id } of left) await this.make(id);
  }

  private attempt(exportId: string): Promise<void> {
    return this.db.transaction(async (tx) => {
      const wanted = await making.approved(tx, exportId);
      if (!wanted) return;
      const demand = wanted.names && namesDemandOf(wanted.petition, wanted.names);
      if (demand?.sha256 !== wanted.demandSha256) return this.fail(tx, exportId, 'names.demand_changed');
      const writer = new NamesWriter(headOf(wanted, demand), Buffer.from(demand.publicKey, 'base64url'));
      const counts = await this.write(tx, wanted, demand, writer);
      const { sha256, size } = writer.done();
      await tx.query(`update names_exports set state = 'made', made_at = clock_timestamp(), names = $2, gone = $3, left_out = $4, sha256 = $5, size = $6 where id = $1`,
        [exportId, writer.names, counts.gone, counts.leftOut, sha256, size]);
      await this.audit.append(tx, {
        actor: wanted.decidedBy, action: 'names.make', subject: `handover:${wanted.handoverId}`,
        details: { export: exportId, petition: wanted.petition, names: writer.names, ...counts, key: demand.fingerprint, sha256: sha256.toString('hex') },
      });
    });
  }

  private async write(tx: Tx, wanted: NamesToMake, demand: NamesDemand, writer: NamesWriter): Promise<{ sealed: number; gone: number; leftOut: number }> {
    const counts = { sealed: 0, gone: 0, leftOut: 0 };
    let n = 0;
    await making.keepPiece(tx, wanted.id, n++, writer.begin(), []);
    for (let after: Buffer = Buffer.alloc(0); ;) {
      const leaves = await making.leaves(tx, wanted, after, NAMES_A_PIECE);
      const people = leaves.filter(({ stands }) => stands).flatMap((leaf) => this.person(wanted, leaf, demand) ?? []);
      const standing = leaves.filter(({ stands }) => stands).length;
      counts.sealed += leaves.length;
      counts.gone += leaves.length - standing;
      counts.leftOut += standing - people.length;
      if (people.length > 0) {
        await making.keepPiece(tx, wanted.id, n++, writer.rows(people.map(({ values }) => values)), people.map(({ recordId }) => recordId));
      }
      const last = leaves.at(-1);
      if (!last || leaves.length < NAMES_A_PIECE) break;
      after = last.leaf;
    }
    await making.keepPiece(tx, wanted.id, n, writer.end(counts), []);
    return counts;
  }

  private person({ petitionId }: NamesToMake, leaf: NamesLeaf, { sha256, fields }: NamesDemand): { recordId: string; values: (string | null)[] } | null {
    const person: SignedName | null = this.names.open(petitionId, leaf, sha256);
    return person && { recordId: leaf.recordId, values: fields.map((field) => person[field]) };
  }

  private async fail(tx: Tx, exportId: string, failure: NamesFailure): Promise<void> {
    const [failed] = await txRows<{ handoverId: string }>(tx, `update names_exports set state = 'failed', failure = $2 where id = $1 and state = 'approved' returning handover_id as "handoverId"`, [exportId, failure]);
    if (failed) await this.audit.append(tx, { actor: CLOCK, action: 'names.fail', subject: `handover:${failed.handoverId}`, details: { export: exportId, code: failure } });
  }

  private async settle(sql: string, now: Date, action: string): Promise<void> {
    await this.db.transaction(async (tx) => {
      for (const { id, handoverId } of await txRows<{ id: string; handoverId: string }>(tx, sql, [now.toISOString()])) {
        await this.audit.append(tx, { actor: CLOCK, action, subject: `handover:${handoverId}`, details: { export: id } });
      }
    });
  }
}

const isUnknownKey = (error: unknown): boolean => error instanceof VaultError && error.code === VAULT_ERRORS.unknownKey;

function headOf({ id, campaign, petition, handoverId, jurisdiction, date, root, statementSha256, demonstration }: NamesToMake, { fields, law, office, sha256 }: NamesDemand): Omit<NamesHead, 'format' | 'keyFingerprint'> {
  return { id, campaign, petition, handover: { id: handoverId, jurisdiction, date }, root, statementSha256, fields: [...fields], law, office, demandSha256: sha256, demonstration };
}
