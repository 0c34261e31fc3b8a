import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { serverSide } from '../../../../test/support/tablet-door.js';
import { deviceFingerprint, makeDeviceKey } from './device-key.js';

describe('the key of a tablet', () => {
  it('is a P-256 point for others, and cannot be taken out', async () => {
    const { privateKey, publicKey } = await makeDeviceKey();
    const raw = Buffer.from(publicKey, 'base64url');
    expect([raw.length, raw[0], publicKey.length]).toEqual([65, 4, 87]);
    expect(privateKey).toMatchObject({ extractable: false, usages: ['sign'], algorithm: { name: 'ECDSA', namedCurve: 'P-256' } });
    for (const format of ['pkcs8', 'jwk'] as const) await expect(crypto.subtle.exportKey(format, privateKey)).rejects.toThrow();
  });

  it('survives storage, which copies what it keeps, and is no more open afterwards', async () => {
    const key = structuredClone(await makeDeviceKey());
    const signature = await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, key.privateKey, new Uint8Array(1));
    expect(signature.byteLength).toBe(64);
    expect(key.privateKey.extractable).toBe(false);
  });

  it('is another for every tablet', async () => {
    expect((await makeDeviceKey()).publicKey).not.toBe((await makeDeviceKey()).publicKey);
  });

  it('has a fingerprint of 40 bits that people can compare', async () => {
    // RFC 9180, A.3.1, as a key that everybody can look up: its SHA-256 begins so:
    const raw = Buffer.from('04fe8c19ce0905191ebc298a9245792531f26f0cece2460639e8bc39cb7f706a826a779b4cf969b8a0e539c7f62fb3d30ad6aa8f80e30f1d128aafd68a2ce72ea0', 'hex');
    expect(createHash('sha256').update(raw).digest('hex').slice(0, 10)).toBe('8710cee59c');
    expect(await deviceFingerprint(raw.toString('base64url'))).toBe('GW8C-XSCW');
    for (let n = 0; n < 20; n++) {
      const { publicKey } = await makeDeviceKey();
      expect(await deviceFingerprint(publicKey)).toBe(serverSide.keyFingerprint(Buffer.from(publicKey, 'base64url')));
    }
  });
});
