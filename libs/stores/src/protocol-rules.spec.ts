import { describe, expect, it } from '@jest/globals';
import { protocolTakenUntil } from './protocol-rules.js';

const protocols = [
  { number: 1, supersededOn: '2026-01-01' }, { number: 2, supersededOn: '2026-05-01' }, { number: 3, supersededOn: '2026-05-20' }, { number: 4, supersededOn: null },
];
const may = Date.parse('2026-06-01');

describe('a tablet that was not updated', () => {
  it('is taken with the two versions before the newest, for 90 days', () => {
    expect(protocolTakenUntil(4, may, protocols)).toBe(Infinity);
    expect(protocolTakenUntil(3, may, protocols)).not.toBeNull();
    expect(protocolTakenUntil(2, may, protocols)).not.toBeNull();
    expect(protocolTakenUntil(2, Date.parse('2026-07-31'), protocols)).toBeNull();
  });

  it('is not taken with an older one, nor with one that nobody knows yet', () => {
    expect(protocolTakenUntil(1, Date.parse('2026-01-02'), protocols)).toBeNull();
    expect(protocolTakenUntil(5, may, protocols)).toBeNull();
  });
});
