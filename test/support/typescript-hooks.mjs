import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import path from 'node:path';
import { transform } from '@swc/core';

const root = path.resolve(fileURLToPath(import.meta.url), '..', '..', '..');
const swcrc = JSON.parse(readFileSync(path.join(root, '.swcrc'), 'utf8'));
delete swcrc.$schema;

/** Our own libs by their sources, and `./x.js` as the `./x.ts` it is made from. */
export async function resolve(specifier, context, next) {
  const lib = /^#libs\/([a-z-]+)$/.exec(specifier);
  if (lib) return next(pathToFileURL(path.join(root, 'libs', lib[1], 'src', 'index.ts')).href, context);
  if (specifier === '#migrations') return next(pathToFileURL(path.join(root, 'migrations', 'index.ts')).href, context);
  const relative = /^\.{1,2}\//.test(specifier) && specifier.endsWith('.js') && context.parentURL?.startsWith('file:');
  if (relative) {
    const file = fileURLToPath(new URL(specifier, context.parentURL));
    for (const ending of ['.ts', '.tsx']) {
      const source = file.replace(/\.js$/, ending);
      if (!existsSync(file) && existsSync(source)) return next(pathToFileURL(source).href, context);
    }
  }
  return next(specifier, context);
}

export async function load(url, context, next) {
  if (!url.startsWith('file:') || !/\.tsx?$/.test(url) || url.includes('/node_modules/')) return next(url, context);
  const filename = fileURLToPath(url);
  const { code } = await transform(readFileSync(filename, 'utf8'), { ...swcrc, filename, swcrc: false, configFile: false, sourceMaps: 'inline' });
  return { format: 'module', source: code, shortCircuit: true };
}
