import { fork } from 'node:child_process';
import path from 'node:path';

/** Fetching Redis on a machine that lacks it is the longest step; everything else takes about two seconds. */
const READY_WITHIN_MS = 240_000;

const here = import.meta.dirname;

/** Starts one throw-away Postgres and Redis for the whole jest run; spec files find them by an environment variable. */
export default async function setup() {
  const host = fork(path.join(here, 'services-host.ts'), [], {
    execArgv: ['--import', path.join(here, 'typescript.mjs')],
    // jest's own NODE_OPTIONS would only add warnings.
    env: { ...process.env, NODE_OPTIONS: '' },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const services = await new Promise((resolve, reject) => {
    const limit = setTimeout(() => reject(new Error('the test services did not start in time')), READY_WITHIN_MS);
    host.once('message', (message) => {
      clearTimeout(limit);
      if (message.ready) resolve(message.ready);
      else reject(new Error(`the test services did not start: ${message.failed}`));
    });
    host.once('exit', (code) => reject(new Error(`the test services ended at their start (code ${code})`)));
  });
  process.env.COUNTERSIGN_TEST_SERVICES = JSON.stringify(services);
  globalThis.countersignTestHost = host;
  host.unref();
  host.channel?.unref();
}
