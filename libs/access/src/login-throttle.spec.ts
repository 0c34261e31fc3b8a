import { describe, expect, it } from '@jest/globals';
import { LoginThrottle } from './login-throttle.js';

describe('wrong passwords', () => {
  it('are taken five times from one place for one account, then again after a quarter of an hour', () => {
    let now = 0;
    const throttle = new LoginThrottle(() => now);
    for (let n = 0; n < 5; n++) expect(throttle.take('ada@example.org', 'x')).toBe(0);
    expect(throttle.take('ADA@example.org ', 'x')).toBe(900);
    expect(throttle.take('ada@example.org', 'y')).toBe(0);
    expect(throttle.take('bob@example.org', 'x')).toBe(0);
    now = 900_000;
    expect(throttle.take('ada@example.org', 'x')).toBe(0);
  });

  it('are forgotten when the right one comes', () => {
    const throttle = new LoginThrottle(() => 0);
    for (let n = 0; n < 20; n++) {
      expect(throttle.take('ada@example.org', 'x')).toBe(0);
      throttle.succeeded('ada@example.org', 'x');
    }
  });

  it('are capped for one account from everywhere and for one place over all accounts', () => {
    const throttle = new LoginThrottle(() => 0);
    for (let n = 0; n < 50; n++) expect(throttle.take('ada@example.org', `place ${n}`)).toBe(0);
    expect(throttle.take('ada@example.org', 'another')).toBeGreaterThan(0);
    for (let n = 0; n < 30; n++) expect(throttle.take(`user ${n}`, 'z')).toBe(0);
    expect(throttle.take('one more', 'z')).toBeGreaterThan(0);
  });
});
