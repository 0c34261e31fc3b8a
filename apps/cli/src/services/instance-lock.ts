import { linkSync, readFileSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { openDataFolder, writePrivately } from './data-folder.js';
import { bornAt, isProcessMark, lives, type ProcessMark } from './processes.js';
import { StartError } from './services.errors.js';

/** Who works with a data folder at the moment. */
export interface Holder extends ProcessMark {
  /** `start`, or the name of a command that runs the services for itself. */
  readonly what: string;
  readonly url: string;
}

export interface InstanceLock {
  release(): void;
}

const lockFile = (dataDir: string): string => path.join(dataDir, 'run', 'instance.json');

/** Who holds the folder now; null if nobody, or only someone who was killed. */
export function holderOf(dataDir: string): Holder | null {
  const holder = read(lockFile(dataDir));
  return holder && lives(holder) ? holder : null;
}

/**
 * One instance per data folder. A lock whose process is gone (killed, or the machine restarted) is taken over.
 * @throws StartError `start.already-running` naming the holder.
 */
export function lockInstance(dataDir: string, what: string, url: string): InstanceLock {
  const file = lockFile(dataDir);
  openDataFolder(dataDir);
  const mine = path.join(dataDir, 'run', `instance.${process.pid}`);
  const me: Holder = { pid: process.pid, born: bornAt(process.pid) ?? '', what, url };
  writePrivately(mine, JSON.stringify(me));
  try {
    for (let tries = 0; tries < 10; tries += 1) {
      if (claim(mine, file)) return { release: () => release(file, me) };
      const holder = read(file);
      if (holder && lives(holder)) throw alreadyRuns(holder);
      setAside(file);
    }
    throw new StartError('start.lock', `The lock ${file} cannot be taken.`);
  } finally {
    rmSync(mine, { force: true });
  }
}

/** A hard link is made whole or not at all, and never over another. */
function claim(mine: string, file: string): boolean {
  try {
    linkSync(mine, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Two starts may find the same stale lock: what was moved away is looked at again, so that the other's new lock is put back. */
function setAside(file: string): void {
  const aside = `${file}.${process.pid}.old`;
  try {
    renameSync(file, aside);
  } catch {
    return;
  }
  const moved = read(aside);
  if (moved && lives(moved)) claim(aside, file);
  rmSync(aside, { force: true });
}

function release(file: string, me: Holder): void {
  const holder = read(file);
  if (holder?.pid === me.pid && holder.born === me.born) rmSync(file, { force: true });
}

function alreadyRuns(holder: Holder): StartError {
  const what = holder.what === 'start' ? `Countersign already runs on this data folder: ${holder.url}` : `The command "${holder.what}" works on this data folder`;
  return new StartError('start.already-running', `${what} (process ${holder.pid}). Stop it first, or name another folder by DATA_DIR.`);
}

function read(file: string): Holder | null {
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return isProcessMark(value) ? (value as Holder) : null;
  } catch {
    return null;
  }
}
