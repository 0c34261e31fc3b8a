import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { accessEntities } from '#libs/access';
import { loadConfig } from '#libs/config';
import { Database, dataSourceFor, runMigrations } from '#libs/database';
import { dataFolder } from '#libs/petitions';
import { startServices } from '../../apps/cli/src/services/embedded-services.js';
import { begin, end, freePort } from './children.js';
import { importFile } from './importing.js';
import { environmentOf } from './installation.js';
import { type StoreParts, storeParts } from './stores.js';

/** A campaign as it is imported, its server and its worker as processes of their own: what a proof with real tablets needs behind it. */
export interface ShopFloor {
  readonly url: string;
  readonly database: Database;
  readonly parts: StoreParts;
  /** The worker's private keys: a proof may open what arrived. */
  readonly keysDir: string;
  /** Slug of an open petition. */
  readonly petition: string;
  end(): Promise<void>;
}

/** With services of its own, which keep everything durably, as `npm start` has them. Only after a build: the server shows what is in `dist/tablet`. */
export async function openShopFloor(say: (line: string) => void): Promise<ShopFloor> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'countersign-shop-'));
  const services = await startServices(loadConfig({ DATA_DIR: dataDir, LOG_LEVEL: 'warn' }), { durable: true, projectRoot: path.resolve(import.meta.dirname, '..', '..'), say });
  try {
    await runMigrations(services.config.database);
    const database = new Database(await dataSourceFor(services.config.database, { entities: accessEntities, poolSize: 3 }).initialize());
    await importFile(database, readFileSync(path.join(dataFolder(), 'keep-your-word', 'campaign.json'), 'utf8'));
    const port = await freePort();
    const children = [await begin('worker.ts', environmentOf(services.config)), await begin('server.ts', environmentOf(services.config, { PORT: String(port) }))];
    return {
      url: `http://127.0.0.1:${port}`, database, parts: storeParts(database), keysDir: services.config.keysDir, petition: 'keep-your-word-gb',
      end: async () => {
        await Promise.all(children.map(end));
        await database.dataSource.destroy();
        await services.stop();
        rmSync(dataDir, { recursive: true, force: true });
      },
    };
  } catch (error) {
    await services.stop();
    rmSync(dataDir, { recursive: true, force: true });
    throw error;
  }
}
