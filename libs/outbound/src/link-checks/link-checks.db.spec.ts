import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Database, dataSourceFor } from '#libs/database';
import { testDatabase, type TestDatabase } from '../../../../test/support/services.js';
import { Outbound, OutboundRules } from '../outbound.js';
import { LinkChecks } from './link-checks.js';
import { LinkWatch } from './link-watch.js';

describe('links in evidence', () => {
  let database: TestDatabase;
  let db: Database;
  let now = new Date('2026-03-01T10:00:00Z');
  let gone = true;
  const asked: string[] = [];
  const server: Server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    if (request.url === '/moved') return response.writeHead(301, { location: '/here' }).end();
    if (request.url === '/robots') return response.writeHead(403).end();
    if (request.url === '/inside') return response.writeHead(302, { location: 'https://169.254.169.254/latest' }).end();
    return response.writeHead(request.url === '/gone' && gone ? 404 : 200).end();
  });

  beforeAll(async () => {
    database = await testDatabase();
    db = new Database(await dataSourceFor(database.config.database, { entities: [], poolSize: 2 }).initialize());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  }, 60_000);
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await db.dataSource.destroy();
    await database.drop();
  });

  it('are dead after three days of failure, live again when they answer, and are forgotten with their evidence', async () => {
    // The port is the receiver's own; https would be tried for an http link, so the rules of a test stand in for the world.
    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const outbound = new Outbound(new OutboundRules({ mayCallLoopback: true }));
    const plain = { request: (asking: Parameters<Outbound['request']>[0]) => outbound.request({ ...asking, url: asking.url.replace('https://127', 'http://127') }) } as Outbound;
    const watch = new LinkWatch(db, plain, () => now);
    const [fine, moved, robots, lost, inside] = ['/here', '/moved', '/robots', '/gone', '/inside'].map((path) => `${base}${path}`.replace('http:', 'https:'));
    const urls = [fine, moved, robots, lost, inside].filter((url) => url !== undefined);
    const dead = async (): Promise<string[]> => [...await new LinkChecks(db).of(urls)].filter(([, { deadSince }]) => deadSince).map(([url]) => new URL(url).pathname);
    await watch.watch(urls);
    for (const day of ['01', '02', '03']) {
      now = new Date(`2026-03-${day}T10:00:00Z`);
      await watch.look();
      await watch.look();
      expect(await dead()).toEqual(day === '03' ? ['/gone'] : []);
    }
    expect(asked.filter((one) => one.endsWith('/here')).length).toBe(2);
    expect((await new LinkChecks(db).of(urls)).get(inside ?? '')?.result).toBe('private_address');
    gone = false;
    now = new Date('2026-03-10T11:00:00Z');
    await watch.look();
    expect(await dead()).toEqual([]);
    await watch.watch([fine ?? '']);
    expect([...(await new LinkChecks(db).of(urls)).keys()]).toEqual([fine]);
  });
});
