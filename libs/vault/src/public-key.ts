import { createHash, createPublicKey, sign, verify } from 'node:crypto';
import { isPublicKey, isSuite, type KeyPair, type Suite } from './kem.js';
import { VAULT_ERRORS, VaultError } from './vault.errors.js';

/** The public side of a campaign's key of one month, signed by the campaign's root. Plain data: goes into tables, pages and tablets. */
export interface CampaignPublicKey {
  /** The campaign's slug. */
  campaignId: string;
  /** 16 hex digits: the first 8 bytes of the public key's SHA-256. */
  keyId: string;
  /** `YYYY-MM`, UTC. */
  month: string;
  /** X25519, 32 bytes, or P-256, the 65 of an uncompressed point; base64url. */
  publicKey: string;
  /** Which agreement `publicKey` is for: X25519, or P-256 for browsers that lack it. */
  suite: Suite;
  /** Ed25519, 32 bytes, base64url. */
  rootPublicKey: string;
  /** SHA-256 of the root's public key, hex: what a tablet pins at pairing. */
  rootFingerprint: string;
  /** Ed25519 by the root over `signedText`, base64url. */
  signature: string;
}

const CAMPAIGN_ID = /^[a-z0-9](?:[a-z0-9-]{0,98}[a-z0-9])?$/;
const ROOT_KEY_BYTES = 32;
const MONTH = /^\d{4}-(?:0[1-9]|1[0-2])$/;

/** Also what makes a campaign's id safe as the name of a folder. */
export function isCampaignId(text: string): boolean {
  return CAMPAIGN_ID.test(text);
}

export function isMonth(text: string): boolean {
  return MONTH.test(text);
}

/** Ids follow from the keys themselves, so that none can be given to another key. */
export function keyIdFor(publicKey: Uint8Array): string {
  return createHash('sha256').update(publicKey).digest('hex').slice(0, 16);
}

export function fingerprintOf(rootPublicKey: Uint8Array): string {
  return createHash('sha256').update(rootPublicKey).digest('hex');
}

export function signPublicKey(key: { campaignId: string; month: string; publicKey: Buffer; suite: Suite }, root: KeyPair): CampaignPublicKey {
  const { campaignId, month, suite } = key;
  const unsigned = { campaignId, month, suite, keyId: keyIdFor(key.publicKey), publicKey: key.publicKey.toString('base64url') };
  return {
    ...unsigned,
    rootPublicKey: root.publicKey.toString('base64url'),
    rootFingerprint: fingerprintOf(root.publicKey),
    signature: sign(null, signedText(unsigned), root.privateKey).toString('base64url'),
  };
}

/**
 * Whether the key is signed by the root it names and its id and fingerprint are the right ones. That alone only says that the row is
 * whole: whoever can replace the row can bring a root of his own. Give the fingerprint you pinned to be sure whose it is.
 */
export function verifyPublicKey(key: CampaignPublicKey, pinnedFingerprint?: string): boolean {
  if (![key.publicKey, key.rootPublicKey, key.signature, key.campaignId, key.month].every((part) => typeof part === 'string')) return false;
  const publicKey = Buffer.from(key.publicKey, 'base64url');
  const root = Buffer.from(key.rootPublicKey, 'base64url');
  if (!isSuite(key.suite) || !isPublicKey(key.suite, publicKey) || root.length !== ROOT_KEY_BYTES) return false;
  if (!isCampaignId(key.campaignId) || !isMonth(key.month)) return false;
  if (key.keyId !== keyIdFor(publicKey) || key.rootFingerprint !== fingerprintOf(root)) return false;
  if (pinnedFingerprint !== undefined && pinnedFingerprint !== key.rootFingerprint) return false;
  try {
    const rootKey = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: root.toString('base64url') }, format: 'jwk' });
    return verify(null, signedText(key), rootKey, Buffer.from(key.signature, 'base64url'));
  } catch {
    return false;
  }
}

/**
 * Of a campaign's keys the one to seal to at an instant: that of its month (UTC), else that of the month before, in case the worker
 * has been away; else none, and signing has to answer "later". Never an older one: its private side may be gone already, and what is
 * sealed to it lost. X25519 unless the other is asked for.
 */
export function currentKey(keys: readonly CampaignPublicKey[], at: number, suite: Suite = 'x25519'): CampaignPublicKey | null {
  const ofMonth = (month: string) => keys.find((key) => key.month === month && key.suite === suite);
  return ofMonth(monthOf(at)) ?? ofMonth(monthOf(at, -1)) ?? null;
}

/** `YYYY-MM` of an instant in UTC, or of the month so many later. */
export function monthOf(at: number, later = 0): string {
  const date = new Date(at);
  const shifted = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + later, 1));
  if (Number.isNaN(shifted.getTime())) throw new VaultError(VAULT_ERRORS.badContext);
  return shifted.toISOString().slice(0, 7);
}

/**
 * What the root signs. X25519 keys came first and their text names no suite; that of the others does, so that no signature of one
 * kind of key can be passed off as one of the other.
 */
function signedText({ campaignId, month, keyId, publicKey, suite }: Pick<CampaignPublicKey, 'campaignId' | 'month' | 'keyId' | 'publicKey' | 'suite'>): Buffer {
  const parts = suite === 'x25519' ? ['countersign.campaign-key.1'] : ['countersign.campaign-key.2', suite];
  return Buffer.from(JSON.stringify([...parts, campaignId, month, keyId, publicKey]));
}
