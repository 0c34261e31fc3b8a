import { InvalidArgumentError } from 'commander';
import { loadConfig, type AppConfig } from '#libs/config';
import { tabletCode } from '../demonstration/stores.js';
import { openDataFolder } from '../services/data-folder.js';
import { lockInstance } from '../services/instance-lock.js';
import { StartError } from '../services/services.errors.js';
import { rotateLogs, startLog } from '../supervisor/log-files.js';
import { refuseTakenPort } from '../supervisor/port.js';
import type { ProcessCounts } from '../supervisor/process-plan.js';
import { Supervisor } from '../supervisor/supervisor.js';
import { closingLines } from './closing-lines.js';
import { reportingErrors, say, type CommandSetting, type Register } from './command.js';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export const registerStart: Register = (program, setting) => {
  program.command('start').description('start everything: embedded Postgres and Redis, migrations, worker, server')
    .option('--servers <n>', 'servers on the one port', count, 1).option('--workers <n>', 'workers on the one queue', count, 1)
    .action(reportingErrors((counts: ProcessCounts) => start(setting, counts)));
};

const MOST = 64;

function count(text: string): number {
  const n = Number(text);
  if (!Number.isInteger(n) || n < 1 || n > MOST) throw new InvalidArgumentError(`a number from 1 to ${MOST}`);
  return n;
}

/** Runs until it is told to stop. */
async function start(setting: CommandSetting, { servers, workers }: ProcessCounts): Promise<void> {
  const config = loadConfig(process.env);
  const { logs } = openDataFolder(config.dataDir);
  const lock = lockInstance(config.dataDir, 'start', config.publicUrl);
  try {
    await refuseTakenPort(config.host, config.port);
    rotateLogs(logs);
    const log = startLog(logs, config.logLevel);
    const supervisor = new Supervisor(config, { projectRoot: setting.projectRoot, say, log, servers, workers });
    const told = stopAsked();
    const started = supervisor.start().then(() => sayWhereToGo(supervisor.resolvedConfig));
    try {
      await Promise.race([told.asked, Promise.all([started, told.asked])]);
    } finally {
      told.forget();
      say('Stopping …');
      await supervisor.stop();
      await started.catch((error: unknown) => {
        if (!(error instanceof StartError && error.code === 'start.stopped')) throw error;
      });
    }
    log.info('stopped');
    say('Stopped.');
  } finally {
    lock.release();
  }
}

async function sayWhereToGo(config: AppConfig): Promise<void> {
  const code = config.sampleData ? await tabletCode(config).catch(() => null) : null;
  for (const line of closingLines(config, code)) process.stdout.write(`${line}\n`);
}

/** `asked` resolves at the first signal. Later ones change nothing: every step of the stop has its own limit. */
function stopAsked(): { readonly asked: Promise<void>; forget(): void } {
  // Keeps the process alive when nothing else does, as while a crashed service waits to be started again.
  const life = setInterval(() => undefined, 60_000);
  const asked = new Promise<void>((resolve) => {
    for (const signal of SIGNALS) process.on(signal, () => resolve());
  });
  return { asked, forget: () => clearInterval(life) };
}
