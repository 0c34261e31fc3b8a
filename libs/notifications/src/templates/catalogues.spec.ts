import { describe, expect, it } from '@jest/globals';
import { IntlMessageFormat } from 'intl-messageformat';
import { type Catalogue, ORGANISER_LANGUAGES, Phrasebook, readCatalogue, SIGNER_LANGUAGES, languageFor } from './phrasebook.js';

const ENGLISH = readCatalogue('en');
const SIGNERS = /^(confirmation|consent|reminder|already|thanks|withdrawal|update|proof|sample)\.|^footer\.(signer|demonstration)$/;
const expectedKeys = (language: string): string[] =>
  Object.keys(ENGLISH).filter((key) => SIGNERS.test(key) || (ORGANISER_LANGUAGES as readonly string[]).includes(language)).sort();

describe.each(SIGNER_LANGUAGES)('the mails in %s', (language) => {
  const catalogue = readCatalogue(language);

  it('have every sentence, and none too many', () => {
    expect(Object.keys(catalogue).sort()).toEqual(expectedKeys(language));
  });

  it('have no empty sentence', () => {
    expect(Object.entries(catalogue).filter(([, message]) => message.trim() === '')).toEqual([]);
  });

  it('take the values that the English ones take', () => {
    for (const key of Object.keys(catalogue)) expect([key, argumentsOf(catalogue, key)]).toEqual([key, argumentsOf(ENGLISH, key)]);
  });

  it('give a form for every plural category of the language', () => {
    const wanted = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
    for (const key of Object.keys(catalogue)) {
      for (const plural of pluralsOf(parse(catalogue[key] ?? ''))) {
        const given = Object.keys(plural.options);
        for (const category of wanted) expect([key, given]).toEqual([key, expect.arrayContaining([category])]);
      }
    }
  });
});

describe('the language of a mail', () => {
  it('is the first wished one that there is, whatever its region', () => {
    expect(languageFor(['pt-BR', 'fr-CA', 'en'], SIGNER_LANGUAGES)).toBe('fr');
    expect(languageFor([null, 'sv'], ORGANISER_LANGUAGES)).toBe('en');
  });

  it('counts in words: Arabic has a form of its own for two', () => {
    expect(Phrasebook.of('ar').plain('confirmation.nothing', { days: 2 })).toContain('يومين');
    expect(Phrasebook.of('ar').plain('confirmation.nothing', { days: 14 })).toContain('14 يومًا');
  });
});

type Element = ReturnType<IntlMessageFormat['getAst']>[number];
type Plural = Extract<Element, { pluralType?: unknown }>;

const parse = (message: string): Element[] => new IntlMessageFormat(message, 'en').getAst();
const within = (element: Element): Element[] => ('options' in element ? Object.values(element.options).flatMap(({ value }) => value) : []);

function pluralsOf(elements: readonly Element[]): Plural[] {
  return elements.flatMap((element) => [...('pluralType' in element ? [element] : []), ...pluralsOf(within(element))]);
}

/** Names of the values; a literal's text and the `#` of a plural are none. */
function argumentsOf(catalogue: Catalogue, key: string): string[] {
  const found = new Set<string>();
  const walk = (elements: readonly Element[]): void => {
    for (const element of elements) {
      if ('value' in element && !isLiteral(element)) found.add(element.value);
      walk(within(element));
    }
  };
  walk(parse(catalogue[key] ?? ''));
  return [...found].sort();
}

const isLiteral = (element: Element): boolean => (element.type as number) === 0;
