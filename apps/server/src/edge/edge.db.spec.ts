import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { testDatabase, type TestDatabase } from '../../../../test/support/services.js';
import { startServer, type StartedServer } from '../../../../test/support/app.js';

let database: TestDatabase;
let server: StartedServer;

beforeAll(async () => {
  database = await testDatabase();
  server = await startServer(database.config);
}, 30_000);

afterAll(async () => {
  await server?.close();
  await database?.drop();
});

describe('the shell of the server', () => {
  it('is alive', async () => {
    await request(server.http).get('/healthz').expect(200, { status: 'ok' });
  });

  it('says whether it can accept signatures', async () => {
    const { body, status } = await request(server.http).get('/readyz');
    expect(body).toMatchObject({ checks: { postgres: { status: 'ok' } } });
    expect(status).toBe(200);
  });

  it('answers an unknown address of the API as a problem', async () => {
    const { body } = await request(server.http).get('/api/v1/nowhere').expect(404).expect('content-type', /application\/problem\+json/);
    expect(body).toMatchObject({ status: 404, code: 'route.not_found', errors: [] });
  });

  it('answers an unknown page as a page', async () => {
    await request(server.http).get('/nowhere').set('accept', 'text/html').expect(404).expect('content-type', /text\/html/);
  });
});
