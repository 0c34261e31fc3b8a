import { type Page } from 'playwright-core';
import { Random } from '../../../apps/cli/src/people/random.js';
import { type Proof } from '../../support/proofs.js';
import { type ShopFloor } from '../../support/shop-floor.js';
import { buildHarness, HARNESS } from '../builds.js';
import { ChromiumTablet } from '../chromium.js';
import { atTill, pairTill, said, sign } from '../till.js';
import { type Weather, WeakNetwork } from '../weak-network.js';
import { ThanksWatch } from './thanks-watch.js';
import { booksOf, percentile, whoIsThere } from './who-is-there.js';

/** Long enough offline that the waits between two tries have grown as long as they get. */
const OFFLINE_MS = 45_000;
const RECONNECT_MOST_MS = 30_000;
const DRAIN_MOST_MS = 30 * 60_000;
/** Of those who wait, so many signed at the screens, to see how long they waited for their thanks. */
const AT_THE_SCREENS = 40;
const THANKS_MOST_MS = 300;
const BAD_OF_TWENTY: readonly Weather[] = ['reset', 'reset', 'lost', 'lost', 'busy'];

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * So many signatures wait on one tablet and are sent through a network that cuts one request in ten, loses one answer in ten after the server has
 * done its part, and answers one in twenty with 503.
 */
export async function drainProofs(floor: ShopFloor, wanted: { signatures: number; seed: string }, say: (line: string) => void): Promise<Proof[]> {
  const harness = buildHarness();
  const network = await WeakNetwork.to(floor.url);
  network.folders = { [HARNESS]: harness.folder };
  const watch = new ThanksWatch();
  const tablet = new ChromiumTablet();
  tablet.prepare = watch.prepare;
  try {
    const { page, deviceId } = await pairTill(tablet, { url: floor.url, database: floor.database }, floor.parts, floor.petition, network.url);
    await page.evaluate(async () => void (await navigator.serviceWorker.ready));
    network.weather = (asked) => (asked.startsWith(HARNESS) ? 'fine' : 'down');

    const began = Date.now();
    const took = await queue(page, `${network.url}${HARNESS}`, wanted.signatures - AT_THE_SCREENS);
    say(`${took.length} queued in ${seconds(Date.now() - began)}`);
    await page.goto(`${network.url}/tablet/`);
    await atTill(page);
    for (let n = 0; n < AT_THE_SCREENS; n += 1) await sign(page, { givenName: 'Kim', familyName: `Screen ${n}`, postcode: 'LS1 4DY' });
    await page.getByText(`${wanted.signatures.toLocaleString('en')} waiting`).waitFor();
    say(`${watch.took.length} signed at the screens, thanked after ${range(watch.took)}`);

    const reconnects: { how: string; ms: number }[] = [];
    for (const how of ['no event', 'no event', 'no event', 'an online event'] as const) {
      reconnects.push({ how, ms: await reconnect(network, page, how) });
      say(`the first batch ${seconds(reconnects.at(-1)?.ms ?? 0)} after the network came back (${how})`);
    }
    const drained = await drain(network, page, new Random(wanted.seed), say);
    return [
      ...judgeWay(wanted, took, watch.took, reconnects, drained),
      ...(await judgeWho(floor, deviceId, wanted.signatures)),
    ];
  } finally {
    await tablet.end();
    network.close();
    harness.remove();
  }
}

/** By the tablet's own core, on a page without screens: a person takes a second at least, and five thousand too long. */
async function queue(page: Page, url: string, count: number): Promise<number[]> {
  await page.goto(url);
  await page.waitForFunction(() => (window as Partial<Window>).harness?.tablet.state.kit !== null);
  return page.evaluate((n) => window.harness.queue('Queued', 0, n), count);
}

/** Milliseconds from the network's return to the first batch; that one is cut off, so that everything waits still. */
async function reconnect(network: WeakNetwork, page: Page, how: 'no event' | 'an online event'): Promise<number> {
  network.weather = () => 'down';
  if (how === 'an online event') await page.context().setOffline(true);
  await pause(OFFLINE_MS);
  const arrived = new Promise<number>((resolve) => {
    network.arrived = (asked) => asked.endsWith('/batches') && resolve(Date.now());
  });
  const from = Date.now();
  network.weather = (asked) => (asked.endsWith('/batches') ? 'reset' : 'fine');
  if (how === 'an online event') await page.context().setOffline(false);
  const ms = (await Promise.race([arrived, pause(3 * RECONNECT_MOST_MS).then(() => Infinity)])) - from;
  network.arrived = () => undefined;
  return ms;
}

interface Drained { ms: number; requests: number; batches: number; reset: number; lost: number; busy: number }

async function drain(network: WeakNetwork, page: Page, random: Random, say: (line: string) => void): Promise<Drained> {
  const before = { ...network.met };
  let batches = 0;
  network.arrived = (asked) => {
    if (!asked.endsWith('/batches')) return;
    batches += 1;
    if (batches % 50 === 0) say(`${batches} batches`);
  };
  // Dealt from a pack of twenty, so that it is one in ten, and not only likely to be.
  let pack: Weather[] = [];
  network.weather = () => {
    if (pack.length === 0) pack = ([...BAD_OF_TWENTY, ...Array<Weather>(20 - BAD_OF_TWENTY.length).fill('fine')]).map((card) => ({ card, at: random.next() })).sort((a, b) => a.at - b.at).map(({ card }) => card);
    return pack.pop() ?? 'fine';
  };
  const from = Date.now();
  await page.getByRole('button', { name: said('staff.status.send') }).click();
  await page.getByText('nothing waiting').waitFor({ timeout: DRAIN_MOST_MS });
  const ms = Date.now() - from;
  const met = (weather: keyof typeof before): number => network.met[weather] - before[weather];
  const [reset, lost, busy] = [met('reset'), met('lost'), met('busy')];
  network.weather = () => 'fine';
  return { ms, requests: reset + lost + busy + met('fine'), batches, reset, lost, busy };
}

function judgeWay(wanted: { signatures: number }, took: readonly number[], thanks: readonly number[], reconnects: readonly { how: string; ms: number }[], drained: Drained): Proof[] {
  const { ms, requests, batches, reset, lost, busy } = drained;
  const latest = took.slice(-500);
  return [
    { what: 'kept by core, the last 500', wanted: 'measured', found: range(latest), held: latest.length > 0 },
    { what: `tap to thanks with ${wanted.signatures} waiting`, wanted: `p95 ≤ ${THANKS_MOST_MS} ms`, found: `${range(thanks)}, ${thanks.length} customers`, held: thanks.length > 0 && percentile(thanks, 0.95) <= THANKS_MOST_MS },
    ...reconnects.map(({ how, ms: after }) => ({ what: `reconnect to first batch, ${how}`, wanted: `≤ ${RECONNECT_MOST_MS / 1000} s`, found: seconds(after), held: after <= RECONNECT_MOST_MS })),
    { what: 'drained', wanted: 'all, in the end', found: `${(ms / 60_000).toFixed(1)} minutes, ${requests} requests, ${batches} of them batches`, held: true },
    { what: 'weather on the way', wanted: 'cut 10 %, lost 10 %, 503 5 %', found: `cut ${reset}, lost ${lost}, 503 ${busy}`, held: reset > 0 && lost > 0 && busy > 0 },
  ];
}

async function judgeWho(floor: ShopFloor, deviceId: string, signatures: number): Promise<Proof[]> {
  const there = await whoIsThere(floor);
  const expected = new Set([...Array.from({ length: signatures - AT_THE_SCREENS }, (_, n) => `Queued ${n}`), ...Array.from({ length: AT_THE_SCREENS }, (_, n) => `Screen ${n}`)]);
  const found = new Set(there);
  const missing = [...expected].filter((name) => !found.has(name)).length;
  const strangers = [...found].filter((name) => !expected.has(name)).length;
  return [
    { what: 'rows', wanted: `${signatures}`, found: `${there.length}`, held: there.length === signatures },
    { what: 'people', wanted: 'each once', found: `${found.size}, ${missing} missing, ${strangers} unknown`, held: found.size === there.length && missing === 0 && strangers === 0 },
    ...(await booksOf(floor, deviceId, signatures)),
  ];
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
const range = (values: readonly number[]): string => `p50 ${Math.round(percentile(values, 0.5))} ms, p95 ${Math.round(percentile(values, 0.95))} ms`;
