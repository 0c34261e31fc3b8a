import { describe, expect, it } from '@jest/globals';
import { type KitPetition } from '#libs/stores';
import { callsIn, languagesOf, paragraphs, textFor, textIn, titleIn } from './text-rules.js';

const text = (language: string, version = 1) => ({ language, version, title: `${language}${version}`, demand: '', notice: null });
const petition = (parts: Partial<KitPetition>): KitPetition => ({
  id: 1, slug: 'gb', jurisdiction: 'GB', eligibility: 'anyone', minimumAge: 16, opensAt: null, closesAt: null, open: true, defaultLanguage: 'nl', texts: [], calls: [], partners: [], controller: null, contact: null, ...parts,
});

describe('the texts a customer is shown', () => {
  it('begin with the store’s language among all there are', () => {
    expect(languagesOf([petition({ texts: [text('en'), text('fr')] }), petition({ texts: [text('fr'), text('ar')] })], 'ar')).toEqual(['ar', 'en', 'fr']);
    expect(languagesOf([petition({ texts: [text('en'), text('fr')] })], 'fr-CA')).toEqual(['fr', 'en']);
    expect(languagesOf([], 'en')).toEqual([]);
  });

  it('are the newest in the language, else in the petition’s own', () => {
    const one = petition({ texts: [text('en', 1), text('en', 3), text('en', 2), text('nl')] });
    expect(textIn(one, 'en')?.version).toBe(3);
    expect([textIn(one, 'fr'), textFor(one, 'fr')?.language]).toEqual([null, 'nl']);
  });

  it('have every call, in the language it has', () => {
    expect(callsIn(petition({ calls: [{ fr: 'un', nl: 'een' }, { nl: 'twee', en: 'two' }, { sv: 'tre' }, {}] }), 'fr'))
      .toEqual([{ text: 'un', lang: 'fr' }, { text: 'twee', lang: 'nl' }, { text: 'tre', lang: 'sv' }]);
  });

  it('come in paragraphs', () => {
    expect(paragraphs('one\ntwo\n\n \nthree\n')).toEqual(['one\ntwo', 'three']);
    expect(titleIn({ en: 'Word', fr: 'Parole' }, 'fr-CA', 'en')).toEqual({ text: 'Parole', lang: 'fr' });
    expect(titleIn({ en: 'Word' }, 'ar', 'en')).toEqual({ text: 'Word', lang: 'en' });
  });
});
