import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canonicalJson, type JsonValue } from './canonical-json.js';
import { VaultError } from './vault.errors.js';

describe('canonical JSON', () => {
  it('writes the examples of RFC 8785 as the RFC does', () => {
    // Section 3.2.2 and 3.2.3: numbers and strings, then the order of names by UTF-16 code unit.
    const values = {
      numbers: [333333333.33333329, 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
      string: '\u20ac$\u000F\u000aA\'\u0042\u0022\u005c\\"\/',
      literals: [null, true, false],
    };
    expect(canonicalJson(values)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
    const names = { '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '\u{1f600}': 5, '\u0080': 6, '\u00f6': 7 };
    expect(Object.values(JSON.parse(canonicalJson(Object.entries(names).sort(([a], [b]) => (a < b ? -1 : 1)).map(([, n]) => n))) as number[]))
      .toEqual([2, 4, 6, 7, 1, 5, 3]);
    expect([...canonicalJson(names).matchAll(/:(\d)/g)].map(([, n]) => Number(n))).toEqual([2, 4, 6, 7, 1, 5, 3]);
  });

  it('writes one text for a value, in whatever order its names were given', () => {
    fc.assert(fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
      const turned = Object.fromEntries(Object.entries(value).reverse());
      expect(canonicalJson(turned as JsonValue)).toBe(canonicalJson(value as JsonValue));
      expect(JSON.parse(canonicalJson(value as JsonValue))).toEqual(JSON.parse(JSON.stringify(value)));
    }));
  });

  it('refuses what JSON cannot say exactly', () => {
    for (const value of [NaN, Infinity, '\ud800', { '\udc00': 1 }, undefined, [undefined], () => 1, 1n]) {
      expect(() => canonicalJson(value as JsonValue)).toThrow(new VaultError('vault.malformed'));
    }
  });
});
