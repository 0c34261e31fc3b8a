import { createHash, createSecretKey } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { deriveToken, hashToken, parseToken, tokenHash, type TokenSubject } from './tokens.js';
import { VaultError } from './vault.errors.js';

const subjects = fc.record<TokenSubject>({
  tokenKey: fc.constantFrom(createSecretKey(Buffer.alloc(32, 1)), createSecretKey(Buffer.alloc(32, 2))),
  petitionId: fc.nat(2 ** 32 - 1),
  recordId: fc.uuid(),
  purpose: fc.constantFrom('confirm', 'withdraw', 'unsubscribe'),
  attempt: fc.nat(3),
});
const subject: TokenSubject = {
  tokenKey: createSecretKey(Buffer.alloc(32, 1)), petitionId: 17, recordId: '019aab3c-7d10-7e6a-9d5c-0242ac120002', purpose: 'confirm', attempt: 0,
};

describe('a token', () => {
  it('is the same whenever it is derived again, so that a mail sent twice carries one link', () => {
    expect(deriveToken(subject)).toBe('AAAAEQGaqzx9EH5qnVwCQqwSAAJzYM1XPE4hbfpS_vQSoVFdPnHjRSW1OujNquGgNXJtzg');
  });

  it('leads back to petition, record and the hash that was stored', () => {
    fc.assert(fc.property(subjects, (of) => {
      const token = deriveToken(of);
      expect(parseToken(token)).toEqual({ petitionId: of.petitionId, recordId: of.recordId, hash: hashToken(token) });
      expect(tokenHash(of)).toEqual(hashToken(token));
      expect(hashToken(token)).toEqual(createHash('sha256').update(Buffer.from(token, 'base64url')).digest());
    }));
  });

  it('differs with key, petition, record, purpose and attempt', () => {
    const others: Partial<TokenSubject>[] = [
      { tokenKey: createSecretKey(Buffer.alloc(32, 2)) }, { petitionId: 18 }, { recordId: '019aab3c-7d10-7e6a-9d5c-0242ac120003' },
      { purpose: 'withdraw' }, { attempt: 1 },
    ];
    const secrets = [{}, ...others].map((other) => Buffer.from(deriveToken({ ...subject, ...other }), 'base64url').toString('hex', 20));
    expect(new Set(secrets).size).toBe(secrets.length);
  });

  it('has one spelling only, and nothing else is taken for a token', () => {
    const token = deriveToken(subject);
    const last = token.at(-1)!;
    const sameBytesOtherText = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_']
      .map((letter) => token.slice(0, -1) + letter)
      .filter((text) => text !== token && Buffer.from(text, 'base64url').equals(Buffer.from(token, 'base64url')));
    expect(sameBytesOtherText).toHaveLength(15);
    expect(last).toMatch(/[AQgw]/);
    for (const text of [...sameBytesOtherText, '', `${token}A`, `${token}=`, ` ${token}`, `${token}\n`, token.slice(1), token.replace(/.$/, '+')]) {
      expect(parseToken(text)).toBeNull();
    }
    expect(() => hashToken('x')).toThrow(new VaultError('vault.malformed'));
  });

  it('is not derived for a record or petition that cannot be', () => {
    for (const bad of [{ recordId: 'x' }, { petitionId: -1 }, { petitionId: 2 ** 32 }, { attempt: 0.5 }]) {
      expect(() => deriveToken({ ...subject, ...bad })).toThrow(new VaultError('vault.bad_context'));
    }
  });
});
