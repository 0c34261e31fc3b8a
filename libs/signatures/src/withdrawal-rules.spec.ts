import { describe, expect, it } from '@jest/globals';
import { cancels, nameWithdrawals } from './withdrawal-rules.js';

describe('Withdrawals', () => {
  const until = 1000;
  it('hit what the address signed up to their instant, inclusive, and nothing later', () => {
    const withdrawal = [{ kind: 'email' as const, key: 'e', until }];
    expect(cancels(withdrawal, { emailKey: 'e', nameKey: null, signedAt: 1000 })).toBe(true);
    expect(cancels(withdrawal, { emailKey: 'e', nameKey: null, signedAt: 1001 })).toBe(false);
    expect(cancels(withdrawal, { emailKey: 'other', nameKey: null, signedAt: 1 })).toBe(false);
  });

  it('hit paper records of a name the person confirmed, but no namesake with an address', () => {
    const names = nameWithdrawals([{ kind: 'email', key: 'e', until }], [{ emailKey: 'e', nameKey: 'n', signedAt: 10, confirmed: true }]);
    expect(names).toEqual([{ kind: 'name', key: 'n', until }]);
    expect(cancels(names, { emailKey: null, nameKey: 'n', signedAt: 1000 })).toBe(true);
    expect(cancels(names, { emailKey: 'namesake', nameKey: 'n', signedAt: 10 })).toBe(false);
  });

  it('do not reach a name that was never confirmed, or was signed after them', () => {
    const withdrawal = [{ kind: 'email' as const, key: 'e', until }];
    expect(nameWithdrawals(withdrawal, [{ emailKey: 'e', nameKey: 'n', signedAt: 10, confirmed: false }])).toEqual([]);
    expect(nameWithdrawals(withdrawal, [{ emailKey: 'e', nameKey: 'n', signedAt: 1001, confirmed: true }])).toEqual([]);
  });
});
