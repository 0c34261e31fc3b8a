import { type Database, txRows } from '#libs/database';
import { type Drift, type Recounted } from '#libs/signatures';
import { canonicalJson, type JsonValue } from '#libs/vault';
import { type ManifestStatement, sha256Hex, signatureHolds } from './manifest.js';
import { HASH_BYTES, rootOf, TreeStream } from './merkle.js';
import { hashesOf, LEAVES_A_RUN } from './seal.reader.js';
import { LEAF_SQL } from './seal.repository.js';

interface Row {
  id: string; handoverId: string; number: number; cutoff: Date; statement: string; statementSha256: string; root: string; size: number;
  publicKey: string; fingerprint: string; signature: string; campaignFingerprint: string | null; replaced: string | null;
}

const MOST_NAMED = 100;
const RUNS_AT_ONCE = 16;

/** Reckons every seal anew from its leaves, and every leaf from its signature. Holds one run of leaves at a time. */
export async function verifySeals(db: Database): Promise<{ checked: Recounted[]; drift: Drift[] }> {
  const seals = await db.rows<Row>(
    `select s.id, s.handover_id as "handoverId", s.number, s.cutoff, s.statement, encode(s.statement_sha256, 'hex') as "statementSha256", encode(s.root, 'hex') as root, s.size,
       s.public_key as "publicKey", s.fingerprint, s.signature, encode(r.statement_sha256, 'hex') as replaced,
       (select root_fingerprint from campaign_keys k where k.campaign_id = h.campaign_id limit 1) as "campaignFingerprint"
     from seals s join handovers h on h.id = s.handover_id left join seals r on r.id = s.replaces where s.state = 'sealed' order by s.handover_id, s.number`);
  const drift: Drift[] = [];
  let leaves = 0;
  const wrong = { statements: 0, trees: 0, leaves: 0 };
  for (const seal of seals) {
    const found = (part: keyof typeof wrong, what: string, stored: string, recounted: string): void => {
      wrong[part]++;
      if (wrong[part] <= MOST_NAMED) drift.push({ where: `seal ${seal.number} of handover ${seal.handoverId}, ${what}`, stored, recounted });
    };
    for (const fault of statementFaults(seal)) found('statements', ...fault);
    for (const fault of await treeFaults(db, seal)) found('trees', ...fault);
    for (const fault of await leafFaults(db, seal)) found('leaves', ...fault);
    leaves += seal.size;
  }
  return {
    checked: [
      { what: 'sealed handovers: statement, signature, sums', n: seals.length, drift: wrong.statements },
      { what: 'sealed handovers: root reckoned from the leaves', n: seals.length, drift: wrong.trees },
      { what: 'sealed handovers: each leaf from its signature', n: leaves, drift: wrong.leaves },
    ],
    drift,
  };
}

type Fault = [what: string, stored: string, recounted: string];

function statementFaults(seal: Row): Fault[] {
  const faults: Fault[] = [];
  const expect = (what: string, stored: string, recounted: string): void => void (stored === recounted || faults.push([what, stored, recounted]));
  const statement = parse(seal.statement);
  if (!statement) return [['statement', 'not JSON', 'canonical JSON']];
  if (canonicalJson(statement as unknown as JsonValue) !== seal.statement) faults.push(['statement', 'another form', 'canonical JSON']);
  expect('hash of the statement', seal.statementSha256, sha256Hex(seal.statement));
  if (!signatureHolds(seal.statement, { algorithm: 'Ed25519', publicKey: seal.publicKey, fingerprint: seal.fingerprint }, seal.signature)) faults.push(['signature', 'does not hold', 'holds']);
  if (seal.campaignFingerprint !== null) expect('key', seal.fingerprint, seal.campaignFingerprint);
  expect('root in the statement', statement.tree.root, seal.root);
  expect('cut-off', seal.cutoff.toISOString(), statement.cutoff);
  expect('replaced statement', String(statement.replaces), String(seal.replaced));
  expect('size', `${seal.size}, ${statement.tree.size}, ${statement.counted}`, Array.from({ length: 3 }, () => sumOf(statement.petitions)).join(', '));
  for (const petition of statement.petitions) expect(`cells of ${petition.petition}`, String(sumOf(petition.cells)), String(petition.counted));
  return faults;
}

async function treeFaults(db: Database, seal: Row): Promise<Fault[]> {
  const tree = new TreeStream();
  const kept = await db.rows<{ n: number; first: Buffer; root: Buffer }>(`select n, first_leaf as first, root from seal_runs where seal_id = $1 order by n`, [seal.id]);
  let size = 0;
  let runs = 0;
  let runsWrong = 0;
  for (let after: Buffer = Buffer.alloc(0), full = true; full;) {
    const [row] = await db.rows<{ run: Buffer | null }>(
      `select string_agg(leaf, ''::bytea order by leaf) as run from (select leaf from seal_leaves where seal_id = $1 and leaf > $2 order by leaf limit $3) l`, [seal.id, after, LEAVES_A_RUN * RUNS_AT_ONCE]);
    const all = hashesOf(row?.run);
    for (let at = 0; at < all.length; at += LEAVES_A_RUN, runs++) {
      const leaves = all.slice(at, at + LEAVES_A_RUN);
      const root = rootOf(leaves);
      tree.push(root);
      if (!kept[runs]?.root.equals(root) || !kept[runs]?.first.equals(leaves[0] as Buffer)) runsWrong++;
    }
    size += all.length;
    full = all.length === LEAVES_A_RUN * RUNS_AT_ONCE;
    after = Buffer.from(row?.run?.subarray(-HASH_BYTES) ?? []);
  }
  const faults: Fault[] = [];
  const root = tree.root().toString('hex');
  if (size !== seal.size) faults.push(['leaves', String(size), String(seal.size)]);
  if (root !== seal.root) faults.push(['root', seal.root, root]);
  if (runsWrong > 0 || kept.length !== runs) faults.push(['roots of runs', `${kept.length}, ${runsWrong} wrong`, `${runs}`]);
  return faults;
}

/** A signature whose commitment is erased cannot be reckoned anew: its tombstone stands for it, and the root for its leaf. */
async function leafFaults(db: Database, seal: Row): Promise<Fault[]> {
  const rows = await db.transaction(async (tx) => {
    await tx.query(`set local enable_nestloop = off`);
    return txRows<{ record: string; fault: string }>(tx,
      `select l.record_id as record, case when s.id is null then 'signature is gone' when s.person_commit is null then 'erased without a tombstone' else 'leaf of another signature' end as fault
         from seal_leaves l left join signatures s on s.petition_id = l.petition_id and s.id = l.record_id left join petitions p on p.id = l.petition_id
        where l.seal_id = $1 and (s.id is null or (s.person_commit is null and s.erased_at is null) or (s.person_commit is not null and l.leaf <> ${LEAF_SQL})) limit ${MOST_NAMED}`, [seal.id]);
  });
  const perPetition = await db.rows<{ petition: string; n: number }>(
    `select p.slug as petition, count(l.leaf)::int as n from seal_petitions x join petitions p on p.id = x.petition_id left join seal_leaves l on l.seal_id = x.seal_id and l.petition_id = x.petition_id
      where x.seal_id = $1 group by p.slug order by p.slug`, [seal.id]);
  const stated = (parse(seal.statement)?.petitions ?? []).map(({ petition, counted }) => `${petition} ${counted}`).sort().join(', ');
  const there = perPetition.map(({ petition, n }) => `${petition} ${n}`).sort().join(', ');
  return [
    ...rows.map(({ record, fault }): Fault => [`leaf of signature ${record}`, fault, 'its own leaf']),
    ...(stated === there ? [] : [['leaves by petition', there, stated] as Fault]),
  ];
}

const sumOf = (parts: readonly { counted: number }[]): number => parts.reduce((sum, { counted }) => sum + counted, 0);

function parse(text: string): ManifestStatement | null {
  try {
    return JSON.parse(text) as ManifestStatement;
  } catch {
    return null;
  }
}
