import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { breakLines } from './line-breaks.js';

/** Every letter is one wide. */
const width = (piece: string): number => piece.length;
const lines = (text: string, room: number): string[] => breakLines(text, room, width).map(({ start, end }) => text.slice(start, end));

describe('lines', () => {
  it('end between words and without the space', () => {
    expect(lines('one two three', 8)).toEqual(['one two', 'three']);
  });

  it('do not part what a no-break space holds together', () => {
    expect(lines('Qui\u00a0? Moi', 5)).toEqual(['Qui\u00a0?', 'Moi']);
  });

  it('cut a word that no line could hold, between letters', () => {
    expect(lines('abcdefghij kl', 4)).toEqual(['abcd', 'efgh', 'ij', 'kl']);
    expect(lines('e\u0301e\u0301e\u0301', 2)).toEqual(['e\u0301', 'e\u0301', 'e\u0301']);
  });

  it('end between Thai words, which have no spaces', () => {
    expect(lines('ภาษาไทยสวยงาม', 8)).toEqual(['ภาษาไทย', 'สวยงาม']);
  });

  it('hold every letter of the text once, and none is too wide', () => {
    fc.assert(fc.property(fc.stringMatching(/^[a-zé \-,]{1,60}$/u), fc.integer({ min: 3, max: 20 }), (text, room) => {
      const made = lines(text, room);
      expect(made.join('').replace(/\s/gu, '')).toBe(text.replace(/\s/gu, ''));
      for (const line of made) expect(line.length).toBeLessThanOrEqual(room);
    }));
  });
});
