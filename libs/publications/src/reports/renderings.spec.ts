import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { IntlMessageFormat } from 'intl-messageformat';
import { REPORT_LANGUAGES, readPhrases } from '../phrasebook.js';
import { type ReportData } from './facts/report-data.js';
import { DISCREPANCY_RULES } from './facts/discrepancy.js';
import { REPORT_KINDS, reportFacts, type ReportFacts } from './facts/report-facts.js';
import { REPORT_FILES, reportFile, reportFragment, reportSha256 } from './report.js';
import { dataOfFile } from './testing/data-of-file.js';
import { recordFile } from './testing/record.js';
import { everyElement, structureTree, type StructureElement } from './testing/structure-tree.js';

/** Of a parsed message; type 0 is plain text. */
interface Part { type: number; value?: string; options?: Record<string, { value: Part[] }> }

const whole = dataOfFile(recordFile());

const JURISDICTION = { appendix: null, country: 'NZ', region: 'region-middle-east', final: null } as const;
const facts = Object.fromEntries(REPORT_KINDS.map((kind) => [kind, reportFacts(whole, kind, JURISDICTION[kind])])) as Record<(typeof REPORT_KINDS)[number], ReportFacts>;
const some = (n: number): ReportData => {
  const places = whole.places.slice(0, n);
  const own = ({ jurisdiction }: { jurisdiction: string }): boolean => places.some(({ id }) => id === jurisdiction);
  return { ...whole, places, calls: whole.calls.filter(own), handovers: whole.handovers.filter(own) };
};
const digest = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

describe('two runs of a report', () => {
  it.each(REPORT_KINDS.flatMap((kind) => REPORT_FILES.map((file) => [kind, file] as const)))('are equal byte for byte: %s as %s', async (kind, file) => {
    const language = file === 'pdf' && kind === 'final' ? 'ar' : file === 'pdf' && kind === 'country' ? 'fr' : 'en';
    // Setting takes seconds: of the longest one, as paper, a dozen entries are enough to tell.
    const data = kind === 'appendix' && file === 'pdf' ? some(12) : whole;
    const turned = reportFacts({ ...data, places: data.places.toReversed(), calls: data.calls.toReversed(), handovers: data.handovers.toReversed(), goals: data.goals.toReversed() }, kind, JURISDICTION[kind]);
    const [first, second] = [await reportFile(reportFacts(data, kind, JURISDICTION[kind]), file, language, 'https://example.org/r'), await reportFile(turned, file, language, 'https://example.org/r')];
    expect(digest(second)).toBe(digest(first));
    expect(first.length).toBeGreaterThan(1_000);
  }, 120_000);

  it('have the same hash after a round through a database, which keeps names in an order of its own', () => {
    const turned = Object.fromEntries(Object.entries(facts.country).toReversed()) as unknown as ReportFacts;
    expect(reportSha256(turned)).toBe(reportSha256(facts.country));
    expect(reportSha256({ ...facts.country, stamp: { ...facts.country.stamp, asOf: '2026-11-22T12:00:01.000Z' } })).not.toBe(reportSha256(facts.country));
  });
});

describe('a report as HTML', () => {
  it.each(REPORT_KINDS.flatMap((kind) => REPORT_LANGUAGES.map((language) => [kind, language] as const)))('has headings in order and tables with captions and scopes: %s in %s', (kind, language) => {
    const html = reportFragment(facts[kind], language);
    const levels = [...html.matchAll(/<h(\d)/gu)].map(([, level]) => Number(level));
    expect(levels[0]).toBe(1);
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    expect(levels.filter((level, nth) => nth > 0 && level > (levels[nth - 1] ?? 0) + 1)).toEqual([]);
    const count = (pattern: RegExp): number => (html.match(pattern) ?? []).length;
    expect(count(/<table/gu)).toBe(count(/<caption/gu));
    expect(count(/<th(?=[ >])/gu)).toBe(count(/<th scope="(row|col)"/gu));
    expect(count(/style=|<script|onclick/gu)).toBe(0);
    const ids = [...html.matchAll(/ id="([^"]+)"/gu)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const tag of ['section', 'table', 'ul', 'ol', 'li', 'p', 'span', 'div', 'tr', 'td', 'th', 'article']) expect([tag, count(new RegExp(`<${tag}[ >]`, 'gu'))]).toEqual([tag, count(new RegExp(`</${tag}>`, 'gu'))]);
  });

  it('marks texts that are not in its language, with their direction', () => {
    const html = reportFragment(facts.country, 'ar');
    expect(html).toMatch(/<article class="report" lang="ar" dir="rtl">/u);
    expect(html).toMatch(/<span class="report-line" lang="en" dir="ltr">Ratify the Optional Protocol/u);
    expect(reportFragment(facts.country, 'en')).not.toMatch(/<span[^>]* lang=/u);
  });

  it('says what each chart shows, and the same in a table', () => {
    const html = reportFragment(facts.final, 'en');
    expect([...html.matchAll(/role="img" aria-label="([^"]+)"/gu)].map(([, label = '']) => label.split('.')[0])).toEqual(['Signatures by region', 'Handovers by month', 'Promises by where they stand', 'Calls answered, by goal']);
    expect(html).toContain('Promised: 28');
    expect(html).toContain('The same as a table'.toLowerCase());
  });

  it('runs nothing that stands in a text', () => {
    const evil = { ...facts.country, entries: facts.country.entries.map((entry) => ({ ...entry, place: { ...entry.place, demand: { en: '<script>alert("1")</script> & \'so\'' } } })) };
    expect(reportFragment(evil, 'en')).toContain('&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;so&#39;');
  });
});

describe('a report as PDF', () => {
  let trees: Record<string, StructureElement>;
  let files: Record<string, Buffer>;

  beforeAll(async () => {
    files = { final: await reportFile(facts.final, 'pdf', 'en', 'https://example.org/r'), country: await reportFile(facts.country, 'pdf', 'ar', 'https://example.org/r') };
    trees = Object.fromEntries(Object.entries(files).map(([name, file]) => [name, structureTree(file)]));
  }, 120_000);

  it.each(['final', 'country'])('is tagged from its first heading to its last cell: %s', (name) => {
    const tree = trees[name] as StructureElement;
    expect(tree.role).toBe('Document');
    const all = everyElement(tree);
    const levels = all.flatMap(({ role }) => /^H(\d)$/u.exec(role)?.[1] ?? []).map(Number);
    expect(levels[0]).toBe(1);
    expect(levels.filter((level, nth) => nth > 0 && level > (levels[nth - 1] ?? 0) + 1)).toEqual([]);
    const tables = all.filter(({ role }) => role === 'Table');
    expect(tables.length).toBeGreaterThan(2);
    for (const table of tables) {
      expect(table.children[0]?.role).toBe('Caption');
      expect(new Set(table.children.slice(1).map(({ role }) => role))).toEqual(table.children.some(({ role }) => role === 'THead') ? new Set(['THead', 'TBody']) : new Set(['TBody']));
      const rows = everyElement(table).filter(({ role }) => role === 'TR');
      expect(rows.every(({ children }) => children.length === rows[0]?.children.length && children.every(({ role }) => role === 'TH' || role === 'TD'))).toBe(true);
      expect(rows.every(({ children }) => children[0]?.role === 'TH')).toBe(true);
      expect(everyElement(table).filter(({ role, scope }) => role === 'TH' && scope === null)).toEqual([]);
      expect(everyElement(table).filter(({ role, scope }) => role === 'TD' && scope !== null)).toEqual([]);
    }
    expect(all.filter(({ role, children }) => role === 'L' && children.some((item) => item.role !== 'LI'))).toEqual([]);
    expect(all.filter(({ role }) => role === 'P').every(({ contents, text, language }) => contents > 0 && text !== null && language !== null)).toBe(true);
    expect(all.filter(({ role }) => role === 'Link').map(({ alt, annotations, contents }) => [alt, annotations, contents > 0])).toEqual([['https://example.org/r', 1, true]]);
  });

  it('says what its charts show, and draws each but once', () => {
    const figures = everyElement(trees['final'] as StructureElement).filter(({ role }) => role === 'Figure');
    expect(figures.map(({ alt }) => alt?.split('.')[0])).toEqual(['Signatures by region', 'Handovers by month', 'Promises by where they stand', 'Calls answered, by goal']);
    expect(figures.every(({ contents, children }) => contents > 0 && children.length === 0)).toBe(true);
  });

  it('has a language, a title, an outline and numbered pages that nobody hears', () => {
    const text = (files['country'] as Buffer).toString('latin1');
    expect(text).toMatch(/\/Lang \(ar\)/u);
    expect(text).toContain('/DisplayDocTitle true');
    expect(text).toMatch(/\/Outlines \d+ 0 R/u);
    expect(text).toContain('/Marked true');
    expect(everyElement(trees['country'] as StructureElement).some(({ language }) => language === 'en')).toBe(true);
    expect(everyElement(trees['final'] as StructureElement).some(({ text: said }) => /^Page \d+$/u.test(said ?? ''))).toBe(false);
  });
});

describe('the sentences of reports', () => {
  const english = readPhrases('reports/en');
  const placeholders = (sentence: string): string[] => {
    const named = (elements: readonly Part[]): string[] => elements.flatMap(({ type, value, options }) => [...(type === 0 || value === undefined ? [] : [value]), ...Object.values(options ?? {}).flatMap((option) => named(option.value))]);
    return [...new Set(named(new IntlMessageFormat(sentence, 'en').getAst()))].sort();
  };

  it.each(REPORT_LANGUAGES)('are all there in %s, with the same values', (language) => {
    const phrases = readPhrases(`reports/${language}`);
    expect(Object.keys(phrases).sort()).toEqual(Object.keys(english).sort());
    for (const [key, sentence] of Object.entries(english)) expect([key, placeholders(phrases[key] ?? '')]).toEqual([key, placeholders(sentence)]);
  });

  it('know every rule', () => {
    expect(DISCREPANCY_RULES.filter((rule) => !(`report.discrepancy.${rule}` in english) || !(`report.discrepancy.${rule}.title` in english))).toEqual([]);
  });

  it.each(REPORT_LANGUAGES)('have the plural forms of %s', (language) => {
    const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
    for (const [key, sentence] of Object.entries(readPhrases(`reports/${language}`))) {
      for (const [, , body = ''] of sentence.matchAll(/\{(\w+), plural, ((?:\w+ \{[^{}]*\} ?)+)\}/gu)) {
        const said = [...body.matchAll(/(\w+) \{/gu)].map(([, form]) => form);
        expect([key, forms.filter((form) => !said.includes(form) && !(language === 'fr' && form === 'many'))]).toEqual([key, []]);
      }
    }
  });
});
