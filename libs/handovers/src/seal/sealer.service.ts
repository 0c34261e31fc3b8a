import { Injectable } from '@nestjs/common';
import { type AuditHead, AuditLog } from '#libs/access';
import { Database, sqlState, type Tx, writeOutbox } from '#libs/database';
import { TallyBook } from '#libs/tallies';
import { PrivateKeyStore } from '#libs/vault';
import { manifestCells } from './cell-rules.js';
import { canonicalStatement, type ManifestKey, type ManifestPetition, type ManifestStatement, MANIFEST_FORMAT, sha256Hex, textSha256 } from './manifest.js';
import { HASH_BYTES, rootOf, TreeStream } from './merkle.js';
import { cutoffFault, maySeal } from './seal-rules.js';
import { SEAL_MADE, type SealEvent } from './seal.events.js';
import { hashesOf, LEAVES_A_RUN } from './seal.reader.js';
import { sealing, type SealedHandover, type SealRow } from './seal.repository.js';

const RUNS_AT_ONCE = 16;

/** Why a seal cannot be made: told to the organisers, who may ask anew. */
export type SealFailure = 'seals.no_petition' | 'seals.took_place' | 'seals.cutoff' | 'seals.commitment_missing' | 'seals.asked_anew';

type Step = 'done' | 'early' | { failed: SealFailure };

/**
 * The worker's half: makes the seals that were asked for. In three transactions, each of which may be repeated: the cut-off is bound
 * under the petitions' locks (for an instant), the leaves are copied, the root is reckoned and the statement signed.
 *
 * Nothing is locked while leaves are copied. Once the cut-off is bound nobody can enter behind it, since whoever is counted later is
 * counted at a later time; who leaves is still known to have been there; and nobody's record is exchanged (`sealed_until`).
 */
@Injectable()
export class HandoverSealer {
  constructor(private readonly db: Database, private readonly book: TallyBook, private readonly keys: PrivateKeyStore, private readonly audit: AuditLog) {}

  /** Makes this seal if its cut-off has come; again, or in two workers at once, changes nothing. */
  async seal(sealId: string): Promise<void> {
    const steps = [(): Promise<Step> => this.bind(sealId), (): Promise<Step> => this.copy(sealId), (): Promise<Step> => this.finish(sealId)];
    for (const step of steps) {
      const result = await step();
      if (result === 'early') return;
      if (result !== 'done') return this.fail(sealId, result.failed);
    }
    await this.carryHead(sealId);
  }

  /** By the clock: what was asked for a time that has come, or was left half made. Returns how many. */
  async sealDue(): Promise<number> {
    const due = await this.db.rows<{ id: string }>(`select id from seals where state in ('asked', 'copied') and cutoff <= clock_timestamp() order by cutoff, id`);
    for (const { id } of due) await this.seal(id);
    return due.length;
  }

  private bind(sealId: string): Promise<Step> {
    return this.db.transaction(async (tx): Promise<Step> => {
      const seal = await sealing.locked(tx, sealId);
      if (seal?.state !== 'asked') return 'done';
      if ((await sealing.keptPetitions(tx, sealId)).length > 0) return 'done';
      if (!(await sealing.isDue(tx, sealId))) return 'early';
      const handover = await sealing.handover(tx, seal.handoverId);
      if (!maySeal(handover.status)) return { failed: 'seals.took_place' };
      const petitions = await sealing.petitions(tx, seal.handoverId);
      if (petitions.length === 0) return { failed: 'seals.no_petition' };
      const ids = petitions.map((petition) => petition.id);
      await this.book.sealUntil(tx, ids, seal.cutoff);
      if (cutoffFault(seal.cutoff, seal.cutoff, await sealing.latestCutoff(tx, ids, sealId))) return { failed: 'seals.cutoff' };
      await sealing.keepPetitions(tx, sealId, ids);
      return 'done';
    });
  }

  private copy(sealId: string): Promise<Step> {
    return this.db.transaction(async (tx): Promise<Step> => {
      const seal = await sealing.locked(tx, sealId);
      if (seal?.state !== 'asked') return 'done';
      const petitions = await sealing.keptPetitions(tx, sealId);
      await sealing.copyLeaves(tx, sealId, petitions.map((petition) => petition.id), seal.cutoff);
      await tx.query(`update seals set state = 'copied' where id = $1`, [sealId]);
      return 'done';
    }).catch((error: unknown): Step => {
      // A counted signature without a commitment to its person (SQLSTATE 23502).
      if (sqlState(error) === '23502') return { failed: 'seals.commitment_missing' };
      throw error;
    });
  }

  private finish(sealId: string): Promise<Step> {
    return this.db.transaction(async (tx): Promise<Step> => {
      const seal = await sealing.locked(tx, sealId);
      if (seal?.state !== 'copied') return 'done';
      const { root, size } = await reckonRoot(tx, sealId);
      const { statement, handover, replaces } = await this.statement(tx, seal, root, size);
      const { text, sha256, key, signature } = await this.sign(handover.campaign.slug, canonicalStatement(statement));
      await tx.query(
        `update seals set state = 'sealed', sealed_at = $2, statement = $3, statement_sha256 = $4, root = $5, size = $6, public_key = $7, fingerprint = $8, signature = $9, replaces = $10 where id = $1`,
        [sealId, statement.sealedAt, text, Buffer.from(sha256, 'hex'), root, size, key.publicKey, key.fingerprint, signature, replaces]);
      await writeOutbox(tx, [{ topic: SEAL_MADE, payload: { sealId, handoverId: seal.handoverId } satisfies SealEvent }]);
      await this.audit.append(tx, { actor: seal.askedBy, action: 'handover.seal', subject: `handover:${seal.handoverId}`, details: { number: seal.number, counted: size, root: root.toString('hex'), statement: sha256 } });
      return 'done';
    });
  }

  private async statement(tx: Tx, seal: SealRow, root: Buffer, size: number): Promise<{ statement: ManifestStatement; handover: SealedHandover; replaces: string | null }> {
    const handover = await sealing.handover(tx, seal.handoverId);
    const before = await sealing.standing(tx, seal.handoverId);
    const petitions = await this.petitions(tx, seal.id);
    const counted = petitions.reduce((sum, petition) => sum + petition.counted, 0);
    if (counted !== size) throw new Error('seals: leaves and signatures do not agree');
    const { campaign, ...rest } = handover;
    return {
      handover,
      replaces: before?.id ?? null,
      statement: {
        campaign: { slug: campaign.slug, title: campaign.title },
        handover: { id: rest.id, jurisdiction: rest.jurisdiction, level: rest.level, date: rest.date, recipients: rest.recipients },
        cutoff: seal.cutoff.toISOString(),
        sealedAt: new Date().toISOString(),
        replaces: before?.statementSha256 ?? null,
        petitions,
        counted,
        tree: { hash: 'SHA-256', shape: 'RFC 9162', size, root: root.toString('hex') },
        members: await sealing.members(tx, seal.handoverId, seal.cutoff),
        audit: await this.audit.head(tx),
        demonstration: campaign.demonstration,
      },
    };
  }

  private async petitions(tx: Tx, sealId: string): Promise<ManifestPetition[]> {
    const petitions = await sealing.keptPetitions(tx, sealId);
    const cells = await sealing.cells(tx, sealId);
    const texts = await sealing.texts(tx, [...new Map(cells.map((cell) => [`${cell.petitionId}:${cell.language}:${cell.version}`, cell])).values()]);
    const attested = await sealing.attested(tx, petitions.map((petition) => petition.id));
    return petitions.map(({ id, slug, jurisdiction, privacy }) => {
      const mine = cells.filter((cell) => cell.petitionId === id);
      return {
        petition: slug,
        jurisdiction,
        counted: mine.reduce((sum, cell) => sum + cell.counted, 0),
        texts: texts.filter((text) => text.petitionId === id).map((text) => ({ language: text.language, version: text.version, sha256: textSha256(text) })),
        cells: manifestCells(mine, privacy),
        attested: attested.filter((one) => one.petitionId === id).map(({ petitionId: _, ...one }) => one),
      };
    });
  }

  /** @throws VaultError while the campaign's root is not held here: the seal waits for it */
  private async sign(campaign: string, text: string): Promise<{ text: string; sha256: string; key: ManifestKey; signature: string }> {
    if (!this.keys.campaignIds().includes(campaign)) await this.keys.reload();
    const { rootPublicKey, rootFingerprint } = this.keys.campaignKeys(campaign);
    const signature = this.keys.signAsRoot(campaign, MANIFEST_FORMAT, text).toString('base64url');
    return { text, sha256: sha256Hex(text), key: { algorithm: 'Ed25519', publicKey: rootPublicKey, fingerprint: rootFingerprint }, signature };
  }

  /** The statement names the end of the audit log and leaves the house: whoever cuts the log off before it is found out. */
  private async carryHead(sealId: string): Promise<void> {
    const [sealed] = await this.db.rows<{ head: AuditHead }>(`select statement::jsonb -> 'audit' as head from seals where id = $1 and state = 'sealed'`, [sealId]);
    if (sealed && sealed.head.n > 0) await this.audit.carry(sealed.head, `manifest:${sealId}`);
  }

  private async fail(sealId: string, failure: SealFailure): Promise<void> {
    await this.db.transaction(async (tx) => {
      const seal = await sealing.locked(tx, sealId);
      if (!seal || seal.state === 'sealed' || seal.state === 'failed') return;
      await tx.query(`update seals set state = 'failed', failure = $2 where id = $1`, [sealId, failure]);
      await this.audit.append(tx, { actor: seal.askedBy, action: 'handover.seal_failed', subject: `handover:${seal.handoverId}`, details: { number: seal.number, code: failure } });
    });
  }
}

/** Reads the leaves once, in order, and keeps the root of each run. */
async function reckonRoot(tx: Tx, sealId: string): Promise<{ root: Buffer; size: number }> {
  const tree = new TreeStream();
  const runs: { first: Buffer; root: Buffer }[] = [];
  let size = 0;
  for (let after: Buffer = Buffer.alloc(0); ;) {
    const bytes = await sealing.run(tx, sealId, after, LEAVES_A_RUN * RUNS_AT_ONCE);
    const all = hashesOf(bytes);
    for (let at = 0; at < all.length; at += LEAVES_A_RUN) {
      const leaves = all.slice(at, at + LEAVES_A_RUN);
      const root = rootOf(leaves);
      tree.push(root);
      runs.push({ first: Buffer.from(leaves[0] as Buffer), root });
      size += leaves.length;
    }
    if (bytes.length < LEAVES_A_RUN * RUNS_AT_ONCE * HASH_BYTES) break;
    after = Buffer.from(bytes.subarray(-HASH_BYTES));
  }
  await sealing.keepRuns(tx, sealId, runs);
  return { root: tree.root(), size };
}
