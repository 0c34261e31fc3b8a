import { getPublicKeyAsync, signAsync } from '@noble/ed25519';
import type { KitKey } from '#libs/stores';
import { sha256, toBase64Url, toHex, utf8 } from '../../crypto/bytes.js';

/** A campaign's root, and month keys that it signed, as libs/vault makes them. Nobody keeps the private halves: nothing is opened here. */
export interface PretendRoot {
  secret: Uint8Array;
  fingerprint: string;
}

export async function pretendRoot(): Promise<PretendRoot> {
  const secret = crypto.getRandomValues(new Uint8Array(32));
  return { secret, fingerprint: toHex(await sha256(new Uint8Array(await getPublicKeyAsync(secret)))) };
}

export async function pretendKey(root: PretendRoot, suite: 'x25519' | 'p256', month: string, campaignId = '01890a5d-ac96-774b-bcce-b302099a8057'): Promise<KitKey> {
  const pair = suite === 'p256'
    ? await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, true, ['deriveBits'])
    : await crypto.subtle.generateKey('X25519', true, ['deriveBits']);
  const raw = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey));
  const publicKey = toBase64Url(raw);
  const keyId = toHex(await sha256(raw)).slice(0, 16);
  const parts = suite === 'x25519' ? ['countersign.campaign-key.1'] : ['countersign.campaign-key.2', suite];
  const signature = toBase64Url(await signAsync(utf8(JSON.stringify([...parts, campaignId, month, keyId, publicKey])), root.secret));
  return { campaignId, keyId, month, publicKey, rootPublicKey: toBase64Url(await getPublicKeyAsync(root.secret)), rootFingerprint: root.fingerprint, signature, suite };
}
