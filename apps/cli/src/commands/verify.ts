import { InvalidArgumentError } from 'commander';
import type { AuditHead } from '#libs/access';
import { withServices } from '../services/with-services.js';
import { table, verify } from '#libs/verification';
import { reportingErrors, say, type Register } from './command.js';

export const registerVerify: Register = (program, { projectRoot }) => {
  program.command('verify').description('recount rows, tallies, journals and the audit chain; ends with 1 on any drift or batch given up')
    .option('--head <n:hash>', 'a head of the audit chain as a digest mail or manifest carried it; may be given several times', headFrom, [])
    .action(reportingErrors(async ({ head }: { head: AuditHead[] }) => {
      const found = await withServices({ name: 'verify', projectRoot, say }, (config) => verify(config, head));
      process.stdout.write(`${table(found).join('\n')}\n`);
      if (found.drift.length > 0) process.exitCode = 1;
    }));
};

function headFrom(text: string, before: readonly AuditHead[]): AuditHead[] {
  const [, n = '', hash = ''] = /^(\d{1,15}):([0-9a-f]{64})$/i.exec(text.trim()) ?? [];
  if (!n) throw new InvalidArgumentError('a number, a colon and 64 hexadecimal digits are expected.');
  return [...before, { n: Number(n), hash: hash.toLowerCase() }];
}
