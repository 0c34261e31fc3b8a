import { describe, expect, it } from '@jest/globals';
import { isPin, waitAfter, waitLeft } from './pin-rules.js';

describe('the PIN of the staff', () => {
  it('is four to eight digits', () => {
    for (const good of ['0000', '12345678']) expect(isPin(good)).toBe(true);
    for (const odd of ['123', '123456789', '12a4', ' 1234', '', '١٢٣٤']) expect(isPin(odd)).toBe(false);
  });

  it('may be tried five times at once, then more and more slowly, never slower than every quarter of an hour', () => {
    expect([0, 4, 5, 6, 7, 10, 1000].map(waitAfter)).toEqual([0, 0, 30_000, 60_000, 120_000, 900_000, 900_000]);
  });

  it('is not locked for longer because the clock was set back', () => {
    expect(waitLeft(5, 1_030_000, 1_010_500)).toBe(20);
    expect(waitLeft(5, 1_030_000, 1_030_000)).toBe(0);
    expect(waitLeft(5, 99_999_999_999, 0)).toBe(30);
  });
});
