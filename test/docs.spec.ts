import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';

const ROOT = path.resolve(import.meta.dirname, '..');
/** What a person reads: README.md, and every Markdown file below these folders. */
const DOCUMENTS = ['README.md', ...['docs', 'libs', 'apps', 'data', 'test'].flatMap((folder) =>
  readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.md')).map((file) => path.join(folder, file)))].sort();

/** `[words](target)`, without those that lead to other sites or to a heading of the same page. */
const LINK = /\]\((?!https?:|#|mailto:)([^)\s#]+)/g;
/** Paths in backticks that begin in a folder of the project; patterns and places to be filled in are none. */
const NAMED = /`((?:apps|libs|migrations|test|data|docs|docker)\/[^`\s]*)`/g;

/** `NamesKey` → `names-key`. */
const dashed = (name: string): string => name.replace(/(?<=.)[A-Z]/g, '-$&').toLowerCase();

function missingFrom(document: string): string[] {
  const text = readFileSync(path.join(ROOT, document), 'utf8');
  const links = [...text.matchAll(LINK)].map(([, target = '']) => path.join(path.dirname(document), target));
  const named = [...text.matchAll(NAMED)].map(([, target = '']) => target).filter((target) => !/[*<>{}…]/.test(target));
  return [...new Set([...links, ...named])].filter((target) => !existsSync(path.join(ROOT, target)));
}

describe('the documentation', () => {
  it('is found', () => {
    expect(DOCUMENTS).toEqual(expect.arrayContaining(['README.md', 'docs/ARCHITECTURE.md', 'libs/signatures/README.md']));
  });

  it.each(DOCUMENTS)('%s names only files and folders that exist', (document) => {
    expect(missingFrom(document)).toEqual([]);
  });

  it('names only commands that there are', () => {
    const main = readFileSync(path.join(ROOT, 'apps/cli/src/main.ts'), 'utf8');
    const registered = new Set([...(/COMMANDS[^=]*= \[([^\]]*)\]/.exec(main)?.[1] ?? '').matchAll(/register(\w+)/g)].map(([, name = '']) => dashed(name)));
    const named = DOCUMENTS.flatMap((document) => [...readFileSync(path.join(ROOT, document), 'utf8').matchAll(/npx countersign ([a-z]+(?:-[a-z]+)*)/g)].map(([, name = '']) => name));
    expect(named).toContain('verify');
    expect([...new Set(named)].filter((name) => !registered.has(name))).toEqual([]);
  });

  it('has a README for every lib', () => {
    const libs = readdirSync(path.join(ROOT, 'libs'));
    expect(libs.filter((lib) => !existsSync(path.join(ROOT, 'libs', lib, 'README.md')))).toEqual([]);
  });
});
