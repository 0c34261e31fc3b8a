import { loadConfig, type AppConfig } from '#libs/config';
import { runMigrations } from '#libs/database';
import { startServices } from './embedded-services.js';
import { environmentOfRunning } from './handed-on.js';
import { holderOf, lockInstance } from './instance-lock.js';
import { StartError, type Say } from './services.errors.js';

export interface CommandContext {
  readonly name: string;
  readonly projectRoot: string;
  readonly say: Say;
}

/**
 * Runs a command's work with Postgres and Redis at hand: those of the instance that runs on this data folder, or those
 * named by DATABASE_URL and REDIS_URL, or else embedded ones started (and migrated) for the length of the work.
 */
export async function withServices<T>(context: CommandContext, work: (config: AppConfig) => Promise<T>): Promise<T> {
  const config = loadConfig({ ...process.env, SERVICE_NAME: process.env['SERVICE_NAME'] ?? 'cli' });
  if (!config.databaseIsEmbedded && !config.redisIsEmbedded) return work(config);
  if (holderOf(config.dataDir)?.what === 'start') {
    const env = environmentOfRunning(config);
    if (!env) throw new StartError('start.still-starting', 'Countersign is still starting on this data folder: try again in a moment.');
    return work(loadConfig({ ...process.env, SERVICE_NAME: config.serviceName, ...env }));
  }
  const lock = lockInstance(config.dataDir, context.name, config.publicUrl);
  try {
    const services = await startServices(config, { durable: true, projectRoot: context.projectRoot, say: context.say });
    try {
      await runMigrations(services.config.database);
      return await work(services.config);
    } finally {
      await services.stop();
    }
  } finally {
    lock.release();
  }
}
