import { describe, expect, it } from '@jest/globals';
import { IntlMessageFormat } from 'intl-messageformat';
import { CATALOGUES } from './catalogue.js';
import { LOCALES, formatLocale } from './locales.js';

/** The parser's element kinds that matter here. */
const TYPE = { literal: 0, select: 5, plural: 6, pound: 7, tag: 8 };

interface MessageElement {
  type: number;
  value: string;
  options: Record<string, { value: MessageElement[] }>;
}

const parse = (message: string): MessageElement[] => new IntlMessageFormat(message, 'en').getAst() as unknown as MessageElement[];

/** Every element of a message, those inside plurals and selects too. */
function* walk(elements: MessageElement[]): Generator<MessageElement> {
  for (const element of elements) {
    yield element;
    if (element.type === TYPE.plural || element.type === TYPE.select) {
      for (const option of Object.values(element.options)) yield* walk(option.value);
    }
  }
}

const argumentsOf = (message: string): string[] =>
  [...new Set([...walk(parse(message))].flatMap((e) => (e.type === TYPE.literal || e.type === TYPE.pound || e.type === TYPE.tag ? [] : [e.value])))].sort();

describe('message catalogues', () => {
  const keys = Object.keys(CATALOGUES.en).sort();

  it.each(LOCALES)('has the same keys in %s as in English', (locale) => {
    expect(Object.keys(CATALOGUES[locale]).sort()).toEqual(keys);
  });

  it.each(LOCALES)('is valid ICU and takes the same arguments in %s as in English', (locale) => {
    for (const key of keys) {
      const english = argumentsOf(CATALOGUES.en[key] ?? '');
      const here = argumentsOf(CATALOGUES[locale][key] ?? '');
      // A language may leave out what its form does not need (Arabic "two"), but never ask for more.
      expect({ key, unknown: here.filter((name) => !english.includes(name)) }).toEqual({ key, unknown: [] });
      expect({ key, missing: english.filter((name) => !here.includes(name)) }).toEqual({ key, missing: [] });
    }
  });

  it.each(LOCALES)('covers every plural category of %s', (locale) => {
    const categories = new Intl.PluralRules(formatLocale(locale)).resolvedOptions().pluralCategories;
    for (const key of keys) {
      for (const element of walk(parse(CATALOGUES[locale][key] ?? ''))) {
        if (element.type !== TYPE.plural) continue;
        expect({ key, categories: Object.keys(element.options).sort() }).toEqual({ key, categories: [...categories].sort() });
      }
    }
  });

  it('leaves no message empty and none in English in another language', () => {
    const loans = new Set(['E-mail', 'Publications', 'Organisation', 'Page', 'Signatures', 'Contact', 'Pages', 'Total', 'Code', 'Date', 'Ratifications', 'Source', 'Points', 'Base', 'Note', 'Europe']);
    for (const locale of LOCALES) {
      for (const key of keys) {
        const message = CATALOGUES[locale][key] ?? '';
        expect({ key, message: message.trim() }).not.toEqual({ key, message: '' });
        const words = message.replace(/\{[^{}]*\}/g, '').trim();
        if (locale !== 'en' && /\p{L}/u.test(words) && !loans.has(words)) {
          expect({ locale, key, message }).not.toEqual({ locale, key, message: CATALOGUES.en[key] });
        }
      }
    }
  });
});
