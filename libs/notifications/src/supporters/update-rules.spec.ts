import { describe, expect, it } from '@jest/globals';
import { audienceShown, capBroken, CAPS, earliestAllowed, textFor } from './update-rules.js';

const day = (n: number): Date => new Date(Date.UTC(2026, 0, 1) + n * 86_400_000);

describe('how often supporters are written to', () => {
  it('is not within seven days of another update, before or after it', () => {
    expect([capBroken(day(6), [day(0)], CAPS), capBroken(day(7), [day(0)], CAPS), capBroken(day(0), [day(6)], CAPS)]).toEqual(['too_soon', null, 'too_soon']);
  });

  it('is not more than six times in any year, wherever the new one stands among them', () => {
    const six = [0, 10, 20, 30, 40, 50].map(day);
    expect([capBroken(day(364), six, CAPS), capBroken(day(365), six, CAPS), capBroken(day(60), six.slice(1), CAPS)]).toEqual(['too_many', null, null]);
    expect(earliestAllowed(day(60), six, CAPS)).toEqual(day(365));
    expect(earliestAllowed(day(52), [day(50)], CAPS)).toEqual(day(57));
  });
});

describe('counts of supporters', () => {
  it('are never below ten, nor to be worked out from the others', () => {
    expect(audienceShown([{ language: 'en', n: 40 }, { language: 'fr', n: 12 }, { language: 'sv', n: 3 }])).toEqual({ total: 55, byLanguage: [{ language: 'en', n: 40 }, { language: null, n: 15 }] });
    expect(audienceShown([{ language: 'en', n: 9 }])).toEqual({ total: null, byLanguage: [] });
    expect(audienceShown([{ language: 'en', n: 10 }])).toEqual({ total: 10, byLanguage: [{ language: 'en', n: 10 }] });
  });
});

describe('the text for a language', () => {
  it('is its own, that of its base, else the default one', () => {
    const texts = [{ language: 'en' }, { language: 'fr' }];
    expect([textFor('fr', texts, 'en'), textFor('fr-CA', texts, 'en'), textFor('sv', texts, 'en')]).toEqual([
      { text: { language: 'fr' }, fallback: false }, { text: { language: 'fr' }, fallback: false }, { text: { language: 'en' }, fallback: true }]);
  });
});
