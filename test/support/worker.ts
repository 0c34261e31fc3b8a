/** The worker as it runs, in a process of its own: for journeys that kill it. With COUNTERSIGN_WORKERS, several in one. */
import { loadConfig } from '#libs/config';
import { startWorker } from '../../apps/worker/src/worker.js';
import { WORKERS } from './several.js';

const workers = await Promise.all(Array.from({ length: WORKERS }, () => startWorker(loadConfig(process.env))));
process.send?.('ready');
process.once('SIGTERM', () => void Promise.all(workers.map((worker) => worker.stop())).then(() => process.exit(0)));
process.once('disconnect', () => process.exit(0));
