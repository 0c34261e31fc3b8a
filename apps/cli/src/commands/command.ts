import { ConfigError, UnresolvedServiceError } from '#libs/config';
import type { Command } from 'commander';
import { StartError } from '../services/services.errors.js';

/** What every command gets to know. */
export interface CommandSetting {
  /** The folder of package.json. */
  readonly projectRoot: string;
}

/** A file of this folder that adds one command: `program.command(…).action(reportingErrors(async (…) => …))`. */
export type Register = (program: Command, setting: CommandSetting) => void;

/** What a person is told while a command works. To stderr: stdout is for what the command is asked for. */
export const say = (line: string): void => void process.stderr.write(`${line}\n`);

/** Errors meant for a person end the command with their words and 1; anything else is a fault of ours and shows its stack. */
export function reportingErrors<A extends unknown[]>(action: (...args: A) => Promise<void>): (...args: A) => Promise<void> {
  return async (...args) => {
    try {
      await action(...args);
    } catch (error) {
      const known = error instanceof StartError || error instanceof ConfigError || error instanceof UnresolvedServiceError;
      say(known ? error.message : String(error instanceof Error ? error.stack : error));
      process.exitCode = 1;
    }
  };
}
