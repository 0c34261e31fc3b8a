import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from '@jest/globals';
import { CATALOGUES } from './catalogue.js';

const root = path.resolve(import.meta.dirname, '../../../..');
/** Said by codes that are made elsewhere, which other specs hold against the catalogues. */
const BY_CODE = /^(problem|console\.done)\./;

it('every sentence of the catalogues is said somewhere', () => {
  const files = ['apps', 'libs'].flatMap((folder) => readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' }).filter((name) => /\.(ts|tsx|js|mjs)$/.test(name) && !/node_modules|\.spec\./.test(name)).map((name) => path.join(root, folder, name)));
  const source = files.map((file) => readFileSync(file, 'utf8')).join('\n');
  const said = new Set([...source.matchAll(/['"`]([a-z][\w-]*(?:\.[\w-]+)+)['"`]/g)].map(([, key]) => key));
  // `seal.sample.outcome.${outcome}` says every key of that form.
  const forms = [...new Set([...source.matchAll(/`([a-z][\w-]*\.[\w.-]*\$\{[^`]*)`/g)].map(([, form = '']) => form))]
    .map((form) => new RegExp(`^${form.split(/\$\{[^}]*(?:\{[^}]*\}[^}]*)*\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('.+')}$`));
  expect(Object.keys(CATALOGUES.en).filter((key) => !BY_CODE.test(key) && !said.has(key) && !forms.some((form) => form.test(key)))).toEqual([]);
});
