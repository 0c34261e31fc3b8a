import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from '@jest/globals';
import ts from 'typescript';
import { LIBS } from './layers.mjs';

const ROOT = path.resolve(import.meta.dirname, '../..');

const sources = ['apps', 'libs', 'migrations', 'test'].flatMap((top) => readdirSync(path.join(ROOT, top), { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.(ts|tsx|mjs)$/.test(file))
  .map((file) => ({ file: path.posix.join(top, file.split(path.sep).join('/')), words: new Set(readFileSync(path.join(ROOT, top, file), 'utf8').match(/\w+/gu)) })));

/** What the index of a lib hands out that is there when the program runs. */
function valuesOf(index: string): string[] {
  const file = ts.createSourceFile(index, readFileSync(path.join(ROOT, index), 'utf8'), ts.ScriptTarget.Latest);
  return file.statements.filter(ts.isExportDeclaration).flatMap(({ isTypeOnly, exportClause }) =>
    (isTypeOnly || !exportClause || !ts.isNamedExports(exportClause) ? [] : exportClause.elements.filter((element) => !element.isTypeOnly).map(({ name }) => name.text)));
}

it.each([...LIBS])('%s hands out only what somebody takes', (lib) => {
  const others = sources.filter(({ file }) => !file.startsWith(`libs/${lib}/`));
  expect(valuesOf(`libs/${lib}/src/index.ts`).filter((name) => !others.some(({ words }) => words.has(name)))).toEqual([]);
});
