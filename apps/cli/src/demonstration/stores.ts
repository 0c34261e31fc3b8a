import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { AuditLog } from '#libs/access';
import { Database, dataSourceFor } from '#libs/database';
import type { AppConfig } from '#libs/config';
import { dataFolder } from '#libs/petitions';
import { Pairing, Stores } from '#libs/stores';

export const DEMONSTRATION = 'keep-your-word';
/** The store whose tablet the last words of `npm start` offer. */
export const DEMONSTRATION_STORE = 'tidewell-leeds';
const ACTOR = { id: 'first-start', name: 'first start' };

/** Brings in the demonstration's invented stores, each with its (invented) processor agreement. Bears being run again. */
export async function importStores(db: Database): Promise<void> {
  const campaignId = await campaignOf(db);
  if (campaignId === null) return;
  const stores = new Stores(db, new AuditLog(db));
  await stores.importCsv(campaignId, await readFile(path.join(dataFolder(), DEMONSTRATION, 'stores.csv'), 'utf8'), ACTOR);
  const open = await db.rows<{ id: string }>(`select id from stores where campaign_id = $1 and agreement is null order by code`, [campaignId]);
  const signedOn = new Date().toISOString().slice(0, 10);
  for (const { id } of open) await stores.recordAgreement(id, { signedOn, signedBy: 'Tidewell Retail Ltd (invented)', document: 'demonstration' }, ACTOR);
}

/**
 * A fresh pairing code for the demonstration's store, to be told at the end of `npm start`; null where there is none.
 * It holds ten minutes, as every code.
 */
export async function tabletCode(config: AppConfig): Promise<string | null> {
  const source = await dataSourceFor(config.database, { poolSize: 1, name: 'countersign-tablet-code' }).initialize();
  try {
    const db = new Database(source);
    const [store] = await db.rows<{ id: string }>(
      `select s.id from stores s join campaigns c on c.id = s.campaign_id where c.slug = $1 and c.demonstration and s.code = $2 and s.closed_at is null`, [DEMONSTRATION, DEMONSTRATION_STORE]);
    if (!store) return null;
    return (await new Pairing(db, new AuditLog(db)).newCode(store.id, { deviceName: 'Till 1' }, ACTOR)).code;
  } finally {
    await source.destroy();
  }
}

async function campaignOf(db: Database): Promise<number | null> {
  const [row] = await db.rows<{ id: number }>(`select id from campaigns where slug = $1 and demonstration`, [DEMONSTRATION]);
  return row?.id ?? null;
}
