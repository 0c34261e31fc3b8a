import { databaseUrl, redisUrl } from '#libs/config';
import { withServices } from '../services/with-services.js';
import { reportingErrors, say, type Register } from './command.js';

export const registerServices: Register = (program, { projectRoot }) => {
  program.command('services').description('run only Postgres and Redis, migrated, until stopped; prints their addresses').action(reportingErrors(async () => {
    await withServices({ name: 'services', projectRoot, say }, async (config) => {
      process.stdout.write(`DATABASE_URL=${databaseUrl(config.database)}\nREDIS_URL=${redisUrl(config.redis)}\n`);
      await new Promise<void>((resolve) => {
        const life = setInterval(() => undefined, 60_000);
        for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => {
          clearInterval(life);
          resolve();
        });
      });
    });
  }));
};
