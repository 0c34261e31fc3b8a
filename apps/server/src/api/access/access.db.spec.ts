import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request, { type Response } from 'supertest';
import { Secret, TOTP } from 'otpauth';
import { Invitations, SecondFactors, Users } from '#libs/access';
import { Database } from '#libs/database';
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

/** A person with a session: what they ask for and do, by JSON. */
async function person(email: string, body: object = {}): Promise<(method: 'get' | 'post' | 'put' | 'delete', path: string, sent?: object) => Promise<Response>> {
  const response = await request(server.http).post('/api/v1/sessions').send({ email, password: PASSWORD, ...body }).expect(201);
  const cookie = ((response.headers['set-cookie'] as unknown as string[])[0] ?? '').split(';')[0] ?? '';
  const csrf = (response.body as { csrfToken: string }).csrfToken;
  return async (method, path, sent) => request(server.http)[method](`/api/v1/${path}`).set('cookie', cookie).set('x-csrf-token', csrf).send(sent);
}

describe('the second factor', () => {
  it('is set up after the password, asked for at the login, and demanded where an owner says so', async () => {
    await server.app.get(Users).add({ email: 'second@example.org', role: 'organiser', password: PASSWORD, passwordIsTheirs: true }, 'spec');
    const [owner, second] = [await person('owner@example.org'), await person('second@example.org')];
    await owner('put', 'second-factor-demand', { demanded: true });
    expect(codeOf(await second('get', 'users'))).toBe('access.second_factor_required');
    expect((await second('get', 'me')).body).toMatchObject({ mustEnrol: true });
    expect(codeOf(await second('post', 'me/second-factor', { password: 'not this one' }))).toBe('access.wrong_password');
    const { uri } = (await second('post', 'me/second-factor', { password: PASSWORD })).body as { uri: string };
    const totp = new URL(uri).searchParams.get('secret') ?? '';
    const code = () => TOTP.generate({ secret: Secret.fromBase32(totp) });
    expect((await second('post', 'me/second-factor/confirm', { code: '000000' })).status).toBe(422);
    const { recoveryCodes } = (await second('post', 'me/second-factor/confirm', { code: code() })).body as { recoveryCodes: string[] };
    expect((await second('get', 'users')).status).toBe(200);
    expect(codeOf(await request(server.http).post('/api/v1/sessions').send({ email: 'second@example.org', password: PASSWORD }).expect(401))).toBe('access.code_required');
    expect(codeOf(await request(server.http).post('/api/v1/sessions').send({ email: 'second@example.org', password: PASSWORD, code: code() }).expect(401))).toBe('access.wrong_code');
    const again = await person('second@example.org', { code: recoveryCodes[0] });
    expect((await again('post', 'me/second-factor/remove', { password: PASSWORD, code: recoveryCodes[1] })).status).toBe(204);
    await server.app.get(SecondFactors).demand(null, false, 'spec');
  });
});

describe('people and invitations', () => {
  it('an organiser invites to their own country, the invited chooses a password, and the role is there and can be taken away', async () => {
    const db = server.app.get(Database);
    await db.rows(`insert into campaigns (slug, title, kind) values ('one', '{"en": "One"}', 'live')`);
    await db.rows(`insert into jurisdictions (campaign_id, id, kind, name) values (1, 'GB', 'country', 'United Kingdom'), (1, 'FR', 'country', 'France')`);
    await server.app.get(Users).add({ email: 'gb@example.org', role: 'organiser', campaignId: 1, jurisdictionIds: ['GB'], password: PASSWORD, passwordIsTheirs: true }, 'spec');
    const organiser = await person('gb@example.org');
    const invite = (more: object) => organiser('post', 'invitations', { email: 'new@example.org', role: 'translator', campaign: 'one', country: 'GB', ...more });
    expect((await invite({ country: 'FR' })).status).toBe(403);
    expect((await invite({ role: 'owner', country: undefined })).status).toBe(403);
    expect((await invite({ role: 'auditor' })).status).toBe(403);
    const { id } = (await invite({})).body as { id: string };
    const invitations = server.app.get(Invitations);
    const [first, second] = [await invitations.forMail(id, 1), await invitations.forMail(id, 1)];
    expect(first).toMatchObject({ email: 'new@example.org', inviter: 'gb', known: false });
    expect((await organiser('post', `invitations/${id}/resend`)).status).toBe(204);
    const accept = (token: string | undefined, body: object = { name: 'Nia New', password: 'four words in a row' }) => request(server.http).post('/api/v1/invitations/accept').send({ token, ...body });
    expect([(await accept(first?.token)).status, (await accept(second?.token)).status]).toEqual([410, 410]);
    const third = await invitations.forMail(id, 2);
    expect((await accept(third?.token, { name: 'Nia New', password: 'short' })).body).toMatchObject({ errors: [{ field: 'password' }] });
    expect((await accept(third?.token)).status).toBe(204);
    expect((await accept(third?.token)).status).toBe(410);
    expect(JSON.stringify(await db.rows(`select * from audit_log`)) + JSON.stringify(await db.rows(`select * from outbox`))).not.toMatch(/new@example|Nia/);
    const { items } = (await organiser('get', 'users')).body as { items: { id: string; email: string; roles: { id: number; role: string }[] }[] };
    expect(items.map(({ email, roles }) => [email, roles.map(({ role }) => role)])).toEqual([['gb@example.org', ['organiser']], ['new@example.org', ['translator']]]);
    const made = items[1];
    expect((await organiser('post', `users/${made?.id}/roles`, { role: 'reader', campaign: 'one', country: 'FR' })).status).toBe(403);
    expect((await organiser('post', `users/${made?.id}/disable`)).status).toBe(403);
    expect((await organiser('delete', `users/${made?.id}/roles/${made?.roles[0]?.id}`)).status).toBe(204);
    expect((await organiser('post', `users/${made?.id}/roles`, { role: 'reader', campaign: 'one', country: 'GB' })).status).toBe(404);
  });

  it('an invitation ends with the right of whoever sent it', async () => {
    const db = server.app.get(Database);
    const organiser = await person('gb@example.org');
    const { id } = (await organiser('post', 'invitations', { email: 'late@example.org', role: 'reader', campaign: 'one', country: 'GB' })).body as { id: string };
    const token = (await server.app.get(Invitations).forMail(id, 1))?.token;
    await db.rows(`delete from user_roles where user_id = (select id from users where email = 'gb@example.org')`);
    await request(server.http).post('/api/v1/invitations/accept').send({ token, name: 'L', password: 'four words in a row' }).expect(410);
  });

  it('the last owner stays', async () => {
    const owner = await person('owner@example.org');
    const { items } = (await owner('get', 'users')).body as { items: { id: string; email: string; roles: { id: number }[] }[] };
    const self = items.find(({ email }) => email === 'owner@example.org');
    expect(codeOf(await owner('delete', `users/${self?.id}/roles/${self?.roles[0]?.id}`))).toBe('access.last_owner');
    expect(codeOf(await owner('post', `users/${self?.id}/disable`))).toBe('access.last_owner');
  });
});

describe('the audit log', () => {
  it('is read by owners and auditors of the installation, page by page and by what one looks for', async () => {
    await server.app.get(Users).add({ email: 'auditor@example.org', role: 'auditor', password: PASSWORD, passwordIsTheirs: true }, 'spec');
    const auditor = await person('auditor@example.org');
    const { items, next } = (await auditor('get', 'audit?action=user.&limit=2')).body as { items: { action: string; n: number }[]; next: number };
    expect(items.map(({ action }) => action.startsWith('user.'))).toEqual([true, true]);
    expect((await auditor('get', `audit?action=user.&limit=2&before=${next}`)).body).toMatchObject({ items: [{ action: expect.stringMatching(/^user\./) }, {}] });
    expect((await auditor('get', 'audit.csv?subject=invitation:')).text).toContain('invitation.accept');
    expect((await auditor('get', 'users')).status).toBe(403);
    expect((await (await person('second@example.org'))('get', 'audit')).status).toBe(403);
  });
});
