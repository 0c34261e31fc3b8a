import { createSecretKey, randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { personKeys } from './person-keys.js';

const PEOPLE = 10_000;

/** The same numbers at every run (mulberry32): a property of the rule is looked at, not of luck. */
function numbers(seed: number): () => number {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The commonest names are borne by some hundredths each, the hundredth by a tenth of that. */
const WEIGHTS = Array.from({ length: 100 }, (_, rank) => 1 / (rank + 9));
const SUM = WEIGHTS.reduce((sum, weight) => sum + weight, 0);

function commonName(kind: string, random: number): string {
  let left = random * SUM;
  const rank = WEIGHTS.findIndex((weight) => (left -= weight) < 0);
  return `${kind} ${String.fromCharCode(97 + Math.floor(rank / 10))}${String.fromCharCode(97 + (rank % 10))}`;
}

/** How many of 10,000 different people of one town, without addresses, would be held for another. */
function wronglyMerged(seed: number, postcodes: number): number {
  const key = createSecretKey(randomBytes(32));
  const random = numbers(seed);
  const seen = new Set<string>();
  let merged = 0;
  for (let n = 0; n < PEOPLE; n += 1) {
    const postcode = postcodes === 0 ? null : `BA${Math.floor(random() * postcodes)}`;
    const { nameKey } = personKeys(key, { givenName: commonName('given', random()), familyName: commonName('family', random()), email: null, postcode, country: 'GB' });
    if (nameKey === null) continue;
    if (seen.has(nameKey)) merged += 1;
    seen.add(nameKey);
  }
  return merged;
}

describe('10,000 different people of one town, of the 100 commonest given and family names', () => {
  it('are hardly ever held for one another where a postcode is a street: 2,400 of them in a town of 100,000', () => {
    const found = [1, 2, 3, 4, 5].map((seed) => wronglyMerged(seed, 2_400));
    expect(found.reduce((sum, n) => sum + n, 0) / found.length / PEOPLE).toBeLessThanOrEqual(0.001);
  });

  it('are never held for one another where only the town is known', () => {
    expect(wronglyMerged(1, 0)).toBe(0);
  });
});
