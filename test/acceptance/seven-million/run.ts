/** A whole campaign through the door of one installation, and what it took. */
import { existsSync, readdirSync, readFileSync, statfsSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { sharesOfTheRecord } from '../../bench/countries.js';
import { about, type SevenMillion } from '../../bench/figures.js';
import { CrowdWriter } from '../../bench/load/crowd.js';
import { startLoader } from '../../bench/load/loader.js';
import type { Crowd } from '../../bench/load/orders.js';
import { type Proof } from '../../support/proofs.js';
import { cpuOf, memoryMb, type OwnInstallation } from './installation.js';

export const DUPLICATES = 0.03;
const CONNECTIONS = 256;
const TELL_EVERY_MS = 10_000;
const COUNTED_WITHIN_MS = 1_800_000;
/** Rows, indexes, logs (a line a request), Redis's file while it is rewritten; and beside it WAL and an empty installation. */
const BYTES_A_SIGNATURE = 2_000;
const BYTES_ANYWAY = 4e9;
/** Sent again after a break: more than can be under way. They are the same people, so nobody counts twice. */
const AGAIN = 20_000;

/** Where a run that was broken off goes on; a number of the crowd that was certainly sent. */
interface Kept { requests: number; next: number; seconds: number; cpu: Record<string, number>; along: SevenMillion['along'] }

export const bytesNeeded = (count: number): number => BYTES_ANYWAY + count * BYTES_A_SIGNATURE;

export function bytesFree(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}

/** `count` people sign in 47 countries, some twice. @returns the figures and what they prove */
export async function sevenMillion(site: OwnInstallation, { folder, count, say }: { folder: string; count: number; say: (line: string) => void }): Promise<{ figures: SevenMillion; proofs: Proof[] }> {
  const crowd = crowdOf(site, count);
  const writer = new CrowdWriter(crowd);
  const requests = requestsFor(writer, count);
  const state = path.join(folder, 'seven-million.json');
  const kept = keptIn(state, requests);
  if (kept.next > 0) say(`Going on at request ${kept.next.toLocaleString('en')} of ${requests.toLocaleString('en')}, after ${minutes(kept.seconds)}.`);
  const before = cpuOf(site.processes);
  const watch = watching(site, { say, count, along: kept.along });
  const began = Date.now();
  const secondsSoFar = (): number => kept.seconds + (Date.now() - began) / 1_000;
  const cpuSoFar = (): Record<string, number> => Object.fromEntries(Object.entries(cpuOf(site.processes)).map(([name, now]) => [name, (kept.cpu[name] ?? 0) + Math.max(0, now - (before[name] ?? 0))]));
  const loader = await startLoader();
  const from = Math.max(0, kept.next - AGAIN);
  let noted = began;
  const result = await loader.run({ port: site.port, connections: CONNECTIONS, depth: 1, count: requests - from, patient: true, what: { kind: 'crowd', crowd, from } }, ({ next, acknowledged, refused }) => {
    watch.sent = { next, acknowledged, refused };
    if (Date.now() - noted < TELL_EVERY_MS) return;
    noted = Date.now();
    writeFileSync(state, JSON.stringify({ requests, next, seconds: secondsSoFar(), cpu: cpuSoFar(), along: watch.along } satisfies Kept));
  });
  await loader.end();
  const acceptedSeconds = secondsSoFar();
  const people = writer.peopleOf(0, requests);
  const wanted = new Map(crowd.petitions.map(({ slug }, at) => [slug, people[at] ?? 0]));
  await allCounted(site, wanted);
  const seconds = secondsSoFar();
  const [cpu, memory] = [cpuSoFar(), watch.end()];
  writeFileSync(state, JSON.stringify({ requests, next: requests, seconds, cpu, along: watch.along } satisfies Kept));
  say(`Counted after ${minutes(seconds)}. Looking at it …`);

  const proofs = [within('counted, of all who signed', '≤ 15 minutes for seven million', `${count.toLocaleString('en')} in ${minutes(seconds)} (${Math.round(count / seconds).toLocaleString('en')}/s)`, count >= 7e6 ? seconds <= 900 : null)];
  proofs.push(...(await exactly(site, wanted, requests - count)));
  const verified = await site.verify();
  say(verified.text);
  proofs.push(within('verify', 'clean', `${verified.clean ? 'clean' : 'drift'} after ${minutes(verified.seconds)}`, verified.clean));
  await site.db.rows('vacuum analyze');
  const [size] = await site.db.rows<{ bytes: number }>(`select pg_database_size(current_database())::float8 as bytes`);
  const batches = await site.db.rows<{ n: number; mean: number; most: number }>(`select count(*)::int as n, avg(inserted)::float8 as mean, max(inserted)::int as most from batches`).catch(() => []);
  const sent = requests - from;
  return { proofs, figures: {
    about: about(), people: count, requests, seconds, acceptedSeconds, refusedAndRepeated: result.refused, answer: { p50: result.p50, p99: result.p99, longest: result.longest },
    cpu: Object.fromEntries([...Object.entries(cpu).map(([name, all]): [string, number] => [name, all / requests]), ['load', (result.ownCpu * sent) / requests]]),
    along: watch.along, memoryMb: memory, databaseBytes: (size?.bytes ?? 0) / count, folderBytes: bytesIn(folder), batches: batches[0] ?? null, verifySeconds: verified.seconds, clean: verified.clean,
  } };
}

function crowdOf({ petitions }: OwnInstallation, count: number): Crowd {
  const shares = new Map(sharesOfTheRecord(count).map(({ country, signatures }) => [country, signatures]));
  return { run: 'campaign', duplicates: DUPLICATES, addresses: 2_000_000, petitions: petitions.map(({ slug, country }) => ({ slug, country, weight: shares.get(country) ?? 0 })) };
}

/** The least number of requests among which there are so many people. */
function requestsFor(writer: CrowdWriter, count: number): number {
  let n = 0;
  for (let people = 0; people < count; n += 1) if (writer.personOf(n) === n) people += 1;
  return n;
}

function keptIn(file: string, requests: number): Kept {
  const kept = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Kept) : null;
  return kept?.requests === requests ? kept : { requests, next: 0, seconds: 0, cpu: {}, along: [] };
}

async function allCounted(site: OwnInstallation, wanted: ReadonlyMap<string, number>): Promise<void> {
  for (const late = Date.now() + COUNTED_WITHIN_MS; ; await new Promise((resolve) => setTimeout(resolve, 200))) {
    const counted = await site.counted();
    if ([...wanted].every(([slug, n]) => (counted.get(slug) ?? 0) >= n)) return;
    if (Date.now() > late) throw new Error('not all were counted within half an hour of the last answer');
  }
}

/** Rows, tally and public API, petition by petition, and those who signed twice. */
async function exactly(site: OwnInstallation, wanted: ReadonlyMap<string, number>, repeats: number): Promise<Proof[]> {
  const rows = await site.db.rows<{ slug: string; counted: number; duplicate: number; others: number }>(
    `select p.slug, count(*) filter (where s.status = 'counted')::int as counted, count(*) filter (where s.status = 'duplicate')::int as duplicate,
            count(*) filter (where s.status not in ('counted', 'duplicate'))::int as others
       from petitions p join signatures s on s.petition_id = p.id group by 1`);
  const [tally, bySlug] = [await site.counted(), new Map(rows.map((row) => [row.slug, row]))];
  const shown = new Map<string, number>();
  for (const slug of wanted.keys()) shown.set(slug, ((await (await fetch(`http://127.0.0.1:${site.port}/api/v1/petitions/${slug}/tally`)).json()) as { counted: number }).counted);
  const differing = [...wanted].filter(([slug, n]) => bySlug.get(slug)?.counted !== n || tally.get(slug) !== n || shown.get(slug) !== n).map(([slug]) => slug);
  const [duplicates, others] = [rows.reduce((total, row) => total + row.duplicate, 0), rows.reduce((total, row) => total + row.others, 0)];
  return [
    within('counts of 47 petitions: rows, tally, public API', 'equal to the people sent', differing.length === 0 ? `equal in all ${wanted.size}` : `another in ${differing.join(', ')}`, differing.length === 0 && wanted.size === 47),
    within('those who signed twice', `≥ ${repeats.toLocaleString('en')} known again, nobody else in any other state`, `${duplicates.toLocaleString('en')} duplicates, ${others} others`, duplicates >= repeats && others === 0),
  ];
}

export const within = (what: string, wanted: string, found: string, held: boolean | null): Proof => ({ what, wanted, found: held === null ? `${found}; not asked of so few` : found, held });

interface Watch {
  sent: { next: number; acknowledged: number; refused: number };
  along: { counted: number; postgres: number }[];
  /** @returns memory of each process at most */
  end(): Record<string, number>;
}

/** Looks at memory every two seconds; notes and tells every ten how far it is. */
export function watching(site: OwnInstallation, { say, count, along = [] }: { say: (line: string) => void; count: number; along?: SevenMillion['along'] }): Watch {
  const most: Record<string, number> = {};
  const postgres = (): number => cpuOf(site.processes.filter(({ name }) => name === 'postgres'))['postgres'] ?? 0;
  const began = Date.now();
  let [told, last, spent] = [Date.now(), along.at(-1)?.counted ?? 0, postgres()];
  const watch: Watch = { sent: { next: 0, acknowledged: 0, refused: 0 }, along: [...along], end: (): Record<string, number> => (clearInterval(timer), most) };
  const look = async (): Promise<void> => {
    for (const each of site.processes) most[each.name] = Math.max(most[each.name] ?? 0, memoryMb(each));
    if (Date.now() - told < TELL_EVERY_MS) return;
    const counted = [...(await site.counted()).values()].reduce((a, b) => a + b, 0);
    const rate = ((counted - last) * 1_000) / (Date.now() - told);
    const now = postgres();
    if (counted > last) watch.along.push({ counted, postgres: (now - spent) / (counted - last) });
    [told, last, spent] = [Date.now(), counted, now];
    const memory = site.processes.map((each) => `${each.name} ${memoryMb(each).toFixed(0)}`).join(', ');
    say(`${minutes((Date.now() - began) / 1_000).padStart(9)}  ${watch.sent.acknowledged.toLocaleString('en')} acknowledged${watch.sent.refused > 0 ? ` (${watch.sent.refused} told to come again)` : ''}, ${counted.toLocaleString('en')} of ${count.toLocaleString('en')} counted, ${Math.round(rate).toLocaleString('en')}/s; MB: ${memory}`);
  };
  const timer = setInterval(() => void look().catch(() => undefined), 2_000);
  return watch;
}

export const minutes = (seconds: number): string => (seconds < 100 ? `${seconds.toFixed(1)} s` : `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`);

/** By the parts of the data folder. */
function bytesIn(folder: string): Record<string, number> {
  const sizeOf = (place: string): number => (statSync(place).isDirectory() ? readdirSync(place).reduce((total, name) => total + sizeOfAny(path.join(place, name)), 0) : statSync(place).size);
  const sizeOfAny = (place: string): number => {
    try {
      return sizeOf(place);
    } catch {
      return 0;
    }
  };
  return Object.fromEntries(['postgres', 'redis', 'logs'].map((part) => [part, sizeOfAny(path.join(folder, part))]));
}
