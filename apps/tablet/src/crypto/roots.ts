import { verifyAsync } from '@noble/ed25519';
import type { KitKey } from '#libs/stores';
import { fromBase64Url, sha256, toHex, utf8 } from './bytes.js';
import { importPublicKey, publicKeyBytes } from './hpke.js';

/**
 * Whether a key of the kit was signed by the root that this tablet pinned at pairing, and bears the id that follows from it: the same
 * checks as `verifyPublicKey` of libs/vault. Ed25519 by @noble/ed25519, since WebCrypto lacks it on older tablets; takes some
 * milliseconds, tens on a slow tablet: check once when a kit arrives, not for every signature.
 */
export async function verifyKitKey(key: KitKey, pinnedFingerprint: string): Promise<boolean> {
  try {
    return key.rootFingerprint === pinnedFingerprint && (await idsFollow(key)) && (await signedByRoot(key));
  } catch {
    // What cannot even be read was not signed by anybody.
    return false;
  }
}

async function idsFollow(key: KitKey): Promise<boolean> {
  const publicKey = fromBase64Url(key.publicKey);
  if (publicKey.length !== publicKeyBytes(key.suite)) return false;
  // All browsers know P-256, and import checks the point. X25519 has no points off the curve, and may be unknown here.
  if (key.suite === 'p256') await importPublicKey(crypto.subtle, 'p256', publicKey);
  const [keyDigest, rootDigest] = await Promise.all([sha256(publicKey), sha256(fromBase64Url(key.rootPublicKey))]);
  return key.keyId === toHex(keyDigest).slice(0, 16) && key.rootFingerprint === toHex(rootDigest);
}

function signedByRoot({ suite, campaignId, month, keyId, publicKey, rootPublicKey, signature }: KitKey): Promise<boolean> {
  const parts = suite === 'x25519' ? ['countersign.campaign-key.1'] : ['countersign.campaign-key.2', suite];
  const signed = utf8(JSON.stringify([...parts, campaignId, month, keyId, publicKey]));
  // RFC 8032 to the letter, as OpenSSL has it, not the laxer rules of ZIP 215.
  return verifyAsync(fromBase64Url(signature), signed, fromBase64Url(rootPublicKey), { zip215: false });
}
