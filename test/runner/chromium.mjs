import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { installPackages } from './packages.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const FOLDERS = ['/usr/bin', '/usr/local/bin', '/snap/bin', '/opt/homebrew/bin'];
const MAC = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';

/** A browser for the browser tests: CHROMIUM, or one that is installed, or (as root on Debian) one installed now. Null if there is none. */
export async function findChromium() {
  const found = installed();
  if (found !== null) return found;
  return (await installPackages('chromium', 'chromium-headless-shell', 'fonts-noto-core')) ? installed() : null;
}

function installed() {
  const folders = [...(process.env.PATH ?? '').split(path.delimiter).filter(Boolean), ...FOLDERS];
  const candidates = [process.env.CHROMIUM, ...NAMES.flatMap((name) => folders.map((folder) => path.join(folder, name))), MAC].filter(Boolean);
  return candidates.find((file) => existsSync(file) && spawnSync(file, ['--version'], { stdio: 'ignore', timeout: 30_000 }).status === 0) ?? null;
}
