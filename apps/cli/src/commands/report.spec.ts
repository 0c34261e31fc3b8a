import { describe, expect, it } from '@jest/globals';
import { unspokenNote } from './report.js';

describe('a report in a language', () => {
  it('is written without a word where reports speak it, also by a region of its own', () => {
    expect(['en', 'fr', 'ar', 'fr-CH', 'EN-gb'].map(unspokenNote)).toEqual(Array(5).fill(null));
  });

  it('says that it is in English where they do not, though papers may', () => {
    for (const language of ['de', 'th', 'pt-BR']) expect(unspokenNote(language)).toContain(`do not speak ${language}, only en, fr, ar: the sentences of this one are in English`);
  });
});
