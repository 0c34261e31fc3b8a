import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { drawnIndexes, nonceFault, plainNonce } from './draw-rules.js';

const root = createHash('sha256').update('a root').digest();

describe('the sample that a nonce draws', () => {
  it('is the same whoever draws it, and another for another nonce, root or size', () => {
    const drawn = drawnIndexes(root, 'a word of the minister', 1_000_000, 400);
    expect(drawnIndexes(root, 'a word of the minister', 1_000_000, 400)).toEqual(drawn);
    for (const other of [drawnIndexes(root, 'a word of the ministre', 1_000_000, 400), drawnIndexes(createHash('sha256').update('b').digest(), 'a word of the minister', 1_000_000, 400), drawnIndexes(root, 'a word of the minister', 999_999, 400)]) {
      expect(other.filter((index, n) => index === drawn[n]).length).toBeLessThan(3);
    }
  });

  it('draws nobody twice, as far as everybody, and a smaller one is the beginning of a larger', () => {
    const all = drawnIndexes(root, 'everybody is drawn', 500, 500);
    expect([...all].sort((a, b) => a - b)).toEqual(Array.from({ length: 500 }, (_, n) => n));
    expect(drawnIndexes(root, 'everybody is drawn', 500, 20)).toEqual(all.slice(0, 20));
    expect(drawnIndexes(root, 'nobody is there', 0, 0)).toEqual([]);
    expect(() => drawnIndexes(root, 'one too many', 5, 6)).toThrow(RangeError);
  });

  it('prefers no place: by chi-square over ten places, ten thousand draws of one', () => {
    const hits = Array.from({ length: 10 }, () => 0);
    for (let n = 0; n < 10_000; n++) hits[drawnIndexes(root, `nonce number ${n}`, 10, 1)[0]!]!++;
    // Nine degrees of freedom: above 27.9 once in a thousand; the nonces are fixed, so it is so always or never.
    expect(hits.reduce((sum, hit) => sum + (hit - 1000) ** 2 / 1000, 0)).toBeLessThan(27.9);
  });

  it('takes a nonce in any script, one text however it was composed, and none that hides something', () => {
    expect(plainNonce('  e\u0301te\u0301 2026 ')).toBe('été 2026');
    expect(nonceFault('كلمة الوزير')).toBeNull();
    expect([nonceFault(''), nonceFault('short'), nonceFault('x'.repeat(201)), nonceFault('two\nlines here'), nonceFault('hidden\u200bblank')]).toEqual(['required', 'too_short', 'too_long', 'forbidden_characters', 'forbidden_characters']);
  });
});
