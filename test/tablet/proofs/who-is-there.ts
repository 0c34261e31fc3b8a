import { recount } from '#libs/signatures';
import { Opener, PrivateKeyStore, signatureContext } from '#libs/vault';
import { decodeRecord } from '../../../libs/signatures/src/signature-record.js';
import { eventually } from '../../support/installation.js';
import { type Proof } from '../../support/proofs.js';
import { type ShopFloor } from '../../support/shop-floor.js';

interface Row { id: string; petitionId: number; textVersion: number; language: string; channel: string; claimedAt: Date; sealed: Buffer }

/**
 * Everybody who signed in a store, by family name, once for each row: opened with the worker's own keys, since names stand nowhere in
 * the clear. Waits until the worker has written what came.
 */
export async function whoIsThere(floor: ShopFloor): Promise<string[]> {
  await eventually('the worker has written what came', async () => (await floor.database.rows(`select 1 from sealed_intake limit 1`)).length === 0, 300_000);
  const opener = new Opener(await PrivateKeyStore.open(floor.keysDir));
  const rows = await floor.database.rows<Row>(
    `select s.id, s.petition_id as "petitionId", s.text_version as "textVersion", s.language, s.channel, coalesce(s.claimed_at, s.signed_at) as "claimedAt", s.sealed
       from signatures s join petitions p on p.id = s.petition_id where p.slug = $1 and s.channel = 'store'`, [floor.petition]);
  return rows.map(({ sealed, claimedAt, id: recordId, ...row }) => decodeRecord(opener.open(sealed, signatureContext({ ...row, recordId, signedAt: claimedAt }))).familyName ?? '');
}

/** What the server's books must say of a device that has sent all it had, so many records: no number missing, nothing set aside, every figure as the rows. */
export async function booksOf(floor: ShopFloor, deviceId: string, records: number): Promise<Proof[]> {
  const { database } = floor;
  const [{ n, highest } = { n: 0, highest: 0 }] = await database.rows<{ n: number; highest: number }>(`select count(*)::int as n, coalesce(max(seq), 0)::int as highest from device_records where device_id = $1`, [deviceId]);
  const [{ ids } = { ids: 0 }] = await database.rows<{ ids: number }>(`select count(distinct record_id)::int as ids from device_records where device_id = $1 and outcome = 'stored'`, [deviceId]);
  const gaps = await floor.parts.devices.gaps(deviceId);
  const [{ aside } = { aside: 0 }] = await database.rows<{ aside: number }>(`select count(*)::int as aside from quarantine`);
  const { checked, drift } = await recount(database);
  return [
    { what: 'numbers the tablet gave out', wanted: `1 to ${records}, each once`, found: `${n} up to ${highest}, ${gaps.length} gaps`, held: n === records && highest === records && gaps.length === 0 },
    { what: 'outcomes', wanted: `${records} stored, 0 set aside`, found: `${ids} stored, ${aside} set aside`, held: ids === records && aside === 0 },
    { what: 'recount', wanted: '0 differ', found: `${drift.length} of ${checked.reduce((sum, each) => sum + each.n, 0)} figures differ`, held: drift.length === 0 },
  ];
}

/** The value below which so much of them lie. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
}
