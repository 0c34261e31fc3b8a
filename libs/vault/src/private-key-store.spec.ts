import { randomUUID } from 'node:crypto';
import { chmod, mkdir, mkdtemp, readdir, readFile, rename, rm, stat, unlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { signatureContext } from './envelope.js';
import { privateKeysReadable, writeNewFile } from './key-files.js';
import { personHash } from './keyed-hash.js';
import { Opener } from './opener.js';
import { PrivateKeyStore } from './private-key-store.js';
import { currentKey, verifyPublicKey } from './public-key.js';
import { Sealer } from './sealer.js';
import { VaultError } from './vault.errors.js';

const NOVEMBER = Date.UTC(2026, 10, 22);
const CAMPAIGN = 'keep-your-word';

let top: string;
let dir: string;
let now: number;
const clock = () => now;

beforeEach(async () => {
  top = await mkdtemp(path.join(tmpdir(), 'vault-'));
  dir = path.join(top, 'keys');
  now = NOVEMBER;
});

afterEach(() => rm(top, { recursive: true }));

const filesOf = async (campaignId = CAMPAIGN) => (await readdir(path.join(dir, campaignId))).sort();
const hashOf = (store: PrivateKeyStore) => personHash(store.hashKey(CAMPAIGN), 'email', 'jane@example.org').toString('hex');

describe('the keys of a campaign', () => {
  it('are made once, for this month and the next, and come back the same', async () => {
    const store = await PrivateKeyStore.open(dir, clock);
    const keys = await store.ensureCampaign(CAMPAIGN);
    expect(keys.publicKeys.map(({ month, suite }) => `${month} ${suite}`)).toEqual(['2026-11 x25519', '2026-11 p256', '2026-12 x25519', '2026-12 p256']);
    expect(keys.publicKeys.every((key) => verifyPublicKey(key, keys.rootFingerprint))).toBe(true);
    expect(await store.ensureCampaign(CAMPAIGN)).toEqual(keys);

    const again = await PrivateKeyStore.open(dir, clock);
    expect(again.campaignKeys(CAMPAIGN)).toEqual(keys);
    expect(again.campaignIds()).toEqual([CAMPAIGN]);
    expect(await again.ensureCampaign(CAMPAIGN, { expectedRootFingerprint: keys.rootFingerprint })).toEqual(keys);
    expect(hashOf(again)).toBe(hashOf(store));
    expect(again.tokenKey(CAMPAIGN).equals(store.tokenKey(CAMPAIGN))).toBe(true);
    for (const { keyId } of keys.publicKeys) expect(again.privateKey(keyId).privateKey.equals(store.privateKey(keyId).privateKey)).toBe(true);
  });

  it('gain one pair of each kind a month; the older still open what was sealed to them', async () => {
    const store = await PrivateKeyStore.open(dir, clock);
    const first = await store.ensureCampaign(CAMPAIGN);
    const context = signatureContext({ recordId: randomUUID(), petitionId: 1, textVersion: 1, language: 'en', channel: 'online', signedAt: new Date(now) });
    const sealed = new Sealer(() => currentKey(first.publicKeys, now)!, clock).seal(Buffer.from('x'), context);
    now = Date.UTC(2027, 0, 1);
    const later = await store.ensureCampaign(CAMPAIGN);
    expect([...new Set(later.publicKeys.map(({ month }) => month))]).toEqual(['2026-11', '2026-12', '2027-01', '2027-02']);
    expect(later.publicKeys).toHaveLength(8);
    expect(later.publicKeys.slice(0, 4)).toEqual(first.publicKeys);
    expect(new Opener(store).open(sealed, context).toString()).toBe('x');
  });

  it('of a folder from before there were two kinds stay as they are, and gain the second', async () => {
    const first = (await (await PrivateKeyStore.open(dir, clock)).ensureCampaign(CAMPAIGN)).publicKeys.filter(({ suite }) => suite === 'x25519');
    for (const name of await filesOf()) {
      const file = path.join(dir, CAMPAIGN, name);
      const text = await readFile(file, 'utf8');
      await unlink(file);
      if (!name.includes('p256')) await writeFile(file, text.replace(/\n *"suite": "x25519",/, ''), { mode: 0o600 });
    }
    expect(await readFile(path.join(dir, CAMPAIGN, '2026-11.key'), 'utf8')).not.toContain('suite');
    const store = await PrivateKeyStore.open(dir, clock);
    expect(store.campaignKeys(CAMPAIGN).publicKeys).toEqual(first);
    const { publicKeys } = await store.ensureCampaign(CAMPAIGN);
    expect(publicKeys.filter(({ suite }) => suite === 'x25519')).toEqual(first);
    expect(publicKeys.filter(({ suite }) => suite === 'p256').map(({ month }) => month)).toEqual(['2026-11', '2026-12']);
  });

  it('are the same for two workers that start at once', async () => {
    const stores = await Promise.all([1, 2, 3].map(() => PrivateKeyStore.open(dir, clock)));
    const all = await Promise.all(stores.flatMap((store) => [store.ensureCampaign(CAMPAIGN), store.ensureCampaign(CAMPAIGN)]));
    expect(new Set(all.map((keys) => keys.rootFingerprint)).size).toBe(1);
    expect(new Set(stores.map(hashOf)).size).toBe(1);
    expect(new Set(all.flatMap((keys) => keys.publicKeys.map(({ keyId }) => keyId))).size).toBe(4);
  });

  it('belong to their campaign alone', async () => {
    const store = await PrivateKeyStore.open(dir, clock);
    const [one, two] = [await store.ensureCampaign(CAMPAIGN), await store.ensureCampaign('another')];
    expect(one.rootFingerprint).not.toBe(two.rootFingerprint);
    expect(store.hashKey(CAMPAIGN).equals(store.hashKey('another'))).toBe(false);
    expect(() => store.hashKey('unknown')).toThrow(new VaultError('vault.unknown_campaign'));
    await expect(store.ensureCampaign('../escape')).rejects.toThrow(new VaultError('vault.bad_campaign_id'));
  });

  it('are finished after a process died while making them', async () => {
    const whole = await PrivateKeyStore.open(dir, clock);
    await whole.ensureCampaign(CAMPAIGN);
    for (const name of await filesOf()) if (name !== 'hash.key') await unlink(path.join(dir, CAMPAIGN, name));
    const store = await PrivateKeyStore.open(dir, clock);
    expect(store.campaignIds()).toEqual([]);
    await store.ensureCampaign(CAMPAIGN);
    expect(hashOf(store)).toBe(hashOf(whole));
  });
});

describe('lost or damaged keys', () => {
  const open = () => PrivateKeyStore.open(dir, clock);

  it.each(['hash.key', 'token.key', 'root.key'])('are refused, not made anew: %s', async (name) => {
    await (await open()).ensureCampaign(CAMPAIGN);
    const before = await filesOf();
    const store = await open();
    await unlink(path.join(dir, CAMPAIGN, name));
    await expect(store.ensureCampaign(CAMPAIGN)).rejects.toMatchObject({ code: 'vault.key_missing', subject: CAMPAIGN });
    await expect(open()).rejects.toMatchObject({ code: 'vault.key_missing' });
    expect(await filesOf()).toEqual(before.filter((file) => file !== name));
  });

  it('are refused when the whole folder is gone but the database knows the campaign’s root', async () => {
    const { rootFingerprint } = await (await open()).ensureCampaign(CAMPAIGN);
    await rm(path.join(dir, CAMPAIGN), { recursive: true });
    await expect((await open()).ensureCampaign(CAMPAIGN, { expectedRootFingerprint: rootFingerprint })).rejects.toMatchObject({ code: 'vault.root_mismatch' });
    expect(await readdir(dir)).toEqual([]);
  });

  it('are named without a word of what is in them', async () => {
    const { publicKeys } = await (await open()).ensureCampaign(CAMPAIGN);
    expect(publicKeys).toHaveLength(4);
    const month = '2026-11.key';
    const text = await readFile(path.join(dir, CAMPAIGN, month), 'utf8');
    const foreign = await readFile(path.join(dir, CAMPAIGN, '2026-12.key'), 'utf8');
    const otherKind = await readFile(path.join(dir, CAMPAIGN, '2026-11.p256.key'), 'utf8');
    for (const damage of ['', '{', '{}', 'null', text.slice(0, 90), text.replace('MC4C', 'MC5C'), text.replace('"2026-11"', '"2026-10"'), text.replace('"x25519"', '"p256"'), foreign, otherKind]) {
      await writeFile(path.join(dir, CAMPAIGN, month), damage);
      await expect(open()).rejects.toMatchObject({ message: 'vault.key_file_damaged', subject: `${CAMPAIGN}/${month}` });
    }
  });

  it('of the second kind are named as well', async () => {
    await (await open()).ensureCampaign(CAMPAIGN);
    const name = '2026-11.p256.key';
    const file = path.join(dir, CAMPAIGN, name);
    const text = await readFile(file, 'utf8');
    for (const damage of ['{}', text.replace('"p256"', '"x25519"'), await readFile(path.join(dir, CAMPAIGN, '2026-11.key'), 'utf8'), await readFile(path.join(dir, CAMPAIGN, '2026-12.p256.key'), 'utf8')]) {
      await writeFile(file, damage);
      await expect(open()).rejects.toMatchObject({ message: 'vault.key_file_damaged', subject: `${CAMPAIGN}/${name}` });
    }
  });

  it('of an old month may be taken offline and brought back', async () => {
    const store = await open();
    const { publicKeys } = await store.ensureCampaign(CAMPAIGN);
    const { keyId } = publicKeys[0]!;
    const [file, away] = [path.join(dir, CAMPAIGN, '2026-11.key'), path.join(top, 'offline.key')];
    await rename(file, away);
    await store.reload();
    expect(() => store.privateKey(keyId)).toThrow(new VaultError('vault.unknown_key'));
    await rename(away, file);
    await store.reload();
    expect(store.privateKey(keyId).public).toEqual(publicKeys[0]);
  });
});

describe('destroying keys', () => {
  it('ends one month and leaves the others, and can be repeated', async () => {
    const store = await PrivateKeyStore.open(dir, clock);
    const { publicKeys } = await store.ensureCampaign(CAMPAIGN);
    const ofMonth = (month: string) => publicKeys.filter((key) => key.month === month);
    now = Date.UTC(2027, 0, 15);
    await store.ensureCampaign(CAMPAIGN);
    for (let time = 0; time < 2; time++) await store.destroyMonth(CAMPAIGN, '2026-11');
    for (const held of [store, await PrivateKeyStore.open(dir, clock)]) {
      expect(ofMonth('2026-11')).toHaveLength(2);
      for (const { keyId } of ofMonth('2026-11')) expect(() => held.privateKey(keyId)).toThrow(new VaultError('vault.unknown_key'));
      for (const key of ofMonth('2026-12')) expect(held.privateKey(key.keyId).public).toEqual(key);
    }
    expect((await filesOf()).filter((name) => name.startsWith('2026-11'))).toEqual([]);
  });

  it('spares the months servers may still be sealing to', async () => {
    const store = await PrivateKeyStore.open(dir, clock);
    await store.ensureCampaign(CAMPAIGN);
    for (const month of ['2026-10', '2026-11', '2026-12']) await expect(store.destroyMonth(CAMPAIGN, month)).rejects.toMatchObject({ code: 'vault.month_in_use' });
  });

  it('ends a campaign for ever', async () => {
    const store = await PrivateKeyStore.open(dir, clock);
    await store.ensureCampaign(CAMPAIGN);
    await store.destroyCampaign(CAMPAIGN);
    expect(await filesOf()).toEqual(['destroyed.json']);
    for (const held of [store, await PrivateKeyStore.open(dir, clock)]) {
      expect(() => held.hashKey(CAMPAIGN)).toThrow(new VaultError('vault.unknown_campaign'));
      await expect(held.ensureCampaign(CAMPAIGN)).rejects.toMatchObject({ code: 'vault.campaign_destroyed' });
    }
  });

  it('is completed at the next start if it was interrupted after the tombstone', async () => {
    const store = await PrivateKeyStore.open(dir, clock);
    await store.ensureCampaign(CAMPAIGN);
    await writeFile(path.join(dir, CAMPAIGN, 'destroyed.json'), '{}');
    await PrivateKeyStore.open(dir, clock);
    expect(await filesOf()).toEqual(['destroyed.json']);
    await store.reload();
    expect(store.campaignIds()).toEqual([]);
  });
});

describe('the folder of keys', () => {
  it('is for its owner alone, and so is every file in it', async () => {
    await mkdir(dir, { mode: 0o755 });
    await chmod(dir, 0o755);
    await (await PrivateKeyStore.open(dir, clock)).ensureCampaign(CAMPAIGN);
    const modeOf = async (...at: string[]) => (await stat(path.join(dir, ...at))).mode & 0o777;
    expect([await modeOf(), await modeOf(CAMPAIGN)]).toEqual([0o700, 0o700]);
    for (const name of await filesOf()) expect([name, await modeOf(CAMPAIGN, name)]).toEqual([name, 0o600]);
  });

  it('never has a file overwritten, even by writers at the same instant', async () => {
    const file = path.join(top, 'once.key');
    const wrote = await Promise.all(['a', 'b', 'c', 'd'].map((text) => writeNewFile(file, text)));
    expect(wrote.filter(Boolean)).toHaveLength(1);
    expect(await readFile(file, 'utf8')).toBe('abcd'[wrote.indexOf(true)]);
    expect(await readdir(top)).toEqual(['once.key']);
  });

  it('holds no half-written file for longer than it takes to notice', async () => {
    const store = await PrivateKeyStore.open(dir, clock);
    await store.ensureCampaign(CAMPAIGN);
    const [old, fresh] = ['.new-old', '.new-fresh'].map((name) => path.join(dir, CAMPAIGN, name));
    for (const [file, age] of [[old!, 3_600], [fresh!, 1]] as const) {
      await writeFile(file, 'x');
      await utimes(file, now / 1000 - age, now / 1000 - age);
    }
    await store.reload();
    expect((await filesOf()).filter((name) => name.startsWith('.'))).toEqual(['.new-fresh']);
  });

  it('is known to be readable where it is, and not where it is not', async () => {
    expect(privateKeysReadable(dir)).toBe(false);
    await PrivateKeyStore.open(dir, clock);
    expect(privateKeysReadable(dir)).toBe(true);
  });
});
