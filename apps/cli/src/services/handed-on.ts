import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { databaseUrl, redisUrl, type AppConfig } from '#libs/config';
import { writePrivately } from './data-folder.js';
import type { RunningServices } from './embedded-services.js';

/**
 * How other processes learn where the embedded services are: addresses in 0600 files, named by `DATABASE_URL_FILE` and
 * `REDIS_URL_FILE`. Not in the environment itself, which ends up in crash reports and process lists.
 */
export function handOn(services: RunningServices): Record<string, string> {
  const { config, folder } = services;
  const files = filesIn(config.dataDir);
  const env: Record<string, string> = { DATA_DIR: config.dataDir };
  if (services.postgres) {
    writePrivately(files.database, databaseUrl(config.database));
    env['DATABASE_URL_FILE'] = files.database;
  }
  if (services.redis) {
    writePrivately(files.redis, redisUrl(config.redis));
    env['REDIS_URL_FILE'] = files.redis;
  }
  if (config.smtp.kind === 'catcher') env['MAIL_CATCHER_SOCKET'] = path.join(folder.short, 'run', 'mail.sock');
  return env;
}

export function takeBack(config: AppConfig): void {
  for (const file of Object.values(filesIn(config.dataDir))) rmSync(file, { force: true });
}

/** The environment by which a command reaches the services of an instance that runs; null while it is still starting. */
export function environmentOfRunning(config: AppConfig): Record<string, string> | null {
  const files = filesIn(config.dataDir);
  const env: Record<string, string> = {};
  if (config.databaseIsEmbedded) env['DATABASE_URL_FILE'] = files.database;
  if (config.redisIsEmbedded) env['REDIS_URL_FILE'] = files.redis;
  return Object.values(env).every((file) => existsSync(file)) ? env : null;
}

const filesIn = (dataDir: string): { database: string; redis: string } => ({
  database: path.join(dataDir, 'run', 'database.url'), redis: path.join(dataDir, 'run', 'redis.url'),
});
