import { spawnSync } from 'node:child_process';
import process from 'node:process';
import { runStep, say } from './steps.mjs';

/** Installs Debian's packages, where we are root on a machine that has them. True if they are there now. */
export async function installPackages(...names) {
  const mayInstall = process.getuid?.() === 0 && spawnSync('apt-get', ['--version'], { stdio: 'ignore' }).status === 0;
  if (!mayInstall) return false;
  say(`\nInstalling on this machine: apt-get update && apt-get install -y ${names.join(' ')}`);
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  return (await runStep('apt-get update', 'apt-get', ['-q', 'update'], { limit: 5 * 60_000, env }))
    && runStep('apt-get install', 'apt-get', ['-q', 'install', '-y', ...names], { limit: 10 * 60_000, env });
}

/** The second implementation of the manifest is in Python. */
export async function ensurePython() {
  if (spawnSync('python3', ['--version'], { stdio: 'ignore' }).status !== 0) await installPackages('python3');
}
