import { describe, expect, it } from '@jest/globals';
import { Aes256Gcm, CipherSuite as CoreSuite, DhkemX25519HkdfSha256, HkdfSha256 } from '@hpke/core';
import * as panva from 'hpke';
import { generateRecipientKey, RecipientContext, recipientKeyFromBytes, setupRecipient, setupSender, setupSenderWith, TAG_BYTES } from './hpke.js';
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

describe('HPKE as RFC 9180 has it', () => {
  it('seals and opens the published test vector', () => {
    const recipient = recipientKeyFromBytes(VECTOR.skRm);
    expect(recipient.publicKey.toString('hex')).toBe(VECTOR.pkRm);
    const sender = setupSenderWith(recipientKeyFromBytes(VECTOR.skEm), recipient.publicKey, VECTOR.info);
    expect(sender.enc.toString('hex')).toBe(VECTOR.enc);
    expect(Buffer.concat(sender.seal(VECTOR.aad, VECTOR.plaintext)).toString('hex')).toBe(VECTOR.ciphertext);
    const opened = setupRecipient(recipient, hex(VECTOR.enc), VECTOR.info).open(0, VECTOR.aad, hex(VECTOR.ciphertext));
    expect(opened).toEqual(VECTOR.plaintext);
  });

  it('opens in any order, and again, what a sender sealed in sequence', () => {
    const recipient = generateRecipientKey();
    const sender = setupSender(recipient.publicKey, utf8('i'));
    const sealed = Array.from({ length: 300 }, (_, n) => Buffer.concat(sender.seal(utf8(`aad ${n}`), utf8(`message ${n}`))));
    const context = setupRecipient(recipient, sender.enc, utf8('i'));
    for (const n of [299, 0, 256, 255, 17, 299]) expect(context.open(n, utf8(`aad ${n}`), sealed[n]!).toString()).toBe(`message ${n}`);
  });

  it('does not open under another sequence number, info, associated data or key', () => {
    const recipient = generateRecipientKey();
    const sender = setupSender(recipient.publicKey, utf8('i'));
    const sealed = Buffer.concat(sender.seal(utf8('a'), utf8('m')));
    const open = (context: RecipientContext, n = 0, aad = 'a') => () => context.open(n, utf8(aad), sealed);
    const right = setupRecipient(recipient, sender.enc, utf8('i'));
    expect(open(right)().toString()).toBe('m');
    for (const attempt of [
      open(right, 1), open(right, 2 ** 31), open(right, 0, 'b'),
      open(setupRecipient(recipient, sender.enc, utf8('j'))),
      open(setupRecipient(generateRecipientKey(), sender.enc, utf8('i'))),
    ]) expect(attempt).toThrow(new VaultError('vault.not_authentic'));
    expect(() => right.open(0, utf8('a'), sealed.subarray(0, TAG_BYTES - 1))).toThrow(new VaultError('vault.malformed'));
  });

  it('refuses a public key of small order, which would make the secret guessable', () => {
    expect(() => setupSender(Buffer.alloc(32), utf8('i'))).toThrow(new VaultError('vault.not_authentic'));
    expect(() => setupRecipient(generateRecipientKey(), Buffer.from([1, ...Buffer.alloc(31)]), utf8('i'))).toThrow(VaultError);
  });
});

describe('HPKE with other implementations', () => {
  const info = utf8('countersign');

  it('is opened by the package @hpke/core and opens what it sealed', async () => {
    const suite = new CoreSuite({ kem: new DhkemX25519HkdfSha256(), kdf: new HkdfSha256(), aead: new Aes256Gcm() });
    const theirs = await suite.kem.generateKeyPair();
    const sender = setupSender(new Uint8Array(await suite.kem.serializePublicKey(theirs.publicKey)), info);
    const recipient = await suite.createRecipientContext({ recipientKey: theirs.privateKey, enc: plain(sender.enc), info: plain(info) });
    for (let n = 0; n < 300; n++) {
      const opened = await recipient.open(plain(Buffer.concat(sender.seal(utf8('a'), utf8(`${n}`)))), plain(utf8('a')));
      expect(Buffer.from(opened).toString()).toBe(`${n}`);
    }

    const ours = generateRecipientKey();
    const publicKey = await suite.kem.deserializePublicKey(plain(ours.publicKey));
    const other = await suite.createSenderContext({ recipientPublicKey: publicKey, info: plain(info) });
    const sealed: ArrayBuffer[] = [];
    for (let n = 0; n < 300; n++) sealed.push(await other.seal(plain(utf8(`${n}`)), plain(utf8('a'))));
    const context = setupRecipient(ours, new Uint8Array(other.enc), info);
    for (let n = 299; n >= 0; n--) expect(context.open(n, utf8('a'), new Uint8Array(sealed[n]!)).toString()).toBe(`${n}`);
  });

  it('is opened by the package hpke and opens what it sealed', async () => {
    const suite = new panva.CipherSuite(panva.KEM_DHKEM_X25519_HKDF_SHA256, panva.KDF_HKDF_SHA256, panva.AEAD_AES_256_GCM);
    const theirs = await suite.GenerateKeyPair();
    const sender = setupSender(await suite.SerializePublicKey(theirs.publicKey), info);
    const recipient = await suite.SetupRecipient(theirs, sender.enc, { info });
    for (const text of ['first', 'second']) {
      expect(Buffer.from(await recipient.Open(Buffer.concat(sender.seal(utf8('a'), utf8(text))), utf8('a'))).toString()).toBe(text);
    }

    const ours = generateRecipientKey();
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
