import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { keyIdOf, Opener, PrivateKeyStore, VaultError } from '#libs/vault';
import type { KitKey } from '#libs/stores';
import { openSealedRecord } from '../../../../test/support/sealed-record.js';
import { type SealContext, type SealedFields, sealSignature } from './seal.js';
import { chooseKey } from './suite.js';

const NOW = Date.UTC(2026, 10, 22, 13, 30, 5);
const CONTEXT: SealContext = {
  recordId: '019aab3c-7d10-7e6a-9d5c-0242ac120002', petitionId: 17, textVersion: 3, language: 'fr', channel: 'store', signedAt: '2026-11-22T13:30:05.000Z',
};
const JEANNE: SealedFields = { givenName: 'Jeanne', familyName: 'd’Arc', email: null, postcode: '76000', town: 'Rouen', country: 'FR' };

let dir: string;
let keys: KitKey[];
let opener: Opener;

beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'tablet-seal-'));
  const store = await PrivateKeyStore.open(path.join(dir, 'keys'), () => NOW);
  keys = (await store.ensureCampaign('keep-your-word')).publicKeys;
  opener = new Opener(store);
});

afterAll(() => rm(dir, { recursive: true }));

/** Names as people of all scripts have them, with combining marks, joiners, right-to-left marks and letters beyond the basic plane. */
const names = fc.string({
  unit: fc.oneof(
    fc.constantFrom('أ', 'م', 'ل', '\u200f', 'ñ', 'n\u0303', 'Ł', '李', '𠮷', '김', 'अ', 'क्', 'ษ', 'א', 'ი', 'ሀ', '\u200d', '’', '-', ' ', '👩‍👧'),
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }), fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
  ),
  maxLength: 60,
});
const people = fc.record<SealedFields>({
  givenName: names, familyName: fc.option(names), email: fc.option(fc.emailAddress()), postcode: fc.option(names), town: fc.option(names), country: fc.constantFrom('FR', 'MA', 'IN'),
});

describe.each(['x25519', 'p256'] as const)('a signature sealed on the tablet, %s', (suite) => {
  const key = () => chooseKey(keys, suite, NOW)!;

  it('is read by the worker as it was written, in any script', async () => {
    await fc.assert(fc.asyncProperty(people, async (person) => {
      expect(openSealedRecord(opener, await sealSignature(key(), person, CONTEXT), CONTEXT)).toMatchObject(person);
    }), { numRuns: 60 });
  });

  it('opens under any context it was sealed with', async () => {
    const contexts = fc.record<SealContext>({
      recordId: fc.uuid().map((id) => (id.startsWith('a') ? id.toUpperCase() : id)), petitionId: fc.nat(2 ** 32 - 1), textVersion: fc.nat(999), language: fc.constantFrom('en', 'fr', 'ar', 'zh-Hant'),
      channel: fc.constantFrom('store', 'paper'), signedAt: fc.date({ noInvalidDate: true, min: new Date('2026-01-01'), max: new Date('2036-01-01') }).map((at) => at.toISOString()),
    });
    await fc.assert(fc.asyncProperty(contexts, async (context) => {
      expect(openSealedRecord(opener, await sealSignature(key(), JEANNE, context), context)).toMatchObject(JEANNE);
    }), { numRuns: 40 });
  });

  it('does not open with any part of its context changed', async () => {
    const sealed = await sealSignature(key(), JEANNE, CONTEXT);
    const changes: Partial<SealContext>[] = [
      { recordId: '019aab3c-7d10-7e6a-9d5c-0242ac120003' }, { petitionId: 18 }, { textVersion: 4 }, { language: 'en' }, { channel: 'paper' }, { signedAt: '2026-11-22T13:30:05.001Z' },
    ];
    expect(new Set(changes.flatMap(Object.keys))).toEqual(new Set(Object.keys(CONTEXT)));
    for (const change of changes) expect(() => openSealedRecord(opener, sealed, { ...CONTEXT, ...change })).toThrow(new VaultError('vault.not_authentic'));
    expect(openSealedRecord(opener, sealed, CONTEXT)).toMatchObject(JEANNE);
  });

  it('does not open with any one bit changed', async () => {
    const sealed = await sealSignature(key(), JEANNE, CONTEXT);
    for (let bit = 0; bit < sealed.length * 8; bit += 5) {
      const changed = sealed.slice();
      changed[bit >> 3]! ^= 1 << (bit & 7);
      expect(() => openSealedRecord(opener, changed, CONTEXT)).toThrow(VaultError);
    }
  });

  it('is of the version of its suite, names its key and tells only a size class', async () => {
    const header = suite === 'p256' ? 1 + 8 + 65 + 4 : 1 + 8 + 32 + 4;
    const longer = { ...JEANNE, familyName: 'x'.repeat(60) };
    for (const person of [JEANNE, longer]) {
      const sealed = await sealSignature(key(), person, CONTEXT);
      expect([sealed[0], sealed.length]).toEqual([suite === 'p256' ? 2 : 1, header + 192 + 16]);
      expect(keyIdOf(sealed)).toBe(key().keyId);
    }
  });

  it('is another each time, agreement and salt included, though nothing else differs', async () => {
    const [one, two] = [await sealSignature(key(), JEANNE, CONTEXT), await sealSignature(key(), JEANNE, CONTEXT)];
    expect(one.subarray(9, 41)).not.toEqual(two.subarray(9, 41));
    const salts = [one, two].map((sealed) => openSealedRecord(opener, sealed, CONTEXT).salt);
    expect(salts[0]).not.toBe(salts[1]);
  });

  it('is not made for a context that no record can have', async () => {
    for (const bad of [{ recordId: 'x' }, { petitionId: -1 }, { petitionId: 1.5 }, { signedAt: '2026-11-22' }, { signedAt: '2026-11-22T13:30:05.000+01:00' }]) {
      await expect(sealSignature(key(), JEANNE, { ...CONTEXT, ...bad })).rejects.toThrow(RangeError);
    }
    await expect(sealSignature(key(), { ...JEANNE, town: 'x'.repeat(131_072) }, CONTEXT)).rejects.toThrow(RangeError);
  });
});
