import { Random } from '../../apps/cli/src/people/random.js';
import { recount } from '#libs/signatures';
import type { Database } from '#libs/database';
import { openTablet, type Tablet } from '../../apps/tablet/src/core/tablet.js';
import { PretendBrowser, type PretendPage } from '../../apps/tablet/src/core/testing/pretend-browser.js';
import { Activity, type PretendTime } from '../../apps/tablet/src/core/testing/pretend-time.js';
import { eventually } from '../support/installation.js';
import { MANAGER, type StoreParts } from '../support/stores.js';

export interface DayWanted {
  tablets: number;
  shifts: number;
  /** Customers a tablet and shift, on average. */
  customers: number;
  seed: string;
}

/** What did not add up, in words; none: the day reconciles to the unit. */
export interface DayReport { faults: string[]; captured: number; stored: number; counted: number; lostWithTheThief: number; killed: number; outages: number; lostAnswers: number }

/** One tablet of the day: the real core over a browser in memory, the real server behind a network that fails. */
class Till {
  page: PretendPage;
  tablet: Tablet | null = null;
  captured = 0;
  typed = 0;
  stolen = false;
  id = '';
  shifts: { captured: number; typed: number }[] = [];

  constructor(readonly browser: PretendBrowser, readonly storeId: string) {
    this.page = browser.page();
  }

  async open(): Promise<Tablet> {
    return (this.tablet = await openTablet(this.page));
  }

  /** kill -9 of the browser, and a cold start. */
  async killAndOpen(): Promise<void> {
    this.page.kill();
    this.page = this.browser.page();
    await this.open();
  }
}

/** The clock of this machine in the form that the pretended browser asks for. */
function realTime(): PretendTime {
  const time = {
    activity: new Activity(),
    get nowMs() {
      return Date.now();
    },
    setTimer: (work: () => void, ms: number) => {
      const timer = setTimeout(work, ms);
      timer.unref();
      return () => clearTimeout(timer);
    },
  };
  return time as unknown as PretendTime;
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * A day in the stores: tablets are paired, shifts begin and end, customers sign, staff type in sheets, the Wi-Fi comes and goes,
 * answers get lost after the commit, browsers are killed, and one tablet is stolen with what it holds. At the end every shift, every
 * tablet, the tally, and the figures by store say the same.
 */
export async function simulatedDay(url: string, db: Database, parts: StoreParts, petition: string, wanted: DayWanted): Promise<DayReport> {
  const random = new Random(wanted.seed);
  const report: DayReport = { faults: [], captured: 0, stored: 0, counted: 0, lostWithTheThief: 0, killed: 0, outages: 0, lostAnswers: 0 };
  const fail = (what: string): void => void report.faults.push(what);
  const network = { lossy: true };
  const reach = async (browser: () => PretendBrowser, address: string, init: RequestInit): Promise<Response> => {
    if (network.lossy && random.next() < 0.1) throw new TypeError('Failed to fetch');
    const response = await fetch(address.replace('https://countersign.example', url), init);
    if (network.lossy && random.next() < 0.1) {
      await response.arrayBuffer();
      report.lostAnswers += 1;
      throw new TypeError('Failed to fetch');
    }
    if (!browser().online) throw new TypeError('Failed to fetch');
    return response;
  };

  const [{ id: petitionId } = { id: 0 }] = await db.rows<{ id: number }>(`select id from petitions where slug = $1`, [petition]);
  const stores = await Promise.all(Array.from({ length: Math.ceil(wanted.tablets / 4) }, () => parts.storeFor(petition)));
  const tills: Till[] = [];
  for (let n = 0; n < wanted.tablets; n += 1) tills.push(await pairedTill(stores[n % stores.length]?.id ?? '', n));

  async function pairedTill(storeId: string, n: number): Promise<Till> {
    const browser: PretendBrowser = new PretendBrowser(realTime(), (address, init) => reach(() => browser, address, init));
    browser.random = Math.random;
    browser.clockErrorMs = n % 5 === 0 ? 3 * 3_600_000 : n % 7 === 0 ? -400 * 86_400_000 : 0;
    const till = new Till(browser, storeId);
    const tablet = await till.open();
    const { code } = await parts.pairing.newCode(storeId, { deviceName: `Till ${n}` }, MANAGER);
    for (let tries = 0; tablet.state.phase === 'unpaired'; tries += 1) {
      // An answer lost after the commit has used the code up: as in life, the manager gives another one.
      const given = tries === 0 ? code : (await parts.pairing.newCode(storeId, { deviceName: `Till ${n}` }, MANAGER)).code;
      await tablet.pair(given, `Till ${n}`);
      if (tries > 20) throw new Error('cannot pair');
    }
    till.id = tablet.state.device?.id ?? '';
    await parts.pairing.admit(till.id, MANAGER);
    await eventually(`till ${n} is ready`, async () => {
      await tablet.checkAdmission();
      return tablet.state.phase === 'ready' && (tablet.state.kit?.keys.length ?? 0) > 0;
    });
    return till;
  }

  let people = 0;
  const somebody = () => {
    // One in twelve signs in a second store, or signs again.
    const n = people > 10 && random.next() < 1 / 12 ? random.below(people) : people++;
    const mail = n % 2 === 0;
    return { givenName: `Given ${n}`, familyName: `Family ${n}`, email: mail ? `day.${wanted.seed}.${n}@stores.invalid` : null, postcode: mail ? null : `LS${n} 1AA`, town: null, country: 'GB' };
  };

  async function shift(till: Till, isLast: boolean): Promise<void> {
    let tablet = till.tablet as Tablet;
    await tablet.startShift();
    const before = { captured: till.captured, typed: till.typed };
    const customers = Math.round(wanted.customers * (0.5 + random.next()));
    for (let n = 0; n < customers; n += 1) {
      if (random.next() < 0.06) {
        report.outages += 1;
        till.browser.goOffline();
      } else if (!till.browser.online && random.next() < 0.4) till.browser.goOnline();
      if (random.next() < 0.03) {
        report.killed += 1;
        await till.killAndOpen();
        tablet = till.tablet as Tablet;
      }
      const text = tablet.state.kit?.petitions[0]?.texts[0];
      await tablet.capture({ petitionId, textVersion: text?.version ?? 1, language: text?.language ?? 'en', ...somebody() });
      till.captured += 1;
      await pause(random.below(40));
      if (till.stolen) return;
    }
    if (isLast) await typeSheet(till, tablet);
    const end = await tablet.endShift();
    const mine = { captured: till.captured - before.captured, typed: till.typed - before.typed };
    if (end.captured !== mine.captured || end.typed !== mine.typed) fail(`the tablet's own figures: ${JSON.stringify(end)} for ${JSON.stringify(mine)}`);
    till.shifts.push(mine);
  }

  async function typeSheet(till: Till, tablet: Tablet): Promise<void> {
    const sheet = tablet.state.kit?.sheets[0];
    if (!sheet) return;
    for (const line of [1, 2, 3, 3]) {
      const { petitionId: of, language, textVersion, id: sheetId } = sheet;
      await tablet.captureLine({
        sheetId, line, attempt: 1, petitionId: of, language, textVersion, signedOn: new Date().toISOString().slice(0, 10), secondKeying: false,
        person: { givenName: `Paper ${sheet.number}`, familyName: `Line ${line}`, email: null, postcode: null, town: 'Leeds', country: 'GB' },
      });
      till.typed += 1;
    }
  }

  const thief = tills[Math.floor(tills.length / 2)];
  for (let n = 1; n <= wanted.shifts; n += 1) {
    if (n === wanted.shifts) await handInSheets();
    await Promise.all(tills.filter((till) => !till.stolen).map(async (till) => {
      const stealing = till === thief && n === Math.min(2, wanted.shifts) ? steal(till) : null;
      await shift(till, n === wanted.shifts);
      await stealing;
    }));
  }

  async function steal(till: Till): Promise<void> {
    await pause(300);
    till.browser.goOffline();
    await pause(100);
    till.stolen = true;
    await parts.devices.stolen(till.id, MANAGER);
  }

  async function handInSheets(): Promise<void> {
    for (const store of stores) {
      const [sheet] = await parts.sheets.print(store.id, { petitionId, language: 'en', count: 1, lines: 10 }, MANAGER);
      if (!sheet) continue;
      await parts.sheets.giveOut([sheet.id], MANAGER);
      await parts.sheets.returned(sheet.id, 3, MANAGER);
    }
    await pause(6_000);
    for (const till of tills) till.browser.goOnline();
    for (const till of tills.filter((one) => !one.stolen)) {
      await eventually('the sheets are known', async () => {
        await till.tablet?.refreshKit();
        return (till.tablet?.state.kit?.sheets.length ?? 0) > 0;
      });
    }
  }

  // The evening: everything is on the charger and online; the thief tries too.
  network.lossy = false;
  for (const till of tills) till.browser.goOnline();
  thief?.tablet?.sync();
  for (const [n, till] of tills.entries()) {
    if (!till.stolen) await eventually(`till ${n} is empty`, () => (till.tablet?.sync(), till.tablet?.state.waiting === 0), 120_000);
  }
  await eventually('the worker has written everything', async () => (await db.rows(`select 1 from sealed_intake`)).length === 0, 120_000);
  await reconcile();
  for (const till of tills) till.tablet?.close();
  return report;

  async function reconcile(): Promise<void> {
    for (const till of tills) {
      const shifts = await db.rows<{ id: string }>(`select id from shifts where device_id = $1 order by started_at`, [till.id]);
      if (!till.stolen && shifts.length !== wanted.shifts) fail(`${shifts.length} shifts of a tablet`);
      for (const [n, { id }] of shifts.entries()) {
        const figures = await parts.shifts.byId(id);
        const sum = figures.stored + figures.repeated + figures.conflict + figures.quarantined + figures.waiting;
        if (figures.captured !== sum || figures.unexplained !== 0) fail(`a shift: ${JSON.stringify(figures)}`);
        const own = till.shifts[n];
        if (!till.stolen && own && figures.captured !== own.captured + own.typed) fail(`a shift has ${figures.captured}, its tablet ${JSON.stringify(own)}`);
        if (figures.endedAt && !till.stolen) await parts.shifts.signOff(id, { note: null }, MANAGER);
      }
      const [{ n: received } = { n: 0 }] = await db.rows<{ n: number }>(`select count(*)::int as n from device_records where device_id = $1`, [till.id]);
      if (till.stolen) {
        report.lostWithTheThief = till.captured + till.typed - received;
        // It may also hold some that arrived, and whose receipt got lost.
        if ((till.tablet?.state.waiting ?? 0) < report.lostWithTheThief) fail(`the stolen tablet holds ${till.tablet?.state.waiting}, and ${report.lostWithTheThief} did not arrive`);
      } else if (received !== till.captured + till.typed) fail(`${till.captured + till.typed} captured, ${received} arrived`);
      const gaps = await parts.devices.gaps(till.id);
      if (!till.stolen && gaps.length > 0) fail(`gaps: ${JSON.stringify(gaps)}`);
      report.captured += till.captured + till.typed;
    }
    const [sums] = await db.rows<{ stored: number; repeated: number; written: number; counted: number; duplicate: number; aside: number; tally: number; byStore: number; stillOpen: number }>(
      `select (select count(*)::int from device_records where outcome = 'stored') as stored, (select count(*)::int from device_records where outcome = 'repeated') as repeated,
              (select count(*)::int from signatures where petition_id = $1) as written, (select count(*)::int from signatures where petition_id = $1 and status = 'counted') as counted,
              (select count(*)::int from signatures where petition_id = $1 and status = 'duplicate') as duplicate, (select count(*)::int from quarantine) as aside,
              (select counted from petition_tallies where petition_id = $1) as tally, (select sum(n)::int from link_tallies where petition_id = $1) as "byStore",
              (select count(*)::int from shifts where ended_at is null) as "stillOpen"`, [petitionId]);
    if (!sums) return fail('no figures');
    report.stored = sums.stored;
    report.counted = sums.counted;
    if (sums.stored !== sums.written) fail(`${sums.stored} stored, ${sums.written} written`);
    if (sums.counted + sums.duplicate !== sums.written) fail(`${sums.counted} counted + ${sums.duplicate} duplicates of ${sums.written}`);
    if (sums.tally !== sums.counted || sums.byStore !== sums.counted) fail(`tally ${sums.tally}, by store ${sums.byStore}, rows ${sums.counted}`);
    if (sums.aside !== 0) fail(`${sums.aside} in quarantine`);
    if (report.captured !== sums.stored + sums.repeated + report.lostWithTheThief) fail(`captured ${report.captured} is not stored ${sums.stored} + typed twice ${sums.repeated} + with the thief ${report.lostWithTheThief}: ${JSON.stringify(await db.rows(`select outcome, channel, count(*)::int as n from device_records group by 1, 2`))}`);
    for (const { where, stored, recounted } of (await recount(db)).drift) fail(`verify: ${where} ${stored} / ${recounted}`);
  }
}
