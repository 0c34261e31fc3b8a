import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';

const ROOT = path.resolve(import.meta.dirname, '..');
const read = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8');
const matches = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map(([, found = '']) => found);

const SOURCES = ['libs', 'apps'].flatMap((folder) =>
  readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts')).map((file) => path.join(folder, file)));

/** Every figure that the code makes. */
const FIGURES = new Set(SOURCES.map(read).flatMap((text) => [
  ...matches(text, /new (?:Counter|Histogram|Gauge)(?:<\w+>)?\(\{ name: '(countersign_\w+)'/g), ...matches(text, /\bgauge\('(\w+)'/g).map((name) => `countersign_${name}`),
]));

/** A histogram is told as several. */
const figureOf = (name: string): string => (FIGURES.has(name) ? name : name.replace(/_(bucket|sum|count)$/, ''));

const ALARMS = read('docker/prometheus/alarms.yml').split(/^ *- alert: /m).slice(1).map((text) => ({
  name: /^\w+/.exec(text)?.[0] ?? '', expression: /^ *expr: (.+)$/m.exec(text)?.[1] ?? '', runbook: /runbook: "docs\/OPERATIONS\.md#([\w-]+)"/.exec(text)?.[1] ?? '(none)',
}));
const OPERATIONS = read('docs/OPERATIONS.md');

describe('the alarms', () => {
  it('are found, and the figures too', () => {
    expect(ALARMS.map(({ name }) => name)).toContain('Drift');
    expect(FIGURES).toContain('countersign_accepted_total');
    expect(FIGURES).toContain('countersign_recount_drift');
  });

  it.each(ALARMS)('$name looks at figures that there are', ({ expression }) => {
    expect(matches(expression, /(\bup\b|\bcountersign_\w+)/g).length).toBeGreaterThan(0);
    expect(matches(expression, /\b(countersign_\w+)/g).filter((name) => !FIGURES.has(figureOf(name)))).toEqual([]);
  });

  it.each(ALARMS)('$name has a line that says what to do', ({ name, runbook }) => {
    expect(OPERATIONS).toContain(`| <a id="${runbook}"></a>${name} | `);
  });

  it('are all that the table of alarms speaks of', () => {
    expect(matches(OPERATIONS, /<a id="[\w-]+"><\/a>(\w+) \| /g)).toEqual(ALARMS.map(({ name }) => name));
  });
});

describe('the table of figures', () => {
  /** First cells only: what a line explains may name what is no figure. */
  const told = OPERATIONS.split('\n').filter((line) => line.startsWith('| `countersign_')).flatMap((line) => matches(line.split(' | ')[0] ?? '', /`(countersign_\w+)/g));

  it('names what there is, and all of it', () => {
    const ofNode = new Set(['countersign_process_', 'countersign_nodejs_']);
    expect(told.filter((name) => !ofNode.has(name)).sort()).toEqual([...FIGURES].sort());
  });
});
