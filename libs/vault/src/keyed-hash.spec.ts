import { createHash, createSecretKey } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { newPersonSalt, personCommit, personHash, sameBytes } from './keyed-hash.js';
import { VaultError } from './vault.errors.js';

const keyOf = (byte: number) => createSecretKey(Buffer.alloc(32, byte));

describe('a keyed hash of a person', () => {
  it('stays what it is for ever: a change would let everybody sign a second time', () => {
    expect(personHash(keyOf(7), 'email', 'jane@example.org').toString('hex')).toBe('8f3a16eceeb465e968729e46ef72d4e2');
    expect(personHash(keyOf(7), 'name', 'jane doe\u001fGB\u001fN1 9GU').toString('hex')).toBe('03918fa066a839e60adee5c9a6d20ec2');
  });

  it('is the same exactly for the same kind and value under the same key', () => {
    const parts = fc.tuple(fc.constantFrom('email', 'name'), fc.string(), fc.constantFrom(1, 2));
    const hash = ([kind, value, key]: [string, string, number]) => personHash(keyOf(key), kind as 'email' | 'name', value).toString('hex');
    fc.assert(fc.property(parts, parts, (a, b) => {
      expect(hash(a) === hash(b)).toBe(JSON.stringify(a) === JSON.stringify(b));
      expect(hash(a)).toHaveLength(32);
      expect(hash(a)).toBe(hash([...a]));
    }));
  });
});

describe('the commitment to a person in a handover', () => {
  const salt = Buffer.alloc(32, 9);

  it('is SHA-256 of salt and canonical JSON, so that anybody can compute it again', () => {
    const expected = createHash('sha256').update(salt).update('{"email":"zoe@example.org","name":"Zoë “Z” Ωmega"}').digest();
    expect(personCommit(salt, { name: 'Zoë “Z” Ωmega', email: 'zoe@example.org' })).toEqual(expected);
  });

  it('differs with name, address, their absence and the salt', () => {
    const all = [
      personCommit(salt, { name: 'a', email: 'b' }), personCommit(salt, { name: 'b', email: 'a' }), personCommit(salt, { name: 'a', email: null }),
      personCommit(salt, { name: 'a', email: '' }), personCommit(newPersonSalt(), { name: 'a', email: 'b' }),
    ];
    expect(new Set(all.map((commit) => commit.toString('hex'))).size).toBe(all.length);
    expect(() => personCommit(Buffer.alloc(16), { name: 'a', email: 'b' })).toThrow(new VaultError('vault.malformed'));
  });
});

describe('comparing secrets', () => {
  it('says whether they are the same, of whatever lengths', () => {
    expect(sameBytes(Buffer.from('abc'), Buffer.from('abc'))).toBe(true);
    expect(sameBytes(Buffer.from('abc'), Buffer.from('abd'))).toBe(false);
    expect(sameBytes(Buffer.from('abc'), Buffer.from('ab'))).toBe(false);
  });
});
