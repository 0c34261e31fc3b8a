import { describe, expect, it } from '@jest/globals';
import { directionOf, localeFor, ownName, translatorOf } from './i18n.js';

describe('the language of the screens', () => {
  it('is the chosen one where there is a catalogue, and English where there is none', () => {
    expect(['fr-CA', 'AR', 'nl', '', null].map(localeFor)).toEqual(['fr', 'ar', 'en', 'en', 'en']);
  });

  it('runs as its script does', () => {
    expect(['ar', 'fa-IR', 'az-Arab', 'ar-Latn', 'nl'].map(directionOf)).toEqual(['rtl', 'rtl', 'rtl', 'ltr', 'ltr']);
  });

  it('is named in itself', () => {
    expect(['fr', 'ar', 'nl'].map(ownName)).toEqual(['Français', 'العربية', 'Nederlands']);
  });

  it('says when in whole units, and never in the future', () => {
    const now = Date.parse('2026-11-22T12:00:00Z');
    const t = translatorOf('en');
    expect([119_000, 7_100_000, 90_000_000, -5000].map((ms) => t.ago(new Date(now - ms).toISOString(), now))).toEqual(['1 minute ago', '1 hour ago', '1 day ago', '0 seconds ago']);
  });

  it('writes a date without a time as that date, whatever the zone', () => {
    expect(translatorOf('en').date('2026-11-22')).toBe('22 November 2026');
    expect(translatorOf('fr').time('2026-11-22T12:05:00Z', 'Europe/Paris')).toBe('13:05');
  });
});
