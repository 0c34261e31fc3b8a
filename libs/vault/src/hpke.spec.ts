import { describe, expect, it } from '@jest/globals';
import { Aes256Gcm, CipherSuite as CoreSuite, DhkemP256HkdfSha256, DhkemX25519HkdfSha256, HkdfSha256 } from '@hpke/core';
import * as panva from 'hpke';
import { RecipientContext, setupRecipient, setupSender, setupSenderWith, TAG_BYTES } from './hpke.js';
import { generateRecipientKey, recipientKeyFromBytes, sharedSecret, SUITES } from './kem.js';
import { VaultError } from './vault.errors.js';

const hex = (text: string) => Buffer.from(text, 'hex');
const utf8 = (text: string) => Buffer.from(text);

/**
 * The entry mode 0, kem 0x0020, kdf 0x0001, aead 0x0002 of the RFC's machine-readable vectors (cfrg/draft-irtf-cfrg-hpke,
 * test-vectors.json); the RFC's appendix prints this KEM with two other ciphers only.
 */
const VECTOR = {
  info: hex('4f6465206f6e2061204772656369616e2055726e'),
  skRm: hex('497b4502664cfea5d5af0b39934dac72242a74f8480451e1aee7d6a53320333d'),
  pkRm: '430f4b9859665145a6b1ba274024487bd66f03a2dd577d7753c68d7d7d00c00c',
  skEm: hex('179d4b53b6365c45b600c4163b61d95cbc2f4d9e36f1695558dce265ab8bab11'),
  enc: '6c93e09869df3402d7bf231bf540fadd35cd56be14f97178f0954db94b7fc256',
  aad: hex('436f756e742d30'),
  plaintext: hex('4265617574792069732074727574682c20747275746820626561757479'),
  ciphertext: 'e5d84cd531cfb583096e7cfa9641bd3079cf3a91cda813c52deb5f512be9931980a41de125a925cdad859d5b7a',
};

/**
 * A.3.1 of the RFC. It goes on to another cipher than ours, as all of this KEM do; the agreement ends in the shared secret, which knows
 * nothing of that.
 */
const P256_VECTOR = {
  skRm: hex('f3ce7fdae57e1a310d87f1ebbde6f328be0a99cdbcadf4d6589cf29de4b8ffd2'),
  pkRm: '04fe8c19ce0905191ebc298a9245792531f26f0cece2460639e8bc39cb7f706a826a779b4cf969b8a0e539c7f62fb3d30ad6aa8f80e30f1d128aafd68a2ce72ea0',
  skEm: hex('4995788ef4b9d6132b249ce59a77281493eb39af373d236a1fe415cb0c2d7beb'),
  enc: '04a92719c6195d5085104f469a8b9814d5838ff72b60501e2c4466e5e67b325ac98536d7b61a1af4b78e5b7f951c0900be863c403ce65c9bfcb9382657222d18c4',
  sharedSecret: 'c0d26aeab536609a572b07695d933b589dcf363ff9d93c93adea537aeabb8cb8',
};

describe('HPKE as RFC 9180 has it', () => {
  it('agrees over P-256 on the secret of the RFC’s appendix, from both sides', () => {
    const [recipient, ephemeral] = [recipientKeyFromBytes(P256_VECTOR.skRm, 'p256'), recipientKeyFromBytes(P256_VECTOR.skEm, 'p256')];
    expect([recipient.publicKey.toString('hex'), ephemeral.publicKey.toString('hex')]).toEqual([P256_VECTOR.pkRm, P256_VECTOR.enc]);
    for (const [mine, theirs] of [[ephemeral, recipient], [recipient, ephemeral]] as const) {
      expect(sharedSecret('p256', mine.privateKey, theirs.publicKey, ephemeral.publicKey, recipient.publicKey).toString('hex')).toBe(P256_VECTOR.sharedSecret);
    }
  });

  it('seals and opens the published test vector', () => {
    const recipient = recipientKeyFromBytes(VECTOR.skRm);
    expect(recipient.publicKey.toString('hex')).toBe(VECTOR.pkRm);
    const sender = setupSenderWith(recipientKeyFromBytes(VECTOR.skEm), recipient.publicKey, VECTOR.info);
    expect(sender.enc.toString('hex')).toBe(VECTOR.enc);
    expect(Buffer.concat(sender.seal(VECTOR.aad, VECTOR.plaintext)).toString('hex')).toBe(VECTOR.ciphertext);
    const opened = setupRecipient(recipient, hex(VECTOR.enc), VECTOR.info).open(0, VECTOR.aad, hex(VECTOR.ciphertext));
    expect(opened).toEqual(VECTOR.plaintext);
  });

  it.each(SUITES)('opens in any order, and again, what a sender sealed in sequence: %s', (suite) => {
    const recipient = generateRecipientKey(suite);
    const sender = setupSender(suite, recipient.publicKey, utf8('i'));
    const sealed = Array.from({ length: 300 }, (_, n) => Buffer.concat(sender.seal(utf8(`aad ${n}`), utf8(`message ${n}`))));
    const context = setupRecipient(recipient, sender.enc, utf8('i'));
    for (const n of [299, 0, 256, 255, 17, 299]) expect(context.open(n, utf8(`aad ${n}`), sealed[n]!).toString()).toBe(`message ${n}`);
  });

  it.each(SUITES)('does not open under another sequence number, info, associated data or key: %s', (suite) => {
    const recipient = generateRecipientKey(suite);
    const sender = setupSender(suite, recipient.publicKey, utf8('i'));
    const sealed = Buffer.concat(sender.seal(utf8('a'), utf8('m')));
    const open = (context: RecipientContext, n = 0, aad = 'a') => () => context.open(n, utf8(aad), sealed);
    const right = setupRecipient(recipient, sender.enc, utf8('i'));
    expect(open(right)().toString()).toBe('m');
    for (const attempt of [
      open(right, 1), open(right, 2 ** 31), open(right, 0, 'b'),
      open(setupRecipient(recipient, sender.enc, utf8('j'))),
      open(setupRecipient(generateRecipientKey(suite), sender.enc, utf8('i'))),
    ]) expect(attempt).toThrow(new VaultError('vault.not_authentic'));
    expect(() => right.open(0, utf8('a'), sealed.subarray(0, TAG_BYTES - 1))).toThrow(new VaultError('vault.malformed'));
  });

  it('refuses a public key of small order, which would make the secret guessable', () => {
    expect(() => setupSender('x25519', Buffer.alloc(32), utf8('i'))).toThrow(new VaultError('vault.not_authentic'));
    expect(() => setupRecipient(generateRecipientKey(), Buffer.from([1, ...Buffer.alloc(31)]), utf8('i'))).toThrow(VaultError);
  });

  it('refuses a P-256 key that is no point of the curve, compressed or in another form, from whichever side', () => {
    const { publicKey } = generateRecipientKey('p256');
    const offCurve = Buffer.from(publicKey);
    offCurve[64]! ^= 1;
    const prime = hex('ffffffff00000001000000000000000000000000ffffffffffffffffffffffff');
    const notBelowPrime = Buffer.concat([Buffer.from([4]), prime, publicKey.subarray(33)]);
    const hybrid = Buffer.concat([Buffer.from([6 + (publicKey[64]! & 1)]), publicKey.subarray(1)]);
    for (const bad of [offCurve, notBelowPrime, hybrid, Buffer.alloc(65), Buffer.concat([Buffer.from([4]), Buffer.alloc(64)])]) {
      expect(() => setupSender('p256', bad, utf8('i'))).toThrow(new VaultError('vault.not_authentic'));
      expect(() => setupRecipient(generateRecipientKey('p256'), bad, utf8('i'))).toThrow(new VaultError('vault.not_authentic'));
    }
    for (const bad of [Buffer.alloc(0), Buffer.from([0]), publicKey.subarray(0, 64), Buffer.concat([Buffer.from([2 + (publicKey[64]! & 1)]), publicKey.subarray(1, 33)])]) {
      expect(() => setupSender('p256', bad, utf8('i'))).toThrow(new VaultError('vault.malformed'));
    }
  });
});

describe('HPKE with other implementations', () => {
  const info = utf8('countersign');

  it.each(SUITES)('is opened by the package @hpke/core and opens what it sealed: %s', async (of) => {
    const kem = of === 'p256' ? new DhkemP256HkdfSha256() : new DhkemX25519HkdfSha256();
    const suite = new CoreSuite({ kem, kdf: new HkdfSha256(), aead: new Aes256Gcm() });
    const theirs = await suite.kem.generateKeyPair();
    const sender = setupSender(of, new Uint8Array(await suite.kem.serializePublicKey(theirs.publicKey)), info);
    const recipient = await suite.createRecipientContext({ recipientKey: theirs.privateKey, enc: plain(sender.enc), info: plain(info) });
    for (let n = 0; n < 300; n++) {
      const opened = await recipient.open(plain(Buffer.concat(sender.seal(utf8('a'), utf8(`${n}`)))), plain(utf8('a')));
      expect(Buffer.from(opened).toString()).toBe(`${n}`);
    }

    const ours = generateRecipientKey(of);
    const publicKey = await suite.kem.deserializePublicKey(plain(ours.publicKey));
    const other = await suite.createSenderContext({ recipientPublicKey: publicKey, info: plain(info) });
    const sealed: ArrayBuffer[] = [];
    for (let n = 0; n < 300; n++) sealed.push(await other.seal(plain(utf8(`${n}`)), plain(utf8('a'))));
    const context = setupRecipient(ours, new Uint8Array(other.enc), info);
    for (let n = 299; n >= 0; n--) expect(context.open(n, utf8('a'), new Uint8Array(sealed[n]!)).toString()).toBe(`${n}`);
  });

  it.each(SUITES)('is opened by the package hpke and opens what it sealed: %s', async (of) => {
    const kem = of === 'p256' ? panva.KEM_DHKEM_P256_HKDF_SHA256 : panva.KEM_DHKEM_X25519_HKDF_SHA256;
    const suite = new panva.CipherSuite(kem, panva.KDF_HKDF_SHA256, panva.AEAD_AES_256_GCM);
    const theirs = await suite.GenerateKeyPair();
    const sender = setupSender(of, await suite.SerializePublicKey(theirs.publicKey), info);
    const recipient = await suite.SetupRecipient(theirs, sender.enc, { info });
    for (const text of ['first', 'second']) {
      expect(Buffer.from(await recipient.Open(Buffer.concat(sender.seal(utf8('a'), utf8(text))), utf8('a'))).toString()).toBe(text);
    }

    const ours = generateRecipientKey(of);
    const { encapsulatedSecret, ctx } = await suite.SetupSender(await suite.DeserializePublicKey(ours.publicKey), { info });
    const sealed = [await ctx.Seal(utf8('first'), utf8('a')), await ctx.Seal(utf8('second'), utf8('a'))];
    const context = setupRecipient(ours, encapsulatedSecret, info);
    expect(context.open(1, utf8('a'), sealed[1]!).toString()).toBe('second');
    expect(context.open(0, utf8('a'), sealed[0]!).toString()).toBe('first');
  });
});

/** A copy in a buffer of its own, for libraries that look at the whole of `buffer`. */
function plain(bytes: Uint8Array): ArrayBuffer {
  return new Uint8Array(bytes).buffer;
}
