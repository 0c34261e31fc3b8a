import { execFile, spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { StartError, type Say } from './services.errors.js';

const run = promisify(execFile);

export interface RedisBinary {
  readonly file: string;
  /** Folders of shared libraries that came with it. */
  readonly libraries: readonly string[];
}

/**
 * Finds a Redis server, in this order: `redis-server` or `valkey-server` on the PATH; one fetched into `toolFolder` by an
 * earlier start; Debian's packages fetched into that folder without installing them; the system's package manager (root only).
 * @throws StartError saying what to do by hand.
 */
export async function findRedis(toolFolder: string, say: Say): Promise<RedisBinary> {
  const installed = onPath();
  if (installed) return installed;
  const kept = unpacked(toolFolder);
  if (kept) return kept;
  const fetched = await fetchDebian(toolFolder, say);
  if (fetched) return fetched;
  const added = await installBySystem(say);
  if (added) return added;
  throw new StartError('start.no-redis', 'No Redis server was found and none could be fetched. Install one (for example `apt-get install redis-server`, `brew install redis`), or set REDIS_URL to a Redis of your own.');
}

function onPath(): RedisBinary | null {
  for (const name of ['redis-server', 'valkey-server']) {
    // Debian keeps servers in /usr/sbin, which an ordinary user's PATH may lack.
    for (const folder of [...(process.env['PATH'] ?? '').split(path.delimiter), '/usr/local/bin', '/usr/bin', '/usr/sbin', '/opt/homebrew/bin']) {
      const file = path.join(folder, name);
      if (folder !== '' && works({ file, libraries: [] })) return { file, libraries: [] };
    }
  }
  return null;
}

function works(binary: RedisBinary): boolean {
  try {
    accessSync(binary.file, constants.X_OK);
  } catch {
    return false;
  }
  return spawnSync(binary.file, ['--version'], { stdio: 'ignore', env: environmentFor(binary) }).status === 0;
}

export function environmentFor(binary: RedisBinary): NodeJS.ProcessEnv {
  return { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC', ...(binary.libraries.length > 0 && { LD_LIBRARY_PATH: binary.libraries.join(':') }) };
}

function unpacked(toolFolder: string): RedisBinary | null {
  const root = path.join(toolFolder, 'root');
  // `redis-server` of the package is a link to this one, which holds both.
  for (const file of ['usr/bin/redis-check-rdb', 'usr/bin/redis-server', 'usr/bin/valkey-check-rdb']) {
    const full = path.join(root, file);
    if (!existsSync(full)) continue;
    const lib = path.join(root, 'usr', 'lib');
    const libraries = existsSync(lib) ? [lib, ...readdirSync(lib, { withFileTypes: true }).filter((each) => each.isDirectory()).map((each) => path.join(lib, each.name))] : [];
    // The program behaves by the name it is called by.
    const server = path.join(root, 'usr', 'bin', 'redis-server');
    const binary = { file: existsSync(server) ? server : full, libraries };
    if (works(binary)) return binary;
  }
  return null;
}

async function fetchDebian(toolFolder: string, say: Say): Promise<RedisBinary | null> {
  if (process.platform !== 'linux' || !['apt-get', 'dpkg'].every((name) => spawnSync(name, ['--version'], { stdio: 'ignore' }).status === 0)) return null;
  say('Fetching Redis (about 2 MB, into the project\'s own folder; nothing is installed) …');
  try {
    rmSync(toolFolder, { recursive: true, force: true });
    const packages = path.join(toolFolder, 'packages');
    mkdirSync(packages, { recursive: true });
    const own = await packageLists(toolFolder);
    const needed = await missingPackages(own);
    await run('apt-get', [...own, 'download', ...needed], { cwd: packages, timeout: 180_000 });
    for (const file of readdirSync(packages)) await run('dpkg', ['-x', path.join(packages, file), path.join(toolFolder, 'root')], { timeout: 60_000 });
    return unpacked(toolFolder);
  } catch {
    return null;
  }
}

/** The machine's package lists where they are fresh enough to serve; else lists of our own, which an ordinary user may fetch too. */
async function packageLists(toolFolder: string): Promise<string[]> {
  const sandbox = ['-o', 'APT::Sandbox::User=root'];
  const shown = spawnSync('apt-cache', ['show', 'redis-tools'], { stdio: 'ignore' });
  if (shown.status === 0) return sandbox;
  const lists = path.join(toolFolder, 'lists');
  mkdirSync(path.join(lists, 'partial'), { recursive: true });
  mkdirSync(path.join(toolFolder, 'cache', 'archives', 'partial'), { recursive: true });
  const own = [...sandbox, '-o', `Dir::State::lists=${lists}`, '-o', `Dir::Cache=${path.join(toolFolder, 'cache')}`];
  await run('apt-get', [...own, 'update'], { timeout: 180_000 });
  return own;
}

/** What an installation would add: the server and the libraries that this machine lacks. */
async function missingPackages(own: string[]): Promise<string[]> {
  const { stdout } = await run('apt-get', [...own, '-s', '--no-install-recommends', 'install', 'redis-server', 'redis-tools'], { timeout: 60_000, env: { ...process.env, LC_ALL: 'C' } });
  const names = [...stdout.matchAll(/^Inst (\S+)/gm)].map((match) => match[1]!);
  return [...new Set(['redis-server', 'redis-tools', ...names])];
}

async function installBySystem(say: Say): Promise<RedisBinary | null> {
  if (process.getuid?.() !== 0) return null;
  const managers: readonly (readonly [string, readonly string[]])[] = [
    ['apt-get', ['install', '-y', '--no-install-recommends', 'redis-server']], ['dnf', ['install', '-y', 'redis']], ['apk', ['add', 'redis']], ['pacman', ['-S', '--noconfirm', 'redis']],
  ];
  for (const [manager, args] of managers) {
    if (spawnSync(manager, ['--version'], { stdio: 'ignore' }).status !== 0) continue;
    say(`Installing Redis on this machine: ${manager} ${args.join(' ')} …`);
    try {
      if (manager === 'apt-get') await run(manager, ['update'], { timeout: 180_000 });
      await run(manager, [...args], { timeout: 300_000, env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
      return onPath();
    } catch {
      return null;
    }
  }
  return null;
}
