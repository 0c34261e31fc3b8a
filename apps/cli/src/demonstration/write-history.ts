import { type AppConfig, DomainError, Log } from '#libs/config';
import { Database, dataSourceFor } from '#libs/database';
import { type CampaignFile, PetitionDirectory, type DoorPetition } from '#libs/petitions';
import { Queues } from '#libs/queues';
import { BatchDoor, PublishedKeys, SignatureIntake, type Submission } from '#libs/signatures';
import { StartError, type Say } from '../services/services.errors.js';
import { batchesOf, planHistory, type PlannedRecord } from './history-plan.js';

/** Written by a worker that has nothing else to do within seconds; a minute without any progress means that it does not work. */
const PATIENCE_MS = 60_000;
const TELL_EVERY_MS = 3_000;

/**
 * Gives the demonstration the signers its file's `history` entries speak of, through the real queue and worker, and waits
 * until each is written. Marked synthetic, back-dated, told to nobody. Run again, also after a kill half-way, it adds
 * nothing that is there: ids and times follow from the file and the instant of the import.
 * @returns how many records there are
 */
export async function writeDemonstrationHistory(config: AppConfig, say: Say): Promise<number> {
  const source = await dataSourceFor(config.database, { poolSize: 2, name: 'countersign-history' }).initialize();
  const queues = new Queues(config);
  // A line on the terminal is for people.
  const door = new BatchDoor(queues, config, new Log(config.with({ logLevel: 'silent' })));
  try {
    const db = new Database(source);
    const { planned, petitions, stores } = await planAll(db);
    if (planned.length === 0) return 0;
    await queues.ready();
    const keys = new PublishedKeys(db);
    for (const campaign of new Set([...petitions.values()].map((one) => one.campaign.slug))) await keysThere(keys, campaign);
    const intake = new SignatureIntake(queues, keys, door);
    const batches = batchesOf(planned);
    for (const { id, asOf, records } of batches) await handIn(() => intake.acceptAll(records.map((record) => submission(record, petitions, stores)), asOf, id));
    await written(db, batches, planned.length, say);
    await held(db, planned);
    return planned.length;
  } finally {
    await door.onApplicationShutdown();
    await queues.onApplicationShutdown();
    await source.destroy();
  }
}

async function planAll(db: Database): Promise<{ planned: PlannedRecord[]; petitions: Map<string, DoorPetition>; stores: Map<string, string[]> }> {
  const files = await db.rows<{ file: CampaignFile; start: Date }>(
    `select distinct on (c.id) i.file, c.created_at as start from campaigns c join imports i on i.campaign_id = c.id
      where c.demonstration and i.file is not null order by c.id, i.id`);
  const directory = new PetitionDirectory(db);
  const petitions = new Map<string, DoorPetition>();
  const planned: PlannedRecord[] = [];
  for (const { file, start } of files) {
    for (const { id, petition } of file.jurisdictions) {
      const slug = `${file.campaign.slug}-${id.toLowerCase()}`;
      const stored = petition.history ? await directory.bySlug(slug) : null;
      if (!petition.history || !stored) continue;
      petitions.set(slug, stored);
      planned.push(...planHistory({ slug, timeZone: stored.timeZone, history: petition.history }, start));
    }
  }
  const rows = await db.rows<{ slug: string; codes: string[] }>(
    `select p.slug, array_agg(s.code order by s.code) as codes from stores s join petitions p on p.campaign_id = s.campaign_id and p.jurisdiction_id = s.jurisdiction_id
      where s.kind = 'store' and p.slug = any($1) group by 1`, [[...petitions.keys()]]);
  return { planned, petitions, stores: new Map(rows.map(({ slug, codes }) => [slug, codes])) };
}

/** What was signed in a store or on paper came from one of the country's stores: for the same record always from the same. */
function storeOf(id: string, channel: string, codes: readonly string[] = []): string | null {
  return channel === 'online' ? null : (codes[parseInt(id.slice(-6), 16) % codes.length] ?? null);
}

function submission({ id, slug, signedAt, channel, person }: PlannedRecord, petitions: ReadonlyMap<string, DoorPetition>, stores: ReadonlyMap<string, readonly string[]>): Submission & { signedAt: Date; id: string } {
  const petition = petitions.get(slug);
  const text = petition?.texts[0];
  if (!petition || !text) throw new StartError('start.demonstration', `The demonstration's petition ${slug} has no text.`);
  return { id, signedAt, petitionId: petition.id, campaign: petition.campaign.slug, textVersion: text.version, language: text.language, channel, person, via: storeOf(id, channel, stores.get(slug)), synthetic: true };
}

/** The worker makes a campaign's keys when it starts. */
async function keysThere(keys: PublishedKeys, campaign: string): Promise<void> {
  for (const end = Date.now() + PATIENCE_MS; ; await pause(200)) {
    await keys.prepare(campaign);
    try {
      keys.current(campaign);
      return;
    } catch {
      if (Date.now() > end) throw new StartError('start.demonstration', 'The worker has made no keys for the demonstration: see its log.');
    }
  }
}

/** The door gives Redis a quarter of a second; a machine that is busy with its first start may need more. The same batch twice is one. */
async function handIn(work: () => Promise<void>): Promise<void> {
  for (const end = Date.now() + PATIENCE_MS; ; await pause(300)) {
    try {
      await work();
      return;
    } catch (error) {
      if (!(error instanceof DomainError && error.kind === 'unavailable') || Date.now() > end) throw error;
    }
  }
}

async function written(db: Database, batches: readonly { id: string }[], records: number, say: Say): Promise<void> {
  const ids = batches.map(({ id }) => id);
  let [before, changed, told] = [-1, Date.now(), Date.now()];
  for (;;) {
    const [row] = await db.rows<{ n: number }>(`select count(*)::int as n from batches where id = any($1)`, [ids]);
    const n = row?.n ?? 0;
    if (n === ids.length) return;
    if (n !== before) [before, changed] = [n, Date.now()];
    if (Date.now() - changed > PATIENCE_MS) throw new StartError('start.demonstration', `The worker has written ${n} of ${ids.length} hours of the demonstration's history and goes no further: see its log.`);
    if (Date.now() - told > TELL_EVERY_MS) {
      say(`  … ${Math.round((records * n) / ids.length)} of ${records} invented signatures written`);
      told = Date.now();
    }
    await pause(150);
  }
}

/** What was set aside or judged otherwise would make the demonstration's figures other than its file says. */
async function held(db: Database, planned: readonly PlannedRecord[]): Promise<void> {
  const expected = new Set(planned.map(({ person, slug, id }) => `${slug} ${person.email ?? id}`)).size;
  const [row] = await db.rows<{ counted: number }>(
    `select count(*) filter (where status = 'counted')::int as counted from signatures where id = any($1::uuid[])`, [planned.map(({ id }) => id)]);
  if (row?.counted !== expected) throw new StartError('start.demonstration', `The demonstration's history counts ${row?.counted ?? 0} people, not ${expected}.`);
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
