import { describe, expect, it } from '@jest/globals';
import type { KitKey } from '#libs/stores';
import { chooseKey, supportedSuite } from './suite.js';

/** A browser's WebCrypto in which some of what is done with algorithms of these names fails. */
function lacking(...steps: ('generateKey' | 'importKey' | 'deriveBits')[]) {
  return (...algorithms: string[]) => ({
    subtle: new Proxy(crypto.subtle, {
      get: (subtle, name: keyof SubtleCrypto) => (...given: unknown[]) => {
        const named = given.map((part) => (part as { name?: string } | null)?.name ?? '');
        if (steps.some((step) => step === name) && named.some((algorithm) => algorithms.includes(algorithm))) return Promise.reject(new DOMException('unknown', 'NotSupportedError'));
        return (subtle[name] as (...all: unknown[]) => unknown).apply(subtle, given);
      },
    }),
  });
}

describe('the suite of this browser', () => {
  it('is X25519 where it works', async () => {
    expect(await supportedSuite()).toBe('x25519');
    expect(await supportedSuite(lacking('generateKey')('ECDH'))).toBe('x25519');
  });

  it('is P-256 where X25519 is unknown, or known and useless', async () => {
    for (const step of ['generateKey', 'importKey', 'deriveBits'] as const) expect([step, await supportedSuite(lacking(step)('X25519'))]).toEqual([step, 'p256']);
  });

  it('is none where there is no WebCrypto, as over plain HTTP, or one that can do neither', async () => {
    expect(await supportedSuite({})).toBeNull();
    expect(await supportedSuite(lacking('generateKey')('X25519', 'ECDH'))).toBeNull();
  });
});

describe('the key to seal to', () => {
  const key = (month: string, suite: KitKey['suite']): KitKey => ({ campaignId: 'c', keyId: `${month} ${suite}`, month, suite, publicKey: '', rootPublicKey: '', rootFingerprint: '', signature: '' });
  const keys = [key('2026-12', 'x25519'), key('2026-12', 'p256'), key('2026-10', 'x25519'), key('2026-11', 'p256'), key('2026-11', 'x25519')];
  const chosen = (at: number, suite: KitKey['suite'] = 'x25519') => chooseKey(keys, suite, at)?.keyId;

  it('is that of the month in UTC and of the suite', () => {
    expect([chosen(Date.UTC(2026, 10, 30, 23, 59, 59)), chosen(Date.UTC(2026, 11, 1))]).toEqual(['2026-11 x25519', '2026-12 x25519']);
    expect([chosen(Date.UTC(2026, 10, 1), 'p256'), chosen(Date.UTC(2026, 9, 31))]).toEqual(['2026-11 p256', '2026-10 x25519']);
  });

  it('is the newest there is for a tablet that was offline long, or whose clock is wrong', () => {
    for (const at of [Date.UTC(2027, 5, 1), Date.UTC(2001, 0, 1)]) expect(chosen(at)).toBe('2026-12 x25519');
    expect(chosen(Date.UTC(2026, 9, 1), 'p256')).toBe('2026-12 p256');
  });

  it('is none where the kit has none of the suite', () => {
    expect(chooseKey(keys.filter(({ suite }) => suite === 'x25519'), 'p256', Date.UTC(2026, 10, 1))).toBeNull();
  });
});
