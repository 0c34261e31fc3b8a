import { describe, expect, it } from '@jest/globals';
import { translator } from '../i18n/index.js';
import { roundedDown, shareWords } from './share-words.js';

const petition = (total: { value: number; lowerBound: boolean } | null, change: { closed?: boolean; demonstration?: boolean } = {}): Parameters<typeof shareWords>[1] =>
  ({ place: 'Norway', title: { text: 'Count them all', lang: 'en' }, total, closed: false, demonstration: false, ...change });
const said = (locale: 'en' | 'fr' | 'ar', total: { value: number; lowerBound: boolean } | null): string | undefined => shareWords(translator(locale), petition(total)).count?.text;

describe('the count on a shared picture', () => {
  it('is rounded down to two figures and says so, so that it stays true as it grows', () => {
    expect([1_293, 1_300, 99, 100, 109, 735_889, 10, 0].map(roundedDown)).toEqual([
      { n: 1_200, more: true }, { n: 1_300, more: false }, { n: 99, more: false }, { n: 100, more: false }, { n: 100, more: true }, { n: 730_000, more: true }, { n: 10, more: false }, { n: 0, more: false },
    ]);
    expect(said('en', { value: 1_293, lowerBound: false })).toBe('More than 1,200 signatures');
    expect(said('en', { value: 1_300, lowerBound: false })).toBe('1,300 signatures');
    expect(said('fr', { value: 7_000_000, lowerBound: true })).toMatch(/^Plus de 7\s000\s000 de signatures$/u);
  });

  it('is not told where no figure was published, nor of the first nine', () => {
    expect([said('en', null), said('en', { value: 9, lowerBound: false }), said('en', { value: 0, lowerBound: false })]).toEqual([undefined, undefined, undefined]);
  });

  it('says of a demonstration, and of a petition that is closed, what it is', () => {
    expect(shareWords(translator('en'), petition(null, { closed: true, demonstration: true })).note?.text).toBe('Demonstration: your signature goes to nobody. · Closed');
    expect(shareWords(translator('en'), petition(null)).note).toBeNull();
  });
});
