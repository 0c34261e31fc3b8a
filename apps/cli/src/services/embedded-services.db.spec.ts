import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import { loadConfig, redisConnection } from '#libs/config';
import { startServices, type RunningServices } from './embedded-services.js';
import { clientFor } from './postgres.js';
import { bornAt } from './processes.js';

/** Durable as in `npm start`, unlike the shared services of the other specs. */
describe('the embedded services of a data folder', () => {
  let dataDir: string;
  let services: RunningServices;
  const start = (): Promise<RunningServices> =>
    startServices(loadConfig({ DATA_DIR: dataDir }), { durable: true, projectRoot: process.cwd(), say: () => undefined });
  const rows = async (sql: string): Promise<Record<string, unknown>[]> => {
    const client = clientFor(services.postgres!.adminSettings);
    await client.connect();
    try {
      return (await client.query<Record<string, unknown>>(sql)).rows;
    } finally {
      await client.end();
    }
  };
  const redis = async <T>(work: (redis: Redis) => Promise<T>): Promise<T> => {
    const connection = new Redis(redisConnection(services.config.redis));
    try {
      return await work(connection);
    } finally {
      connection.disconnect();
    }
  };

  beforeAll(async () => {
    // Deeper than the path of a Unix socket may be long.
    dataDir = path.join(mkdtempSync(path.join(tmpdir(), 'services-')), 'a-data-folder-whose-name-is-rather-long'.repeat(2), 'deeper');
    services = await start();
  }, 120_000);
  afterAll(async () => {
    await services.stop();
    rmSync(path.dirname(path.dirname(dataDir)), { recursive: true, force: true });
    rmSync(path.dirname(services.folder.short), { recursive: true, force: true });
  });

  it('listen on no port, and wait for the disk', async () => {
    const settings = await rows(`select name, setting from pg_settings where name in ('listen_addresses', 'fsync', 'full_page_writes', 'synchronous_commit', 'log_parameter_max_length_on_error', 'log_error_verbosity') order by name`);
    expect(Object.fromEntries(settings.map(({ name, setting }) => [name, setting]))).toEqual({
      listen_addresses: '', fsync: 'on', full_page_writes: 'on', synchronous_commit: 'on', log_parameter_max_length_on_error: '0', log_error_verbosity: 'terse',
    });
    const answers = await redis(async (connection) => Promise.all(['port', 'appendonly', 'appendfsync', 'maxmemory-policy', 'save'].map((name) => connection.config('GET', name))));
    expect(answers).toEqual([['port', '0'], ['appendonly', 'yes'], ['appendfsync', 'always'], ['maxmemory-policy', 'noeviction'], ['save', '']]);
  });

  it('keep their passwords from other users, arguments included', () => {
    for (const name of ['', 'run', 'postgres', 'redis', 'logs', 'keys']) expect(statSync(path.join(dataDir, name)).mode & 0o777).toBe(0o700);
    expect(statSync(path.join(dataDir, 'secrets.json')).mode & 0o777).toBe(0o600);
    if (process.platform !== 'linux') return;
    const shown = [services.postgres!.pid, services.redis!.pid].map((pid) => readFileSync(`/proc/${pid}/cmdline`, 'utf8') + readFileSync(`/proc/${pid}/environ`, 'utf8'));
    for (const secret of Object.values(services.folder.secrets) as string[]) expect(shown.join()).not.toContain(secret);
  });

  it('refuse a wrong password', async () => {
    const stranger = clientFor({ ...services.postgres!.settings, password: 'wrong' });
    await expect(stranger.connect()).rejects.toMatchObject({ code: '28P01' });
    await stranger.end().catch(() => undefined);
  });

  it('have everything that was acknowledged after a hard kill', async () => {
    await rows('create table kept (n int)');
    await rows('insert into kept select generate_series(1, 1000)');
    await redis((connection) => connection.set('kept', 'yes'));
    const { pid: postgres } = services.postgres!;
    const { pid: cache } = services.redis!;
    process.kill(postgres, 'SIGKILL');
    process.kill(cache, 'SIGKILL');
    await Promise.all([services.postgres!.exited, services.redis!.exited]);
    services = await start();
    expect(await rows('select count(*)::int as n from kept')).toEqual([{ n: 1000 }]);
    expect(await redis((connection) => connection.get('kept'))).toBe('yes');
  }, 60_000);

  it('left running by a parent that was killed are ended, and replaced with all their data', async () => {
    const earlier = [services.postgres!.pid, services.redis!.pid];
    services = await start();
    expect(earlier.map(bornAt)).toEqual([null, null]);
    expect(await rows('select count(*)::int as n from kept')).toEqual([{ n: 1000 }]);
  }, 60_000);
});
