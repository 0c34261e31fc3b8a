import { type Bytes, sha256, toBase64, utf8 } from './bytes.js';

export interface RequestToSign {
  method: 'GET' | 'POST';
  /** Without host and query, as it goes over the wire: `/api/v1/devices/<id>/batches`. */
  path: string;
  /** The device's id; names the key. */
  device: string;
  /** Number of the batch, rising with every attempt at one; 0 for reading. */
  batch: number;
  /** Unix seconds by the tablet's clock, corrected by the offset it knows; what is over a whole second is dropped. */
  created: number;
  /** As it goes over the wire; empty for GET. */
  body: Bytes;
}

const COVERED = '("@method" "@path" "content-digest" "countersign-batch")';

/**
 * The headers that show the server from which tablet a request comes and that nothing of it was changed: HTTP message signatures
 * (RFC 9421, label `device`, ecdsa-p256-sha256) over method, path, digest of the body (RFC 9530) and number of the batch.
 */
export async function signRequest(key: CryptoKey, request: RequestToSign): Promise<Record<string, string>> {
  const digest = `sha-256=:${toBase64(await sha256(request.body))}:`;
  const params = `${COVERED};created=${Math.floor(request.created)};keyid="${request.device}";alg="ecdsa-p256-sha256"`;
  const base = utf8(signatureBase(request, digest, params));
  // WebCrypto's form of the signature, r ‖ s of 64 bytes, is also the RFC's (3.3.4).
  const signature = new Uint8Array(await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, key, base));
  return {
    'Content-Digest': digest,
    'Countersign-Batch': String(request.batch),
    'Signature-Input': `device=${params}`,
    Signature: `device=:${toBase64(signature)}:`,
  };
}

/** RFC 9421, section 2.5: a line for each covered component in the order of `COVERED`, the parameters last, no line break at the end. */
export function signatureBase({ method, path, batch }: RequestToSign, digest: string, params: string): string {
  return [
    `"@method": ${method}`,
    `"@path": ${path}`,
    `"content-digest": ${digest}`,
    `"countersign-batch": ${batch}`,
    `"@signature-params": ${params}`,
  ].join('\n');
}
