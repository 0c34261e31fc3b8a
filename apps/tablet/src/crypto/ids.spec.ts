import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { serverSide } from '../../../../test/support/tablet-door.js';
import { sheetLineId, uuidv7 } from './ids.js';

describe('the id of a customer’s signature', () => {
  it('is the example of RFC 9562, A.6, for its time and randomness', () => {
    const random = Buffer.from('0cc318c4dc0c0c07398f', 'hex');
    expect(uuidv7(0x017f22e279b0, (bytes) => bytes.set(random))).toBe('017f22e2-79b0-7cc3-98c4-dc0c0c07398f');
  });

  it('tells its millisecond and nothing else, and sorts by it', () => {
    fc.assert(fc.property(fc.nat(2 ** 48 - 1), fc.nat(2 ** 48 - 1), (a, b) => {
      const [one, two] = [uuidv7(a), uuidv7(b)];
      expect(one).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      expect(Number.parseInt(one.replaceAll('-', '').slice(0, 12), 16)).toBe(a);
      if (a !== b) expect(one < two).toBe(a < b);
    }));
    expect(new Set(Array.from({ length: 1000 }, () => uuidv7(0))).size).toBe(1000);
  });
});

describe('the id of a line of a sheet', () => {
  const SHEET = '5f0c1b1e-3d4c-4a5b-8c6d-7e8f90a1b2c3';

  it('follows from sheet, line and attempt as the server has it', async () => {
    expect(await sheetLineId(SHEET, 12, 1)).toBe('bd1d046b-5499-804a-a42e-ce2ecba822fd');
    await fc.assert(fc.asyncProperty(fc.uuid(), fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 9 }), async (sheet, line, attempt) => {
      expect(await sheetLineId(sheet, line, attempt)).toBe(serverSide.sheetLineId(sheet, line, attempt));
    }), { numRuns: 50 });
    expect(await sheetLineId(SHEET.toUpperCase(), 12, 1)).toBe(await sheetLineId(SHEET, 12, 1));
  });

  it('is another for another line, attempt or sheet', async () => {
    const ids = await Promise.all([
      sheetLineId(SHEET, 1, 1), sheetLineId(SHEET, 1, 2), sheetLineId(SHEET, 2, 1), sheetLineId(SHEET, 11, 1), sheetLineId(SHEET, 1, 11), sheetLineId(SHEET.replace('5', '6'), 1, 1),
    ]);
    expect(new Set(ids).size).toBe(ids.length);
  });
});
