import { keyFingerprint } from '../../libs/stores/src/pairing-rules.js';
import { publicKeyOf, readSignedRequest, signatureHolds } from '../../libs/stores/src/request-signature.js';
import { sheetLineId } from '../../libs/stores/src/sheet-rules.js';

/** The server's side of what tablets compute for themselves: both must come to the same. */
export const serverSide = { keyFingerprint, sheetLineId };

/** What the server makes of a request from the holder of a key (base64url); null if it doesn't believe it. */
export function believed(
  publicKey: string, request: { method: string; path: string; headers: Record<string, string>; body: Uint8Array },
): { deviceId: string; created: number; batch: number } | null {
  const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name.toLowerCase(), value]));
  const claimed = readSignedRequest({ method: request.method, path: request.path, headers, rawBody: Buffer.from(request.body) });
  const key = publicKeyOf(Buffer.from(publicKey, 'base64url'));
  if (!claimed || !key || !signatureHolds(claimed, key)) return null;
  return { deviceId: claimed.deviceId, created: claimed.created, batch: claimed.batch };
}
