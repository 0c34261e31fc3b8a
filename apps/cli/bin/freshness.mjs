/** Whether what is installed and built still belongs to what lies here. By content: a checkout or a copy changes every date. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const SOURCE_FOLDERS = ['apps', 'libs', 'migrations'];
const SOURCE_FILES = ['package.json', 'tsconfig.json', 'nest-cli.json', '.swcrc'];

const stampFile = (root) => path.join(root, 'node_modules', '.countersign-lock');
const lockHash = (root) => createHash('sha256').update(readFileSync(path.join(root, 'package-lock.json'))).digest('hex');

export function dependenciesAreCurrent(root) {
  // npm writes this file last: without it an installation was cut off.
  const written = path.join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(written)) return false;
  if (!existsSync(path.join(root, 'package-lock.json'))) return true;
  if (existsSync(stampFile(root)) && readFileSync(stampFile(root), 'utf8') === lockHash(root)) return true;
  // Someone ran npm by hand after the lock file was last touched.
  return statSync(written).mtimeMs >= statSync(path.join(root, 'package-lock.json')).mtimeMs;
}

export function rememberDependencies(root) {
  writeFileSync(stampFile(root), lockHash(root));
}

/** The hash of the sources that `dist` was built from; null if a build was cut off or never made. */
export function builtFrom(root) {
  const file = path.join(root, 'dist', '.sources');
  return existsSync(file) ? readFileSync(file, 'utf8') : null;
}

export function sourcesHash(root) {
  const hash = createHash('sha256');
  const add = (file) => hash.update(path.relative(root, file)).update('\0').update(readFileSync(file)).update('\0');
  const walk = (folder) => {
    for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const full = path.join(folder, entry.name);
      if (entry.isDirectory()) walk(full);
      else if (entry.isFile() && !/\.spec\.tsx?$/.test(entry.name)) add(full);
    }
  };
  for (const folder of SOURCE_FOLDERS) if (existsSync(path.join(root, folder))) walk(path.join(root, folder));
  for (const file of SOURCE_FILES) if (existsSync(path.join(root, file))) add(path.join(root, file));
  return hash.digest('hex');
}
