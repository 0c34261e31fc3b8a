import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, lstatSync, mkdirSync, mkdtempSync, openSync, readFileSync, readlinkSync, renameSync, statSync, symlinkSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { StartError } from './services.errors.js';

/** Longest path of a Unix socket is 107 bytes on Linux and 103 on macOS; the longest name below the data folder takes 32 of them. */
const LONGEST_ROOT = 103 - 32;

/** Passwords of the embedded services; made once, kept in a file only their owner may read. */
export interface ServiceSecrets {
  readonly postgresAdmin: string;
  readonly postgres: string;
  readonly redis: string;
}

/** Where everything of one installation lies. */
export interface DataFolder {
  readonly root: string;
  /** `root`, or a link to it that is short enough for the path of a Unix socket. */
  readonly short: string;
  readonly run: string;
  readonly logs: string;
  readonly keys: string;
  readonly secrets: ServiceSecrets;
}

/** Makes the folders (0700) that are not there yet. All that may be done without holding the lock of the folder. */
export function openDataFolder(root: string): { run: string; logs: string; keys: string } {
  const folder = (...parts: string[]): string => {
    const full = path.join(root, ...parts);
    mkdirSync(full, { recursive: true, mode: 0o700 });
    return full;
  };
  try {
    folder();
    refuseForeignFolder(root);
    return { run: folder('run'), logs: folder('logs'), keys: folder('keys') };
  } catch (error) {
    if (error instanceof StartError) throw error;
    throw new StartError('start.data-folder', `The data folder ${root} cannot be used: ${(error as Error).message}`);
  }
}

/** As `openDataFolder`, with the secrets (0600), which are made once: two starts at a time would each make their own. */
export function prepareDataFolder(root: string): DataFolder {
  const folders = openDataFolder(root);
  return { root, short: shortPath(root, folders.run), ...folders, secrets: secretsOf(root) };
}

/** Files made by root in someone's folder would lock that person out at the next start, and the other way round. */
function refuseForeignFolder(root: string): void {
  const me = process.getuid?.();
  const owner = statSync(root).uid;
  if (me === undefined || owner === me) return;
  throw new StartError('start.foreign-data-folder', `The data folder ${root} belongs to another user (number ${owner}; this is number ${me}). Start as that user, or name another folder by DATA_DIR.`);
}

function secretsOf(root: string): ServiceSecrets {
  const file = path.join(root, 'secrets.json');
  if (!existsSync(file)) {
    const secret = (): string => randomBytes(24).toString('base64url');
    writePrivately(file, JSON.stringify({ postgresAdmin: secret(), postgres: secret(), redis: secret() } satisfies ServiceSecrets));
  }
  return JSON.parse(readFileSync(file, 'utf8')) as ServiceSecrets;
}

/** Writes a 0600 file that is whole or not there at all, also after a power cut. */
export function writePrivately(file: string, content: string): void {
  const draft = `${file}.${process.pid}.new`;
  const handle = openSync(draft, 'w', 0o600);
  try {
    writeSync(handle, content);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(draft, file);
}

function shortPath(root: string, run: string): string {
  if (Buffer.byteLength(root) <= LONGEST_ROOT) return root;
  const note = path.join(run, 'short-path');
  const known = existsSync(note) ? readFileSync(note, 'utf8').trim() : '';
  if (known !== '' && isOurLink(known, root)) return known;
  const base = Buffer.byteLength(tmpdir()) <= LONGEST_ROOT - 24 ? tmpdir() : '/tmp';
  const link = path.join(mkdtempSync(path.join(base, 'countersign-')), 'd');
  symlinkSync(root, link);
  writePrivately(note, link);
  return link;
}

/** A temporary folder is open to everyone: a link counts only if nobody else can have put it there. */
function isOurLink(link: string, root: string): boolean {
  try {
    const parent = lstatSync(path.dirname(link));
    return parent.isDirectory() && parent.uid === process.getuid?.() && (parent.mode & 0o077) === 0 && readlinkSync(link) === root;
  } catch {
    return false;
  }
}
