import { runMigrations } from '#libs/database';
import { withServices } from '../services/with-services.js';
import { reportingErrors, say, type Register } from './command.js';

/** For installations with a Postgres of their own, where no `countersign start` does it. */
export const registerMigrate: Register = (program, { projectRoot }) => {
  program.command('migrate').description('bring the database up to date').action(reportingErrors(async () => {
    await withServices({ name: 'migrate', projectRoot, say }, async (config) => {
      const applied = await runMigrations(config.database);
      say(applied.length === 0 ? 'The database is up to date.' : `Applied: ${applied.join(', ')}`);
    });
  }));
};
