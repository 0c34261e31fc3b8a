import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { PdfDocument } from './pdf-document.js';

const options = { title: 'Spec', language: 'en', madeAt: new Date('2026-11-22T00:00:00Z') };
const written = (text: string, language = 'en'): Promise<Buffer> => {
  const doc = new PdfDocument({ ...options, language }).page();
  doc.text(text, { x: 40, y: 40, width: 400 }, { size: 12 });
  doc.qr('https://example.org', { x: 40, y: 90, size: 90 }, 'code');
  return doc.finish();
};
const digest = (pdf: Buffer): string => createHash('sha256').update(pdf).digest('hex');

describe('a document', () => {
  it('is the same bytes for the same data', async () => {
    const first = await written('أوفوا بوعدكم: keep your word', 'ar');
    expect(digest(await written('أوفوا بوعدكم: keep your word', 'ar'))).toBe(digest(first));
    expect(digest(await written('أوفوا بوعدكم', 'ar'))).not.toBe(digest(first));
  });

  it('has a title and a language, is tagged, and embeds what it is set in', async () => {
    const pdf = (await written('Keep your word')).toString('latin1');
    expect(pdf).toMatch(/\/Lang \(en\)/u);
    expect(pdf).toMatch(/\/Title \d+ 0 R/u);
    expect(pdf).toContain('/Marked true');
    expect(pdf).toContain('/FontFile2');
    expect(pdf).toContain('/DisplayDocTitle true');
  });

  it.each([['Chinese', 'Marrow 丁', '丁 (U+4E01)'], ['an emoji', 'Shop 🌱', '🌱 (U+1F331)']])('is refused if it would have a hole: %s', async (_, text, letters) => {
    await expect(written(text)).rejects.toMatchObject({ code: 'publications.glyphs_missing', kind: 'conflict', facts: { letters } });
  });

  it.each([
    'Houd woord: één petitie', 'Håll ert ord', 'Halten Sie Wort: ß „Zitat“', '¿Cumplan? ñ', 'Ďakujeme, žltý kôň, őű', 'İstanbul ğış', 'Ελλάδα', 'Київ ґ', 'Tiếng Việt ệ',
    'أوفوا بوعدكم ً ٌ ٍ', 'گچپژ', 'שלום', 'हिन्दी', 'ภาษาไทย', '… — – “ ” • № € ° × ½ − ′',
  ])('sets "%s"', async (text) => {
    await expect(written(text)).resolves.toBeInstanceOf(Buffer);
  });

  it('takes the largest of the sizes that fit', () => {
    const doc = new PdfDocument(options).page();
    const sizes = [10, 20, 40, 80];
    expect(doc.fit('Keep your word', { width: 300, height: 60 }, { size: 10 }, sizes).style.size).toBe(40);
    expect(doc.fit('Keep your word', { width: 30, height: 10 }, { size: 10 }, sizes).style.size).toBe(10);
  });
});
