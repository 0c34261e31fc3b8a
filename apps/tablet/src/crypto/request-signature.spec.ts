import { createHash, createPublicKey, verify } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { believed } from '../../../../test/support/tablet-door.js';
import { utf8 } from './bytes.js';
import { type DeviceKey, makeDeviceKey } from './device-key.js';
import { type RequestToSign, signatureBase, signRequest } from './request-signature.js';

const DEVICE = '019aab3c-7d10-7e6a-9d5c-0242ac120002';
const REQUEST: RequestToSign = {
  method: 'POST', path: `/api/v1/devices/${DEVICE}/batches`, device: DEVICE, batch: 7, created: 1_795_354_205, body: utf8('{"protocol":1}'),
};

let key: DeviceKey;
beforeAll(async () => {
  key = await makeDeviceKey();
});

/** As a server does it that knows nothing of our code: the base from what is in the request, OpenSSL for the rest. */
function verified(headers: Record<string, string>, { method, path, body }: Pick<RequestToSign, 'method' | 'path' | 'body'>): boolean {
  const raw = Buffer.from(key.publicKey, 'base64url');
  const publicKey = createPublicKey({ key: { kty: 'EC', crv: 'P-256', x: raw.toString('base64url', 1, 33), y: raw.toString('base64url', 33) }, format: 'jwk' });
  const digest = `sha-256=:${createHash('sha256').update(body).digest('base64')}:`;
  const params = /^device=(.+)$/.exec(headers['Signature-Input'] ?? '')?.[1];
  const signature = Buffer.from(/^device=:([A-Za-z0-9+/=]+):$/.exec(headers.Signature ?? '')?.[1] ?? '', 'base64');
  const base = `"@method": ${method}\n"@path": ${path}\n"content-digest": ${headers['Content-Digest']}\n"countersign-batch": ${headers['Countersign-Batch']}\n"@signature-params": ${params}`;
  return signature.length === 64 && headers['Content-Digest'] === digest && verify('sha256', Buffer.from(base), { key: publicKey, dsaEncoding: 'ieee-p1363' }, signature);
}

describe('a signed request', () => {
  it('has exactly the headers of RFC 9421 and RFC 9530', async () => {
    const headers = await signRequest(key.privateKey, REQUEST);
    expect(headers).toEqual({
      'Content-Digest': 'sha-256=:bXbWpAjxdVUmbFovbRY79RiK635g8RTViD6+OUb3W7g=:',
      'Countersign-Batch': '7',
      'Signature-Input': `device=("@method" "@path" "content-digest" "countersign-batch");created=1795354205;keyid="${DEVICE}";alg="ecdsa-p256-sha256"`,
      Signature: expect.stringMatching(/^device=:[A-Za-z0-9+/]{86}==:$/),
    });
  });

  it('signs these five lines, with no line break at the end', () => {
    expect(signatureBase(REQUEST, 'sha-256=:AAAA:', '("@method");created=1')).toBe([
      '"@method": POST',
      `"@path": /api/v1/devices/${DEVICE}/batches`,
      '"content-digest": sha-256=:AAAA:',
      '"countersign-batch": 7',
      '"@signature-params": ("@method");created=1',
    ].join('\n'));
  });

  it('is believed by whoever follows the two RFCs', async () => {
    expect(verified(await signRequest(key.privateKey, REQUEST), REQUEST)).toBe(true);
    const reading = { ...REQUEST, method: 'GET' as const, path: `/api/v1/devices/${DEVICE}/kit`, batch: 0, body: new Uint8Array(0) };
    const headers = await signRequest(key.privateKey, reading);
    expect(headers['Content-Digest']).toBe('sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:');
    expect(verified(headers, reading)).toBe(true);
  });

  it('is believed by our server, which reads tablet, time and number out of it', async () => {
    const claims = { deviceId: DEVICE, created: REQUEST.created, batch: 7 };
    expect(believed(key.publicKey, { ...REQUEST, headers: await signRequest(key.privateKey, REQUEST) })).toEqual(claims);
    const late = { ...REQUEST, created: REQUEST.created + 0.875 };
    expect(believed(key.publicKey, { ...late, headers: await signRequest(key.privateKey, late) })).toEqual(claims);
    const other = await makeDeviceKey();
    expect(believed(other.publicKey, { ...REQUEST, headers: await signRequest(key.privateKey, REQUEST) })).toBeNull();
    expect(believed(key.publicKey, { ...REQUEST, path: `${REQUEST.path}/x`, headers: await signRequest(key.privateKey, REQUEST) })).toBeNull();
  });

  it('is not believed with anything changed', async () => {
    const headers = await signRequest(key.privateKey, REQUEST);
    expect(verified(headers, { ...REQUEST, method: 'GET' })).toBe(false);
    expect(verified(headers, { ...REQUEST, path: `/api/v1/devices/${DEVICE}/kit` })).toBe(false);
    expect(verified(headers, { ...REQUEST, body: utf8('{"protocol":2}') })).toBe(false);
    expect(verified({ ...headers, 'Countersign-Batch': '8' }, REQUEST)).toBe(false);
    for (const [from, to] of [['1795354205', '1795354206'], [DEVICE, DEVICE.replace('2', '3')]] as const) {
      expect(verified({ ...headers, 'Signature-Input': headers['Signature-Input']!.replace(from, to) }, REQUEST)).toBe(false);
    }
    const other = await signRequest((await makeDeviceKey()).privateKey, REQUEST);
    expect(verified(other, REQUEST)).toBe(false);
  });
});
