import { type Page } from 'playwright-core';
import { Random } from '../../../apps/cli/src/people/random.js';
import { eventually } from '../../support/installation.js';
import { type Proof } from '../../support/proofs.js';
import { type ShopFloor } from '../../support/shop-floor.js';
import { buildOfVersion, type Build } from '../builds.js';
import { ChromiumTablet } from '../chromium.js';
import { atTill, fillIn, handOver, pairTill, said } from '../till.js';
import { type Weather, WeakNetwork } from '../weak-network.js';
import { ThanksWatch } from './thanks-watch.js';
import { booksOf, percentile, whoIsThere } from './who-is-there.js';

/**
 * When the browser is killed: `seal`: as "Sign" is pressed · `save`: in the moments after it · `upload`: while a batch is under way, or its answer
 * is lost · `upgrade`: while a new version is fetched, waits, or takes over.
 */
type Kind = 'seal' | 'save' | 'upload' | 'upgrade';
const KINDS: readonly (readonly [Kind, number])[] = [['seal', 0.25], ['save', 0.3], ['upload', 0.25], ['upgrade', 0.2]];

/** What the batches meet, one after the other. */
const UPLOADS: readonly Weather[] = ['fine', 'lost', 'fine', 'reset', 'lost'];
/** From the first question for a new version to its taking over, on a busy machine. */
const UPGRADE_MS = 500;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** One tablet in a real browser through a day of kills. Whoever was thanked must be there at its end, once; whoever had only pressed may be. */
class DayOfKills {
  readonly faults: string[] = [];
  readonly done: Record<Kind, number> = { seal: 0, save: 0, upload: 0, upgrade: 0 };
  /** Of those killed at `seal` and `save`: who had pressed, and nobody can say whether they are there. */
  readonly unsure: Record<'seal' | 'save', Set<string>> = { seal: new Set(), save: new Set() };
  readonly thanked = new Set<string>();
  readonly coldStarts: number[] = [];
  readonly uploads: Partial<Record<Weather, number>> = {};
  /** What a killed upgrade left: the version before, the next one waiting for its turn, or the next one at work. */
  readonly upgrades = { before: 0, waiting: 0, next: 0 };
  deviceId = '';
  private readonly watch = new ThanksWatch();
  private readonly tablet = new ChromiumTablet();
  private page!: Page;
  private people = 0;
  /** What the page ran as it was opened last, before anything else could take over. */
  private openedAs = '';

  constructor(private readonly floor: ShopFloor, private readonly network: WeakNetwork, private readonly builds: readonly Build[], private readonly random: Random) {
    this.tablet.prepare = this.watch.prepare;
  }

  async begin(): Promise<void> {
    const place = { url: this.floor.url, database: this.floor.database };
    ({ page: this.page, deviceId: this.deviceId } = await pairTill(this.tablet, place, this.floor.parts, this.floor.petition, this.network.url));
    // Until the app is kept whole, a start without a network is not to be expected of it.
    await this.page.evaluate(async () => void (await navigator.serviceWorker.ready));
    await this.killAndOpen();
  }

  /** Somebody signs, undisturbed and offline; the till is shown again. */
  async customer(): Promise<void> {
    const name = await this.reviewed();
    await this.page.getByRole('button', { name: said('customer.review.sign'), exact: true }).click();
    await this.page.getByRole('heading', { name: said('customer.thanks.title') }).waitFor();
    this.thanked.add(name);
    await this.page.getByRole('button', { name: said('customer.thanks.done') }).click();
    await handOver(this.page).waitFor();
  }

  async kill(kind: Kind): Promise<void> {
    switch (kind) {
      case 'seal': await this.killAtSign('seal'); break;
      case 'save': await this.killAtSign('save'); break;
      case 'upload': await this.killAtUpload(); break;
      case 'upgrade': await this.killAtUpgrade(); break;
    }
    this.done[kind] += 1;
  }

  private async killAtSign(kind: 'seal' | 'save'): Promise<void> {
    const name = await this.reviewed();
    const button = this.page.getByRole('button', { name: said('customer.review.sign'), exact: true });
    const box = await button.boundingBox();
    if (!box) throw new Error('no place to press');
    await this.page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    this.unsure[kind].add(name);
    const pressed = this.watch.press();
    void this.page.mouse.down().then(() => this.page.mouse.up()).catch(() => undefined);
    if (kind === 'seal') await Promise.race([pressed, pause(this.random.below(20))]);
    else await pressed.then(() => pause(this.random.below(50)));
    await this.killAndOpen();
    // What the page had said before it was gone, it had said: then there is nothing unsure about it.
    if (!this.watch.thanked) return;
    this.unsure[kind].delete(name);
    this.thanked.add(name);
  }

  private async killAtUpload(): Promise<void> {
    const weather = UPLOADS[this.done.upload % UPLOADS.length] ?? 'fine';
    const arrived = new Promise<void>((resolve) => {
      this.network.arrived = (asked) => asked.endsWith('/batches') && resolve();
    });
    this.network.weather = (asked) => (asked.endsWith('/batches') ? weather : 'fine');
    await this.page.getByRole('button', { name: said('staff.status.send') }).click();
    await within('a batch to send', arrived);
    await pause(this.random.below(120));
    this.uploads[weather] = (this.uploads[weather] ?? 0) + 1;
    await this.killAndOpen();
  }

  private async killAtUpgrade(): Promise<void> {
    const before = await this.version();
    const next = this.builds.find(({ scripts }) => scripts[0] !== before);
    if (!next) throw new Error('no other version');
    const asked = new Promise<void>((resolve) => {
      this.network.arrived = (path) => path === '/tablet/sw.js' && resolve();
    });
    this.network.folders = { '/tablet/': next.folder };
    this.network.weather = (path) => (path.startsWith('/tablet/') ? 'fine' : 'down');
    void this.page.evaluate(async () => void (await (await navigator.serviceWorker.getRegistration())?.update())).catch(() => undefined);
    await within('the new version to be asked for', asked);
    // Rather early than late: fetching is the longest part, and taking over is done in a moment.
    await pause(UPGRADE_MS * this.random.next() ** 2);
    await this.killAndOpen();
    // If all of it had come before the kill, it takes over now; and a tab that is about to load anew shows nothing to be pressed.
    await eventually('no version waits', () => this.page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.waiting === null).catch(() => false));
    await pause(100);
    await handOver(this.page).waitFor();
    const after = await this.version();
    const known = [before, next.scripts[0]];
    if (known.includes(this.openedAs) && known.includes(after)) this.upgrades[after === before ? 'before' : this.openedAs === before ? 'waiting' : 'next'] += 1;
    else this.faults.push(`after an upgrade the page runs ${after}`);
  }

  /** The evening: the newest version, everything sent. */
  async close(): Promise<void> {
    this.network.weather = () => 'fine';
    await this.page.getByRole('button', { name: said('staff.status.send') }).click().catch(() => undefined);
    await this.page.getByText('nothing waiting').waitFor({ timeout: 120_000 });
    const before = await this.version();
    const next = this.builds.find(({ scripts }) => scripts[0] !== before);
    this.network.folders = { '/tablet/': next?.folder ?? '' };
    await this.page.evaluate(async () => void (await (await navigator.serviceWorker.getRegistration())?.update())).catch(() => undefined);
    await eventually('the next version has taken over', async () => (await this.version().catch(() => '')) === next?.scripts[0]);
  }

  end(): Promise<void> {
    return this.tablet.end();
  }

  /** From the till to the last page, where everything is ready to be signed. */
  private async reviewed(): Promise<string> {
    const name = `Mark ${(this.people += 1)}`;
    this.watch.nextCustomer();
    await fillIn(this.page, { givenName: 'Kim', familyName: name, postcode: 'LS1 4DY' });
    await this.page.getByRole('button', { name: said('common.continue') }).click();
    await this.page.check('[data-field=consent]');
    return name;
  }

  /** kill -9, and a cold start without any network. */
  private async killAndOpen(): Promise<void> {
    await this.tablet.kill();
    this.network.weather = () => 'down';
    this.network.arrived = () => undefined;
    const began = Date.now();
    this.page = await this.tablet.open(`${this.network.url}/tablet/`);
    this.openedAs = await this.version();
    await atTill(this.page);
    this.coldStarts.push(Date.now() - began);
  }

  /** The script that the page runs: each build has its own. */
  private version(): Promise<string> {
    return this.page.evaluate(() => document.querySelector('script[type=module]')?.getAttribute('src') ?? '');
  }
}

/**
 * So many customers and so many kills, in a random order. `signatures` people sign undisturbed; whoever signs as the browser is killed comes
 * on top.
 */
export async function killProofs(floor: ShopFloor, wanted: { kills: number; signatures: number; seed: string }, say: (line: string) => void): Promise<Proof[]> {
  const random = new Random(wanted.seed);
  const builds = [buildOfVersion('0.0.1+kills'), buildOfVersion('0.0.2+kills')];
  const network = await WeakNetwork.to(floor.url);
  const day = new DayOfKills(floor, network, builds, random);
  try {
    await day.begin();
    const kinds = planned(wanted.kills, random);
    for (const [n, kind] of kinds.entries()) {
      while (day.thanked.size < Math.ceil((wanted.signatures * (n + 1)) / kinds.length)) await day.customer();
      // Without anything to send there is no upload to be killed in.
      if (kind === 'upload') await day.customer();
      await day.kill(kind);
      if ((n + 1) % 10 === 0) say(`${n + 1} kills, ${day.thanked.size} thanked`);
    }
    await day.close();
    return await judge(floor, day, wanted);
  } finally {
    await day.end();
    network.close();
    for (const build of builds) build.remove();
  }
}

function planned(kills: number, random: Random): Kind[] {
  const list = KINDS.flatMap(([kind, share]) => Array<Kind>(Math.max(1, Math.round(kills * share))).fill(kind));
  return list.map((kind) => ({ kind, at: random.next() })).sort((a, b) => a.at - b.at).map(({ kind }) => kind);
}

async function judge(floor: ShopFloor, day: DayOfKills, wanted: { kills: number; signatures: number }): Promise<Proof[]> {
  const there = await whoIsThere(floor);
  const times = new Map<string, number>();
  for (const name of there) times.set(name, (times.get(name) ?? 0) + 1);
  const missing = [...day.thanked].filter((name) => !times.has(name));
  const twice = [...times].filter(([, n]) => n > 1);
  const strangers = [...times.keys()].filter((name) => !day.thanked.has(name) && !day.unsure.seal.has(name) && !day.unsure.save.has(name));
  const kept = (kind: 'seal' | 'save'): number => [...day.unsure[kind]].filter((name) => times.has(name)).length;
  const kills = Object.values(day.done).reduce((sum, n) => sum + n, 0);
  const uploads = Object.entries(day.uploads).map(([weather, n]) => `${n} ${weather}`).join(', ');
  return [
    { what: 'kills -9', wanted: `${wanted.kills}`, found: `${kills}: ${Object.entries(day.done).map(([kind, n]) => `${n} at ${kind}`).join(', ')}`, held: kills >= wanted.kills },
    { what: 'thanked', wanted: `${wanted.signatures} or more`, found: `${day.thanked.size}`, held: day.thanked.size >= wanted.signatures },
    { what: 'thanked and not there', wanted: '0', found: `${missing.length}${missing.length > 0 ? `: ${missing.slice(0, 5).join(', ')}` : ''}`, held: missing.length === 0 },
    { what: 'there twice', wanted: '0', found: `${twice.length}`, held: twice.length === 0 },
    { what: 'there and never pressed', wanted: '0', found: `${strangers.length}`, held: strangers.length === 0 },
    { what: 'pressed, killed before the thanks', wanted: 'there, or not', found: `at seal ${kept('seal')} of ${day.unsure.seal.size} there, at save ${kept('save')} of ${day.unsure.save.size}`, held: true },
    { what: 'batches under way at the kill', wanted: 'answered, lost and cut off', found: uploads, held: day.done.upload < UPLOADS.length || UPLOADS.every((weather) => (day.uploads[weather] ?? 0) > 0) },
    { what: 'versions after a killed upgrade', wanted: 'the old or the new, whole', found: `${day.upgrades.before} old, ${day.upgrades.waiting} new after some waiting, ${day.upgrades.next} new, ${day.faults.length} others`, held: day.faults.length === 0 },
    { what: 'cold starts without a network', wanted: 'all', found: `${day.coldStarts.length}, from the browser's start to the till ${Math.round(percentile(day.coldStarts, 0.5))} ms (median)`, held: day.coldStarts.length > kills },
    ...(await booksOf(floor, day.deviceId, there.length)),
  ];
}

function within(what: string, done: Promise<void>, ms = 20_000): Promise<void> {
  return Promise.race([done, pause(ms).then(() => Promise.reject(new Error(`waited ${ms / 1000} s for ${what}`)))]);
}
