import { type Page } from 'playwright-core';
import { eventually } from '../../support/installation.js';
import { type Proof } from '../../support/proofs.js';
import { type ShopFloor } from '../../support/shop-floor.js';
import { ChromiumTablet } from '../chromium.js';
import { atTill, sign } from '../till.js';
import { allArrive, arrived, openTill, sendNow } from './floor.js';

const DAY_MS = 86_400_000;

/** The page's clock; the server's and this program's go right. */
const turnedBy = (ms: number) => async (page: Page): Promise<void> => void (await page.addInitScript((shift) => {
  const Right = Date;
  globalThis.Date = new Proxy(Right, {
    construct: (_, given: [] | [number]) => (given.length === 0 ? new Right(Right.now() + shift) : new Right(...given)),
    get: (target, name) => (name === 'now' ? () => Right.now() + shift : Reflect.get(target, name) as unknown),
  });
}, ms));

export async function clockProofs(floor: ShopFloor, add: (...more: Proof[]) => void): Promise<void> {
  for (const days of [2, -2]) add(...(await wrongFromTheFirstDay(floor, days)), ...(await wrongOverNight(floor, days)));
}

/** Paired, opened offline and sent, all by a clock that is days off. */
async function wrongFromTheFirstDay(floor: ShopFloor, days: number): Promise<Proof[]> {
  const tablet = new ChromiumTablet();
  tablet.prepare = turnedBy(days * DAY_MS);
  const till = await openTill(floor, tablet);
  try {
    const clock = `clock ${days > 0 ? '+' : ''}${days} days`;
    const proofs: Proof[] = [];
    const shown = await till.page.evaluate(() => Date.now());
    proofs.push({ what: `${clock}: the page's clock`, wanted: 'days off', found: `${((shown - Date.now()) / DAY_MS).toFixed(2)} days`, held: Math.abs(shown - Date.now() - days * DAY_MS) < 60_000 });
    const pressed: number[] = [];
    await sign(till.page, { givenName: 'Ada', familyName: `Clock ${days}`, postcode: 'LS1 4DY' });
    pressed.push(Date.now());
    till.line.meddling = 'down';
    await tablet.kill();
    const page = await tablet.open(`${till.line.url}/tablet/`);
    await atTill(page);
    await sign(page, { givenName: 'Bo', familyName: `Clock ${days}`, postcode: 'LS1 4DY' });
    pressed.push(Date.now());
    till.line.meddling = 'pass';
    await sendNow(page);
    const end = await allArrive(floor, { page, deviceId: till.deviceId }, pressed.length);
    const off = await secondsOff(floor, till.deviceId, pressed);
    proofs.push({ what: `${clock}: signed online and, after a cold start, offline`, wanted: 'all arrive, once', ...end });
    proofs.push({ what: `${clock}: signing time as claimed and as kept`, wanted: 'within a minute', found: off.map((s) => `${s.toFixed(1)} s`).join(', '), held: off.length === 4 && off.every((s) => s <= 60) });
    return proofs;
  } finally {
    await till.end();
  }
}

/** Paired by the right clock; then it is set wrong while the tablet is off. The server's word sets it right again. */
async function wrongOverNight(floor: ShopFloor, days: number): Promise<Proof[]> {
  const tablet = new ChromiumTablet();
  const till = await openTill(floor, tablet);
  try {
    const { line, deviceId } = till;
    const clock = `clock set ${days > 0 ? '+' : ''}${days} days while off`;
    await sign(till.page, { givenName: 'Ada', familyName: `Night ${days}`, postcode: 'LS1 4DY' });
    await eventually('it arrived', async () => (await arrived(floor, deviceId)).signatures === 1);
    await tablet.kill();
    line.meddling = 'down';
    tablet.prepare = turnedBy(days * DAY_MS);
    const page = await tablet.open(`${line.url}/tablet/`);
    await atTill(page);
    await sign(page, { givenName: 'Bo', familyName: `Night ${days}`, postcode: 'LS1 4DY' });
    line.meddling = 'pass';
    line.answers.splice(0);
    await sendNow(page);
    const first = await allArrive(floor, { page, deviceId }, 2);
    await sign(page, { givenName: 'Cy', familyName: `Night ${days}`, postcode: 'LS1 4DY' });
    const pressed = Date.now();
    const end = await allArrive(floor, { page, deviceId }, 3);
    const [kept] = await floor.database.rows<{ between: boolean }>(
      `select bool_and(s.signed_at between date_trunc('milliseconds', d.paired_at) and now()) as between from devices d join device_records r on r.device_id = d.id join signatures s on s.petition_id = r.petition_id and s.id = r.record_id where d.id = $1`, [deviceId]);
    const off = (await secondsOff(floor, deviceId, [0, 0, pressed])).slice(4);
    return [
      { what: `${clock}: all arrive, once`, wanted: 'exactly', held: first.held && end.held, found: `${end.found}; the door said ${line.answers.join(', ')}` },
      { what: `${clock}: signed before the server was heard`, wanted: 'kept between pairing and receipt', found: kept?.between ? 'so it is' : 'it is not', held: kept?.between === true },
      { what: `${clock}: signed after it was heard`, wanted: 'within a minute', found: off.map((s) => `${s.toFixed(1)} s`).join(', '), held: off.length === 2 && off.every((s) => s <= 60) },
    ];
  } finally {
    await till.end();
  }
}

/** For each record in its order: how far what the tablet claims, and what the server keeps, is from the instant of the press. */
async function secondsOff(floor: ShopFloor, deviceId: string, pressed: readonly number[]): Promise<number[]> {
  const rows = await floor.database.rows<{ claimed: Date; kept: Date }>(
    `select r.signed_at as claimed, s.signed_at as kept from device_records r join signatures s on s.petition_id = r.petition_id and s.id = r.record_id where r.device_id = $1 order by r.seq`, [deviceId]);
  return rows.flatMap(({ claimed, kept }, n) => [claimed, kept].map((at) => Math.abs(at.getTime() - (pressed[n] ?? 0)) / 1000));
}
