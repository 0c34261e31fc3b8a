import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { solveChallenge } from 'altcha-lib/v1';
import { Database } from '#libs/database';
import { Queues } from '#libs/queues';
import { ChallengeStates, type SealedBatch, type SealedSignature } from '#libs/signatures';
import { deriveToken } from '#libs/vault';
import { startServer, type StartedServer } from '../../../../test/support/app.js';
import { testDatabase, type TestDatabase } from '../../../../test/support/services.js';
import { signingParts, type SigningParts } from '../../../../test/support/signing-parts.js';
import { SharedAddresses } from '../edge/shared-addresses.js';
import { type Challenge } from './challenges.js';
import { Screen } from './screen.js';

describe('a petition under attack, at the door', () => {
  let database: TestDatabase;
  let parts: SigningParts;
  let server: StartedServer;
  let screen: Screen;
  const ids = new Map<string, number>();
  let people = 0;

  beforeAll(async () => {
    database = await testDatabase();
    parts = await signingParts(database.config);
    for (const country of ['SE', 'NO', 'FI', 'DK']) ids.set(country, await parts.petition(country));
    server = await startServer(database.config.with({ trustedProxies: ['127.0.0.0/8'] }));
    screen = server.app.get(Screen);
  }, 60_000);
  afterAll(async () => {
    await server?.close();
    await parts?.close();
    await database?.drop();
  });

  const post = (country: string, from: string, more: object = {}): Promise<Response> =>
    fetch(`${server.url}/api/v1/petitions/spec-${country.toLowerCase()}/signatures`, {
      method: 'POST', headers: { 'content-type': 'application/json', 'x-forwarded-for': from },
      body: JSON.stringify({ givenName: 'Ada', email: `p${people += 1}@example.org`, country, ageConfirmed: true, consent: { petition: true }, ...more }),
    });
  const asked = (country: string, from = '198.51.100.1'): Promise<Response> => fetch(`${server.url}/api/v1/petitions/spec-${country.toLowerCase()}/challenge`, { headers: { 'x-forwarded-for': from, 'accept-language': 'fr' } });
  const solved = async (country: string): Promise<string> => {
    const { algorithm, challenge, salt, signature, maxnumber } = await (await asked(country)).json() as Challenge;
    const found = await solveChallenge(challenge, salt, algorithm, maxnumber).promise;
    return Buffer.from(JSON.stringify({ algorithm, challenge, number: found?.number, salt, signature })).toString('base64');
  };
  const batches = async (): Promise<SealedBatch[]> => (await server.app.get(Queues, { strict: false }).queue('intake').getJobs()).map((job) => job.data as SealedBatch);
  const kept = async (country: string): Promise<SealedSignature[]> =>
    (await batches()).flatMap(({ records }) => records).filter((record) => record.petitionId === ids.get(country)).sort((a, b) => (a.id < b.id ? -1 : 1));
  const decide = async (country: string, mode: 'auto' | 'on' | 'off'): Promise<void> => {
    await server.app.get(ChallengeStates, { strict: false }).decide(ids.get(country) ?? 0, mode, 'olga');
    await screen.read();
  };

  it('asks nobody for anything while it is calm, and marks where records came from without saying where', async () => {
    expect((await asked('SE')).status).toBe(204);
    for (const from of ['203.0.113.7', '203.0.113.9', '203.0.114.7', '2001:db8:1:2::3', '2001:db8:1:ffff::4']) expect((await post('SE', from)).status).toBe(202);
    const [a, b, c, d, e] = await kept('SE');
    expect([a, b, c, d, e].map((record) => record?.held)).toEqual([undefined, undefined, undefined, undefined, undefined]);
    expect([a?.range === b?.range, a?.range === c?.range, d?.range === e?.range, a?.range === d?.range]).toEqual([true, false, true, false]);
    expect(JSON.stringify(await kept('SE'))).not.toContain('203.0');
  });

  it('takes and holds who has no solution, and takes who has one, once', async () => {
    await decide('NO', 'on');
    const challenge = await (await asked('NO')).json() as Challenge & { words: string; script: string };
    expect(challenge).toMatchObject({ algorithm: 'SHA-256', maxnumber: 60_000, script: expect.stringMatching(/^\/assets\/[0-9a-f]{16}\/challenge\.js$/), words: expect.stringContaining('cette pétition') });
    const solution = await solved('NO');
    const email = 'one@example.org';
    for (const more of [{}, { challenge: solution, email }, { challenge: solution, email }, { challenge: solution, email: 'other@example.org' }, { challenge: 'nonsense' }, { challenge: Buffer.from('null').toString('base64') }]) {
      expect(await (await post('NO', '198.51.100.2', more)).json()).toEqual({ receipt: expect.any(String), status: 'received' });
    }
    expect((await kept('NO')).map(({ held }) => held ?? null)).toEqual(['screening.challenged', null, null, 'screening.challenged', 'screening.challenged', 'screening.challenged']);
  });

  it('takes no solution of another petition, nor one that is made up', async () => {
    await decide('FI', 'on');
    const elsewhere = await solved('NO');
    const salt = 'abc?expires=9999999999&petition=1&';
    const challenge = createHash('sha256').update(`${salt}7`).digest('hex');
    const forged = Buffer.from(JSON.stringify({ algorithm: 'SHA-256', challenge, number: 7, salt, signature: challenge })).toString('base64');
    await post('FI', '198.51.100.3', { challenge: elsewhere });
    await post('FI', '198.51.100.3', { challenge: forged });
    expect((await kept('FI')).map(({ held }) => held)).toEqual(['screening.challenged', 'screening.challenged']);
  });

  it('finds out by itself, tells it once in the audit log, and asks everybody from then on', async () => {
    for (let n = 0; n < 70; n++) await post('DK', `192.0.2.${n % 4}`);
    await Promise.all([screen.judge(), screen.judge()]);
    expect((await asked('DK')).status).toBe(200);
    const audit = await server.app.get(Database).rows<{ action: string; details: { attempts: number } }>(`select action, details from audit_log where subject = 'petition:${ids.get('DK')}' and action like 'screening.%'`);
    expect(audit).toEqual([{ action: 'screening.began', details: expect.objectContaining({ why: 'concentrated', plausible: 20 }) }]);
    // The screen looks every ten seconds by itself too, so perhaps before the last of them came.
    expect(audit[0]?.details.attempts).toBeGreaterThan(20);
    expect(audit[0]?.details.attempts).toBeLessThanOrEqual(70);
    await server.app.get(Database).rows(`update petition_screening set until = now() - interval '1 second' where petition_id = ${ids.get('DK')}`);
    await screen.read();
    expect((await asked('DK')).status).toBe(204);
  });

  it('asks one address that signs a lot, refuses it not, and gives more to one whose people confirm', async () => {
    await decide('SE', 'off');
    for (let n = 0; n < 61; n++) expect((await post('SE', '2001:db8:77:1::1')).status).toBe(202);
    const [record] = await kept('SE');
    for (const batch of await batches()) if (batch.records.some(({ id }) => id === record?.id)) await parts.writer.write(batch);
    const token = deriveToken({ tokenKey: parts.keys.tokenKey('spec'), petitionId: ids.get('SE') ?? 0, recordId: record?.id ?? '', purpose: 'confirm', attempt: 0 });
    while ((await asked('SE', '2001:db8:77:1::ffff')).status === 204) await post('SE', '2001:db8:77:1::1');
    expect([(await asked('SE', '2001:db8:77:1::ffff')).status, (await asked('SE', '2001:db8:77:2::1')).status]).toEqual([200, 204]);
    expect((await kept('SE')).filter(({ held }) => held === 'screening.crowded').length).toBeGreaterThan(0);
    const pressed = await fetch(`${server.url}/en/c/${token}`, { method: 'POST', redirect: 'manual', headers: { 'x-forwarded-for': '2001:db8:77:1::7' } });
    expect([pressed.status, (await asked('SE', '2001:db8:77:1::ffff')).status]).toEqual([303, 204]);
  });

  it('asks whoever signs from within a crowded /56, whichever of its networks they use', async () => {
    const addresses = server.app.get(SharedAddresses);
    for (let n = 0; n < 300; n++) addresses.spend(`2001:db8:78:${(n % 200).toString(16)}::1`);
    expect([(await asked('SE', '2001:db8:78:ff::1')).status, (await asked('SE', '2001:db8:78:100::1')).status]).toEqual([200, 204]);
    await post('SE', '2001:db8:78:ff::1');
    expect((await kept('SE')).at(-1)?.held).toBe('screening.crowded');
  });
});
