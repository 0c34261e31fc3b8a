/**
 * `npm run bench`: every figure of docs/PERFORMANCE.md. This file only orders them; what each is, how it is set up and measured, is in
 * its own: contenders/ take turns within each round, measures/ stand for themselves.
 *
 *   --quick            two rounds of 1 s and small measures, nothing written: to see that it runs
 *   --only a,b         only these contenders and measures (names below; `pipeline` is all that begin so); of these, the page takes measures only
 *   --rounds 7 --seconds 3 --connections 256 --depth 1 (requests pipelined on a connection)
 *   --soak 600         how long the steady load lasts (60); from 600 on its memory is judged
 *   --rows N           with how many the disk is measured
 *   --rate 4000        of the steady load
 *   --json FILE        where the figures go (docs/performance.json)
 *   --list             contenders and measures, with what they are
 *   BENCH_PROFILE=DIR  writes CPU profiles of the programs there
 */
import path from 'node:path';
import { parseArgs } from 'node:util';
import { confirmations } from './contenders/confirmations.js';
import { drain, rawPostgres } from './contenders/postgres.js';
import { readBare, readCount, readEmptyNest } from './contenders/reading.js';
import { bare, frontOnly, naive, pipeline } from './contenders/signing.js';
import { tablets } from './contenders/tablets.js';
import { about, type Figures, figuresFile, figuresIn, type Round, writeFigures } from './figures.js';
import { goals } from './goals.js';
import { disk } from './measures/disk.js';
import { fanOut } from './measures/fan-out.js';
import { RATE, steady } from './measures/steady.js';
import { readable, writePage } from './report.js';
import { Bench } from './stand.js';
import type { Contender, Turn } from './turns.js';

const { values } = parseArgs({ options: {
  quick: { type: 'boolean', default: false }, only: { type: 'string' }, list: { type: 'boolean', default: false }, rounds: { type: 'string' }, seconds: { type: 'string' }, connections: { type: 'string', default: '256' },
  depth: { type: 'string', default: '1' }, soak: { type: 'string' }, rate: { type: 'string', default: String(RATE) }, rows: { type: 'string' }, json: { type: 'string' },
} });
const quick = values.quick;
const [rounds, seconds] = [Number(values.rounds ?? (quick ? 2 : 7)), Number(values.seconds ?? (quick ? 1 : 3))];
const settings = { connections: Number(values.connections), depth: Number(values.depth) };
const say = (line: string): void => void process.stderr.write(`${line}\n`);

/** In the order of a round. */
const CONTENDERS: Record<string, (bench: Bench) => Promise<Contender>> = {
  'bare': bare, 'front': frontOnly,
  'naive uniform': (bench) => naive(bench, false), 'pipeline uniform': (bench) => pipeline(bench, 'uniform'),
  'naive hot': (bench) => naive(bench, true), 'pipeline hot': (bench) => pipeline(bench, 'hot'), 'pipeline duplicates': (bench) => pipeline(bench, 'duplicates'),
  confirmations, tablets, 'raw': rawPostgres, drain,
  'read: bare': readBare, 'read: empty Nest': readEmptyNest, 'read: API': (bench) => readCount(bench, 'API'), 'read: page': (bench) => readCount(bench, 'page'),
};

/** Each alone, after the rounds. */
const MEASURES: { [Name in Exclude<keyof Figures, 'rounds' | 'sevenMillion' | 'confirmed'>]-?: (bench: Bench) => Promise<NonNullable<Figures[Name]>> } = {
  fanOut: async (bench) => ({ about: about(), ...(await fanOut(bench)) }),
  disk: async (bench) => ({ about: about(), ...(await disk(bench, Number(values.rows ?? (quick ? 20_000 : 250_000)))) }),
  steady: async (bench) => ({ about: about(), ...(await steady(bench, Number(values.soak ?? (quick ? 10 : 60)), Number(values.rate))) }),
};

const only = values.only?.split(',').map((name) => name.trim()) ?? null;
const wanted = (name: string): boolean => only === null || only.some((prefix) => name.startsWith(prefix));

const bench = await Bench.open(settings, say);
const measured: Figures = {};
try {
  const contenders: Contender[] = [];
  for (const [name, make] of Object.entries(CONTENDERS)) if (wanted(name) || values.list) contenders.push(await make(bench));
  if (values.list) list(contenders);
  else {
    if (contenders.length > 0) measured.rounds = { about: about(), rounds, seconds, ...settings, turns: await takeTurns(contenders) };
    if (wanted('fanOut')) measured.fanOut = await alone('fanOut', MEASURES.fanOut);
    if (wanted('disk')) measured.disk = await alone('disk', MEASURES.disk);
    if (wanted('steady')) measured.steady = await alone('steady', MEASURES.steady);
  }
} finally {
  await bench.close();
}
if (!values.list) tell();
process.exit(0);

/** The first round is noted by nobody, and three times as long: compilers and caches are warm from then on. */
async function takeTurns(contenders: readonly Contender[]): Promise<Round[]> {
  const turns: Round[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    for (const contender of contenders) {
      await bench.quiet();
      const turn = { round, contender: contender.name, ...pick(await contender.turn(round === 0 ? seconds * 3 : seconds)) };
      if (round > 0) turns.push(turn);
      say(`${round === 0 ? 'warm-up' : `round ${round}`}  ${contender.name.padEnd(20)} ${Math.round(turn.perSecond).toLocaleString('en').padStart(8)}/s  p99 ${turn.p99.toFixed(0).padStart(4)} ms  ${Object.entries(turn.cpu).map(([who, each]) => `${who} ${each.toFixed(0)}`).join(' ')} µs`);
    }
  }
  return turns;
}

/** A turn may tell more than is noted. */
function pick({ perSecond, acceptedPerSecond, lagMs, p50, p99, refused, cpu }: Turn): Turn {
  return { perSecond, acceptedPerSecond, lagMs, p50, p99, refused, cpu };
}

async function alone<T>(name: string, measure: (bench: Bench) => Promise<T>): Promise<T> {
  say(`${name} …`);
  return measure(bench);
}

function list(contenders: readonly Contender[]): void {
  for (const { name, title, setup, measured: how } of contenders) process.stdout.write(`${name}: ${title}. ${setup} ${how}\n`);
  process.stdout.write(`alone: ${Object.keys(MEASURES).join(', ')}\n`);
}

function tell(): void {
  process.stdout.write(`${readable(measured)}\n`);
  if (values.json) writeFigures(path.resolve(values.json), measured);
  if (quick || (values.json && path.resolve(values.json) !== figuresFile)) return;
  // The ratios of some contenders alone would stand beside the others' of another day: only all of them together are the page's.
  const { rounds: turns, ...others } = measured;
  const all = { ...figuresIn(figuresFile), ...others, ...(only === null && turns ? { rounds: turns } : {}) };
  writeFigures(figuresFile, all);
  writePage(all);
  const missed = goals(all).filter(({ met }) => met === false);
  process.stdout.write(`Written into docs/PERFORMANCE.md. ${missed.length === 0 ? 'No goal is missed.' : `Missed: ${missed.map(({ ratio }) => ratio).join('; ')}.`}\n`);
}
