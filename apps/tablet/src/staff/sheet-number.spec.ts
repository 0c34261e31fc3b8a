import { describe, expect, it } from '@jest/globals';
import { parseSheetNumber, sheetNumber } from '#libs/stores';
import { EXAMPLE_NUMBER, readSheetNumber } from './sheet-number.js';

describe('the number of a sheet as typed', () => {
  it('is read with and without its hyphen, and in Arabic digits', () => {
    for (const typed of ['10042-0', '100420', ' 10042 – 0 ', '١٠٠٤٢-٠']) expect(readSheetNumber(typed)).toEqual({ ok: true, number: '10042-0' });
    expect(readSheetNumber(EXAMPLE_NUMBER).ok).toBe(true);
  });

  it('is told from one with a wrong digit, and from what is none', () => {
    expect(readSheetNumber('10043-0')).toEqual({ ok: false, fault: 'wrong-digit' });
    expect(readSheetNumber('01042-0')).toEqual({ ok: false, fault: 'wrong-digit' });
    for (const typed of ['', '42', 'ABC', '10042-0x']) expect(readSheetNumber(typed)).toEqual({ ok: false, fault: 'malformed' });
  });

  it('is read as the server reads it', () => {
    for (let running = 10_000; running < 10_400; running++) {
      const printed = sheetNumber(running);
      for (const typed of [printed, printed.replace(/.$/, (digit) => String((Number(digit) + 1) % 10))]) {
        const read = readSheetNumber(typed);
        expect(read.ok ? read.number : null).toBe(parseSheetNumber(typed));
      }
    }
  });
});
