import { describe, expect, it } from '@jest/globals';
import { drainOver, drainsUntil, isSilent } from './silence-rules.js';

const now = new Date('2026-11-22T12:00:00Z');
const ago = (hours: number): Date => new Date(now.getTime() - hours * 3_600_000);

describe('a silent tablet', () => {
  it('has something waiting and was not seen for more than a day', () => {
    expect(isSilent({ state: 'active', waiting: 1, lastSeenAt: ago(24.1) }, now)).toBe(true);
    expect(isSilent({ state: 'retired', waiting: 1, lastSeenAt: ago(24.1) }, now)).toBe(true);
    expect(isSilent({ state: 'active', waiting: 1, lastSeenAt: ago(24) }, now)).toBe(false);
    expect(isSilent({ state: 'active', waiting: 0, lastSeenAt: ago(500) }, now)).toBe(false);
    expect(isSilent({ state: 'active', waiting: 3, lastSeenAt: null }, now)).toBe(false);
  });

  it.each(['awaiting', 'stolen', 'refused'] as const)('is never one that is %s', (state) => {
    expect(isSilent({ state, waiting: 5, lastSeenAt: ago(100) }, now)).toBe(false);
  });
});

describe('a retired tablet', () => {
  it('hands over for 30 days and not a second longer', () => {
    const device = { state: 'retired' as const, stateChangedAt: ago(30 * 24) };
    expect(drainOver(device, now)).toBe(false);
    expect(drainOver(device, new Date(now.getTime() + 1000))).toBe(true);
    expect(drainsUntil(device)).toEqual(now);
  });

  it('alone drains: an active one is never over', () => {
    expect(drainOver({ state: 'active', stateChangedAt: ago(1e5) }, now)).toBe(false);
    expect(drainsUntil({ state: 'stolen', stateChangedAt: now })).toBeNull();
  });
});
