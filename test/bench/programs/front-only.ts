/** The real server with one thing taken out: the place where a sealed batch is put down answers at once and keeps nothing. */
import { loadConfig } from '#libs/config';
import { BatchDoor } from '#libs/signatures';
import { createServer } from '../../../apps/server/src/server.js';

BatchDoor.prototype.keep = () => Promise.resolve();

const config = loadConfig(process.env);
const app = await createServer(config);
await app.listen(config.port, '127.0.0.1');
process.send?.('ready');
process.once('SIGTERM', () => void app.close().then(() => process.exit(0)));
process.once('disconnect', () => process.exit(0));
