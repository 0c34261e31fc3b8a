import { randomBytes } from 'node:crypto';
import { accessSync, constants } from 'node:fs';
import { chmod, link, mkdir, open, readdir, readFile, stat, unlink } from 'node:fs/promises';
import path from 'node:path';
import { VAULT_ERRORS, VaultError } from './vault.errors.js';

const PRIVATE_FOLDER = 0o700;
const PRIVATE_FILE = 0o600;
const OTHERS = 0o077;
const TEMPORARY = '.new-';
const ABANDONED_AFTER_MS = 10 * 60_000;

/**
 * Whether this process could read private keys in the folder, or will be able to once there are some. The server asks this of the
 * worker's folder at start, and in production refuses to run if so. A folder that isn't there is not readable.
 */
export function privateKeysReadable(dir: string): boolean {
  return [constants.R_OK, constants.X_OK].some((right) => {
    try {
      accessSync(dir, right);
      return true;
    } catch {
      return false;
    }
  });
}

/** Makes the folder, or shuts it to all others if it is ours. @throws VaultError `vault.keys_folder_open` if it stays open */
export async function ensurePrivateFolder(dir: string): Promise<void> {
  await mkdir(dir, { recursive: true, mode: PRIVATE_FOLDER });
  if (process.platform === 'win32' || ((await stat(dir)).mode & OTHERS) === 0) return;
  await chmod(dir, PRIVATE_FOLDER).catch(() => undefined);
  if (((await stat(dir)).mode & OTHERS) !== 0) throw new VaultError(VAULT_ERRORS.keysFolderOpen);
}

/**
 * Writes a file whole or not at all, never over another: false if there is one of that name already. A key once lost to an
 * overwrite is lost for good, hence `link`, which fails where `rename` would replace.
 */
export async function writeNewFile(file: string, text: string): Promise<boolean> {
  const folder = path.dirname(file);
  const temporary = path.join(folder, TEMPORARY + randomBytes(8).toString('hex'));
  await writeThrough(temporary, 'wx', Buffer.from(text));
  try {
    await link(temporary, file);
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false;
    throw error;
  } finally {
    await unlink(temporary);
  }
  await syncFolder(folder);
  return true;
}

/** The file's JSON, or null if there is no such file. @throws VaultError `vault.key_file_damaged` */
export async function readJsonFile(file: string): Promise<unknown> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    if (isCode(error, 'ENOENT')) return null;
    throw error;
  });
  if (text === null) return null;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw damaged(file);
  }
}

export function damaged(file: string): VaultError {
  return new VaultError(VAULT_ERRORS.keyFileDamaged, path.join(path.basename(path.dirname(file)), path.basename(file)));
}

/** Overwrites, then removes. On journaling and flash storage old blocks may survive: destroy backups and disks as well. */
export async function shredFile(file: string): Promise<void> {
  const { size } = await stat(file);
  await writeThrough(file, 'r+', randomBytes(size));
  await unlink(file);
  await syncFolder(path.dirname(file));
}

/** Names in a folder, temporary files left out; empty if there is no such folder. */
export async function listFiles(dir: string): Promise<string[]> {
  return (await namesIn(dir)).filter((name) => !name.startsWith('.')).sort();
}

/** Removes what a process that died while writing left behind. */
export async function removeAbandoned(dir: string, now: number): Promise<void> {
  for (const name of await namesIn(dir)) {
    if (!name.startsWith(TEMPORARY)) continue;
    const file = path.join(dir, name);
    const found = await stat(file).catch(() => null);
    // Unlinked, not shredded: it may be a second name of a key in use.
    if (found && found.mtimeMs < now - ABANDONED_AFTER_MS) await unlink(file).catch(() => undefined);
  }
}

async function namesIn(dir: string): Promise<string[]> {
  return readdir(dir).catch((error: unknown) => {
    if (isCode(error, 'ENOENT') || isCode(error, 'ENOTDIR')) return [];
    throw error;
  });
}

async function writeThrough(file: string, flags: 'wx' | 'r+', bytes: Buffer): Promise<void> {
  const handle = await open(file, flags, PRIVATE_FILE);
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Without this a new name may be gone after a power cut although its contents are safe. Windows cannot and need not. */
async function syncFolder(dir: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(dir, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function isCode(error: unknown, code: string): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === code;
}
