import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { listenForScrapes, type ScrapeDoor } from '#libs/metrics';
import { signingParts, type SigningParts } from './support/signing-parts.js';
import { testDatabase, type TestDatabase } from './support/services.js';
import { doorLevels } from '../apps/server/src/edge/health/levels.js';
import { Levels } from '../apps/worker/src/levels.js';

describe('the figures for Prometheus', () => {
  let database: TestDatabase;
  let parts: SigningParts;
  let door: ScrapeDoor;

  beforeAll(async () => {
    database = await testDatabase();
    parts = await signingParts(database.config);
    await parts.queues.ready();
    const levels = new Levels(parts.db, parts.queues);
    const server = doorLevels(parts.door);
    door = await listenForScrapes(database.config.with({ metrics: { host: '127.0.0.1', port: 0 } }), async () => void (await Promise.all([levels.look(), server()])));
  });
  afterAll(async () => {
    await door.close();
    await parts.close();
    await database.drop();
  });

  const scrape = async (): Promise<Map<string, number>> => {
    const text = await (await fetch(`http://127.0.0.1:${door.port}/metrics`)).text();
    return new Map(text.split('\n').filter((line) => line.startsWith('countersign_')).map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ')))]));
  };

  it('follow a signature from the door to the tally, and name nobody', async () => {
    const petitionId = await parts.petition('GB', { confirmation: 'none' });
    const person = { givenName: 'Ada', familyName: 'Canary', email: 'canary@example.invalid', postcode: null, town: null, country: 'GB' };
    await parts.intake.accept({ petitionId, campaign: 'spec', textVersion: 1, language: 'en', channel: 'online', person });
    const accepted = await scrape();
    expect(accepted.get('countersign_jobs{queue="intake",state="waiting"}')).toBe(1);
    expect(accepted.get('countersign_oldest_job_seconds{queue="intake"}')).toBeGreaterThan(0);
    expect(accepted.get('countersign_door_in_use{door="redis"}')).toBe(1);
    expect(accepted.get('countersign_accepted_total{door="redis"}')).toBe(1);
    expect(accepted.get('countersign_signatures{state="counted"}')).toBe(0);

    for (const job of await parts.queues.queue('intake').getWaiting()) {
      await parts.writer.write(job.data as never);
      await job.remove();
    }
    const counted = await scrape();
    expect(counted.get('countersign_signatures{state="counted"}')).toBe(1);
    expect(counted.get('countersign_jobs{queue="intake",state="waiting"}')).toBe(0);
    expect([...counted.keys()].filter((key) => /canary|spec|example/i.test(key))).toEqual([]);
  });

  it('are all that this address answers with', async () => {
    for (const path of ['/', '/metrics?x=1', '/healthz']) expect((await fetch(`http://127.0.0.1:${door.port}${path}`)).status).toBe(404);
    expect((await fetch(`http://127.0.0.1:${door.port}/metrics`, { method: 'POST' })).status).toBe(404);
  });

  it('are told as far as they are known while a store is away', async () => {
    await parts.db.rows('alter table sealed_intake rename to sealed_intake_elsewhere');
    expect((await scrape()).get('countersign_jobs{queue="intake",state="waiting"}')).toBe(0);
    await parts.db.rows('alter table sealed_intake_elsewhere rename to sealed_intake');
  });
});
