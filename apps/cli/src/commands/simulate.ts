import { randomBytes } from 'node:crypto';
import { InvalidArgumentError } from 'commander';
import { type AppConfig, mailIsCaught } from '#libs/config';
import { holderOf } from '../services/instance-lock.js';
import { StartError } from '../services/services.errors.js';
import { withServices } from '../services/with-services.js';
import { planSimulation } from '../simulate/plan-simulation.js';
import { simulate, type SimulateReport } from '../simulate/simulate.js';
import { reportingErrors, say, type Register } from './command.js';

interface Options {
  petition: string;
  count: number;
  rate?: number;
  duplicates: number;
  faulty: number;
  seed: string;
  confirm: number;
  url?: string;
}

export const registerSimulate: Register = (program, { projectRoot }) => {
  program.command('simulate').description('send invented signers, marked synthetic, through the real door; ends with 1 if it does not add up')
    .requiredOption('--petition <slug>', 'which petition they sign')
    .requiredOption('--count <n>', 'how many posts in all', whole)
    .option('--rate <n>', 'posts per second (default: as fast as it goes)', whole)
    .option('--duplicates <share>', 'of the posts, repeats by the same people', share, 0.1)
    .option('--faulty <share>', 'of the posts, such as must be refused', share, 0.02)
    .option('--seed <text>', 'equal seeds give equal people; their addresses are new each time', 'countersign')
    .option('--confirm <share>', 'who presses the button in the mail: all, none, or a share', confirming, 1)
    .option('--url <origin>', 'where the server is')
    .action(reportingErrors(async (options: Options) => {
      const report = await withServices({ name: 'simulate', projectRoot, say }, (config) => run(config, options));
      process.stdout.write(`${lines(report).join('\n')}\n`);
      if (!report.addsUp) process.exitCode = 1;
    }));
};

function run(config: AppConfig, { petition, count, duplicates, faulty, seed, confirm, rate, url }: Options): Promise<SimulateReport> {
  if (!mailIsCaught(config.smtp)) throw new StartError('simulate.real-mail', 'SMTP_URL is a real mail server: invented people get no real mail. Nothing was sent.');
  const plan = planSimulation({ count, duplicates, faulty, confirm, seed, run: `r${Date.now().toString(36)}${randomBytes(2).toString('hex')}` });
  return simulate(config, plan, {
    petition, rate: rate ?? null, url: url ?? holderOf(config.dataDir)?.url ?? config.publicUrl,
    onProgress: ({ sent, accepted, refused, confirmed }) => say(`  … ${sent} of ${plan.sent} sent, ${accepted} accepted, ${refused} refused, ${confirmed} confirmed`),
  });
}

const lines = (report: SimulateReport): string[] => [
  `sent             ${report.sent}`,
  `accepted         ${report.accepted}`,
  `refused          ${report.refused}   (faulty: ${report.faulty})`,
  `confirmed        ${report.confirmed}`,
  ...(report.repeated > 0 ? [`asked to return  ${report.repeated}   (the server was busy; each came again and was answered)`] : []),
  `counted          ${report.counted}   (the petition's tally: ${report.tally.before} -> ${report.tally.after})`,
  `expected unique  ${report.expected}`,
  `took             ${(report.ms / 1000).toFixed(1)} s`,
  ...report.faults.map((fault) => `FAULT  ${fault}`),
  report.addsUp ? 'It adds up.' : 'It does not add up.',
];

function whole(text: string): number {
  if (!/^[1-9]\d{0,6}$/.test(text)) throw new InvalidArgumentError('a whole number from 1 to 9999999');
  return Number(text);
}

function share(text: string): number {
  const value = Number(text);
  if (!/^\d*\.?\d+$/.test(text) || value > 1) throw new InvalidArgumentError('a share from 0 to 1');
  return value;
}

const confirming = (text: string): number => (text === 'all' ? 1 : text === 'none' ? 0 : share(text));
