import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';

const root = path.resolve(import.meta.dirname, '../..');

/** A folder with something built by Vite, to be served by `WeakNetwork.folders`. */
export interface Build {
  folder: string;
  /** Addresses of the scripts in its page: by them it is known which build a page runs. */
  scripts: readonly string[];
  remove(): void;
}

/** The whole app as `npm run build` makes it, as another version: another page, other scripts, another service worker. */
export const buildOfVersion = (version: string): Build => build('apps/tablet/vite.config.ts', { TABLET_VERSION: version });

/** The core without screens (harness/harness.ts). Outside /tablet/, where the app's service worker would answer. */
export const buildHarness = (): Build => build('test/tablet/harness/vite.config.mjs', {});
export const HARNESS = '/harness/';

function build(config: string, env: Record<string, string>): Build {
  const folder = mkdtempSync(path.join(tmpdir(), 'countersign-build-'));
  const vite = path.join(root, 'node_modules/vite/bin/vite.js');
  execFileSync(process.execPath, [vite, 'build', '--config', path.join(root, config), '--outDir', folder, '--emptyOutDir'], { env: { ...process.env, ...env, NODE_OPTIONS: '' }, stdio: ['ignore', 'ignore', 'inherit'] });
  return { folder, scripts: scriptsIn(folder), remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Of the app as it was built last, which the server serves. */
export const shippedScripts = (): readonly string[] => scriptsIn(path.join(root, 'dist/tablet'));

const scriptsIn = (folder: string): string[] => [...readFileSync(path.join(folder, 'index.html'), 'utf8').matchAll(/<script[^>]+src="([^"]+)"/g)].map(([, src]) => src ?? '');
