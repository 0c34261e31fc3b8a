import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { signatureBase } from '../request-signature.js';
import type { SignedRequest } from '../stores.types.js';

/** A tablet as specs need one: a key, and requests signed with it. */
export class SigningTablet {
  readonly privateKey: KeyObject;
  readonly rawPublicKey: Buffer;

  constructor() {
    const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    this.privateKey = pair.privateKey;
    const { x, y } = pair.publicKey.export({ format: 'jwk' });
    this.rawPublicKey = Buffer.concat([Buffer.from([4]), Buffer.from(x as string, 'base64url'), Buffer.from(y as string, 'base64url')]);
  }

  get publicKey(): string {
    return this.rawPublicKey.toString('base64url');
  }

  /** A request as the tablet's door takes it. `created` in milliseconds. */
  request(deviceId: string, { method = 'POST', path = `/api/v1/devices/${deviceId}/batches`, body = '', batch = 1, created = Date.now() } = {}): SignedRequest {
    const rawBody = Buffer.from(body);
    const digestField = `sha-256=:${createHash('sha256').update(rawBody).digest('base64')}:`;
    const params = `("@method" "@path" "content-digest" "countersign-batch");created=${Math.floor(created / 1000)};keyid="${deviceId}";alg="ecdsa-p256-sha256"`;
    const base = signatureBase({ method, path, digestField, batch: String(batch), params });
    const signature = sign('sha256', Buffer.from(base), { key: this.privateKey, dsaEncoding: 'ieee-p1363' });
    return {
      method, path, rawBody,
      headers: { 'signature-input': `device=${params}`, signature: `device=:${signature.toString('base64')}:`, 'content-digest': digestField, 'countersign-batch': String(batch) },
    };
  }
}
