import { describe, expect, it } from '@jest/globals';
import { tallyDeltas } from './tally-delta-rules.js';

describe('What changes mean for the tally', () => {
  it('moves country and channel by one, in the hour in which the person was counted', () => {
    const hour = Date.parse('2026-03-01T10:20:00Z');
    const deltas = tallyDeltas(
      [{ id: 'a', from: 'counted', to: 'duplicate', countedAt: null }, { id: 'b', from: 'new', to: 'counted', countedAt: hour }],
      new Map([
        ['a', { country: 'FR', channel: 'online', signedAt: 7_200_000, countedAt: hour }],
        ['b', { country: 'GB', channel: 'paper', signedAt: 0, countedAt: null }],
      ]),
    );
    expect(deltas).toEqual([
      { country: 'FR', channel: 'online', status: 'counted', hour: '2026-03-01T10:00:00.000Z', delta: -1 },
      { country: 'FR', channel: 'online', status: 'duplicate', hour: '1970-01-01T02:00:00.000Z', delta: 1 },
      { country: 'GB', channel: 'paper', status: 'counted', hour: '2026-03-01T10:00:00.000Z', delta: 1 },
    ]);
  });
});
