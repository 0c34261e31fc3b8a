import { withServices } from '../services/with-services.js';
import { table, verify } from '../verify/verify.js';
import { reportingErrors, say, type Register } from './command.js';

export const registerVerify: Register = (program, { projectRoot }) => {
  program.command('verify').description('recount rows, tallies, journals and the audit chain; ends with 1 on any drift or batch given up').action(reportingErrors(async () => {
    const found = await withServices({ name: 'verify', projectRoot, say }, verify);
    process.stdout.write(`${table(found).join('\n')}\n`);
    if (found.drift.length > 0) process.exitCode = 1;
  }));
};
