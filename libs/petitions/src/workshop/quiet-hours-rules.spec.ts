import { describe, expect, it } from '@jest/globals';
import { whenToTell } from './quiet-hours-rules.js';

const night = { from: '22:00', to: '07:30' };
const tell = (at: string, zone = 'Europe/Stockholm', hours: typeof night | null = night): string => whenToTell(new Date(at), hours, zone).toISOString();

describe('quiet hours', () => {
  it('keep nothing back outside of them, nor where nobody asked for any', () => {
    expect(tell('2026-11-22T12:00:00Z')).toBe('2026-11-22T12:00:00.000Z');
    expect(tell('2026-11-22T23:00:00Z', 'Europe/Stockholm', null)).toBe('2026-11-22T23:00:00.000Z');
  });

  it('keep until their end, before and after midnight of the reader\'s own zone', () => {
    expect(tell('2026-11-22T21:00:00Z')).toBe('2026-11-23T06:30:00.000Z');
    expect(tell('2026-11-23T02:00:00Z')).toBe('2026-11-23T06:30:00.000Z');
    expect(tell('2026-11-22T21:00:00Z', 'America/Lima')).toBe('2026-11-22T21:00:00.000Z');
  });

  it('begin with their first minute and end before their last', () => {
    expect(tell('2026-11-22T20:59:00Z')).toBe('2026-11-22T20:59:00.000Z');
    expect(tell('2026-11-23T06:30:00Z')).toBe('2026-11-23T06:30:00.000Z');
  });

  it('can lie within one day', () => {
    expect(tell('2026-11-22T11:15:00Z', 'Europe/Stockholm', { from: '12:00', to: '13:00' })).toBe('2026-11-22T12:00:00.000Z');
  });

  it('end by the clock on the wall also in the nights when clocks change', () => {
    expect(tell('2026-03-28T22:00:00Z')).toBe('2026-03-29T05:30:00.000Z');
    expect(tell('2026-10-24T22:00:00Z')).toBe('2026-10-25T06:30:00.000Z');
  });
});
