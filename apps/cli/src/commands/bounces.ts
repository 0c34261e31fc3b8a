import { readFileSync } from 'node:fs';
import { Database, dataSourceFor } from '#libs/database';
import { UpdateBounces } from '#libs/notifications';
import { withServices } from '../services/with-services.js';
import { reportingErrors, say, type Register } from './command.js';

export const registerBounces: Register = (program, { projectRoot }) => {
  program.command('bounces').description('read returned mails (RFC 3464) and complaints (RFC 5965) from a message or an mbox; nobody is mailed news there again')
    .argument('<file>', 'a file, or - for what is piped in')
    .action(reportingErrors(async (file: string) => {
      const text = readFileSync(file === '-' ? 0 : file, 'latin1');
      await withServices({ name: 'bounces', projectRoot, say }, async (config) => {
        const source = await dataSourceFor(config.database, { poolSize: 2, name: 'countersign-bounces' }).initialize();
        try {
          const { messages, reports, matched, gone, complained } = await new UpdateBounces(new Database(source)).read(text);
          process.stdout.write(`${messages} messages, ${reports} reports, ${matched} of mails of ours: ${gone} mailboxes are gone, ${complained} complained.\n`);
        } finally {
          await source.destroy();
        }
      });
    }));
};
