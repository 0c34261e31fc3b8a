import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type CampaignKeys, PrivateKeyStore } from '#libs/vault';
import type { KitKey } from '#libs/stores';
import { verifyKitKey } from './roots.js';

let dir: string;
let ours: CampaignKeys;
let others: CampaignKeys;

beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'tablet-roots-'));
  const store = await PrivateKeyStore.open(path.join(dir, 'keys'));
  [ours, others] = [await store.ensureCampaign('keep-your-word'), await store.ensureCampaign('another')];
});

afterAll(() => rm(dir, { recursive: true }));

describe('the keys of a kit', () => {
  it('are good as the worker published them', async () => {
    expect(ours.publicKeys.map(({ suite }) => suite)).toEqual(['x25519', 'p256', 'x25519', 'p256']);
    for (const key of ours.publicKeys) expect(await verifyKitKey(JSON.parse(JSON.stringify(key)) as KitKey, ours.rootFingerprint)).toBe(true);
  });

  it('are bad under another root than the pinned one, though whole in themselves', async () => {
    for (const key of others.publicKeys) {
      expect(await verifyKitKey(key, others.rootFingerprint)).toBe(true);
      expect(await verifyKitKey(key, ours.rootFingerprint)).toBe(false);
      expect(await verifyKitKey({ ...key, rootFingerprint: ours.rootFingerprint }, ours.rootFingerprint)).toBe(false);
    }
  });

  it('are bad with any part changed or missing', async () => {
    for (const [key, other] of ours.publicKeys.map((one, n) => [one, others.publicKeys[(n + 3) % 4]!] as const)) {
      for (const part of Object.keys(key) as (keyof KitKey)[]) {
        for (const value of [part === 'month' ? '2027-01' : other[part], '', 'x', '?', undefined, null]) {
          expect([part, value, await verifyKitKey({ ...key, [part]: value }, ours.rootFingerprint)]).toEqual([part, value, false]);
        }
      }
    }
  });
});
