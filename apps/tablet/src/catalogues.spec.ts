import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { IntlMessageFormat } from 'intl-messageformat';
import { CATALOGUES, LOCALES, type Locale } from './i18n.js';
import { messageFormatter, parseMessage } from './icu.js';

const TAGS: Readonly<Record<Locale, string>> = { en: 'en-GB', fr: 'fr', ar: 'ar' };
const FOLDER = path.join(import.meta.dirname);

const sources = readdirSync(FOLDER, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !entry.name.includes('.spec.'))
  .map((entry) => readFileSync(path.join(entry.parentPath, entry.name), 'utf8'))
  .join('\n');

/** The part of every key that is put together at run time: `customer.fault.${…}`. */
const prefixes = [...sources.matchAll(/`([a-z][\w-]*(?:\.[\w-]+)*[.-])\$\{/g)].map(([, prefix]) => prefix as string);

/** The parser's element kinds that matter here. */
const TYPE = { literal: 0, select: 5, plural: 6, pound: 7 };

interface MessageElement {
  type: number;
  value: string;
  options: Record<string, { value: MessageElement[] }>;
}

/** Every element of a message, those inside plurals and selects too. */
function* walk(elements: MessageElement[]): Generator<MessageElement> {
  for (const element of elements) {
    yield element;
    if (element.type === TYPE.plural || element.type === TYPE.select) for (const option of Object.values(element.options)) yield* walk(option.value);
  }
}

const elementsOf = (message: string): MessageElement[] => [...walk(new IntlMessageFormat(message, 'en').getAst() as unknown as MessageElement[])];
const argumentsOf = (message: string): string[] => [...new Set(elementsOf(message).flatMap(({ type, value }) => (type === TYPE.literal || type === TYPE.pound ? [] : [value])))].sort();
const pluralsOf = (message: string): string[][] => elementsOf(message).flatMap(({ type, options }) => (type === TYPE.plural ? [Object.keys(options)] : []));

describe('catalogues of the tablet', () => {
  const keys = Object.keys(CATALOGUES.en).sort();

  it.each(LOCALES)('have the same keys in %s as in English', (locale) => {
    expect(Object.keys(CATALOGUES[locale]).sort()).toEqual(keys);
  });

  it('say each key once over all areas', () => {
    for (const locale of LOCALES) {
      const folder = path.join(FOLDER, 'messages', locale);
      const all = readdirSync(folder).flatMap((file) => Object.keys(JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as object));
      expect(all.filter((key, index) => all.indexOf(key) !== index)).toEqual([]);
    }
  });

  it('have no key that no screen says', () => {
    const unsaid = keys.filter((key) => !sources.includes(`'${key}'`) && !prefixes.some((prefix) => key.startsWith(prefix)));
    expect(unsaid).toEqual([]);
  });

  it.each(LOCALES)('are said in %s as the server would say them', (locale) => {
    const formatter = messageFormatter(TAGS[locale]);
    for (const key of keys) {
      const message = CATALOGUES[locale][key] ?? '';
      for (const n of [0, 1, 2, 3, 11, 100, 1_000_000]) {
        const values = Object.fromEntries(argumentsOf(message).map((name) => [name, n]));
        expect({ key, said: formatter.format(parseMessage(message), values) }).toEqual({ key, said: String(new IntlMessageFormat(message, TAGS[locale]).format(values)) });
      }
    }
  });

  it.each(LOCALES)('take the same values in %s as in English, and have every plural of it', (locale) => {
    const categories = new Intl.PluralRules(TAGS[locale]).resolvedOptions().pluralCategories;
    for (const key of keys) {
      const message = CATALOGUES[locale][key] ?? '';
      expect({ key, takes: argumentsOf(message) }).toEqual({ key, takes: argumentsOf(CATALOGUES.en[key] ?? '') });
      for (const plural of pluralsOf(message)) expect({ key, plural: plural.filter((name) => !name.startsWith('=')).sort() }).toEqual({ key, plural: [...categories].sort() });
    }
  });

  it('leave no message empty and none in English in another language', () => {
    for (const locale of LOCALES) {
      for (const key of keys) {
        const message = CATALOGUES[locale][key] ?? '';
        expect({ key, empty: message.trim() === '' }).toEqual({ key, empty: false });
        const words = message.replace(/\{[^{}]*\}/g, '').trim();
        if (locale !== 'en' && /\p{L}/u.test(words) && !LOANS.has(words)) expect({ locale, key, message }).not.toEqual({ locale, key, message: CATALOGUES.en[key] });
      }
    }
  });
});

/** Names and words that are the same in another language. */
const LOANS = new Set(['Countersign', 'Contact']);
