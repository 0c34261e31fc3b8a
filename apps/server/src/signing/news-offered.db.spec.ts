import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { startServer, type StartedServer } from '../../../../test/support/app.js';
import { testDatabase, type TestDatabase } from '../../../../test/support/services.js';
import { signingParts } from '../../../../test/support/signing-parts.js';

const GOOD = { givenName: 'Ada', email: 'ada@example.org', country: 'SE', ageConfirmed: true };

let database: TestDatabase;
let server: StartedServer;

beforeAll(async () => {
  database = await testDatabase();
  const parts = await signingParts(database.config);
  await parts.petition('SE');
  await parts.petition('NO', { confirmation: 'none' });
  await parts.db.rows(
    `insert into partners (campaign_id, key, name, sends_updates, position) select id, key, key, sends, 1 from campaigns, (values ('child', true), ('silent', false)) as p(key, sends) where slug = 'spec'`);
  await parts.close();
  server = await startServer(database.config, [], 1);
}, 60_000);

afterAll(async () => {
  await server?.close();
  await database?.drop();
});

describe('boxes for news', () => {
  const shown = async (slug: string): Promise<string[]> => {
    const { text } = await request(server.http).get(`/en/petitions/${slug}`).expect(200);
    expect(text).toContain('name="consent.petition"');
    return [...text.matchAll(/<input[^>]*name="consent\.updates"[^>]*>/g)].map(([box]) => /value="([^"]*)"/.exec(box)?.[1] ?? '');
  };
  const sign = (slug: string, box: string) => request(server.http).post(`/api/v1/petitions/${slug}/signatures`).send({ ...GOOD, consent: { petition: true, updates: [box] } });

  it('are shown, and taken, of the campaign and of partners that send news, where a mail confirms the address', async () => {
    expect(await shown('spec-se')).toEqual(['campaign', 'child']);
    for (const box of ['campaign', 'child']) await sign('spec-se', box).expect(202);
    expect((await sign('spec-se', 'silent').expect(422)).body).toMatchObject({ errors: [{ field: 'consent.updates', code: 'unknown' }] });
  });

  it('are neither shown nor taken where nobody confirms the address', async () => {
    expect(await shown('spec-no')).toEqual([]);
    for (const box of ['campaign', 'child']) {
      expect((await sign('spec-no', box).expect(422)).body).toMatchObject({ code: 'signatures.invalid', errors: [{ field: 'consent.updates', code: 'unknown' }] });
    }
  });
});
