import { generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { generateRecipientKey, rawPublicKey, type Suite } from './kem.js';
import { type CampaignPublicKey, currentKey, fingerprintOf, isCampaignId, monthOf, signPublicKey, verifyPublicKey } from './public-key.js';

function newRoot() {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return { privateKey, publicKey: rawPublicKey(publicKey) };
}

const root = newRoot();
const signed = (month: string, by = root, suite: Suite = 'x25519') =>
  signPublicKey({ campaignId: 'keep-your-word', month, publicKey: generateRecipientKey(suite).publicKey, suite }, by);

describe.each(['x25519', 'p256'] as const)('a campaign’s public key, %s', (suite) => {
  const key = signed('2026-11', root, suite);

  it('is good as its root signed it, also after a journey through JSON', () => {
    expect(verifyPublicKey(key)).toBe(true);
    expect(verifyPublicKey(JSON.parse(JSON.stringify(key)) as CampaignPublicKey, fingerprintOf(root.publicKey))).toBe(true);
  });

  it('is bad with any part changed or missing', () => {
    const other = signed('2026-12', newRoot(), suite === 'p256' ? 'x25519' : 'p256');
    for (const part of Object.keys(key) as (keyof CampaignPublicKey)[]) {
      for (const value of [part === 'campaignId' ? 'another' : other[part], '', 'x', undefined, null]) {
        expect([part, value, verifyPublicKey({ ...key, [part]: value as string })]).toEqual([part, value, false]);
      }
    }
  });

  it('is signed over a text that never changes, and bears the id that follows from it', () => {
    const signedByHand = (keyId: string) => {
      const label = suite === 'p256' ? '"countersign.campaign-key.2","p256"' : '"countersign.campaign-key.1"';
      const text = `[${label},"keep-your-word","2026-11","${keyId}","${key.publicKey}"]`;
      return { ...key, keyId, signature: sign(null, Buffer.from(text), root.privateKey).toString('base64url') };
    };
    expect(verifyPublicKey(signedByHand(key.keyId))).toBe(true);
    expect(verifyPublicKey(signedByHand('0011223344556677'))).toBe(false);
  });

  it('is bad under another root than the one pinned, however well that root signed', () => {
    const impostor = signed('2026-11', newRoot(), suite);
    expect(verifyPublicKey(impostor)).toBe(true);
    expect(verifyPublicKey(impostor, key.rootFingerprint)).toBe(false);
  });
});

it('a P-256 key that is no point of the curve is bad, though its root signed it', () => {
  const publicKey = generateRecipientKey('p256').publicKey;
  publicKey[64]! ^= 1;
  expect(verifyPublicKey(signPublicKey({ campaignId: 'keep-your-word', month: '2026-11', publicKey, suite: 'p256' }, root))).toBe(false);
});

describe('the key to seal to', () => {
  const [october, november, december] = ['2026-10', '2026-11', '2026-12'].map((month) => signed(month));
  const keys = [december!, october!, november!];

  it('is the one of the month in UTC', () => {
    expect(currentKey(keys, Date.UTC(2026, 10, 1))).toBe(november);
    expect(currentKey(keys, Date.UTC(2026, 11, 1) - 1)).toBe(november);
    expect(currentKey(keys, Date.UTC(2026, 11, 1))).toBe(december);
  });

  it('is an X25519 one unless the other is asked for', () => {
    const p256 = signed('2026-11', root, 'p256');
    for (const both of [[p256, ...keys], [...keys, p256]]) {
      expect(currentKey(both, Date.UTC(2026, 10, 1))).toBe(november);
      expect(currentKey(both, Date.UTC(2026, 10, 1), 'p256')).toBe(p256);
    }
    expect(currentKey([p256], Date.UTC(2026, 10, 1))).toBeNull();
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
