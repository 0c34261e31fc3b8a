import { describe, expect, it } from '@jest/globals';
import { type Direction } from '#libs/markup';
import { bidiParagraph, visualRuns } from './direction.js';

const runs = (text: string, base: Direction): string[] => visualRuns(bidiParagraph(text, base), 0, text.length).map((run) => `${run.direction}:${run.text}`);

describe('the order of a line on paper', () => {
  it('puts a number between Arabic words where its reader looks for it', () => {
    expect(runs('عام 2011 كان', 'rtl')).toEqual(['rtl: كان', 'ltr:2011', 'rtl:عام ']);
  });

  it('keeps a sheet number together in an Arabic sentence', () => {
    // As the phrases put it in: isolated. Bare, UAX #9 would set it as 7-10042.
    expect(runs('الورقة \u206810042-0\u2069', 'rtl').map((run) => run.replace(/[\u2068\u2069]/gu, ''))).toEqual(['rtl:', 'ltr:10042-0', 'rtl:الورقة ']);
  });

  it('keeps a name in Latin letters in its own order', () => {
    expect(runs('لدى Marrow & Thyme هنا', 'rtl')).toEqual(['rtl: هنا', 'ltr:Marrow & Thyme', 'rtl:لدى ']);
  });

  it('turns brackets round where the line runs from the right', () => {
    expect(runs('(منظمة)', 'rtl')).toEqual(['rtl:)منظمة(']);
    expect(runs('a (b)', 'ltr')).toEqual(['ltr:a (b)']);
  });

  it('leaves the stop of an English sentence at its end though an Arabic word stands before it', () => {
    expect(runs('Ask عمر.', 'ltr')).toEqual(['ltr:Ask ', 'rtl:عمر', 'ltr:.']);
  });

  it('orders each line for itself', () => {
    const text = 'واحد two ثلاثة';
    const paragraph = bidiParagraph(text, 'rtl');
    expect(visualRuns(paragraph, 0, 8).map((run) => run.text)).toEqual(['two', 'واحد ']);
  });
});
