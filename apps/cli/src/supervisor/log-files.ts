import { existsSync, readdirSync, readFileSync, renameSync, statSync } from 'node:fs';
import path from 'node:path';
import { destination, pino, stdTimeFunctions, type Logger } from 'pino';

const LARGEST_BYTES = 20 * 1024 * 1024;
const KEPT = 3;

/** Sets large logs aside (`server.log.1` is the latest) at the start; while they are written to, nobody may move them. */
export function rotateLogs(logs: string): void {
  for (const name of readdirSync(logs).filter((each) => each.endsWith('.log'))) {
    const file = path.join(logs, name);
    if (statSync(file).size < LARGEST_BYTES) continue;
    for (let age = KEPT - 1; age >= 1; age -= 1) if (existsSync(`${file}.${age}`)) renameSync(`${file}.${age}`, `${file}.${age + 1}`);
    renameSync(file, `${file}.1`);
  }
}

/** The supervisor's own log. Written at once, so that the last line before a crash is there. */
export function startLog(logs: string, level: string): Logger {
  return pino({ level, base: { service: 'start', pid: process.pid }, timestamp: stdTimeFunctions.isoTime }, destination({ dest: path.join(logs, 'start.log'), append: true, sync: true, mode: 0o600 }));
}

/** What a process last said before it gave up; logs hold no personal data, so a terminal may show them. */
export function lastLines(file: string, count = 5): string {
  if (!existsSync(file)) return '';
  return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-count).map((line) => `  ${line}`).join('\n');
}
