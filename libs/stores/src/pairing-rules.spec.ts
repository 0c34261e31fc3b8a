import { describe, expect, it } from '@jest/globals';
import { keyFingerprint, newPairingCode, parsePairingCode, shownCode } from './pairing-rules.js';

describe('a pairing code', () => {
  it('is eight signs that cannot be misread, and comes back from what is shown', () => {
    for (let n = 0; n < 500; n++) {
      const code = newPairingCode();
      expect(shownCode(code)).toMatch(/^[0-9A-HJKMNP-TV-Z]{3}-[0-9A-HJKMNP-TV-Z]{5}$/);
      expect(parsePairingCode(shownCode(code))).toEqual(code);
    }
  });

  it('uses every sign of the alphabet in every place', () => {
    const seen = Array.from({ length: 8 }, () => new Set<string>());
    for (let n = 0; n < 3_000; n++) [...shownCode(newPairingCode()).replace('-', '')].forEach((sign, place) => seen[place]?.add(sign));
    expect(seen.map((signs) => signs.size)).toEqual(Array(8).fill(32));
  });

  it.each(['A1C-0DE01', 'a1c0de01', ' A I C - O D E O L ', 'alc\u2011ode\u20130i', 'Ａ１Ｃ０ＤＥ０１'])('is understood as %s', (typed) => {
    expect(parsePairingCode(typed)).toEqual({ selector: 'A1C', secret: '0DE01' });
  });

  it.each(['', 'A1C-0DE0', 'A1C-0DE012', 'A1C-0DEU1', 'A1C-0DE\u00e91', '        ', 'A'.repeat(1000)])('is not %j', (typed) => {
    expect(parsePairingCode(typed)).toBeNull();
  });
});

describe('a fingerprint', () => {
  it('is the first 40 bits of the SHA-256 of the raw key', () => {
    // SHA-256 of nothing begins e3b0c44298: 11100 01110 11000 01100 01000 10000 10100 11000
    expect(keyFingerprint(new Uint8Array())).toBe('WERC-8GMR');
  });
});
