import path from 'node:path';
import type { Command } from 'commander';
import { ConfigError, DomainError, UnresolvedServiceError } from '#libs/config';
import { StartError } from '../services/services.errors.js';
import { sentencesOf } from './error-sentences.js';

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
      if (error instanceof DomainError) sentencesOf(error, projectRoot()).forEach(say);
      else say(known ? error.message : String(error instanceof Error ? error.stack : error));
      process.exitCode = 1;
    }
  };
}

/** Of package.json, seen from this file as it is compiled (`dist/apps/cli/src/commands`) or as it stands. */
function projectRoot(): string {
  const root = path.resolve(import.meta.dirname, '../../../..');
  return path.basename(root) === 'dist' ? path.dirname(root) : root;
}
