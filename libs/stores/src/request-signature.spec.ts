import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { clockHolds, publicKeyOf, readSignedRequest, signatureHolds } from './request-signature.js';
import { SigningTablet } from './testing/signing-tablet.js';
import type { SignedRequest } from './stores.types.js';

const DEVICE = '0192f0c4-6b1e-4c11-8a30-0f6f6f1d2b3c';
const tablet = new SigningTablet();
const key = publicKeyOf(tablet.rawPublicKey)!;
const holds = (request: SignedRequest): boolean => {
  const read = readSignedRequest(request);
  return read !== null && signatureHolds(read, key);
};
const withHeader = (request: SignedRequest, name: string, value: string | string[] | undefined): SignedRequest => ({ ...request, headers: { ...request.headers, [name]: value } });

describe('a signed request', () => {
  it('holds, and tells device, batch, time and digest', () => {
    const request = tablet.request(DEVICE, { body: '{"records":[]}', batch: 7, created: 1_795_000_000_000 });
    expect(readSignedRequest(request)).toMatchObject({ deviceId: DEVICE, batch: 7, created: 1_795_000_000, digest: createHash('sha256').update('{"records":[]}').digest() });
    expect(holds(request)).toBe(true);
  });

  it('is built line by line as RFC 9421 says, and checked against what a browser makes', async () => {
    const base = [
      '"@method": GET',
      `"@path": /api/v1/devices/${DEVICE}/kit`,
      '"content-digest": sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:',
      '"countersign-batch": 0',
      `"@signature-params": ("@method" "@path" "content-digest" "countersign-batch");created=1795000000;keyid="${DEVICE}";alg="ecdsa-p256-sha256"`,
    ].join('\n');
    const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify']);
    const raw = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey));
    const signature = Buffer.from(await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, pair.privateKey, Buffer.from(base))).toString('base64');
    const read = readSignedRequest({
      method: 'GET', path: `/api/v1/devices/${DEVICE}/kit`, rawBody: new Uint8Array(),
      headers: {
        'signature-input': `device=("@method" "@path" "content-digest" "countersign-batch");created=1795000000;keyid="${DEVICE}";alg="ecdsa-p256-sha256"`,
        signature: `device=:${signature}:`, 'content-digest': 'sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:', 'countersign-batch': '0',
      },
    });
    expect(read?.base).toBe(base);
    expect(signatureHolds(read!, publicKeyOf(raw)!)).toBe(true);
    expect(signatureHolds(read!, key)).toBe(false);
  });

  const sound = tablet.request(DEVICE, { body: 'abc', batch: 3 });
  const input = sound.headers['signature-input'] as string;
  it.each<[string, SignedRequest]>([
    ['another method', { ...sound, method: 'PUT' }],
    ['another path', { ...sound, path: `/api/v1/devices/${DEVICE}/kit` }],
    ['a query', { ...sound, path: `${sound.path}?x=1` }],
    ['another body', { ...sound, rawBody: Buffer.from('abd') }],
    ['another body with its digest', withHeader({ ...sound, rawBody: Buffer.from('abd') }, 'content-digest', `sha-256=:${createHash('sha256').update('abd').digest('base64')}:`)],
    ['another batch', withHeader(sound, 'countersign-batch', '4')],
    ['a batch that is no number', withHeader(sound, 'countersign-batch', '3.0')],
    ['another time', withHeader(sound, 'signature-input', input.replace(/created=\d+/, 'created=1'))],
    ['another label', withHeader(sound, 'signature-input', input.replace('device=', 'sig1='))],
    ['fewer components', withHeader(sound, 'signature-input', input.replace(' "content-digest"', ''))],
    ['another order', withHeader(sound, 'signature-input', input.replace('"@method" "@path"', '"@path" "@method"'))],
    ['another algorithm', withHeader(sound, 'signature-input', input.replace('ecdsa-p256-sha256', 'hmac-sha256'))],
    ['a second signature', withHeader(sound, 'signature-input', `${input}, other=("@method")`)],
    ['a header that came twice', withHeader(sound, 'signature', [sound.headers['signature'] as string, sound.headers['signature'] as string])],
    ['two digests', withHeader(sound, 'content-digest', `${sound.headers['content-digest'] as string}, sha-512=:AAAA:`)],
    ['no signature', withHeader(sound, 'signature', undefined)],
  ])('does not hold with %s', (_, request) => {
    expect(holds(sound)).toBe(true);
    expect(holds(request)).toBe(false);
  });

  it('does not hold at the address of another tablet, even if that was signed', () => {
    expect(holds(tablet.request(DEVICE, { path: '/api/v1/devices/0192f0c4-6b1e-4c11-8a30-000000000000/kit' }))).toBe(false);
  });

  it('may be signed up to ten minutes off', () => {
    const now = new Date('2026-11-22T12:00:00Z');
    const s = now.getTime() / 1000;
    expect([s - 600, s, s + 600].map((at) => clockHolds(at, now))).toEqual([true, true, true]);
    expect([s - 601, s + 601].map((at) => clockHolds(at, now))).toEqual([false, false]);
  });
});

describe('a public key', () => {
  it('is a point of the curve', () => {
    const off = Buffer.from(tablet.rawPublicKey);
    off[64] = (off[64] ?? 0) ^ 1;
    expect(publicKeyOf(tablet.rawPublicKey)).not.toBeNull();
    expect([off, tablet.rawPublicKey.subarray(0, 64), Buffer.alloc(65, 4), Buffer.concat([Buffer.from([2]), tablet.rawPublicKey.subarray(1)])].map(publicKeyOf)).toEqual([null, null, null, null]);
  });
});
