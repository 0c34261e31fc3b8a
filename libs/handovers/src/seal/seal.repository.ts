import { type Tx, txRows } from '#libs/database';
import { type ExactCell } from './cell-rules.js';
import { type ManifestAttested, type ManifestMember } from './manifest.js';

export interface SealedPetition { id: number; slug: string; jurisdiction: string; privacy: 'standard' | 'high' }

export interface SealRow {
  id: string;
  handoverId: string;
  number: number;
  state: 'asked' | 'copied' | 'sealed' | 'failed';
  cutoff: Date;
  askedBy: string;
}

export interface SealedHandover {
  id: string;
  jurisdiction: string;
  level: 'national' | 'regional' | 'global';
  status: 'planned' | 'listed' | 'held' | 'refused' | 'absent' | 'cancelled';
  date: string | null;
  campaign: { id: number; slug: string; title: string; kind: 'record' | 'live'; demonstration: boolean };
  recipients: { office: string | null; body: string | null; kind: string }[];
}

/** What the counted signatures of a petition are, in one row a combination. */
export interface SignedCell extends ExactCell { petitionId: number; language: string; version: number }

export interface SignedText { petitionId: number; language: string; version: number; title: string; demand: string; notice: string | null; calls: string[] }

/**
 * The leaf of a signature, from its row: `SHA-256(0x00 ‖ person_commit ‖ JCS({channel, country, petition, textVersion}))`. The three texts
 * are held by checks and a type to characters that JSON writes as they are, so this is their canonical form (RFC 8785).
 */
export const LEAF_SQL = `sha256('\\x00'::bytea || s.person_commit || convert_to(
  '{"channel":"' || s.channel || '","country":"' || s.country || '","petition":"' || p.slug || '","textVersion":' || s.text_version || '}', 'UTF8'))`;

/**
 * Counted at the cut-off ($3): counted now and since then, or left later. Of two who turned out to be one, one counts, as is known today.
 * Somebody newly counted in another's place has the other's time, so each person is here once.
 */
const COUNTED_AT_CUTOFF = `((s.status = 'counted' and s.counted_at <= $3) or (s.left_at > $3 and s.left_counted_at <= $3 and s.status <> 'duplicate'))`;

/** SQL of sealing, set by set. */
export const sealing = {
  /** The seal, locked until the transaction ends. */
  async locked(tx: Tx, sealId: string): Promise<SealRow | null> {
    const [row] = await txRows<SealRow>(tx,
      `select id, handover_id as "handoverId", number, state, cutoff, asked_by as "askedBy" from seals where id = $1 for update`, [sealId]);
    return row ?? null;
  },

  /** By the clock that says when signatures are counted. */
  async isDue(tx: Tx, sealId: string): Promise<boolean> {
    return (await txRows(tx, `select 1 from seals where id = $1 and cutoff <= clock_timestamp()`, [sealId])).length > 0;
  },

  async handover(tx: Tx, handoverId: string): Promise<SealedHandover> {
    const [row] = await txRows<SealedHandover>(tx,
      `select h.id, h.jurisdiction_id as jurisdiction, h.level, h.status, h.date_edtf as date,
         json_build_object('id', c.id, 'slug', c.slug, 'kind', c.kind, 'demonstration', c.demonstration,
           'title', coalesce(c.title ->> c.default_language, (select value from jsonb_each_text(c.title) order by key limit 1), c.slug)) as campaign,
         coalesce((select json_agg(json_build_object('office', r.office, 'body', r.body, 'kind', r.kind) order by r.position)
           from handover_recipients r where r.handover_id = h.id and not r.met_only), '[]') as recipients
       from handovers h join campaigns c on c.id = h.campaign_id where h.id = $1`, [handoverId]);
    if (!row) throw new Error('a seal has a handover');
    return row;
  },

  /** Whose signatures are handed over: of the handover's own jurisdiction, those it covers, or all. */
  petitions(tx: Tx, handoverId: string): Promise<SealedPetition[]> {
    return txRows<SealedPetition>(tx,
      `select p.id, p.slug, p.jurisdiction_id as jurisdiction, p.privacy
         from handovers h join petitions p on p.campaign_id = h.campaign_id and p.takes_signatures and p.status <> 'draft'
        where h.id = $1 and (h.covers_all or p.jurisdiction_id = h.jurisdiction_id
          or exists (select 1 from handover_jurisdictions j where j.handover_id = h.id and j.jurisdiction_id = p.jurisdiction_id))
        order by p.slug`, [handoverId]);
  },

  /** The latest cut-off of other seals of these petitions that were made, or are being made. */
  async latestCutoff(tx: Tx, petitionIds: readonly number[], butSeal: string | null = null): Promise<Date | null> {
    const [row] = await txRows<{ cutoff: Date | null }>(tx,
      `select max(s.cutoff) as cutoff from seals s join seal_petitions p on p.seal_id = s.id
        where p.petition_id = any($1) and s.state <> 'failed' and s.id is distinct from $2::uuid`, [petitionIds, butSeal]);
    return row?.cutoff ?? null;
  },

  async keepPetitions(tx: Tx, sealId: string, petitionIds: readonly number[]): Promise<void> {
    await tx.query(`insert into seal_petitions (seal_id, petition_id) select $1, unnest($2::int[]) on conflict do nothing`, [sealId, petitionIds]);
  },

  keptPetitions(tx: Tx, sealId: string): Promise<SealedPetition[]> {
    return txRows<SealedPetition>(tx,
      `select p.id, p.slug, p.jurisdiction_id as jurisdiction, p.privacy from seal_petitions x join petitions p on p.id = x.petition_id where x.seal_id = $1 order by p.slug`, [sealId]);
  },

  /** In order of leaves, so that the index is written from one end to the other. */
  async copyLeaves(tx: Tx, sealId: string, petitionIds: readonly number[], cutoff: Date): Promise<void> {
    await tx.query(`set local work_mem = '64MB'`);
    await tx.query(
      `insert into seal_leaves (leaf, seal_id, record_id, petition_id)
       select ${LEAF_SQL}, $1, s.id, s.petition_id from signatures s join petitions p on p.id = s.petition_id
        where s.petition_id = any($2::int[]) and ${COUNTED_AT_CUTOFF} order by 1`,
      [sealId, petitionIds, cutoff.toISOString()],
    );
  },

  /** So many leaves after the given one, as one run of bytes. */
  async run(tx: Tx, sealId: string, after: Buffer, limit: number): Promise<Buffer> {
    const [row] = await txRows<{ run: Buffer | null }>(tx,
      `select string_agg(leaf, ''::bytea order by leaf) as run from (select leaf from seal_leaves where seal_id = $1 and leaf > $2 order by leaf limit $3) l`, [sealId, after, limit]);
    return row?.run ?? Buffer.alloc(0);
  },

  async keepRuns(tx: Tx, sealId: string, runs: readonly { first: Buffer; root: Buffer }[]): Promise<void> {
    await tx.query(
      `insert into seal_runs (seal_id, n, first_leaf, root) select $1, n - 1, first_leaf, root from unnest($2::bytea[], $3::bytea[]) with ordinality as r(first_leaf, root, n)`,
      [sealId, runs.map((run) => run.first), runs.map((run) => run.root)]);
  },

  async cells(tx: Tx, sealId: string): Promise<SignedCell[]> {
    // The rows were just written and nobody has counted them yet: the planner would look each up by itself.
    await tx.query(`set local enable_nestloop = off`);
    const cells = await txRows<SignedCell>(tx,
      `select s.petition_id as "petitionId", s.country, s.channel::text as channel, s.language, s.text_version as version, count(*)::int as counted
         from seal_leaves l join signatures s on s.petition_id = l.petition_id and s.id = l.record_id
        where l.seal_id = $1 and s.petition_id in (select petition_id from seal_petitions where seal_id = $1) group by 1, 2, 3, 4, 5`, [sealId]);
    await tx.query(`set local enable_nestloop = on`);
    return cells;
  },

  /** Calls as the text keeps them; of a text that is older than that, the first wording of each. */
  texts(tx: Tx, wanted: readonly { petitionId: number; language: string; version: number }[]): Promise<SignedText[]> {
    return txRows<SignedText>(tx,
      `select t.petition_id as "petitionId", t.language, t.version, t.title, t.demand, t.notice,
         coalesce((select json_agg(c.entry ->> 'text' order by c.n) from jsonb_array_elements(t.calls) with ordinality as c(entry, n)),
           (select json_agg(x.text order by k.position, k.id) from calls_to_action k join call_texts x on x.call_id = k.id and x.language = t.language and x.version = 1
             where k.campaign_id = p.campaign_id and k.jurisdiction_id = coalesce(lender.jurisdiction_id, p.jurisdiction_id)), '[]') as calls
       from unnest($1::int[], $2::text[], $3::int[]) as w(petition_id, language, version)
       join petition_texts t on t.petition_id = w.petition_id and t.language = w.language and t.version = w.version
       join petitions p on p.id = t.petition_id left join petitions lender on lender.id = p.shared_from
       order by t.petition_id, t.language, t.version`,
      [wanted.map((w) => w.petitionId), wanted.map((w) => w.language), wanted.map((w) => w.version)]);
  },

  /** With the hash of the document where its link is that of a file kept here, in the same campaign. */
  attested(tx: Tx, petitionIds: readonly number[]): Promise<(ManifestAttested & { petitionId: number })[]> {
    return txRows<ManifestAttested & { petitionId: number }>(tx,
      `select petition_id as "petitionId", count, qualifier, channel, attested_by as "attestedBy", document,
         (select encode(d.sha256, 'hex') from documents d join petitions p on p.campaign_id = d.campaign_id and p.id = a.petition_id
           where d.removed_at is null and d.id = substring(a.document from '/documents/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})')::uuid) as "documentSha256"
         from attested_counts a where petition_id = any($1) and revoked_at is null order by petition_id, recorded_at, id`, [petitionIds]);
  },

  /** Of a bundle: the newest seal of each other handover of what it covers, if it was cut off by then. They are named, not added. */
  members(tx: Tx, handoverId: string, cutoff: Date): Promise<ManifestMember[]> {
    return txRows<ManifestMember>(tx,
      `select distinct on (m.id) m.id as handover, encode(s.statement_sha256, 'hex') as "statementSha256", encode(s.root, 'hex') as root, s.size as counted
         from handovers h join handovers m on m.campaign_id = h.campaign_id and m.id <> h.id and m.level = 'national' and m.status <> 'cancelled'
         join seals s on s.handover_id = m.id and s.state = 'sealed' and s.cutoff <= $2
        where h.id = $1 and h.level <> 'national' and (h.covers_all
          or exists (select 1 from handover_jurisdictions j where j.handover_id = h.id and j.jurisdiction_id = m.jurisdiction_id))
        order by m.id, s.number desc`, [handoverId, cutoff.toISOString()]);
  },

  /** The newest seal of the handover that was made, before this one. */
  async standing(tx: Tx, handoverId: string): Promise<{ id: string; statementSha256: string } | null> {
    const [row] = await txRows<{ id: string; statementSha256: string }>(tx,
      `select id, encode(statement_sha256, 'hex') as "statementSha256" from seals where handover_id = $1 and state = 'sealed' order by number desc limit 1`, [handoverId]);
    return row ?? null;
  },
};
