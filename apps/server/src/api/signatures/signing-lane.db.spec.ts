import { randomUUID } from 'node:crypto';
import { connect, type AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Queues } from '#libs/queues';
import type { SealedBatch } from '#libs/signatures';
import { startServer, type StartedServer } from '../../../../../test/support/app.js';
import { testDatabase, type TestDatabase } from '../../../../../test/support/services.js';
import { signingParts } from '../../../../../test/support/signing-parts.js';

const GOOD = { givenName: 'Ada', familyName: 'Byron', email: 'ada@example.org', country: 'SE', ageConfirmed: true, consent: { petition: true } };
const OPEN = '/api/v1/petitions/spec-se/signatures';

let database: TestDatabase;
let server: StartedServer;

beforeAll(async () => {
  database = await testDatabase();
  const parts = await signingParts(database.config);
  await parts.petition('SE');
  const closed = await parts.petition('NO');
  await parts.db.rows(`update petitions set status = 'closed', closed_at = now() where id = $1`, [closed]);
  await parts.close();
  server = await startServer(database.config.with({ trustedProxies: ['127.0.0.0/8'] }));
}, 60_000);

afterAll(async () => {
  await server?.close();
  await database?.drop();
});

interface Told { status: number; headers: Record<string, string>; body: unknown }

/** `fetch` would add headers of its own, by which a browser is known. */
function post(path: string, body: string, headers: Record<string, string>): Promise<Told> {
  const head = { host: '127.0.0.1', connection: 'close', 'content-length': String(Buffer.byteLength(body)), ...headers };
  const text = `POST ${path} HTTP/1.1\r\n${Object.entries(head).map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${body}`;
  return exchange(text).then(([only]) => only as Told);
}

/** All answers that one connection brings to a text, in their order. */
function exchange(text: string, answers = 1): Promise<Told[]> {
  return new Promise((resolve, reject) => {
    const socket = connect((server.http.address() as AddressInfo).port, '127.0.0.1', () => socket.write(text));
    let rest = '';
    const told: Told[] = [];
    socket.setEncoding('utf8').on('error', reject).on('close', () => resolve(told)).on('data', (part: string) => {
      for (rest += part; ;) {
        const end = rest.indexOf('\r\n\r\n');
        const length = Number(/^content-length: (\d+)$/im.exec(rest.slice(0, end))?.[1] ?? 0);
        if (end < 0 || Buffer.byteLength(rest) < end + 4 + length) return;
        const [first = '', ...lines] = rest.slice(0, end).split('\r\n');
        const headers = Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 2)]));
        const json = Buffer.from(rest).subarray(end + 4, end + 4 + length).toString();
        told.push({ status: Number(first.split(' ')[1]), headers, body: json === '' ? null : JSON.parse(json) as unknown });
        rest = Buffer.from(rest).subarray(end + 4 + length).toString();
        if (told.length === answers) socket.end();
      }
    });
  });
}

/** What differs from answer to answer however they came. */
function lasting({ status, headers, body }: Told): unknown {
  const { date: _date, 'x-request-id': id, connection: _connection, 'keep-alive': _keep, 'content-length': _length, ...rest } = headers;
  expect(id).toMatch(/^[0-9a-f-]{36}$/);
  const receipt = (body as { receipt?: string } | null)?.receipt;
  return { status, headers: rest, body: receipt === undefined ? body : { ...(body as object), receipt: /^\d{4}-\d{4}-\d{4}$/.test(receipt) } };
}

const JSON_TYPE = { 'content-type': 'application/json' };
/** A cookie that opens nothing: it sends a request by Nest, and changes nothing else. */
const BY_NEST = { cookie: 'a=b' };

describe('a signature past Nest and by Nest', () => {
  it.each<[string, string, string, Record<string, string>, number]>([
    ['a good body', OPEN, JSON.stringify(GOOD), JSON_TYPE, 202],
    ['a good body with its charset named', OPEN, JSON.stringify(GOOD), { 'content-type': 'application/json; charset=utf-8' }, 202],
    ['a body with the field of a form\'s token', OPEN, JSON.stringify({ ...GOOD, _csrf: 'x' }), JSON_TYPE, 202],
    ['a new Idempotency-Key', OPEN, JSON.stringify(GOOD), { ...JSON_TYPE, 'idempotency-key': randomUUID() }, 202],
    ['an Idempotency-Key that is none', OPEN, JSON.stringify(GOOD), { ...JSON_TYPE, 'idempotency-key': 'x' }, 422],
    ['faults in several fields', OPEN, JSON.stringify({ ...GOOD, email: 'x', country: 'ZZ', more: 1 }), JSON_TYPE, 422],
    ['a name that is none', OPEN, JSON.stringify({ ...GOOD, givenName: '<b>' }), { ...JSON_TYPE, 'accept-language': 'fr' }, 422],
    ['no body', OPEN, '', JSON_TYPE, 422],
    ['no JSON', OPEN, '{"givenName":', JSON_TYPE, 400],
    ['a key of prototypes', OPEN, '{"__proto__": {"a": 1}}', JSON_TYPE, 400],
    ['the same, escaped', OPEN, '{"\\u005f_proto__": {"a": 1}}', JSON_TYPE, 400],
    ['a constructor with a prototype', OPEN, '{"constructor": {"prototype": {"a": 1}}}', JSON_TYPE, 400],
    ['depth', OPEN, `${'['.repeat(21)}${']'.repeat(21)}`, JSON_TYPE, 400],
    ['65 kB', OPEN, JSON.stringify({ ...GOOD, challenge: 'x'.repeat(65 * 1024) }), JSON_TYPE, 413],
    ['a petition that is not there', '/api/v1/petitions/spec-xx/signatures', JSON.stringify(GOOD), JSON_TYPE, 404],
    ['a petition that is closed', '/api/v1/petitions/spec-no/signatures', JSON.stringify(GOOD), JSON_TYPE, 409],
    ['a mark of invented signatures that does not hold', OPEN, JSON.stringify(GOOD), { ...JSON_TYPE, 'x-countersign-synthetic': 'x' }, 403],
    ['a browser on our own page', OPEN, JSON.stringify(GOOD), { ...JSON_TYPE, 'sec-fetch-site': 'same-origin' }, 202],
    ['a browser on another\'s page', OPEN, JSON.stringify(GOOD), { ...JSON_TYPE, 'sec-fetch-site': 'cross-site' }, 403],
    ['a form', OPEN, 'givenName=Ada', { 'content-type': 'application/x-www-form-urlencoded' }, 422],
    ['text', OPEN, 'Ada', { 'content-type': 'text/plain' }, 415],
    ['a token that opens nothing', OPEN, JSON.stringify(GOOD), { ...JSON_TYPE, authorization: 'Bearer nobody' }, 401],
  ])('are answered alike: %s', async (_what, path, body, headers, status) => {
    const past = await post(path, body, headers);
    const by = await post(path, body, { ...headers, ...BY_NEST, ...('idempotency-key' in headers && status === 202 ? { 'idempotency-key': randomUUID() } : {}) });
    expect(past.status).toBe(status);
    expect(lasting(past)).toEqual(lasting(by));
  });

  it('spend from one allowance', async () => {
    const from = { ...JSON_TYPE, 'x-forwarded-for': '203.0.113.9' };
    const until429 = async (headers: Record<string, string>): Promise<number> => {
      let taken = 0;
      while (taken < 1_000 && (await post(OPEN, '{}', headers)).status !== 429) taken += 1;
      return taken;
    };
    expect(await until429(from)).toBeGreaterThan(50);
    // What was refilled in the meantime, and no second allowance.
    expect(await until429({ ...from, ...BY_NEST })).toBeLessThan(20);
    const [past, by] = [await post(OPEN, '{}', from), await post(OPEN, '{}', { ...from, ...BY_NEST })];
    expect([past.status, past.body]).toMatchObject([429, { code: 'rate.limited' }]);
    expect(Object.keys(past.headers).sort()).toEqual(Object.keys(by.headers).sort());
  });

  it('the same key and body are one record, whichever way they come', async () => {
    const headers = { ...JSON_TYPE, 'idempotency-key': randomUUID() };
    const [past, by] = [await post(OPEN, JSON.stringify(GOOD), headers), await post(OPEN, JSON.stringify(GOOD), { ...headers, ...BY_NEST })];
    expect(past.body).toEqual(by.body);
    expect((await post(OPEN, JSON.stringify({ ...GOOD, town: 'Lund' }), headers)).status).toBe(422);
  });

  it('are answered in the order of their requests on one connection, good and bad mixed', async () => {
    const bodies = Array.from({ length: 40 }, (_, n) => (n % 3 === 2 ? '{}' : JSON.stringify({ ...GOOD, email: `a${n}@example.org` })));
    const text = bodies.map((body, n) => `POST ${OPEN} HTTP/1.1\r\nhost: h\r\n${n % 5 === 4 ? 'cookie: a=b\r\n' : ''}content-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`).join('');
    expect((await exchange(text, 40)).map(({ status }) => status)).toEqual(bodies.map((_, n) => (n % 3 === 2 ? 422 : 202)));
  });

  it('leave nothing readable behind, and ids that are unlike', async () => {
    const queue = server.app.get(Queues).queue('intake');
    const records = (await queue.getJobs(['waiting'])).flatMap((job) => (job.data as SealedBatch).records);
    expect(records.length).toBeGreaterThan(20);
    expect(JSON.stringify(records)).not.toContain('@');
    expect(records.filter(({ sealed }) => Buffer.from(sealed, 'base64').includes('Byron'))).toEqual([]);
    for (const { id } of records) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });
});
