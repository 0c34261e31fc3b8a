/** A steady rate for long: how soon organisers see what was acknowledged, and whether memory grows. */
import { readFileSync } from 'node:fs';
import { ApiTokens, AuditLog, Users } from '#libs/access';
import { Waits } from '../load/answers.js';
import { addressOf } from '../contenders/addresses.js';
import type { Bench, Stand, Started } from '../stand.js';
import { per } from '../turns.js';

export const RATE = 4_000;
/** Petitions that nobody signs but those who look whether they are seen. */
const PROBES = 4;
const PROBE_EVERY_MS = 200;
/** Each look is a request of an organiser, which the server answers beside the load: often enough, and no oftener. */
const LOOK_EVERY_MS = 20;
const TELL_EVERY_MS = 30_000;

interface Memory { mostMb: number; atStartMb: number; atEndMb: number; mbPerMinute: number }

export interface Steady {
  rate: number;
  seconds: number;
  acknowledgedPerSecond: number;
  refused: number;
  /** Requests that were not sent by the end although they were due. */
  behind: number;
  /** Milliseconds to the answer, since the request was due. */
  answer: { p50: number; p99: number };
  /** Milliseconds from the answer until an organiser's request for the tally shows that signature. */
  visible: { looks: number; p50: number; p99: number; longest: number };
  /** Resident memory; the slope by least squares over the last two thirds. */
  memory: Record<string, Memory>;
  cpu: Record<string, number>;
}

export async function steady(bench: Bench, seconds: number, rate: number): Promise<Steady> {
  const stand = await bench.stand('steady');
  const [server, worker] = [await stand.start('apps/server/src/main.js'), await stand.start('apps/worker/src/main.js')];
  const token = await organiser(stand);
  const order = (long: number): Parameters<Bench['loader']['run']>[0] => ({
    port: server.port, connections: bench.settings.connections, depth: 1, rate, seconds: long,
    what: { kind: 'crowd', crowd: stand.crowd({ petitions: stand.petitions.slice(PROBES).map(({ slug }) => slug) }), from: 0 },
  });
  await bench.loader.run(order(3));
  const [memory, waits] = [watchMemory({ server, worker }), new Waits()];
  const state = { over: false, looks: 0 };
  const probing = Promise.all(stand.petitions.slice(0, PROBES).map((petition, n) => probe({ stand, server, petition, token, first: n * 1_000_000, waits, state })));
  const before = stand.cpu({ server, worker });
  let told = Date.now();
  const result = await bench.loader.run(order(seconds), ({ acknowledged }) => {
    if (Date.now() - told < TELL_EVERY_MS) return;
    told = Date.now();
    bench.say(`  steady: ${acknowledged.toLocaleString('en')} acknowledged, ${memory.now()}`);
  });
  const cpu = per(before, stand.cpu({ server, worker }), result.acknowledged);
  state.over = true;
  await probing;
  const found = memory.end();
  await Promise.all([server.end(), worker.end()]);
  return {
    rate, seconds, acknowledgedPerSecond: result.acknowledged / result.seconds, refused: result.refused, behind: result.behind, answer: { p50: result.p50, p99: result.p99 },
    visible: { looks: state.looks, p50: waits.at(0.5), p99: waits.at(0.99), longest: waits.longest }, memory: found, cpu: { ...cpu, load: result.ownCpu },
  };
}

/** A program that reads with an organiser's rights. */
async function organiser({ db }: Stand): Promise<string> {
  const audit = new AuditLog(db);
  const [campaign] = await db.rows<{ id: number }>(`select id from campaigns`);
  const { user } = await new Users(db, audit).add({ email: 'organiser@countersign.example', name: 'Organiser', role: 'organiser', campaignId: campaign?.id ?? 0 }, 'bench');
  return (await new ApiTokens(db, audit).create(user.id, 'bench')).token;
}

interface Probe { stand: Stand; server: Started; petition: { id: number; slug: string }; token: string; first: number; waits: Waits; state: { over: boolean; looks: number } }

/** Signs alone in a petition, over and over, and asks as an organiser does until it is there. What is asked is Postgres first, the API once Postgres has it: asking it every few milliseconds would be a load of its own. */
async function probe({ stand, server, petition, token, first, waits, state }: Probe): Promise<void> {
  const place = `http://127.0.0.1:${server.port}/api/v1/petitions/${petition.slug}`;
  for (let n = first, counted = 0; !state.over; n += 1) {
    const began = performance.now();
    const body = JSON.stringify({ givenName: 'Zoë', familyName: `Number ${n}`, email: `probe.${n}@bench.invalid`, country: 'GB', ageConfirmed: true, consent: { petition: true } });
    const answer = await fetch(`${place}/signatures`, { method: 'POST', headers: { 'content-type': 'application/json', 'x-forwarded-for': addressOf(n) }, body });
    const acknowledged = performance.now();
    await answer.arrayBuffer();
    if (answer.status !== 202) continue;
    counted += 1;
    while ((await stand.counted(petition.id)) < counted) await pause(LOOK_EVERY_MS);
    for (let shown = 0; shown < counted;) {
      const tally = await fetch(`${place}/tally`, { headers: { authorization: `Bearer ${token}`, 'x-forwarded-for': addressOf(n + 500_000) } });
      if (tally.status !== 200) throw new Error(`an organiser's tally: ${tally.status}`);
      shown = ((await tally.json()) as { counted: number }).counted;
    }
    waits.add(performance.now() - acknowledged);
    state.looks += 1;
    await pause(Math.max(0, PROBE_EVERY_MS - (performance.now() - began)));
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Resident set of each process, once a second. */
export function watchMemory(processes: Record<string, { pid: number }>): { now(): string; end(): Record<string, Memory> } {
  const seen = new Map(Object.keys(processes).map((name): [string, number[]] => [name, []]));
  const look = (): void => Object.entries(processes).forEach(([name, { pid }]) => seen.get(name)?.push(residentMb(pid)));
  look();
  const timer = setInterval(look, 1_000);
  return {
    now: () => [...seen].map(([name, values]) => `${name} ${values.at(-1)?.toFixed(0)} MB`).join(', '),
    end: () => {
      clearInterval(timer);
      look();
      return Object.fromEntries([...seen].map(([name, values]) => [name, {
        mostMb: Math.max(...values), atStartMb: values[0] ?? 0, atEndMb: values.at(-1) ?? 0, mbPerMinute: slope(values.slice(Math.floor(values.length / 3))) * 60,
      }]));
    },
  };
}

/** Megabytes (10⁶ bytes) of memory that are in use by a process; Linux only, 0 elsewhere. */
export function residentMb(pid: number): number {
  try {
    return Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 976.5625;
  } catch {
    return 0;
  }
}

/** By least squares, a step. */
function slope(values: readonly number[]): number {
  const middle = (values.length - 1) / 2;
  const mean = values.reduce((total, value) => total + value, 0) / values.length;
  const over = values.reduce((total, value, at) => total + (at - middle) * (value - mean), 0);
  const under = values.reduce((total, _value, at) => total + (at - middle) ** 2, 0);
  return under === 0 ? 0 : over / under;
}
