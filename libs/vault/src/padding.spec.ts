import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { pad, PADDED_SIZES, unpad } from './padding.js';
import { VaultError } from './vault.errors.js';

describe('padding', () => {
  it('gives every plaintext back from one of a few lengths, the smallest it fits', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 9000 }), (plaintext) => {
      const padded = pad(plaintext);
      expect(padded).toHaveLength(PADDED_SIZES.find((size) => size >= plaintext.length + 4)!);
      expect(unpad(padded)).toEqual(Buffer.from(plaintext));
    }));
  });

  it('changes the length exactly where a size is full', () => {
    expect([156, 157, 188, 189, 316, 317].map((length) => pad(Buffer.alloc(length)).length)).toEqual([160, 192, 192, 320, 320, 512]);
  });

  it('refuses what it would not have made itself', () => {
    const tooLong = Buffer.alloc(192);
    tooLong.writeUInt32BE(189, 0);
    const dirty = pad(Buffer.from('x'));
    dirty[159] = 1;
    for (const bytes of [Buffer.alloc(0), Buffer.alloc(193), tooLong, Buffer.alloc(192, 0xff), dirty]) {
      expect(() => unpad(bytes)).toThrow(new VaultError('vault.malformed'));
    }
  });
});
