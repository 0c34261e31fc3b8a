import { startWorker } from '../../apps/worker/src/worker.js';
import { startServer } from '../support/app.js';
import { eventually, furnish, type Furnished } from '../support/installation.js';
import { testDatabase } from '../support/services.js';
import { MANAGER, type StoreParts, storeParts } from '../support/stores.js';
import { RawTablet } from './raw-tablet.js';

/** A server and a worker with a campaign of the test's own, and what it takes to send to the tablets' door. */
export interface OpenDoor {
  readonly url: string;
  readonly made: Furnished;
  readonly parts: StoreParts;
  /** Paired with this store, admitted by its manager, and with its kit. */
  tabletOf(storeId: string): Promise<RawTablet>;
  end(): Promise<void>;
}

export async function openDoor(): Promise<OpenDoor> {
  const database = await testDatabase();
  const made = await furnish(database.config);
  const parts = storeParts(made.db);
  const server = await startServer(database.config);
  const worker = await startWorker(database.config);
  return {
    url: server.url, made, parts,
    tabletOf: async (storeId) => {
      const tablet = await RawTablet.make(server.url);
      const { code } = await parts.pairing.newCode(storeId, { deviceName: 'Till 1' }, MANAGER);
      const { status } = await tablet.pair(code);
      if (status !== 201) throw new Error(`not paired: ${status}`);
      await parts.pairing.admit(tablet.id, MANAGER);
      await eventually('the campaign has keys', async () => (await tablet.loadKit()).keys.length > 0);
      return tablet;
    },
    end: async () => {
      await worker.stop();
      await server.close();
      await made.close();
      await database.drop();
    },
  };
}
