import { once } from 'node:events';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { LiveCounts } from '#libs/tallies';
import { startServer, type StartedServer } from '../../../../../test/support/app.js';
import { testDatabase, type TestDatabase } from '../../../../../test/support/services.js';
import { signingParts, type SigningParts } from '../../../../../test/support/signing-parts.js';

const COUNT = '/api/v1/petitions/spec-se/tally';

let database: TestDatabase;
let parts: SigningParts;
let server: StartedServer;
let petition: number;

beforeAll(async () => {
  database = await testDatabase();
  parts = await signingParts(database.config);
  petition = await parts.petition('SE');
  await parts.db.rows(`update petitions set status = 'draft', opened_at = null where id = $1`, [await parts.petition('NO')]);
  server = await startServer(database.config.with({ trustedProxies: ['127.0.0.0/8'] }));
}, 60_000);

afterAll(async () => {
  await server?.close();
  await parts?.close();
  await database?.drop();
});

interface Told { status: number; headers: Record<string, string>; body: string }

/** `fetch` would add headers of its own. */
function get(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Told> {
  return new Promise((resolve, reject) => {
    const head = Object.entries({ host: '127.0.0.1', connection: 'close', ...headers }).map(([name, value]) => `${name}: ${value}\r\n`).join('');
    let text = '';
    const socket = connect((server.http.address() as AddressInfo).port, '127.0.0.1', () => socket.write(`${method} ${path} HTTP/1.1\r\n${head}\r\n`));
    socket.setEncoding('utf8').on('error', reject).on('data', (part: string) => { text += part; }).on('close', () => {
      const end = text.indexOf('\r\n\r\n');
      const [first = '', ...lines] = text.slice(0, end).split('\r\n');
      resolve({ status: Number(first.split(' ')[1]), headers: Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 2)])), body: text.slice(end + 4) });
    });
  });
}

/** A cookie that opens nothing: it sends a request by Nest, and changes nothing else. */
const BY_NEST = { cookie: 'a=b' };

/** Without what differs from answer to answer however they came: of two counts a second apart, the instant and so the mark. */
function lasting({ status, headers, body }: Told): unknown {
  const { date: _date, 'x-request-id': id, connection: _connection, 'keep-alive': _keep, etag, ...rest } = headers;
  expect(id).toMatch(/^[0-9a-f-]{36}$/);
  return { status, headers: { ...rest, etag: etag !== undefined }, body: body.replace(/"asOf":"[^"]*"/, '') };
}

async function attest(count: number): Promise<void> {
  await parts.attested.record({ petitionId: petition, count, qualifier: 'exact', channel: 'paper', document: 'minutes', attestedBy: 'A notary', note: null }, 'spec');
}

const total = async (headers = {}): Promise<number> => (JSON.parse((await get(COUNT, headers)).body) as { total: number }).total;

describe('a count past Nest and by Nest', () => {
  it.each<[string, string, Record<string, string>, number, string]>([
    ['the count', COUNT, {}, 200, 'GET'],
    ['to a browser elsewhere', COUNT, { origin: 'https://elsewhere.example', 'sec-fetch-site': 'cross-site' }, 200, 'GET'],
    ['without its body', COUNT, {}, 200, 'HEAD'],
    ['a query', `${COUNT}?x=1`, {}, 200, 'GET'],
    ['a petition that is not there', '/api/v1/petitions/spec-xx/tally', { 'accept-language': 'fr' }, 404, 'GET'],
    ['a draft', '/api/v1/petitions/spec-no/tally', {}, 404, 'GET'],
    ['a token that opens nothing', COUNT, { authorization: 'Bearer nobody' }, 401, 'GET'],
  ])('is answered alike: %s', async (_what, path, headers, status, method) => {
    const [past, by] = [await get(path, headers, method), await get(path, { ...headers, ...BY_NEST }, method)];
    expect(past.status).toBe(status);
    expect(lasting(past)).toEqual(lasting(by));
  });

  it('is not sent again to who has it', async () => {
    for (const way of [{}, BY_NEST]) {
      for (let tries = 0; ; tries++) {
        const { headers: { etag = '' } } = await get(COUNT, way);
        const again = await get(COUNT, { ...way, 'if-none-match': etag });
        // Between the two a second may have ended.
        if (again.status !== 304 && tries < 3) continue;
        expect([again.status, again.body, again.headers['etag']]).toEqual([304, '', etag]);
        break;
      }
    }
  });

  it('spends from one allowance', async () => {
    const from = { 'x-forwarded-for': '203.0.113.9' };
    const until429 = async (headers: Record<string, string>): Promise<number> => {
      let taken = 0;
      for (let rounds = 0; rounds < 40; rounds++) {
        const told = await Promise.all(Array.from({ length: 50 }, () => get(COUNT, headers)));
        taken += told.filter(({ status }) => status === 200).length;
        if (told.some(({ status }) => status === 429)) return taken;
      }
      return Infinity;
    };
    expect(await until429(from)).toBeGreaterThan(50);
    expect(await until429({ ...from, ...BY_NEST })).toBeLessThan(100);
  });
});

describe('a count', () => {
  it('is what this process has changed at once, and what another has within a second', async () => {
    const before = await total();
    await attest(40);
    server.app.get(LiveCounts).changed([petition]);
    expect([await total(), await total(BY_NEST)]).toEqual([before + 40, before + 40]);
    await attest(50);
    const began = Date.now();
    while ((await total()) !== before + 90 && Date.now() - began < 5_000) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await total(BY_NEST)).toBe(before + 90);
    // Generous: the machine may be busy; without the limit of a second it would never be seen.
    expect(Date.now() - began).toBeLessThan(4_000);
  });

  it('is told by stream, answer and page alike', async () => {
    const answer = await fetch(`${server.url}${COUNT}/stream`);
    const reader = answer.body?.getReader();
    let told = '';
    const read = async (word: string): Promise<void> => {
      while (!told.includes(word)) {
        const { value, done } = (await reader?.read()) ?? { done: true };
        if (done) throw new Error('the stream has ended');
        told += Buffer.from(value ?? []).toString();
      }
    };
    await read('event: tally');
    const next = (await total()) + 60;
    await attest(60);
    server.app.get(LiveCounts).changed([petition]);
    await read(`"total":${next},`);
    const shown = JSON.parse((await get(COUNT)).body) as { total: number; asOf: string };
    expect(shown.total).toBe(next);
    expect((await (await fetch(`${server.url}/en/petitions/spec-se`)).text())).toContain(`data-live="total">${next}<`);
    await reader?.cancel();
  });
});

describe('a stream', () => {
  it('gives its place back where its reader left before the first count was read', async () => {
    await parts.petition('FI');
    const ends: Socket[] = [];
    const arrived = (end: Socket): void => void ends.push(end);
    server.http.on('connection', arrived);
    const ask = (): { leave: () => void; status: Promise<number> } => {
      const socket = connect((server.http.address() as AddressInfo).port, '127.0.0.1');
      socket.on('error', () => undefined).write('GET /api/v1/petitions/spec-fi/tally/stream HTTP/1.1\r\nhost: 127.0.0.1\r\nx-forwarded-for: 203.0.113.30\r\n\r\n');
      return { leave: () => void socket.destroy(), status: once(socket, 'data').then(([head]) => Number(String(head).split(' ')[1])) };
    };
    await parts.db.transaction(async (tx) => {
      await tx.query('lock table petition_tallies in access exclusive mode');
      const asked = Array.from({ length: 31 }, ask);
      // All others wait for the count by the time one is refused.
      expect(await Promise.race(asked.map(({ status }) => status))).toBe(429);
      asked.forEach(({ status, leave }) => {
        status.catch(() => undefined);
        leave();
      });
      await Promise.all(ends.filter((end) => !end.closed).map((end) => once(end, 'close')));
    });
    server.http.off('connection', arrived);
    let status = 429;
    for (let tries = 0; status === 429 && tries < 100; tries++) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      const again = ask();
      status = await again.status;
      again.leave();
    }
    expect(status).toBe(200);
  });
});
