import { loadConfig, type AppConfig, ConfigError, endOnTheUnexpected, keepHeapLean, whereThrown } from '#libs/config';
import { listenForScrapes } from '#libs/metrics';
import { codeOf } from '#libs/queues';
import { BatchDoor } from '#libs/signatures';
import { doorLevels } from './edge/health/levels.js';
import { Log } from './edge/log.js';
import { refuseReadableKeys } from './edge/production-rules.js';
import { createServer } from './server.js';

/** How long requests that are under way (an open stream of counts, say) may hold up the end. */
const PATIENCE_MS = 10_000;

async function main(config: AppConfig): Promise<void> {
  const log = new Log(config);
  endOnTheUnexpected(log.pino);
  refuseReadableKeys(config, log);
  const app = await createServer(config);
  await app.listen(config.port, config.host);
  const scrapes = await listenForScrapes(config, doorLevels(app.get(BatchDoor, { strict: false })));
  log.pino.info({ host: config.host, port: config.port }, 'listening');
  process.send?.('ready');

  let ending = false;
  const end = (signal: string): void => {
    if (ending) return;
    ending = true;
    log.pino.info({ signal }, 'ending');
    setTimeout(() => process.exit(0), PATIENCE_MS).unref();
    void scrapes.close();
    app.close().then(() => process.exit(0), (error: unknown) => {
      log.pino.error({ code: codeOf(error), at: whereThrown(error) }, 'could not end in order');
      process.exit(1);
    });
  };
  process.once('SIGTERM', () => end('SIGTERM'));
  process.once('SIGINT', () => end('SIGINT'));
}

function fail(error: unknown): never {
  const text = error instanceof ConfigError ? error.message : error instanceof Error ? `${error.name}: ${error.message}` : 'unknown error';
  process.stderr.write(`The server could not start: ${text}\n`);
  process.exit(1);
}

keepHeapLean();
try {
  await main(loadConfig({ SERVICE_NAME: 'server', ...process.env }));
} catch (error) {
  fail(error);
}
