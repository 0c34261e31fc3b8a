import { type Logger } from 'pino';
import { codeIn } from './log.js';

/** The first lines of a stack without its message: files and lines of ours, no data. */
export function whereThrown(thrown: unknown): string[] {
  const stack = thrown instanceof Error ? (thrown.stack ?? '') : '';
  return stack.split('\n').filter((line) => /^\s+at /.test(line)).slice(0, 4).map((line) => line.trim().replace(/^at .*[/\\](?=(?:apps|libs|node_modules)[/\\])/, 'at '));
}

/**
 * What nobody caught ends the process, and whoever watches it starts it again; nothing acknowledged depends on it. Node would print the
 * error as it is, and its message may hold an address: the log gets its code and its place.
 */
export function endOnTheUnexpected(log: Logger): void {
  process.on('uncaughtException', (error, origin) => {
    log.fatal({ code: codeIn(error), at: whereThrown(error), origin }, 'ended by what nobody caught');
    process.exit(1);
  });
}
