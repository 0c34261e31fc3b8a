import { describe, expect, it } from '@jest/globals';
import { fontRuns } from './font-runs.js';
import { layText, type Ruler } from './text-layout.js';

const missing: number[] = [];
const ruler: Ruler = { widthOf: (text, _font, _weight, size) => text.length * size, missing: (codePoint) => void missing.push(codePoint) };
const pieces = (text: string, language: string, width = 1000): string[][] => layText(text, language, width, { size: 10 }, ruler).lines.map((line) => line.pieces.map((piece) => piece.text));

describe('text on a page', () => {
  it('is cut into pieces that one font each can set, with the stops beside a word in the word\'s font', () => {
    expect(fontRuns('Tidewell، (منظمة) Ωmega', () => {}).map(({ text, font }) => [text, font])).toEqual([['Tidewell', 'latin'], ['، (منظمة) ', 'arabic'], ['Ωmega', 'latin']]);
  });

  it('gives the shaper Arabic words whole and in the order of reading, from left to right on paper', () => {
    expect(pieces('أوفوا بوعدكم في 2011', 'ar')).toEqual([['2011', 'أوفوا بوعدكم في ']]);
  });

  it('turns brackets round that stand alone between two directions', () => {
    expect(pieces('ABC (', 'ar')).toEqual([[') ', 'ABC']]);
  });

  it('begins a paragraph at every line end, with a gap before it', () => {
    const block = layText('one\n\ntwo', 'en', 1000, { size: 10, leading: 1, gap: 5 }, ruler);
    expect(block.lines.map((line) => line.top)).toEqual([0, 15]);
    expect(block.height).toBe(25);
  });

  it('makes the lines of a heading about as long as each other', () => {
    const block = layText('aaaa bbbb cccc dddd', 'en', 150, { size: 10, balanced: true }, ruler);
    expect(block.lines.map((line) => line.width)).toEqual([90, 90]);
  });

  it('tells of a letter that no font has, once it is to be drawn', () => {
    missing.length = 0;
    pieces('Marrow 丁 Thyme', 'en');
    expect(missing).toEqual([0x4e01]);
  });

  it('draws no marks that only steer directions', () => {
    expect(pieces('\u2068abc\u2069\u200e', 'en')).toEqual([['abc']]);
  });
});
