import { readFileSync } from 'node:fs';
import { createServer as listen } from 'node:net';
import path from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { accessEntities } from '#libs/access';
import type { AppConfig } from '#libs/config';
import { Database, dataSourceFor } from '#libs/database';
import { dataFolder } from '#libs/petitions';
import { createServer } from '../../apps/server/src/server.js';
import { startWorker, type Worker } from '../../apps/worker/src/worker.js';
import { importFile } from './importing.js';
import { testDatabase, type TestDatabase } from './services.js';

export interface CaughtMail {
  id: string;
  to: string[];
  subject: string;
  text: string;
}

/** A whole installation in this process: record and demonstration imported, server, worker and mail catcher at work. */
export interface Installation {
  readonly url: string;
  readonly config: AppConfig;
  readonly database: Database;
  /** Another server of the same installation, with other settings; ended with it. */
  another(change: Parameters<AppConfig['with']>[0]): Promise<string>;
  /** Mails to an address, newest first, once there are so many. */
  mailTo(address: string, atLeast?: number): Promise<CaughtMail[]>;
  counted(petition: string): Promise<number>;
  end(): Promise<void>;
}

export async function startInstallation(): Promise<Installation> {
  const test: TestDatabase = await testDatabase();
  const database = new Database(await dataSourceFor(test.config.database, { entities: accessEntities }).initialize());
  for (const name of ['stop-sex-trafficking', 'keep-your-word']) await importFile(database, readFileSync(path.join(dataFolder(), name, 'campaign.json'), 'utf8'));
  const servers: NestFastifyApplication[] = [];
  const serve = async (settings: AppConfig): Promise<string> => {
    const port = await freePort();
    const publicUrl = `http://127.0.0.1:${port}`;
    const app = await createServer(settings.with({ port, publicUrl }));
    servers.push(app);
    await app.listen(port, '127.0.0.1');
    return publicUrl;
  };
  const url = await serve(test.config);
  const config = test.config.with({ publicUrl: url });
  const worker: Worker = await startWorker(config);
  return {
    url, config, database,
    // Two catchers on one socket would each get a part of the mails.
    another: (change) => serve(config.with({ smtp: { kind: 'catcher', socketPath: `${test.config.dataDir}/run/mail-${servers.length}.sock` }, ...change })),
    mailTo: async (address, atLeast = 1) => {
      for (const end = Date.now() + 20_000; ; await new Promise((resolve) => setTimeout(resolve, 50))) {
        const mails = (await (await fetch(`${url}/dev/mail.json?to=${encodeURIComponent(address)}`)).json()) as CaughtMail[];
        if (mails.length >= atLeast) return mails;
        if (Date.now() > end) throw new Error(`only ${mails.length} of ${atLeast} mails came`);
      }
    },
    counted: async (petition) => ((await (await fetch(`${url}/api/v1/petitions/${petition}/tally`)).json()) as { counted: number }).counted,
    end: async () => {
      await worker.stop();
      for (const server of servers) await server.close();
      await database.dataSource.destroy();
      await test.drop();
    },
  };
}

/** The address of a page stands in its mails: it has to be known before the server is made. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = listen();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => (typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port'))));
    });
  });
}
