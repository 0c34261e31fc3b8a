import { ConfigError, endOnTheUnexpected, keepHeapLean, loadConfig, Log } from '#libs/config';
import { startWorker } from './worker.js';

const PATIENCE_MS = 15_000;

keepHeapLean();
try {
  const config = loadConfig({ SERVICE_NAME: 'worker', ...process.env });
  const log = new Log(config).pino;
  endOnTheUnexpected(log);
  const worker = await startWorker(config);
  log.info('working');
  process.send?.('ready');

  let ending = false;
  const end = (signal: string): void => {
    if (ending) return;
    ending = true;
    log.info({ signal }, 'ending');
    setTimeout(() => process.exit(1), PATIENCE_MS).unref();
    worker.stop().then(() => process.exit(0), () => process.exit(1));
  };
  process.once('SIGTERM', () => end('SIGTERM'));
  process.once('SIGINT', () => end('SIGINT'));
} catch (error) {
  const text = error instanceof ConfigError ? error.message : error instanceof Error ? `${error.name}: ${error.message}` : 'unknown error';
  process.stderr.write(`The worker could not start: ${text}\n`);
  process.exit(1);
}
