import { describe, expect, it } from '@jest/globals';
import { linkDeltas } from './link-rules.js';

const noon = Date.parse('2026-05-04T12:00:00Z');
const records = new Map([
  ['a', { via: 'shop-1', channel: 'store', countedAt: null }],
  ['b', { via: 'shop-2', channel: 'online', countedAt: noon }],
  ['c', { via: null, channel: 'online', countedAt: null }],
]);

describe('the figures of a store or link', () => {
  it('move with the counted signature, on the day it became counted', () => {
    const changes = [
      { id: 'b', from: 'counted' as const, to: 'duplicate' as const, countedAt: null },
      { id: 'a', from: 'new' as const, to: 'counted' as const, countedAt: noon },
    ];
    expect(linkDeltas(7, changes, records)).toEqual([
      { petitionId: 7, via: 'shop-1', channel: 'store', day: '2026-05-04', delta: 1 },
      { petitionId: 7, via: 'shop-2', channel: 'online', day: '2026-05-04', delta: -1 },
    ]);
  });

  it('know nothing of signatures without a link, nor of those that do not count', () => {
    expect(linkDeltas(7, [{ id: 'c', from: 'new', to: 'counted', countedAt: noon }, { id: 'a', from: 'new', to: 'pending', countedAt: null }], records)).toEqual([]);
  });
});
