import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startWorker, type Worker } from '../../apps/worker/src/worker.js';
import { SmtpSink } from '../../libs/notifications/src/testing/smtp-sink.js';
import { eventually, furnish, type Furnished } from '../support/installation.js';
import { testDatabase, type TestDatabase } from '../support/services.js';

/** The clock, the outbox, the queue and the mail, as a worker has them. */
describe('a tablet that holds signatures and is not heard of', () => {
  let database: TestDatabase;
  let furnished: Furnished;
  let worker: Worker;
  const sink = new SmtpSink();

  beforeAll(async () => {
    database = await testDatabase();
    await sink.start();
    furnished = await furnish(database.config);
    await furnished.petition('AA', {});
    const { db } = furnished;
    const [store] = await db.rows<{ id: string }>(
      `insert into stores (campaign_id, jurisdiction_id, code, name, language, time_zone, created_by)
       select campaign_id, id, 'high-street', 'High Street', 'en', 'Europe/London', 'spec' from jurisdictions where id = 'AA' returning id`);
    await db.rows(
      `insert into devices (id, store_id, name, public_key, fingerprint, state, waiting, last_seen_at) values ($1, $2, 'Till two', $3, 'K7QM-3FWD', 'active', 41, now() - interval '2 days')`,
      [randomUUID(), store?.id, randomBytes(65)]);
    await db.rows(
      `with u as (insert into users (email, name, password_hash) values ('manager@journey.example', 'Mo', '-') returning id)
       insert into user_roles (user_id, role, campaign_id, store_id) select u.id, 'manager', s.campaign_id, s.id from u, stores s`);
    worker = await startWorker(database.config.with({ smtp: { kind: 'url', url: sink.url, requireTls: false } }));
  }, 120_000);
  afterAll(async () => {
    await worker.stop();
    await furnished.close();
    await sink.stop();
    await database.drop();
  }, 60_000);

  it('is told to the store’s manager by the worker’s own clock', async () => {
    await eventually('the mail', async () => sink.received.length > 0);
    expect(sink.received.map(({ to, subject }) => [to, subject])).toEqual([['manager@journey.example', 'High Street: a tablet holds 41 signatures and is silent']]);
    await eventually('an empty outbox', async () => (await furnished.db.rows(`select 1 from outbox`)).length === 0);
  }, 60_000);
});
