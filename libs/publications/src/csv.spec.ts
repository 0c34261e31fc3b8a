import { describe, expect, it } from '@jest/globals';
import { csvOf } from './csv.js';

describe('CSV that is given out', () => {
  it.each(['=1+1', '+41', '-2', '@sum', '\tx'])('runs no formula in a spreadsheet: %j', (text) => {
    expect(csvOf([[text]]).slice(1).replaceAll('"', '').startsWith(`'${text}`)).toBe(true);
  });

  it('keeps commas, quotes and lines in their cell, and figures as figures', () => {
    expect(csvOf([['a,b', 'say "so"', 'two\nlines', -3, null, 'plain']])).toBe('\ufeff"a,b","say ""so""","two\nlines",-3,,plain\r\n');
  });
});
