import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Log } from '#libs/config';
import { BatchDoor } from '#libs/signatures';
import { startWorker, type Worker } from '../../apps/worker/src/worker.js';
import { SmtpSink } from '../../libs/notifications/src/testing/smtp-sink.js';
import { startServer, type StartedServer } from '../support/app.js';
import { eventually, furnish, type Furnished, signature } from '../support/installation.js';
import { testDatabase, type TestDatabase } from '../support/services.js';

type Line = Record<string, unknown> & { trace?: string };

const JSON_TYPE = { 'content-type': 'application/json' };
/** A cookie that opens nothing: it sends a request by Nest, and changes nothing else. */
const BY_NEST = { ...JSON_TYPE, cookie: 'a=b' };
const newTrace = (): string => randomBytes(16).toString('hex');
const traceparent = (trace: string, flags = '01'): string => `00-${trace}-00f067aa0ba902b7-${flags}`;

describe('one signature, followed through the logs', () => {
  let database: TestDatabase;
  let furnished: Furnished;
  let byRedis: StartedServer;
  let byPostgres: StartedServer;
  let worker: Worker;
  let path: string;
  let kept: () => unknown;
  const sink = new SmtpSink();
  const lines: Line[] = [];
  const capture = (log: Log): void => void jest.spyOn(log.pino, 'info').mockImplementation(((line: Line) => void lines.push(line)) as never);

  beforeAll(async () => {
    [database] = await Promise.all([testDatabase(), sink.start()]);
    const config = database.config.with({ logLevel: 'info', smtp: { kind: 'url', url: sink.url, requireTls: false } });
    furnished = await furnish(config);
    path = `/api/v1/petitions/${await furnished.petition('GB')}/signatures`;
    worker = await startWorker(config);
    byRedis = await startServer(config, [], 1);
    byPostgres = await startServer(config.with({ redisLimitMb: 0 }), [], 1);
    [byRedis.app.get(Log), byPostgres.app.get(Log), worker.app.get(Log)].forEach(capture);
    const door = byPostgres.app.get(BatchDoor, { strict: false });
    await eventually('Redis is full for one of them', () => door.state().inUse === 'postgres');
    kept = () => door.state().kept;
  }, 60_000);
  beforeEach(() => {
    lines.length = 0;
    sink.received.length = 0;
  });
  afterAll(async () => {
    await byRedis?.close();
    await byPostgres?.close();
    await worker?.stop();
    await furnished?.close();
    await sink.stop();
    await database?.drop();
  });

  /** As a patient client does: asked to come back later, it does, with another header. Gives back the one that was taken. */
  const sign = async (server: StartedServer, headers: Record<string, string>, header: (trace: string) => string): Promise<string> => {
    for (let tries = 0; tries < 10; tries += 1) {
      const trace = newTrace();
      const { status } = await fetch(`${server.url}${path}`, { method: 'POST', headers: { ...headers, traceparent: header(trace) }, body: JSON.stringify(signature()) });
      if (status === 202) return trace;
      expect(status).toBe(503);
    }
    throw new Error('refused ten times');
  };
  const of = (trace: string): Line[] => lines.filter((line) => line.trace === trace);
  const isStored = (trace: string) => furnished.db.rows(
    `select 'signature' from signatures s where s::text like $1 union all select 'batch' from sealed_intake s where s::text like $1
     union all select 'event' from outbox o where o::text like $1 union all select 'mail' from mail_log m where m::text like $1`, [`%${trace}%`]);

  it.each<[string, () => StartedServer, Record<string, string>]>([
    ['past Nest and by Redis', () => byRedis, JSON_TYPE], ['by Nest and by Redis', () => byRedis, BY_NEST],
    ['past Nest and by Postgres', () => byPostgres, JSON_TYPE], ['by Nest and by Postgres', () => byPostgres, BY_NEST],
  ])('shows its request, its record and its mail: %s', async (_way, server, headers) => {
    const trace = await sign(server(), headers, traceparent);
    await eventually('all three are told of', () => ['status', 'became', 'notice'].every((key) => of(trace).some((line) => key in line)));
    const [request] = of(trace).filter((line) => 'status' in line);
    // On a busy machine it may lie behind both doors, and come again.
    const records = of(trace).filter(({ became }) => became !== undefined && became !== 'repeated');
    expect(request).toMatchObject({ method: 'POST', route: '/api/v1/petitions/:petition/signatures', status: 202, batch: expect.stringMatching(/^[0-9a-f-]{36}$/) });
    expect(records).toEqual([{ trace, batch: request?.['batch'], became: 'pending' }]);
    expect(of(trace).filter(({ notice }) => notice !== undefined)).toEqual([{ trace, notice: 'confirmation', result: 'accepted' }]);
    await eventually('nothing keeps it', async () => (await isStored(trace)).length === 0);
    expect(sink.received.map(({ raw }) => raw).join()).not.toContain(trace);
  });

  it('went by the door that it says', () => {
    expect(kept()).toMatchObject({ redis: 0, postgres: expect.any(Number) });
  });

  it('shows why it was refused', async () => {
    const trace = newTrace();
    await fetch(`${byRedis.url}${path}`, { method: 'POST', headers: { ...JSON_TYPE, traceparent: traceparent(trace) }, body: '{}' });
    await eventually('the request is told of', () => of(trace).length > 0);
    expect(of(trace)).toEqual([expect.objectContaining({ status: 422 })]);
  });

  it('leaves none where nobody believed asks for it', async () => {
    const notSampled = await sign(byRedis, JSON_TYPE, (trace) => traceparent(trace, '00'));
    const malformed = await sign(byRedis, BY_NEST, (trace) => `${traceparent(trace)}-more`);
    byRedis.http.prependListener('request', ({ socket }) => Object.defineProperty(socket, 'remoteAddress', { value: '203.0.113.9', configurable: true }));
    const traces = [notSampled, malformed, await sign(byRedis, JSON_TYPE, traceparent)];
    await eventually('all have their mails', () => sink.received.length >= 3);
    expect(traces.filter((trace) => JSON.stringify(lines).includes(trace))).toEqual([]);
  });
});
