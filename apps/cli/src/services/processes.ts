import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

/** A process that cannot be mistaken for a later one with the same number. */
export interface ProcessMark {
  readonly pid: number;
  readonly born: string;
}

/** When the process with this number began, in a form that survives neither its end nor a reboot; null if there is none. */
export function bornAt(pid: number): string | null {
  try {
    if (process.platform !== 'linux') return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim() || null;
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in brackets may hold spaces and brackets; the fields after the last bracket are fixed (proc(5): state is the third, starttime the 22nd).
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z' || fields[0] === 'X') return null;
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}/${fields[19]}`;
  } catch {
    return null;
  }
}

export function markOf(pid: number): ProcessMark | null {
  const born = bornAt(pid);
  return born === null ? null : { pid, born };
}

export function lives(mark: ProcessMark): boolean {
  return bornAt(mark.pid) === mark.born;
}

/** Sends the signals one after the other, waiting after each, until the process is gone. A stranger with the same number is left alone. */
export async function endProcess(mark: ProcessMark, signals: readonly { signal: NodeJS.Signals; waitMs: number }[]): Promise<boolean> {
  for (const { signal, waitMs } of signals) {
    if (!lives(mark)) return true;
    try {
      process.kill(mark.pid, signal);
    } catch {
      return !lives(mark);
    }
    const until = Date.now() + waitMs;
    while (Date.now() < until && lives(mark)) await pause(20);
  }
  return !lives(mark);
}

export function isProcessMark(value: unknown): value is ProcessMark {
  return typeof value === 'object' && value !== null && 'pid' in value && typeof value.pid === 'number' && 'born' in value && typeof value.born === 'string';
}
