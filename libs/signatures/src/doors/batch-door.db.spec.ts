import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { pgConnection } from '#libs/config';
import { Cable } from '../../../../test/support/cable.js';
import { eventually } from '../../../../test/support/installation.js';
import { testDatabase, type TestDatabase } from '../../../../test/support/services.js';
import { signingParts, type SigningParts } from '../../../../test/support/signing-parts.js';
import { type SealedBatch } from '../sealed-batch.js';
import { SealedDrain } from '../sealed-intake.js';
import { BatchDoor } from './batch-door.js';

const folder = mkdtempSync(path.join(tmpdir(), 'doors-'));
let database: TestDatabase;
let parts: SigningParts;
let cable: Cable;
let client: pg.Client;
let drain: SealedDrain;

beforeAll(async () => {
  database = await testDatabase();
  const { redis } = database.config;
  if (!('path' in redis)) throw new Error('the Redis of the specs has a socket');
  cable = await new Cable(path.join(folder, 'r.sock'), redis.path).lay();
  parts = await signingParts(database.config.with({ redis: { ...redis, path: path.join(folder, 'r.sock') } }));
  await parts.queues.ready();
  client = new pg.Client(pgConnection(database.config.database));
  await client.connect();
  drain = new SealedDrain(parts.writer);
  // The second door has 150 ms after the first was tried: on a machine that does ten things at once, making its connection takes longer.
  await parts.door.backlog();
}, 30_000);
afterEach(async () => {
  await cable.cut();
  await cable.lay();
  await parts.queues.ready();
  await eventually('Redis is in use again', () => parts.door.state().inUse === 'redis');
});
afterAll(async () => {
  await client?.end();
  await parts?.close();
  await cable?.cut();
  await database?.drop();
  rmSync(folder, { recursive: true, force: true });
});

const person = (email: string) => ({ givenName: 'Ada', familyName: 'Example', email, postcode: null, town: null, country: 'GB' });
const submission = (petitionId: number, email: string) => ({ petitionId, campaign: 'spec', textVersion: 1, language: 'en', channel: 'online' as const, person: person(email) });
const inPostgres = (): Promise<{ id: string; batch: SealedBatch; tries: number; code: string | null }[]> => parts.db.rows(`select id, batch, tries, code from sealed_intake where door = 'citizens' order by received_at`);
const queue = () => parts.queues.queue('intake');
const totals = async (petition: number) => (await parts.figures.totals([petition])).get(petition);

describe('a batch at the doors', () => {
  it('lies in Postgres at once while Redis is away, and is counted without Redis', async () => {
    const petition = await parts.petition('AA', { confirmation: 'none' });
    await cable.cut();
    await parts.intake.accept(submission(petition, 'one@example.invalid'));
    expect(parts.door.state()).toMatchObject({ inUse: 'postgres', kept: { postgres: 1 } });
    await parts.intake.accept(submission(petition, 'two@example.invalid'));
    expect(await parts.door.backlog()).toMatchObject({ redis: null, postgres: 2 });
    expect(await drain.drainSome(client)).toBe(2);
    expect(await inPostgres()).toEqual([]);
    expect(await totals(petition)).toMatchObject({ counted: 2 });

    await cable.lay();
    await eventually('Redis is in use again', () => parts.door.state().inUse === 'redis');
    await parts.intake.accept(submission(petition, 'three@example.invalid'));
    expect(await inPostgres()).toEqual([]);
    await queue().obliterate({ force: true });
  }, 20_000);

  it('that was answered too late lies behind both, counts once and mails once', async () => {
    const petition = await parts.petition('AB');
    cable.mute();
    await parts.intake.accept(submission(petition, 'both@example.invalid'));
    const [kept] = await inPostgres();
    await cable.cut();
    await cable.lay();
    await parts.queues.ready();
    const [job] = await queue().getWaiting();
    expect(job?.data).toEqual(kept?.batch);
    await Promise.all([parts.writer.write(job?.data as SealedBatch), drain.drainSome(client)]);
    await parts.writer.write(job?.data as SealedBatch);
    expect(await totals(petition)).toMatchObject({ counted: 0, pending: 1 });
    expect(await parts.db.rows(`select payload from outbox where topic = 'signatures.unconfirmed' and (payload ->> 'petitionId')::int = $1`, [petition])).toHaveLength(1);
    await queue().obliterate({ force: true });
  }, 20_000);

  it('under one Idempotency-Key is the same signature behind either door', async () => {
    const petition = await parts.petition('AC', { confirmation: 'none' });
    const again = { ...submission(petition, 'again@example.invalid'), idempotency: { key: randomUUID(), body: 'the same' } };
    const { receipt } = await parts.intake.accept(again);
    const [job] = await queue().getWaiting();
    await cable.cut();
    expect(await parts.intake.accept(again)).toEqual({ receipt });
    await drain.drainSome(client);
    await parts.writer.write(job?.data as SealedBatch);
    expect(await parts.db.rows('select 1 from signatures where petition_id = $1', [petition])).toHaveLength(1);
    expect(await parts.db.rows('select 1 from quarantine where petition_id = $1', [petition])).toEqual([]);
  }, 20_000);

  it('that cannot be written waits with a code, and keeps no other waiting', async () => {
    const [stuck, free] = [await parts.petition('AD', { confirmation: 'none' }), await parts.petition('AE', { confirmation: 'none' })];
    await cable.cut();
    await parts.intake.accept(submission(stuck, 'stuck@example.invalid'));
    await parts.db.rows(`update sealed_intake set batch = jsonb_set(batch, '{records}', 'null')`);
    await parts.intake.accept(submission(free, 'free@example.invalid'));
    expect(await drain.drainSome(client)).toBe(1);
    expect(await totals(free)).toMatchObject({ counted: 1 });
    expect(await inPostgres()).toEqual([expect.objectContaining({ tries: 1, code: expect.stringMatching(/./) })]);
    expect(await drain.drainSome(client)).toBe(0);
    await parts.db.rows('delete from sealed_intake');
  }, 20_000);

  it('goes into Postgres when Redis holds as much as it may', async () => {
    const door = new BatchDoor(parts.queues, database.config.with({ redisLimitMb: 0 }), parts.log);
    door.state();
    await eventually('it was looked how much Redis holds', () => door.state().redisIsFull);
    expect(door.state()).toMatchObject({ inUse: 'postgres' });
    await door.onApplicationShutdown();
  });

  it('whose sender asks for the withdrawal link is answered without Redis too', async () => {
    const petition = await parts.petition('AF');
    await cable.cut();
    await parts.intake.requestWithdrawal({ petitionId: petition, campaign: 'spec', email: 'leave@example.invalid' });
    const [asked] = await parts.db.rows<{ payload: { petitionId: number } }>(`select payload from outbox where topic = 'signatures.withdrawal-asked'`);
    expect(asked?.payload).toMatchObject({ petitionId: petition, campaign: 'spec' });
    expect(JSON.stringify(asked)).not.toContain('leave@');
  }, 20_000);
});
