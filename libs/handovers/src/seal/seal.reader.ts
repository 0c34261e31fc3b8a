import { Injectable } from '@nestjs/common';
import { Database } from '#libs/database';
import { type Audience } from '../handovers.types.js';
import { type ManifestKey, type ManifestStatement, manifestText } from './manifest.js';
import { HASH_BYTES, pathOf } from './merkle.js';
import { type Seal, type SealCorrections, type SealProof, type SealState } from './seal.types.js';

const LEAVES_AT_ONCE = 8192;

interface Row {
  id: string; handoverId: string; number: number; state: SealState; failure: string | null; askedAt: Date; cutoff: Date; sealedAt: Date | null; statementText: string | null;
  statementSha256: string | null; root: string | null; size: number | null; publicKey: string | null; fingerprint: string | null; signature: string | null; replaces: string | null; publishedAt: Date | null;
}

/**
 * Everybody may read a seal once the organisers published it, or once the handover took place and no embargo holds: whichever came
 * first. For the last two cases the time told is the handover's, or the embargo's end.
 */
const COLUMNS = `
  select s.id, s.handover_id as "handoverId", s.number, s.state, s.failure, s.asked_at as "askedAt", s.cutoff, s.sealed_at as "sealedAt", s.statement as "statementText",
    encode(s.statement_sha256, 'hex') as "statementSha256", encode(s.root, 'hex') as root, s.size, s.public_key as "publicKey", s.fingerprint, s.signature, s.replaces, p.published_at as "publishedAt"
  from seals s join handovers h on h.id = s.handover_id
  cross join lateral (select case when s.state = 'sealed' then coalesce(s.published_at, case
    when h.status in ('held', 'refused', 'absent') and (h.embargo_until is null or h.embargo_until <= now()) then coalesce(h.embargo_until, h.held_at, s.sealed_at) end) end as published_at) p`;

/** Everything that is read of seals: for the API, pages, papers and bundles. */
@Injectable()
export class SealReader {
  constructor(private readonly db: Database) {}

  /** The newest seal of a handover that was made. To organisers one that is newer and under way, or failed, comes before it. Null: none that this audience may know of. */
  async current(handoverId: string, audience: Audience): Promise<Seal | null> {
    const [row] = await this.db.rows<Row>(`${COLUMNS} where s.handover_id = $1 and ${visibleTo(audience)} order by s.number desc limit 1`, [handoverId]);
    return row ? sealOf(row) : null;
  }

  /** The newest seal of a handover that was made, whatever was asked for since. */
  async standing(handoverId: string, audience: Audience): Promise<Seal | null> {
    const [row] = await this.db.rows<Row>(`${COLUMNS} where s.handover_id = $1 and s.state = 'sealed' and ${visibleTo(audience)} order by s.number desc limit 1`, [handoverId]);
    return row ? sealOf(row) : null;
  }

  /** Which of these handovers have a seal that everybody may check. */
  async published(handoverIds: readonly string[]): Promise<Set<string>> {
    if (handoverIds.length === 0) return new Set();
    return new Set((await this.db.rows<Row>(`${COLUMNS} where s.handover_id = any($1::uuid[]) and ${visibleTo('public')}`, [handoverIds])).map(({ handoverId }) => handoverId));
  }

  /** All seals of a handover, oldest first. */
  async list(handoverId: string, audience: Audience): Promise<Seal[]> {
    return (await this.db.rows<Row>(`${COLUMNS} where s.handover_id = $1 and ${visibleTo(audience)} order by s.number`, [handoverId])).map(sealOf);
  }

  async get(sealId: string): Promise<Seal | null> {
    const [row] = await this.db.rows<Row>(`${COLUMNS} where s.id = $1`, [sealId]);
    return row ? sealOf(row) : null;
  }

  /** What was found since the cut-off. Exact: of those who took their name back nobody knows more than that they are so many. */
  async corrections(sealId: string): Promise<SealCorrections> {
    const [row] = await this.db.rows<SealCorrections>(
      `select count(*) filter (where s.status = 'withdrawn')::int as "takenBack", count(*) filter (where s.status = 'invalid')::int as invalid,
              count(*) filter (where s.status = 'duplicate')::int as duplicate, count(*) filter (where s.erased_at is not null)::int as erased
         from seals x join seal_petitions p on p.seal_id = x.id join signatures s on s.petition_id = p.petition_id
        where x.id = $1 and s.left_at > x.cutoff and s.left_counted_at <= x.cutoff and s.status <> 'counted'`, [sealId]);
    return row ?? { takenBack: 0, invalid: 0, duplicate: 0, erased: 0 };
  }

  /** The canonical manifest.json, piece by piece; without its leaves if so wanted. @throws RangeError if it is not sealed */
  manifest(seal: Seal, { leaves }: { leaves: boolean }): AsyncGenerator<string> {
    const { statementText, key, signature } = seal;
    if (statementText === null || key === null || signature === null) throw new RangeError('not sealed');
    return manifestText({ statementText, key, signature }, leaves ? this.leaves(seal.id) : []);
  }

  /** Runs of 32-byte leaves in bytewise order, some thousands at a time. No transaction is held while a slow reader reads. */
  async *leaves(sealId: string): AsyncGenerator<Buffer> {
    for (let after: Buffer = Buffer.alloc(0); ;) {
      const [row] = await this.db.rows<{ run: Buffer | null }>(
        `select string_agg(leaf, ''::bytea order by leaf) as run from (select leaf from seal_leaves where seal_id = $1 and leaf > $2 order by leaf limit $3) l`, [sealId, after, LEAVES_AT_ONCE]);
      if (!row?.run) return;
      yield row.run;
      if (row.run.length < LEAVES_AT_ONCE * HASH_BYTES) return;
      after = Buffer.from(row.run.subarray(-HASH_BYTES));
    }
  }

  /** Reads one run of leaves and the roots of all, whichever leaf is asked for, known or not. Null: not in this seal. */
  async proof(seal: Seal, leaf: Buffer): Promise<SealProof | null> {
    if (seal.size === null || leaf.length !== HASH_BYTES) return null;
    const [found] = await this.db.rows<{ n: number; run: Buffer | null; roots: Buffer | null }>(
      `select r.n, (select string_agg(l.leaf, ''::bytea order by l.leaf) from seal_leaves l where l.seal_id = $1 and l.leaf >= r.first_leaf
           and l.leaf < coalesce((select first_leaf from seal_runs where seal_id = $1 and n = r.n + 1), '\\xffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff'::bytea)) as run,
         (select string_agg(root, ''::bytea order by n) from seal_runs where seal_id = $1) as roots
       from seal_runs r where r.seal_id = $1 and (r.first_leaf <= $2 or r.n = 0) order by r.first_leaf desc limit 1`, [seal.id, leaf]);
    const run = hashesOf(found?.run);
    const at = run.findIndex((one) => one.equals(leaf));
    if (!found || at < 0) return null;
    const first = found.n * LEAVES_A_RUN;
    const path = [...pathOf(run, at), ...pathOf(hashesOf(found.roots), found.n)];
    return { leaf: leaf.toString('hex'), index: first + at, size: seal.size, path: path.map((hash) => hash.toString('hex')) };
  }
}

/** Leaves of one run: a power of two, so that the roots of runs are nodes of the tree. */
export const LEAVES_A_RUN = 1024;

const visibleTo = (audience: Audience): string => (audience === 'public' ? 'p.published_at is not null' : 'true');

export function hashesOf(bytes: Buffer | null | undefined): Buffer[] {
  return Array.from({ length: (bytes?.length ?? 0) / HASH_BYTES }, (_, n) => (bytes as Buffer).subarray(n * HASH_BYTES, (n + 1) * HASH_BYTES));
}

function sealOf({ publicKey, fingerprint, ...row }: Row): Seal {
  const key: ManifestKey | null = publicKey !== null && fingerprint !== null ? { algorithm: 'Ed25519', publicKey, fingerprint } : null;
  return { ...row, key, statement: row.statementText === null ? null : (JSON.parse(row.statementText) as ManifestStatement) };
}
