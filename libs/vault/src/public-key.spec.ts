import { generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { generateRecipientKey, rawPublicKey } from './hpke.js';
import { type CampaignPublicKey, currentKey, fingerprintOf, isCampaignId, monthOf, signPublicKey, verifyPublicKey } from './public-key.js';

function newRoot() {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return { privateKey, publicKey: rawPublicKey(publicKey) };
}

const root = newRoot();
const signed = (month: string, by = root) => signPublicKey({ campaignId: 'keep-your-word', month, publicKey: generateRecipientKey().publicKey }, by);

describe('a campaign’s public key', () => {
  const key = signed('2026-11');

  it('is good as its root signed it, also after a journey through JSON', () => {
    expect(verifyPublicKey(key)).toBe(true);
    expect(verifyPublicKey(JSON.parse(JSON.stringify(key)) as CampaignPublicKey, fingerprintOf(root.publicKey))).toBe(true);
  });

  it('is bad with any part changed or missing', () => {
    const other = signed('2026-12', newRoot());
    for (const part of Object.keys(key) as (keyof CampaignPublicKey)[]) {
      for (const value of [part === 'campaignId' ? 'another' : other[part], '', 'x', undefined, null]) {
        expect([part, value, verifyPublicKey({ ...key, [part]: value as string })]).toEqual([part, value, false]);
      }
    }
  });

  it('is signed over a text that never changes, and bears the id that follows from it', () => {
    const signedByHand = (keyId: string) => {
      const text = `["countersign.campaign-key.1","keep-your-word","2026-11","${keyId}","${key.publicKey}"]`;
      return { ...key, keyId, signature: sign(null, Buffer.from(text), root.privateKey).toString('base64url') };
    };
    expect(verifyPublicKey(signedByHand(key.keyId))).toBe(true);
    expect(verifyPublicKey(signedByHand('0011223344556677'))).toBe(false);
  });

  it('is bad under another root than the one pinned, however well that root signed', () => {
    const impostor = signed('2026-11', newRoot());
    expect(verifyPublicKey(impostor)).toBe(true);
    expect(verifyPublicKey(impostor, key.rootFingerprint)).toBe(false);
  });
});

describe('the key to seal to', () => {
  const [october, november, december] = ['2026-10', '2026-11', '2026-12'].map((month) => signed(month));
  const keys = [december!, october!, november!];

  it('is the one of the month in UTC', () => {
    expect(currentKey(keys, Date.UTC(2026, 10, 1))).toBe(november);
    expect(currentKey(keys, Date.UTC(2026, 11, 1) - 1)).toBe(november);
    expect(currentKey(keys, Date.UTC(2026, 11, 1))).toBe(december);
  });

  it('is the one of the month before if the worker has been away, and none after that', () => {
    expect(currentKey(keys, Date.UTC(2027, 0, 31))).toBe(december);
    expect(currentKey(keys, Date.UTC(2027, 1, 1))).toBeNull();
    expect(currentKey(keys, Date.UTC(2026, 8, 30))).toBeNull();
  });
});

describe('months and ids', () => {
  it('turn the year in UTC, from any day of a month', () => {
    expect([monthOf(Date.UTC(2026, 11, 31, 23, 59)), monthOf(Date.UTC(2026, 11, 31), 1), monthOf(Date.UTC(2026, 0, 31), 1), monthOf(Date.UTC(2026, 0, 1), -1)])
      .toEqual(['2026-12', '2027-01', '2026-02', '2025-12']);
  });

  it('allow no campaign whose name would leave the folder of keys', () => {
    expect(['keep-your-word', 'a', '2026'].every(isCampaignId)).toBe(true);
    for (const id of ['', '.', '..', '../x', 'a/b', 'a\\b', 'A', '-a', 'a-', 'a\0', 'a\n', 'é', 'a'.repeat(101)]) expect(isCampaignId(id)).toBe(false);
  });
});
