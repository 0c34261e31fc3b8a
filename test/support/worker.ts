/** The worker as it runs, in a process of its own: for journeys that kill it. */
import { loadConfig } from '#libs/config';
import { startWorker } from '../../apps/worker/src/worker.js';

const worker = await startWorker(loadConfig(process.env));
process.send?.('ready');
process.once('SIGTERM', () => void worker.stop().then(() => process.exit(0)));
process.once('disconnect', () => process.exit(0));
