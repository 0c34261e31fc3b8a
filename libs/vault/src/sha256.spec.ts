import { createHash, createHmac, createSecretKey } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { hmacSha256, sha256 } from './sha256.js';

describe('hashes of short messages', () => {
  const messages = fc.oneof(fc.string({ unit: 'grapheme' }), fc.uint8Array({ maxLength: 200 }), fc.constantFrom('', 'x'.repeat(512), 'é'.repeat(400), 'y'.repeat(5_000)));

  it('are those of SHA-256', () => {
    fc.assert(fc.property(messages, (message) => {
      expect(sha256(message)).toEqual(createHash('sha256').update(message).digest());
    }));
  });

  it('are those of HMAC-SHA256, whatever was hashed before under whatever key', () => {
    const keys = [32, 32, 64, 100].map((length, n) => createSecretKey(Buffer.alloc(length, n + 1)));
    fc.assert(fc.property(fc.array(fc.tuple(fc.nat(3), messages), { minLength: 1, maxLength: 8 }), (calls) => {
      for (const [n, message] of calls) {
        const key = keys[n]!;
        expect(hmacSha256(key, message)).toEqual(createHmac('sha256', key).update(message).digest());
      }
    }));
  });
});
