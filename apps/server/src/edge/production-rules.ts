import type { AppConfig } from '#libs/config';
import { privateKeysReadable } from '#libs/vault';
import type { Log } from './log.js';

/** The server can seal and must not be able to open: in production it refuses to run where it could read the private keys. */
export function refuseReadableKeys(config: AppConfig, log: Log): void {
  if (!privateKeysReadable(config.keysDir)) return;
  if (config.production) throw new Error('the private key folder can be read by the user that runs the server: run the worker as another user, or move KEYS_DIR out of reach');
  log.pino.warn('the private keys can be read by the user that runs the server: fine for a try, never in production');
}
