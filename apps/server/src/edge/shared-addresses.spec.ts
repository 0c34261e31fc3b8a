import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { SharedAddresses } from './shared-addresses.js';

const MINUTE = 60_000;
const SCHOOL = '203.0.113.7';
/** One address of the n-th /64 in a /56. */
const inside = (n: number, host = '1'): string => `2001:db8:77:${n.toString(16)}::${host}`;

/** The first hour of a day, so that its keys last for all that is tried. */
function addresses(): { shared: SharedAddresses; wait: (ms: number) => void; sign: (address: string, times: number) => number } {
  let now = Date.UTC(2030, 0, 15, 1);
  const shared = new SharedAddresses(() => now);
  return {
    shared, wait: (ms) => { now += ms; },
    /** How many of them were within the allowance. */
    sign: (address, times) => Array.from({ length: times }, () => shared.spend(address)).filter(({ crowded }) => !crowded).length,
  };
}

describe('an address that many share', () => {
  it('signs sixty times at once and then twenty a minute without being asked', () => {
    const { shared, wait, sign } = addresses();
    expect([shared.isCrowded(SCHOOL), sign(SCHOOL, 100), shared.isCrowded(SCHOOL), shared.isCrowded('203.0.113.8')]).toEqual([false, 60, true, false]);
    wait(MINUTE);
    expect([shared.isCrowded(SCHOOL), sign(SCHOOL, 100)]).toEqual([false, 20]);
    wait(60 * MINUTE);
    expect(sign(SCHOOL, 100)).toBe(60);
  });

  it('is the whole /64, and the /56 around it signs four times as much', () => {
    const { shared, sign } = addresses();
    expect([sign(inside(1), 30), sign(inside(1, 'ffff'), 100), shared.isCrowded(inside(1, 'abcd'))]).toEqual([30, 30, true]);
    expect(shared.isCrowded(inside(2))).toBe(false);
    const many = addresses();
    expect(Array.from({ length: 300 }, (_, n) => many.sign(inside(n % 200), 1)).filter((n) => n === 1)).toHaveLength(240);
    expect([many.shared.isCrowded(inside(255)), many.shared.isCrowded(inside(256)), many.shared.isCrowded(SCHOOL)]).toEqual([true, false, false]);
    many.wait(MINUTE);
    expect(Array.from({ length: 300 }, (_, n) => many.sign(inside(n % 200), 1)).filter((n) => n === 1)).toHaveLength(80);
  });

  it('asks exactly those whom it would hold', () => {
    const place = fc.oneof(fc.constantFrom(SCHOOL, '203.0.113.8'), fc.integer({ min: 0, max: 260 }).map((n) => inside(n)));
    const step = fc.record({ place, wait: fc.integer({ min: 0, max: 20_000 }), times: fc.integer({ min: 0, max: 80 }), around: fc.constantFrom(0, 0, 200), press: fc.boolean(), vouch: fc.integer({ min: 0, max: 20 }).map((n) => n === 0) });
    fc.assert(fc.property(fc.array(step, { maxLength: 15 }), (steps) => {
      const { shared, wait, sign } = addresses();
      for (const { place: at, wait: ms, times, around, press, vouch } of steps) {
        wait(ms);
        if (press) shared.confirmed(at);
        if (vouch) shared.vouchFor(at);
        sign(at, times);
        for (let n = 0; n < around; n++) sign(inside(n), 1);
        const asked = shared.isCrowded(at);
        expect(shared.spend(at).crowded).toBe(asked);
      }
    }));
  });

  it.each<[string, (n: number) => string, number]>([['an IPv4 address', () => SCHOOL, 60], ['a /56', (n) => inside(n % 200), 240]])('earns three for each button pressed, which stay until they are spent: %s', (_what, at, free) => {
    const { shared, wait } = addresses();
    const sign = (times: number): number => Array.from({ length: times }, (_, n) => shared.spend(at(n))).filter(({ crowded }) => !crowded).length;
    expect(sign(free + 100)).toBe(free);
    shared.confirmed(at(0));
    expect([shared.isCrowded(at(0)), sign(1), sign(1), sign(1), shared.isCrowded(at(0))]).toEqual([false, 1, 1, 1, true]);
    // What came back by itself meanwhile is not lost by what is earned.
    wait(60 * MINUTE);
    shared.confirmed(at(0));
    wait(60 * MINUTE);
    expect(sign(free + 100)).toBe(free + 3);
  });

  it('saves up no more than six hundred', () => {
    const { shared, sign } = addresses();
    for (let n = 0; n < 1_000; n++) shared.confirmed(SCHOOL);
    expect(sign(SCHOOL, 1_000)).toBe(600);
  });

  it('is asked for nothing for a day where a tablet vouches for it, at nobody else\'s cost', () => {
    const { shared, wait, sign } = addresses();
    sign(SCHOOL, 60);
    shared.vouchFor(SCHOOL);
    expect([shared.isCrowded(SCHOOL), shared.spend(SCHOOL), sign(SCHOOL, 1_000)]).toEqual([false, { crowded: false, vouchedFor: true }, 1_000]);
    wait(22 * 60 * MINUTE);
    expect([shared.spend(SCHOOL).vouchedFor, shared.spend('203.0.113.8').vouchedFor]).toEqual([true, false]);
    wait(2 * 60 * MINUTE);
    expect([shared.spend(SCHOOL).vouchedFor, sign(SCHOOL, 100)]).toEqual([false, 59]);
    shared.vouchFor(inside(1));
    sign(inside(1), 1_000);
    expect(sign(inside(2), 100)).toBe(60);
  });

  it('is this machine never', () => {
    const { shared, sign } = addresses();
    sign('127.0.0.1', 100);
    expect(shared.isCrowded('127.0.0.1')).toBe(false);
  });
});
