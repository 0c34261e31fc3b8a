import { describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { drawn, PictureRuler } from './glyph-paths.js';
import { type ShareData, sharePicture, shareSvg } from './share-picture.js';

const data = (change: Partial<ShareData> = {}): ShareData => ({
  language: 'en', place: { text: 'Norway', lang: 'en' }, title: { text: 'Protect trafficked children: appoint someone who answers for it', lang: 'en' }, count: { text: 'More than 1,200 signatures', lang: 'en' }, note: null, ...change,
});

/** The outlines of a word, as they are drawn. */
function outlines(text: string, language: string): string[] {
  const ruler = new PictureRuler();
  const block = ruler.lay(text, language, 2_000, { size: 40 });
  expect([...ruler.lacking]).toEqual([]);
  return [...drawn(block, { x: 0, y: 0, width: 2_000, height: 100 }).matchAll(/ d="([^"]+)"/g)].map(([, d = '']) => d);
}

describe('texts in pictures', () => {
  it('join Arabic letters: none of a word is drawn as it is when it stands alone', () => {
    const alone = [...'سلام'].flatMap((letter) => outlines(letter, 'ar'));
    const word = outlines('سلام', 'ar');
    // The last letter does stand alone: alef joins nothing that follows it.
    expect(word.filter((d) => alone.slice(0, 3).includes(d))).toEqual([]);
    expect(word).toContain(alone[3]);
  });

  it('run from right to left: what is read first stands rightmost', () => {
    const ruler = new PictureRuler();
    const block = ruler.lay('وعد Countersign', 'ar', 900, { size: 40 });
    expect(block.lines[0]?.pieces.map(({ font }) => font)).toEqual(['latin', 'arabic']);
    const svg = drawn(block, { x: 0, y: 0, width: 900, height: 100 });
    const xs = [...svg.matchAll(/translate\(([\d.-]+) /g)].map(([, x]) => Number(x));
    expect(Math.max(...xs)).toBeGreaterThan(700);
  });

  it('write Arabic figures from left to right, as they are read', () => {
    const [one, two] = [outlines('١', 'ar')[0], outlines('٢', 'ar')[0]];
    const figure = outlines('أكثر من ١٬٢٠٠ توقيع', 'ar').filter((d) => d === one || d === two);
    expect(figure).toEqual([one, two]);
  });

  it('put the vowel of a Devanagari syllable before its consonant', () => {
    const [sign, consonant] = [outlines('ि', 'hi'), outlines('क', 'hi')];
    const syllable = outlines('कि', 'hi');
    expect(syllable).toHaveLength(2);
    expect(syllable[1]).toBe(consonant[0]);
    expect(sign.length).toBeGreaterThan(0);
  });
});

describe('the picture of a petition', () => {
  it('is the same for the same words, and another for others', () => {
    expect(shareSvg(data())).toBe(shareSvg(data()));
    expect(shareSvg(data({ count: null }))).not.toBe(shareSvg(data()));
    expect(shareSvg(data())).not.toMatch(/<text|font-family|href=|url\(/);
  });

  it('leaves out a title that no font of ours has, rather than drawing boxes', () => {
    const without = shareSvg(data({ title: { text: '守る', lang: 'ja' } }));
    expect(without.length).toBeLessThan(shareSvg(data()).length);
    expect(without).toContain('<path');
  });

  it('holds the longest title in its frame', () => {
    const long = 'Wiedereingliederungsmaßnahmen und Entschädigungsverfahren für Kinder, die Opfer von Menschenhandel geworden sind, '.repeat(4);
    const ys = [...shareSvg(data({ title: { text: long, lang: 'de' }, count: null, note: null })).matchAll(/translate\([\d.-]+ ([\d.-]+)\)/g)].map(([, y]) => Number(y));
    expect(Math.max(...ys)).toBeLessThan(460);
  });

  it('is a PNG of the size that others ask for, small enough to be sent on', async () => {
    const picture = await sharePicture(data({ language: 'ar', title: { text: 'احموا الأطفال من الاتجار: أوفوا بوعدكم', lang: 'ar' } }));
    expect(await sharp(picture).metadata()).toMatchObject({ format: 'png', width: 1200, height: 630 });
    expect(picture.length).toBeLessThan(100_000);
  });
});
