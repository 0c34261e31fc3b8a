import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import request from 'supertest';
import { Sessions, Users } from '#libs/access';
import { pgConnection } from '#libs/config';
import { Database } from '#libs/database';
import { PublishedKeys } from '#libs/signatures';
import { PrivateKeyStore } from '#libs/vault';
import { startServer, type StartedServer } from '../../../../../test/support/app.js';
import { ConsoleVisitor, PASSWORD, seedConsole } from '../../../../../test/support/console.js';
import { testDatabase, type TestDatabase } from '../../../../../test/support/services.js';

const ALL = '/api/v1/campaigns/alive/webhooks';
const INPUT = { name: 'A map', url: 'https://hooks.example.org/in?token=theirs', events: ['count.daily', 'handover.held'] };

describe('webhooks, by JSON and by page', () => {
  let database: TestDatabase;
  let server: StartedServer;
  let db: pg.Client;
  const cookies: Record<string, string> = {};

  beforeAll(async () => {
    database = await testDatabase();
    server = await startServer(database.config);
    db = new pg.Client(pgConnection(database.config.database));
    await db.connect();
    await seedConsole(db, server.app.get(Users, { strict: false }));
    const keys = await PrivateKeyStore.open(database.config.keysDir);
    const { rows: [campaign] } = await db.query<{ id: number }>(`select id from campaigns`);
    await new PublishedKeys(server.app.get(Database, { strict: false })).publish(campaign?.id ?? 0, await keys.ensureCampaign('alive'));
    for (const who of ['world', 'sweden', 'reader']) {
      cookies[who] = `countersign_session=${(await server.app.get(Sessions, { strict: false }).login(`${who}@example.org`, PASSWORD, 'test')).token}`;
    }
  }, 120_000);
  afterAll(async () => {
    await db.end();
    await server.close();
    await database.drop();
  }, 60_000);

  const visitor = (email: string): Promise<ConsoleVisitor> => new ConsoleVisitor(server.http).signIn(server.app.get(Sessions, { strict: false }), email);
  const token = async (who: string): Promise<string> => /name="_csrf" value="([^"]+)"/.exec((await request(server.http).get('/console/petitions').set('cookie', cookies[who] ?? '').set('accept', 'text/html')).text)?.[1] ?? '';
  const send = async (who: string, method: 'get' | 'post' | 'patch' | 'delete', path: string, body?: object): Promise<request.Response> =>
    request(server.http)[method](path).set('cookie', cookies[who] ?? '').set('x-csrf-token', await token(who)).send(body);

  it('are made with a secret that is told once, and found again without it', async () => {
    const made = await send('world', 'post', ALL, INPUT);
    expect([made.status, (made.body as { secret: string }).secret]).toEqual([201, expect.stringMatching(/^whsec_[A-Za-z0-9+/]{43}=$/)]);
    const { secret, id } = made.body as { secret: string; id: string };
    const found = await send('world', 'get', `${ALL}/${id}`);
    expect(found.body).toMatchObject({ name: 'A map', state: 'active', jurisdiction: null, waiting: 0 });
    expect(JSON.stringify(found.body)).not.toContain(secret);
    const { rows } = await db.query<{ action: string; details: object }>(`select action, details from audit_log where subject = $1`, [`webhook:${id}`]);
    expect(rows.map(({ action }) => action)).toEqual(['webhook.create']);
    expect(JSON.stringify(rows)).not.toContain('hooks.example.org');
  });

  it('are refused with the field at fault', async () => {
    const refused = await send('world', 'post', ALL, { ...INPUT, url: 'https://169.254.169.254/latest' });
    expect([refused.status, refused.body]).toEqual([422, expect.objectContaining({ code: 'webhooks.invalid', errors: [{ field: 'url', code: 'private_address', message: 'This address isn’t one of the public internet.' }] })]);
    expect((await send('world', 'post', ALL, { ...INPUT, jurisdiction: 'ZZ' })).status).toBe(422);
  });

  it('are those of one’s own country, to whoever organises one', async () => {
    expect((await send('sweden', 'post', ALL, INPUT)).status).toBe(404);
    expect((await send('reader', 'post', ALL, { ...INPUT, jurisdiction: 'SE' })).status).toBe(403);
    const own = await send('sweden', 'post', ALL, { ...INPUT, name: 'Swedish', jurisdiction: 'SE' });
    expect(own.status).toBe(201);
    const { items: [whole] } = (await send('world', 'get', ALL)).body as { items: { id: string }[] };
    const seen = (await send('sweden', 'get', ALL)).body as { items: { name: string }[]; total: number };
    expect([seen.total, seen.items.map(({ name }) => name)]).toEqual([1, ['Swedish']]);
    for (const [method, path] of [['get', ''], ['patch', ''], ['delete', ''], ['post', '/ping'], ['post', '/secret'], ['post', '/pause'], ['get', '/deliveries'], ['post', '/replay']] as const) {
      const body = method === 'patch' ? INPUT : path === '/replay' ? { since: '2026-01-01T00:00:00Z' } : method === 'post' ? {} : undefined;
      expect({ method, path, status: (await send('sweden', method, `${ALL}/${whole?.id ?? ''}${path}`, body)).status }).toEqual({ method, path, status: 404 });
    }
    expect((await send('world', 'get', `/api/v1/campaigns/other/webhooks/${whole?.id ?? ''}`)).status).toBe(404);
  });

  it('are pinged, paused, changed, given another secret and removed', async () => {
    const { id } = (await send('world', 'post', ALL, { ...INPUT, name: 'Short-lived' })).body as { id: string };
    const path = `${ALL}/${id}`;
    expect((await send('world', 'post', `${path}/ping`, {})).status).toBe(202);
    const deliveries = (await send('world', 'get', `${path}/deliveries?state=waiting`)).body as { items: { id: string }[] };
    expect(deliveries.items).toEqual([expect.objectContaining({ event: 'ping', sequence: 1, attempts: 0, state: 'waiting' })]);
    expect((await send('world', 'post', `${path}/deliveries/${deliveries.items[0]?.id ?? ''}/replay`, {})).status).toBe(202);
    expect((await send('world', 'post', `${path}/pause`, {})).body).toMatchObject({ state: 'paused', reason: 'organiser' });
    expect((await send('world', 'post', `${path}/ping`, {})).body).toMatchObject({ code: 'webhooks.switched_off' });
    expect((await send('world', 'patch', path, { ...INPUT, name: 'Renamed' })).body).toMatchObject({ name: 'Renamed' });
    expect((await send('world', 'post', `${path}/secret`, { overlapHours: 2 })).body).toMatchObject({ secret: expect.stringMatching(/^whsec_/), earlierSecretUntil: expect.any(String) });
    expect((await send('world', 'post', `${path}/resume`, {})).body).toMatchObject({ state: 'active', reason: null });
    expect((await send('world', 'post', `${path}/replay`, { since: '2026-01-01T00:00:00Z' })).status).toBe(202);
    expect((await send('world', 'delete', path)).status).toBe(204);
    expect((await send('world', 'get', path)).status).toBe(404);
  });

  it('have pages that do the same without script', async () => {
    const wanda = await visitor('world@example.org');
    const faulty = await wanda.submit('/console/webhooks', { campaign: 'alive', name: 'By hand', url: 'http://10.0.0.1/' });
    expect([faulty.status, faulty.text]).toEqual([422, expect.stringContaining('The address must begin with https://.')]);
    expect(faulty.text).toContain('value="By hand"');
    const made = await wanda.submit('/console/webhooks', { campaign: 'alive', name: 'By hand', url: 'https://hooks.example.org/', events: ['count.daily'] });
    const path = /href="(\/console\/webhooks\/[0-9a-f-]{36})/.exec(made.text)?.[1] ?? '';
    expect([made.status, made.headers['cache-control']]).toEqual([200, 'no-store']);
    expect(made.text).toMatch(/whsec_[A-Za-z0-9+/]{43}=/);
    expect((await wanda.submit(`${path}/ping`, {}, path)).headers['location']).toBe(`${path}?done=webhook-pinged`);
    const page = await wanda.get(`${path}?done=webhook-pinged`);
    expect(page.text).toContain('The test message is on its way');
    expect(page.text).toContain('Test message');
    expect(page.text).not.toContain('whsec_');
    expect((await wanda.submit(`${path}/secret`, { overlap: 'none' }, path)).text).toContain('whsec_');
    expect((await wanda.submit(`${path}/replay`, { since: '' }, path)).text).toContain('Please choose a day.');
    expect((await wanda.submit(`${path}/pause`, {}, path)).status).toBe(303);
    for (const lang of ['fr', 'ar']) expect((await wanda.get(`/console/webhooks?lang=${lang}`)).status).toBe(200);
    const sven = await visitor('sweden@example.org');
    expect((await sven.get(path)).status).toBe(404);
    expect((await sven.get('/console/webhooks')).text).not.toContain('By hand');
    expect((await (await visitor('reader@example.org')).get('/console/webhooks')).status).toBeGreaterThanOrEqual(403);
  });
});
