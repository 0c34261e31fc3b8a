import { describe, expect, it } from '@jest/globals';
import { formatEdtf, LOCALES } from '../i18n/index.js';
import { edtfFrom } from './date-words.js';

describe('a date as an organiser types it', () => {
  it.each([
    ['2026-12-03', '2026-12-03'], ['3/12/2026', '2026-12-03'], ['03.12.2026', '2026-12-03'], ['12/2026', '2026-12'], ['2026', '2026'],
    ['3 December 2026', '2026-12-03'], ['3 Dec 2026', '2026-12-03'], ['on 3 december 2026', '2026-12-03'], ['December 2026', '2026-12'], ['autumn 2026', '2026-23'],
    ['Late September 2026', '2026-09-21/2026-09-30'], ['2026-23', '2026-23'], ['about autumn 2026', '2026-23~'], ['', null],
  ])('reads “%s” as %s', (typed, edtf) => expect(edtfFrom(typed, 'en')).toBe(edtf));

  it('reads digits and words of French and Arabic', () => {
    expect(edtfFrom('automne 2026', 'fr')).toBe('2026-23');
    expect(edtfFrom('٣/١٢/٢٠٢٦', 'ar')).toBe('2026-12-03');
  });

  it('reads in each language what it prints itself', () => {
    for (const locale of LOCALES) {
      for (const edtf of ['2026-02-28', '2026-05', '2026-22', '2026-34', '2026-07~', '2026-08-11/2026-08-20']) {
        expect({ locale, edtf: edtfFrom(formatEdtf(locale, edtf), locale) }).toEqual({ locale, edtf });
      }
    }
  });

  it.each(['31/02/2026', 'when he has time', '2026-13', 'the 5th'])('gives “%s” back to be refused', (typed) => expect(edtfFrom(typed, 'en')).toBe(typed));
});
