import { describe, expect, it } from '@jest/globals';
import { timeZoneOptions } from './time-zones.js';

const values = (chosen?: string): string[] => timeZoneOptions(chosen).map(({ value }) => value);

describe('time zones to choose from', () => {
  it.each(['Asia/Kolkata', 'Asia/Calcutta', 'Europe/Kyiv', 'Europe/Kiev', 'America/Argentina/Buenos_Aires', 'Europe/Stockholm', 'UTC'])('have %s among them, once, where it is the one that stands', (zone) => {
    expect(values(zone).filter((value) => value === zone)).toEqual([zone]);
  });

  it('begin with UTC where nothing stands', () => {
    expect(values()[0]).toBe('UTC');
    expect(timeZoneOptions('')).toBe(timeZoneOptions());
  });
});
