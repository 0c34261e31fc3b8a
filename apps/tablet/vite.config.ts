import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { build, defineConfig, type Plugin } from 'vite';

const here = import.meta.dirname;
const project = path.resolve(here, '../..');
const BASE = '/tablet/';

const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name)).sort();

/**
 * `0.1.0+3f1c9a2b`: the release and the sources it was built from, so that two builds of one state are one version.
 * `TABLET_VERSION` names another: from one to the next, the change of versions is tested.
 */
function appVersion(): string {
  if (process.env['TABLET_VERSION']) return process.env['TABLET_VERSION'];
  const { version } = JSON.parse(readFileSync(path.join(project, 'package.json'), 'utf8')) as { version: string };
  const hash = createHash('sha256').update(readFileSync(path.join(project, 'package-lock.json')));
  for (const file of filesBelow(here)) if (!/\.spec\.tsx?$/.test(file)) hash.update(path.relative(here, file)).update('\0').update(readFileSync(file)).update('\0');
  return `${version}+${hash.digest('hex').slice(0, 8)}`;
}

/**
 * After the app, its service worker: one file without a hash in its name, with the list of everything it has to keep.
 * Each entry carries the SHA-256 of its content, because a Wi-Fi login page answers every address with 200 (src/sw/sw.ts).
 */
function serviceWorker(version: string): Plugin {
  let out = '';
  return {
    name: 'countersign-service-worker',
    apply: 'build',
    configResolved({ root, build: { outDir } }) {
      out = path.resolve(root, outDir);
    },
    async closeBundle() {
      const files = filesBelow(out).map((file) => ({ name: path.relative(out, file).split(path.sep).join('/'), content: readFileSync(file) }));
      const list = files.filter(({ name }) => name !== 'sw.js')
        .map(({ name, content }) => ({ url: name === 'index.html' ? BASE : `${BASE}${name}`, sha256: createHash('sha256').update(content).digest('hex') }));
      await build({
        configFile: false, root: here, logLevel: 'warn', publicDir: false,
        define: { __PRECACHE__: JSON.stringify(list), __APP_VERSION__: JSON.stringify(version) },
        build: {
          outDir: out, emptyOutDir: false, copyPublicDir: false, target: TARGET, modulePreload: false,
          rolldownOptions: { input: path.join(here, 'src/sw/sw.ts'), output: { format: 'iife', entryFileNames: 'sw.js' } },
        },
      });
    },
  };
}

/** Tablets grow old in shops. X25519 is newer than these: what lacks it seals with P-256. */
const TARGET = ['chrome109', 'firefox115', 'safari16.4'];

const version = appVersion();

export default defineConfig({
  root: here,
  base: BASE,
  publicDir: path.join(here, 'public'),
  define: { __APP_VERSION__: JSON.stringify(version) },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  logLevel: 'warn',
  plugins: [serviceWorker(version)],
  build: {
    outDir: path.join(project, 'dist/tablet'),
    emptyOutDir: true,
    target: TARGET,
    // The server's policy takes nothing inline, so nothing may become a data: address or an inline script.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
});
