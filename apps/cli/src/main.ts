import 'reflect-metadata';
import { Command } from 'commander';
import { registerBounces } from './commands/bounces.js';
import type { Register } from './commands/command.js';
import { registerImport } from './commands/import.js';
import { registerMigrate } from './commands/migrate.js';
import { registerNamesKey } from './commands/names-key.js';
import { registerOpenNames } from './commands/open-names.js';
import { registerReport } from './commands/report.js';
import { registerServices } from './commands/services.js';
import { registerSimulate } from './commands/simulate.js';
import { registerStart } from './commands/start.js';
import { registerToken } from './commands/token.js';
import { registerUsers } from './commands/users.js';
import { registerVerify } from './commands/verify.js';
import { registerVerifyManifest } from './commands/verify-manifest.js';

/** Every command of `npx countersign`; each has a file of its own in commands/. */
const COMMANDS: readonly Register[] = [registerStart, registerMigrate, registerImport, registerVerify, registerVerifyManifest, registerNamesKey, registerOpenNames, registerReport, registerSimulate, registerUsers, registerToken, registerServices, registerBounces];

/** Called by apps/cli/bin/countersign.mjs once everything is installed and built. */
export async function main(argv: string[], projectRoot: string): Promise<void> {
  const program = new Command('countersign').description('Petitions in many countries: collect signatures, hand them over, hold governments to their answer.');
  for (const register of COMMANDS) register(program, { projectRoot });
  await program.parseAsync(argv);
}
