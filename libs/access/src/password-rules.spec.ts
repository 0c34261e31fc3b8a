import { describe, expect, it } from '@jest/globals';
import { hashPassword, passwordFault, passwordHolds } from './password-rules.js';

const user = { email: 'ada.lovelace@example.org', name: 'Ada Lovelace' };

describe('passwords', () => {
  it.each(['short', 'elevenchars', '☃☃☃'])('%s is too short', (password) => {
    expect(passwordFault(password, user)?.code).toBe('too_short');
  });

  it.each(['aaaaaaaaaaaa', 'abababababab', '123456789012', 'qwertyuiopas', 'ada.lovelace@example.org', 'AdaLovelace1', 'password2026', 'countersign1'])('%s is what everyone tries first', (password) => {
    expect(passwordFault(password, user)?.code).toBe('guessable');
  });

  it.each(['correct horse battery', 'zwölf Zeichen', 'mxkqweplrtzu', 'ada likes long walks'])('%s will do, with no rule about its composition', (password) => {
    expect(passwordFault(password, user)).toBeNull();
  });

  it('are kept as argon2id with OWASP\'s parameters, and are the same however the keyboard composes them', async () => {
    const stored = await hashPassword('zwo\u0308lf Zeichen lang');
    expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await passwordHolds(stored, 'zwölf Zeichen lang')).toBe(true);
    expect(await passwordHolds(stored, 'zwolf Zeichen lang')).toBe(false);
  });

  it('nobody\'s password is always wrong, and takes as long to find out', async () => {
    const stored = await hashPassword('correct horse battery');
    await passwordHolds(null, 'warm up');
    const time = async (hash: string | null): Promise<number> => {
      const from = performance.now();
      for (let n = 0; n < 5; n++) expect(await passwordHolds(hash, 'wrong horse battery')).toBe(false);
      return performance.now() - from;
    };
    const [known, unknown] = [await time(stored), await time(null)];
    expect(unknown / known).toBeGreaterThan(0.3);
    expect(unknown / known).toBeLessThan(3);
  });
});
