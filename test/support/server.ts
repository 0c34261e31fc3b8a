/** The server as it runs, in a process of its own; with COUNTERSIGN_SERVERS in several, on one port as `start --servers` has them. */
import cluster from 'node:cluster';
import { loadConfig } from '#libs/config';
import { createServer } from '../../apps/server/src/server.js';
import { SERVERS } from './several.js';

const config = loadConfig(process.env);
if (SERVERS > 1 && cluster.isPrimary) {
  cluster.schedulingPolicy = cluster.SCHED_NONE;
  const children = Array.from({ length: SERVERS }, (_, at) => cluster.fork({ MAIL_CATCHER: at === 0 ? 'here' : 'elsewhere' }));
  await Promise.all(children.map((child) => new Promise((resolve) => child.once('message', resolve))));
  process.once('SIGTERM', () => {
    let left = children.length;
    for (const child of children) {
      child.once('exit', () => { if (--left === 0) process.exit(0); });
      child.process.kill('SIGTERM');
    }
  });
} else {
  const app = await createServer(config);
  await app.listen(config.port, '127.0.0.1');
  process.once('SIGTERM', () => void app.close().then(() => process.exit(0)));
}
process.send?.('ready');
process.once('disconnect', () => process.exit(0));
