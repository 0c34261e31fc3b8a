import { createPublicKey, type JsonWebKey } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { encapsulate, sealOnce, type Suite } from './hpke.js';
import { fromHex, toHex } from './bytes.js';

const base64url = (hex: string) => Buffer.from(hex, 'hex').toString('base64url');

/** A pair of given numbers, as only vectors have them. */
async function pairOf(suite: Suite, secret: string, publicKey: string): Promise<CryptoKeyPair> {
  const jwk: JsonWebKey = suite === 'p256'
    ? { kty: 'EC', crv: 'P-256', x: base64url(publicKey.slice(2, 66)), y: base64url(publicKey.slice(66)), d: base64url(secret) }
    : { kty: 'OKP', crv: 'X25519', x: base64url(publicKey), d: base64url(secret) };
  const algorithm = suite === 'p256' ? { name: 'ECDH', namedCurve: 'P-256' } : { name: 'X25519' };
  const { d: _, ...open } = jwk;
  return {
    privateKey: await crypto.subtle.importKey('jwk', jwk as globalThis.JsonWebKey, algorithm, false, ['deriveBits']),
    publicKey: await crypto.subtle.importKey('jwk', open as globalThis.JsonWebKey, algorithm, true, []),
  };
}

describe('HPKE in the browser, as RFC 9180 has it', () => {
  it('seals the published test vector of X25519', async () => {
    const ephemeral = await pairOf('x25519', '179d4b53b6365c45b600c4163b61d95cbc2f4d9e36f1695558dce265ab8bab11', '6c93e09869df3402d7bf231bf540fadd35cd56be14f97178f0954db94b7fc256');
    const { enc, ciphertext } = await sealOnce(
      'x25519', fromHex('430f4b9859665145a6b1ba274024487bd66f03a2dd577d7753c68d7d7d00c00c'), fromHex('4f6465206f6e2061204772656369616e2055726e'),
      fromHex('436f756e742d30'), fromHex('4265617574792069732074727574682c20747275746820626561757479'), ephemeral,
    );
    expect(toHex(enc)).toBe('6c93e09869df3402d7bf231bf540fadd35cd56be14f97178f0954db94b7fc256');
    expect(toHex(ciphertext)).toBe('e5d84cd531cfb583096e7cfa9641bd3079cf3a91cda813c52deb5f512be9931980a41de125a925cdad859d5b7a');
  });

  it('agrees over P-256 on the secret of appendix A.3.1', async () => {
    const enc = '04a92719c6195d5085104f469a8b9814d5838ff72b60501e2c4466e5e67b325ac98536d7b61a1af4b78e5b7f951c0900be863c403ce65c9bfcb9382657222d18c4';
    const pkRm = '04fe8c19ce0905191ebc298a9245792531f26f0cece2460639e8bc39cb7f706a826a779b4cf969b8a0e539c7f62fb3d30ad6aa8f80e30f1d128aafd68a2ce72ea0';
    const agreed = await encapsulate(crypto.subtle, 'p256', fromHex(pkRm), await pairOf('p256', '4995788ef4b9d6132b249ce59a77281493eb39af373d236a1fe415cb0c2d7beb', enc));
    expect([toHex(agreed.enc), toHex(agreed.shared)]).toEqual([enc, 'c0d26aeab536609a572b07695d933b589dcf363ff9d93c93adea537aeabb8cb8']);
  });

  it('seals to no point off the curve, compressed or of small order', async () => {
    const pair = await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, true, ['deriveBits']);
    const good = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey));
    const offCurve = good.slice();
    offCurve[64]! ^= 1;
    const compressed = new Uint8Array([2 + (good[64]! & 1), ...good.subarray(1, 33)]);
    expect(createPublicKey({ key: { kty: 'EC', crv: 'P-256', x: base64url(toHex(good.subarray(1, 33))), y: base64url(toHex(good.subarray(33))) }, format: 'jwk' }).type).toBe('public');
    const empty = new Uint8Array(0);
    for (const bad of [offCurve, compressed, new Uint8Array(65), empty]) await expect(sealOnce('p256', bad, empty, empty, empty)).rejects.toMatchObject({ name: expect.any(String) });
    for (const bad of [new Uint8Array(32), new Uint8Array([1, ...new Uint8Array(31)]), good]) await expect(sealOnce('x25519', bad, empty, empty, empty)).rejects.toMatchObject({ name: expect.any(String) });
    await expect(sealOnce('p256', good, empty, empty, empty)).resolves.toMatchObject({ enc: expect.any(Uint8Array) });
  });
});
