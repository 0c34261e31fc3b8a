/** The server as it runs, in a process of its own. */
import { loadConfig } from '#libs/config';
import { createServer } from '../../apps/server/src/server.js';

const config = loadConfig(process.env);
const app = await createServer(config);
await app.listen(config.port, '127.0.0.1');
process.send?.('ready');
process.once('SIGTERM', () => void app.close().then(() => process.exit(0)));
process.once('disconnect', () => process.exit(0));
