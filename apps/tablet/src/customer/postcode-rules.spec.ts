import { describe, expect, it } from '@jest/globals';
import { digitsOnly, hasPostcodes, isPostcode } from './postcode-rules.js';

describe('a postcode', () => {
  it.each<[string, string, boolean]>([
    ['GB', 'sw1a 1aa', true], ['GB', '12345', false], ['FR', 'F-75015', true], ['FR', '٧٥٠١٥', true], ['NL', '1012 AB', true], ['NL', '1012', false], ['AL', '1001', true], ['DE', '00000', false], ['AE', '12345', false],
  ])('of %s, %s: %s', (country, typed, taken) => {
    expect(isPostcode(country, typed)).toBe(taken);
  });

  it('is not asked for where there are none', () => {
    expect([hasPostcodes('AE'), hasPostcodes('HK'), hasPostcodes('GB'), hasPostcodes('LB')]).toEqual([false, false, true, true]);
  });

  it('gets a number keyboard only where it is a number', () => {
    expect(['DE', 'US', 'GB', 'NL', 'CA', 'AL'].map(digitsOnly)).toEqual([true, true, false, false, false, false]);
  });
});
