import { describe, expect, it } from '@jest/globals';
import isoCountries from 'i18n-iso-countries';
import { countriesIn, countryCodes, searchCountries } from './country-rules.js';

describe('the countries to choose from', () => {
  it('are those the server takes: ISO 3166-1 and XK', () => {
    expect([...countryCodes()].sort()).toEqual([...new Set([...Object.keys(isoCountries.getAlpha2Codes()), 'XK'])].sort());
  });

  it('stand in the order of the language', () => {
    expect(countriesIn('fr').findIndex(({ name }) => name === 'Égypte')).toBeLessThan(countriesIn('fr').findIndex(({ name }) => name === 'France'));
  });

  it.each([
    ['en', 'united k', 'GB'], ['fr', 'royaume', 'GB'], ['fr', 'cote d', 'CI'], ['fr', 'egypte', 'EG'], ['fr', 'germany', 'DE'], ['ar', 'مغرب', 'MA'], ['ar', 'اردن', 'JO'], ['en', 'nl', 'NL'], ['en', 'COTE', 'CI'],
  ])('are found in %s by "%s"', (locale, typed, code) => {
    expect(searchCountries(locale, typed).map((country) => country.code)).toContain(code);
  });

  it('are looked for from the beginning of a word, and all are there before anything is typed', () => {
    expect(searchCountries('en', 'pain')).toEqual([]);
    expect(searchCountries('en', '  ')).toHaveLength(countryCodes().length);
    expect(searchCountries('en', '(')).toHaveLength(countryCodes().length);
  });
});
