import type { AppConfig } from '#libs/config';
import { prepareDataFolder, type DataFolder } from './data-folder.js';
import { startPostgres, type RunningPostgres } from './postgres.js';
import { startRedis, type RunningRedis } from './redis.js';
import type { Say } from './services.errors.js';

export interface ServicesOptions {
  readonly durable: boolean;
  /** The folder of package.json: what has to be fetched is kept in its node_modules. */
  readonly projectRoot: string;
  readonly say: Say;
}

export interface RunningServices {
  /** The settings given, with the addresses of what runs now. */
  readonly config: AppConfig;
  readonly folder: DataFolder;
  readonly postgres: RunningPostgres | null;
  readonly redis: RunningRedis | null;
  /** Redis first: its producers are gone by then, and Postgres is the record. */
  stop(): Promise<void>;
}

/** Starts what the settings do not name an address for. Whoever calls holds the lock of the data folder (see instance-lock.ts). */
export async function startServices(config: AppConfig, options: ServicesOptions): Promise<RunningServices> {
  const folder = prepareDataFolder(config.dataDir);
  const postgres = config.databaseIsEmbedded ? await startPostgres(folder, options) : null;
  let redis: RunningRedis | null = null;
  try {
    redis = config.redisIsEmbedded ? await startRedis(folder, options) : null;
  } catch (error) {
    await postgres?.stop();
    throw error;
  }
  const resolved = config.with({
    ...(postgres && { database: postgres.settings }),
    ...(redis && { redis: redis.settings }),
    ...(config.smtp.kind === 'catcher' && { smtp: { kind: 'catcher', socketPath: `${folder.short}/run/mail.sock` } }),
  });
  const stop = async (): Promise<void> => {
    await redis?.stop();
    await postgres?.stop();
  };
  return { config: resolved, folder, postgres, redis, stop };
}
