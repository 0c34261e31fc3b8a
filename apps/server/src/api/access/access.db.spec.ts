import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request, { type Response } from 'supertest';
import { Users } from '#libs/access';
import { startServer, type StartedServer } from '../../../../../test/support/app.js';
import { testDatabase, type TestDatabase } from '../../../../../test/support/services.js';

let database: TestDatabase;
let server: StartedServer;
const PASSWORD = 'correct horse battery';
const codeOf = (response: Response): unknown => (response.body as { code?: unknown }).code;

beforeAll(async () => {
  database = await testDatabase();
  server = await startServer(database.config);
  const users = server.app.get(Users);
  await users.add({ email: 'owner@example.org', role: 'owner', password: PASSWORD, passwordIsTheirs: true }, 'spec');
  await users.add({ email: 'reader@example.org', role: 'reader', password: PASSWORD }, 'spec');
}, 30_000);

afterAll(async () => {
  await server?.close();
  await database?.drop();
});

async function login(email: string): Promise<{ cookie: string; csrf: string }> {
  const response = await request(server.http).post('/api/v1/sessions').send({ email, password: PASSWORD }).expect(201);
  const cookie = (response.headers['set-cookie'] as unknown as string[])[0] ?? '';
  expect(cookie).toMatch(/^countersign_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/);
  return { cookie: cookie.split(';')[0] ?? '', csrf: (response.body as { csrfToken: string }).csrfToken };
}

describe('signing in', () => {
  it('needs the session\'s own CSRF token to change anything by cookie', async () => {
    const [mine, other] = [await login('owner@example.org'), await login('owner@example.org')];
    const make = () => request(server.http).post('/api/v1/tokens').set('cookie', mine.cookie).send({ name: 'script' });
    expect(codeOf(await make().expect(403))).toBe('access.csrf');
    expect(codeOf(await make().set('x-csrf-token', other.csrf).expect(403))).toBe('access.csrf');
    expect(codeOf(await make().set('x-csrf-token', mine.csrf).set('sec-fetch-site', 'cross-site').expect(403))).toBe('access.cross_site');
    const { token } = (await make().set('x-csrf-token', mine.csrf).expect(201)).body as { token: string };
    await request(server.http).get('/api/v1/users').set('authorization', `Bearer ${token}`).expect(200);
    await request(server.http).get('/api/v1/users').set('authorization', `Bearer ${token}x`).expect(401);
    await request(server.http).delete('/api/v1/sessions/current').set('cookie', mine.cookie).set('x-csrf-token', mine.csrf).expect(204);
    await request(server.http).get('/api/v1/me').set('cookie', mine.cookie).expect(401);
  });

  it('with a given password allows nothing but changing it; and a reader is no owner', async () => {
    const { cookie, csrf } = await login('reader@example.org');
    expect(codeOf(await request(server.http).get('/api/v1/users').set('cookie', cookie).expect(403))).toBe('access.password_change_required');
    await request(server.http).put('/api/v1/me/password').set('cookie', cookie).set('x-csrf-token', csrf).send({ currentPassword: PASSWORD, newPassword: 'another horse battery' }).expect(204);
    expect(codeOf(await request(server.http).get('/api/v1/users').set('cookie', cookie).expect(403))).toBe('access.forbidden');
  });

  it('is in the description of the API', async () => {
    const document = (await request(server.http).get('/api/openapi.json').expect(200)).body as { paths: object };
    expect(Object.keys(document.paths)).toEqual(expect.arrayContaining(['/api/v1/sessions', '/api/v1/users', '/readyz']));
  });
});
