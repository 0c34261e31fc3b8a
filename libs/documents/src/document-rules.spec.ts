import { describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { documentName, typeOf } from './document-rules.js';
import { examine } from './examine.js';

const text = (words: string): Buffer => Buffer.from(words);

describe('what a file is', () => {
  it('is told by its bytes, whatever its name says', () => {
    expect(typeOf(text('%PDF-1.7\n'), 'letter.png')).toBe('application/pdf');
    expect(typeOf(Buffer.from([0xff, 0xd8, 0xff, 0xe0]), 'x.pdf')).toBe('image/jpeg');
    expect(typeOf(text('a,b\n1,2\n'), 'list.csv')).toBe('text/csv');
    expect(typeOf(text('Réponse du ministère'), 'x')).toBe('text/plain');
  });

  it.each([['a page', '<!doctype html><p>'], ['a drawing with scripts', '<svg onload="x">'], ['a program', 'MZ\u0000\u0001'], ['an archive', 'PK\u0003\u0004']])('is refused when it is %s', (_what, bytes) => {
    expect(typeOf(text(bytes), 'evidence.pdf')).toBeNull();
  });

  it('gives it a name that no header and no file system stumbles over', () => {
    expect(documentName('../../etc/pass"wd\r\n.pdf', 'application/pdf')).toBe('pass-wd.pdf');
    expect(documentName('رسالة.docx', 'application/pdf')).toBe('رسالة.pdf');
    expect(documentName('...', 'text/plain')).toBe('document.txt');
  });
});

describe('a picture', () => {
  it('loses where and with what it was taken, and keeps its upright side', async () => {
    const taken = await sharp({ create: { width: 40, height: 20, channels: 3, background: 'red' } })
      .withExif({ IFD0: { Make: 'Camera' }, IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '59/1 19/1 30/1' } }).withMetadata({ orientation: 6 }).jpeg().toBuffer();
    expect((await sharp(taken).metadata()).exif).toBeDefined();
    const kept = await examine({ name: 'photo.jpg', bytes: taken });
    const facts = await sharp(kept.bytes).metadata();
    expect(facts.exif).toBeUndefined();
    expect([facts.width, facts.height]).toEqual([20, 40]);
    expect(kept.bytes.includes('Camera')).toBe(false);
  });

  it('that only begins like one is refused', async () => {
    await expect(examine({ name: 'x.jpg', bytes: Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3]) })).rejects.toMatchObject({ code: 'documents.type_refused' });
    await expect(examine({ name: 'x', bytes: Buffer.alloc(0) })).rejects.toMatchObject({ code: 'documents.empty' });
    await expect(examine({ name: 'x', bytes: Buffer.alloc(8 * 1024 * 1024 + 1, 65) })).rejects.toMatchObject({ code: 'documents.too_large' });
  });
});
