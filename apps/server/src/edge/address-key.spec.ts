import { describe, expect, it } from '@jest/globals';
import { AddressKeys, networkOf } from './address-key.js';

describe('keyed addresses', () => {
  it.each([
    ['203.0.113.9', '203.0.113.9'], ['::ffff:203.0.113.9', '203.0.113.9'], ['2001:db8:1:2::1', '2001:db8:1:2::/64'], ['2001:DB8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'], ['::1', '0:0:0:0::/64'], ['fe80::1%eth0', 'fe80:0:0:0::/64'], ['2001:0db8:0001::', '2001:db8:1:0::/64'],
  ])('%s counts as %s', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });

  it('mean nothing to another process, nor tomorrow', () => {
    let now = 0;
    const keys = new AddressKeys(() => now);
    const today = keys.keyOf('203.0.113.9');
    expect(keys.keyOf('203.0.113.9')).toBe(today);
    expect(new AddressKeys(() => now).keyOf('203.0.113.9')).not.toBe(today);
    now = 86_400_000;
    expect(keys.keyOf('203.0.113.9')).not.toBe(today);
  });
});
