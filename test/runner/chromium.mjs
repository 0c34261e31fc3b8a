import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { runStep, say } from './steps.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const FOLDERS = ['/usr/bin', '/usr/local/bin', '/snap/bin', '/opt/homebrew/bin'];
const MAC = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';

/** A browser for the browser tests: CHROMIUM, or one that is installed, or (as root on Debian) one installed now. Null if there is none. */
export async function findChromium() {
  const found = installed();
  if (found !== null) return found;
  const mayInstall = process.getuid?.() === 0 && spawnSync('apt-get', ['--version'], { stdio: 'ignore' }).status === 0;
  if (!mayInstall) return null;
  say('\nInstalling Chromium and fonts on this machine: apt-get update && apt-get install -y chromium fonts-noto-core');
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  if (!(await runStep('apt-get update', 'apt-get', ['-q', 'update'], { limit: 5 * 60_000, env }))) return null;
  if (!(await runStep('apt-get install', 'apt-get', ['-q', 'install', '-y', 'chromium', 'fonts-noto-core'], { limit: 10 * 60_000, env }))) return null;
  return installed();
}

function installed() {
  const folders = [...(process.env.PATH ?? '').split(path.delimiter).filter(Boolean), ...FOLDERS];
  const candidates = [process.env.CHROMIUM, ...NAMES.flatMap((name) => folders.map((folder) => path.join(folder, name))), MAC].filter(Boolean);
  return candidates.find((file) => existsSync(file) && spawnSync(file, ['--version'], { stdio: 'ignore', timeout: 30_000 }).status === 0) ?? null;
}
