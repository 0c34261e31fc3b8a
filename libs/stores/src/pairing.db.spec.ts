import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { testDatabase } from '../../../test/support/services.js';
import { keyFingerprint } from './pairing-rules.js';
import { actor, Collecting, refusal, ROOT_FINGERPRINT } from './testing/collecting.js';
import { SigningTablet } from './testing/signing-tablet.js';
import type { Store } from './stores.types.js';

let here: Collecting;
let store: Store;

beforeAll(async () => {
  here = await Collecting.start(await testDatabase());
  store = await here.store();
}, 60_000);
afterAll(() => here?.end());
beforeEach(async () => { await here.db.rows('delete from pairing_failures'); });

const newCode = () => here.pairing.newCode(store.id, { deviceName: 'Till 1' }, actor);
const redeem = (code: string, tablet = new SigningTablet()) => here.pairing.redeem(here.redemption(code, tablet));
const failures = async (): Promise<number> => (await here.db.rows<{ n: number }>('select count(*)::int as n from pairing_failures'))[0]?.n ?? -1;
/** The same selector, another secret. */
const wrongSecret = (code: string): string => `${code.slice(0, 4)}${code.slice(4).split('').map((sign) => (sign === '7' ? '8' : '7')).join('')}`;

describe('pairing a tablet', () => {
  it('waits until the campaign has a root to pin, and the code still serves afterwards', async () => {
    const { code } = await newCode();
    const tablet = new SigningTablet();
    expect(await refusal(redeem(code, tablet))).toEqual(['devices.keys_missing']);
    await here.rootKey();
    expect(await redeem(code, tablet)).toMatchObject({ state: 'awaiting', campaign: 'living', rootFingerprint: ROOT_FINGERPRINT, store: { name: store.name, language: 'en' } });
  });

  it('goes from the code over the fingerprint to the manager\'s yes', async () => {
    const { code, pairingId, expiresAt } = await newCode();
    expect(expiresAt.getTime() - Date.now()).toBeGreaterThan(9.9 * 60_000);
    expect(expiresAt.getTime() - Date.now()).toBeLessThanOrEqual(10 * 60_000);
    expect(await here.pairing.pairingState(pairingId)).toMatchObject({ state: 'waiting' });
    const tablet = new SigningTablet();
    const paired = await redeem(code.toLowerCase().replace('-', ' '), tablet);
    expect(paired).toMatchObject({ state: 'awaiting', fingerprint: keyFingerprint(tablet.rawPublicKey) });
    expect(await here.pairing.pairingState(pairingId)).toMatchObject({ state: 'answered', device: { id: paired.device, name: 'Till 1', fingerprint: paired.fingerprint, state: 'awaiting' } });
    await here.pairing.admit(paired.device, actor);
    await here.pairing.admit(paired.device, actor);
    expect((await here.devices.byId(paired.device))?.state).toBe('active');
    expect(await refusal(here.pairing.refuse(paired.device, actor))).toEqual(['devices.not_awaiting']);
    expect((await here.auditActions()).slice(-2)).toEqual(['device.code', 'device.admit']);
    expect(JSON.stringify(await here.db.rows('select secret_hash, selector from pairing_codes'))).not.toContain(code.slice(4));
  });

  it('that shows another fingerprint is refused for good', async () => {
    const { id } = await here.device(store.id, { admitted: false });
    await here.pairing.refuse(id, actor);
    expect(await refusal(here.pairing.admit(id, actor))).toEqual(['devices.not_awaiting']);
    expect((await here.auditActions()).at(-1)).toBe('device.refuse');
  });

  it('needs the agreement first, and an open store', async () => {
    const bare = await here.store({ agreed: false });
    expect(await refusal(here.pairing.newCode(bare.id, { deviceName: 'Till' }, actor))).toEqual(['devices.no_agreement']);
    const closing = await here.store();
    const { code } = await here.pairing.newCode(closing.id, { deviceName: 'Till' }, actor);
    await here.stores.close(closing.id, actor);
    expect(await refusal(redeem(code))).toEqual(['devices.code_unknown']);
    expect(await refusal(here.pairing.newCode(closing.id, { deviceName: 'Till' }, actor))).toEqual(['stores.closed']);
    const lost = await here.store();
    const open = await here.pairing.newCode(lost.id, { deviceName: 'Till' }, actor);
    await here.db.rows('update stores set agreement = null where id = $1', [lost.id]);
    expect(await refusal(redeem(open.code))).toEqual(['devices.no_agreement']);
  });

  it('says the same for a wrong, a used, an expired and an unheard-of code', async () => {
    const { code: used } = await newCode();
    await redeem(used);
    const { code: expired, pairingId } = await newCode();
    await here.db.rows(`update pairing_codes set expires_at = clock_timestamp() - interval '1 second' where id = $1`, [pairingId]);
    const { code: good } = await newCode();
    for (const code of [used, expired, wrongSecret(good), 'ZZZ-ZZZZZ']) expect(await refusal(redeem(code))).toEqual(['devices.code_unknown']);
    expect(await here.pairing.pairingState(pairingId)).toMatchObject({ state: 'expired' });
    expect(await failures()).toBe(4);
    await redeem(good);
    expect(await failures()).toBe(4);
  });

  it('takes as long with a wrong selector as with a wrong secret', async () => {
    const { code } = await newCode();
    const time = async (guess: string): Promise<number> => {
      const from = performance.now();
      await refusal(redeem(guess));
      return performance.now() - from;
    };
    await time('ZZZ-ZZZZZ');
    let [secret, selector] = [0, 0];
    for (let n = 0; n < 4; n++) {
      secret += await time(wrongSecret(code));
      selector += await time('ZZZ-ZZZZZ');
    }
    expect(selector / secret).toBeGreaterThan(0.3);
    expect(selector / secret).toBeLessThan(3);
  });

  it('gives five tries and no sixth, even if twenty come at one instant', async () => {
    const { code, pairingId } = await newCode();
    await Promise.all(Array.from({ length: 20 }, () => refusal(redeem(wrongSecret(code)))));
    expect((await here.db.rows<{ n: number }>('select tries_left as n from pairing_codes where id = $1', [pairingId]))[0]?.n).toBe(0);
    expect(await here.pairing.pairingState(pairingId)).toMatchObject({ state: 'used-up' });
    expect(await refusal(redeem(code))).toEqual(['devices.code_unknown']);
  });

  it('makes one tablet of one code, even if five redeem it at one instant', async () => {
    const { code } = await newCode();
    const before = (await here.devices.ofStore(store.id)).length;
    const outcomes = await Promise.allSettled(Array.from({ length: 5 }, () => redeem(code)));
    expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(1);
    expect(await here.devices.ofStore(store.id)).toHaveLength(before + 1);
  });

  it('answers a browser that repeats its request the same, and nobody else', async () => {
    const { code } = await newCode();
    const tablet = new SigningTablet();
    const [first, again] = await Promise.all([redeem(code, tablet), redeem(code, tablet)]);
    expect(again?.device).toBe(first?.device);
    expect(await refusal(redeem(code))).toEqual(['devices.code_unknown']);
  });

  it('takes each key once, and only a key of the curve', async () => {
    const { tablet } = await here.device(store.id);
    const { code } = await newCode();
    expect(await refusal(redeem(code, tablet))).toEqual(['devices.key_taken']);
    expect(await refusal(here.pairing.redeem({ ...here.redemption(code, tablet), publicKey: Buffer.alloc(65, 4).toString('base64url'), appVersion: 'a b', name: 'x\u202ey' })))
      .toEqual(['devices.invalid', 'name: forbidden_characters', 'publicKey: malformed', 'appVersion: malformed']);
    await redeem(code);
  });

  it('pauses for everybody after a hundred wrong guesses in an hour, says when it goes on, and is written down once', async () => {
    const { code } = await newCode();
    await here.db.rows(`insert into pairing_failures (at) select clock_timestamp() - interval '50 minutes' from generate_series(1, 99)`);
    expect(await refusal(redeem('ZZZ-ZZZZZ'))).toEqual(['devices.code_unknown']);
    const refused = await redeem(code).catch((error: unknown) => error as { code: string; kind: string; retryAfterS: number });
    expect(refused).toMatchObject({ code: 'devices.too_many_guesses', kind: 'too-many' });
    expect((refused as { retryAfterS: number }).retryAfterS).toBeGreaterThan(9 * 60);
    expect((refused as { retryAfterS: number }).retryAfterS).toBeLessThanOrEqual(10 * 60);
    await Promise.all(Array.from({ length: 8 }, () => refusal(redeem('ZZZ-ZZZZZ'))));
    expect(await failures()).toBe(100);
    expect((await here.auditActions()).filter((action) => action === 'device.pairing-paused')).toHaveLength(1);
    await here.db.rows(`update pairing_failures set at = at - interval '11 minutes'`);
    expect((await redeem(code)).state).toBe('awaiting');
  });

  it('lets no more than a hundred through if they all come at one instant', async () => {
    await here.db.rows(`insert into pairing_failures default values`);
    await here.db.rows(`insert into pairing_failures (at) select clock_timestamp() from generate_series(1, 94)`);
    const codes = (await Promise.all(Array.from({ length: 20 }, () => refusal(redeem('ZZZ-ZZZZZ'))))).map(([code]) => code);
    expect(codes.filter((code) => code === 'devices.code_unknown')).toHaveLength(5);
    expect(codes.filter((code) => code === 'devices.too_many_guesses')).toHaveLength(15);
  });

  it('knows no pairing, tablet or store that is not there', async () => {
    expect(await here.pairing.pairingState(randomUUID())).toBeNull();
    expect(await refusal(here.pairing.admit(randomUUID(), actor))).toEqual(['devices.unknown']);
    expect(await refusal(here.pairing.newCode(randomUUID(), { deviceName: 'T' }, actor))).toEqual(['stores.unknown']);
  });

  it('is forgotten a month after it ran out, and wrong guesses after their hour', async () => {
    const store = await here.store();
    const { pairingId } = await here.pairing.newCode(store.id, { deviceName: 'Till' }, actor);
    await here.db.rows(`insert into pairing_failures default values`);
    await here.pairing.forgetOld(new Date(Date.now() + 30 * 86_400_000));
    expect(await here.pairing.pairingState(pairingId)).not.toBeNull();
    await here.pairing.forgetOld(new Date(Date.now() + 31 * 86_400_000));
    expect(await here.pairing.pairingState(pairingId)).toBeNull();
    expect(await here.db.rows(`select 1 from pairing_failures`)).toEqual([]);
  });
});
