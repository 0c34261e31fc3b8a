import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ConfigError } from './config.errors.js';
import { databaseUrl, pgConnection, redisConnection, redisUrl, typeormConnection } from './connections.js';
import { loadConfig, type Environment } from './load-config.js';

function faultsOf(env: Environment): string[] {
  try {
    loadConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.faults.map((fault) => fault.variable);
    throw error;
  }
  return [];
}

describe('an empty environment', () => {
  it('means this machine only, embedded services and caught mail', () => {
    const config = loadConfig({ DATA_DIR: '/somewhere/data' });
    expect(config).toMatchObject({
      mode: 'development', host: '127.0.0.1', port: 3000, publicUrl: 'http://127.0.0.1:3000', keysDir: '/somewhere/data/keys',
      databaseIsEmbedded: true, redisIsEmbedded: true, smtp: { kind: 'catcher', socketPath: '/somewhere/data/run/mail.sock' },
      trustedProxies: [], sampleData: true, admin: { password: null },
    });
  });

  it('cannot be changed afterwards', () => {
    const config = loadConfig({});
    expect(() => Object.assign(config, { port: 1 })).toThrow(TypeError);
    expect(() => Object.assign(config.admin, { email: 'x' })).toThrow(TypeError);
  });

  it('hands unresolved services to nobody', () => {
    expect(() => loadConfig({}).database).toThrow(/DATABASE_URL/);
    expect(() => loadConfig({}).redis).toThrow(/REDIS_URL/);
  });
});

describe('a bad value is refused by name', () => {
  it.each([
    ['PORT', '0'], ['PORT', '65536'], ['PORT', '3000x'], ['PORT', '-1'],
    ['HOST', '300.1.1.1'], ['HOST', 'a b'], ['HOST', 'http://127.0.0.1'],
    ['PUBLIC_URL', 'localhost:3000'], ['PUBLIC_URL', 'ftp://localhost'], ['PUBLIC_URL', 'http://localhost/path'], ['PUBLIC_URL', 'http://u:p@localhost'],
    ['DATABASE_URL', 'mysql://localhost/x'], ['DATABASE_URL', 'postgres://localhost'], ['DATABASE_URL', 'postgres://u:p@/x'], ['DATABASE_URL', 'nonsense'],
    ['REDIS_URL', 'http://localhost'], ['REDIS_URL', 'unix://relative'], ['REDIS_URL', 'localhost:6379'],
    ['SMTP_URL', 'mail.example.org'], ['SMTP_URL', 'https://mail.example.org'],
    ['TRUSTED_PROXIES', '10.0.0.0/33'], ['TRUSTED_PROXIES', '10.0.0.0/8,proxy'], ['TRUSTED_PROXIES', '::1/129'],
    ['ADMIN_EMAIL', 'nobody'], ['ADMIN_PASSWORD', 'short'],
    ['SAMPLE_DATA', 'no'], ['LOG_LEVEL', 'loud'], ['NODE_ENV', 'prod'], ['QUEUE_PREFIX', 'a:b'],
    ['DATABASE_URL_FILE', '/nonexistent/file'],
  ])('%s=%s', (variable, value) => {
    expect(faultsOf({ [variable]: value })).toEqual([variable]);
  });

  it('and all bad values are told at once, without their content', () => {
    const env = { PORT: 'x', DATABASE_URL: 'mysql://user:hunter2@host/db', LOG_LEVEL: 'loud' };
    expect(faultsOf(env)).toEqual(['PORT', 'DATABASE_URL', 'LOG_LEVEL']);
    expect(() => loadConfig(env)).toThrow(expect.objectContaining({ message: expect.not.stringContaining('hunter2') }));
  });
});

describe('without a mail server', () => {
  it.each([
    [{ HOST: '0.0.0.0' }, ['HOST']],
    [{ HOST: '192.0.2.1' }, ['HOST', 'PUBLIC_URL']],
    [{ PUBLIC_URL: 'https://petitions.example.org' }, ['PUBLIC_URL']],
    [{ HOST: '127.0.0.2' }, []],
    [{ HOST: '::1' }, []],
    [{ HOST: 'localhost' }, []],
  ])('%j is at fault in %j', (env, faults) => {
    expect(faultsOf(env)).toEqual(faults);
  });

  it('an address of the outside is allowed once there is a mail server', () => {
    expect(faultsOf({ HOST: '0.0.0.0', PUBLIC_URL: 'https://petitions.example.org', SMTP_URL: 'smtp://mail.example.org' })).toEqual([]);
  });
});

describe('secrets by file', () => {
  let folder: string;
  const file = (name: string, content: string): string => {
    writeFileSync(path.join(folder, name), content, { mode: 0o600 });
    return path.join(folder, name);
  };
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'config-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('are read without their trailing newline', () => {
    const config = loadConfig({ ADMIN_PASSWORD_FILE: file('admin', 'correct horse battery\n') });
    expect(config.admin.password).toBe('correct horse battery');
  });

  it('are not mixed with the plain variable', () => {
    expect(faultsOf({ ADMIN_PASSWORD: 'correct horse battery', ADMIN_PASSWORD_FILE: file('admin', 'correct horse battery') })).toEqual(['ADMIN_PASSWORD_FILE']);
  });

  it('are the only way in production, which also wants mail and TLS', () => {
    const smtp = file('smtp', 'smtp://u:p@mail.example.org:587');
    expect(faultsOf({ NODE_ENV: 'production' })).toEqual(['SMTP_URL_FILE', 'PUBLIC_URL']);
    expect(faultsOf({ NODE_ENV: 'production', PUBLIC_URL: 'https://p.example.org', SMTP_URL: 'smtp://u:p@mail.example.org' })).toEqual(['SMTP_URL']);
    const config = loadConfig({ NODE_ENV: 'production', PUBLIC_URL: 'https://p.example.org', SMTP_URL_FILE: smtp });
    expect(config.smtp).toEqual({ kind: 'url', url: 'smtp://u:p@mail.example.org:587', requireTls: true });
  });
});

describe('connections', () => {
  const password = 'p@ss/w:rd?&#%';

  it('to a Postgres socket survive the way through an address', () => {
    const database = { socketDir: '/tmp/a folder', port: 5432, user: 'countersign', password, database: 'countersign' } as const;
    const { socketDir: host, user, ...rest } = loadConfig({ DATABASE_URL: databaseUrl(database) }).database as typeof database;
    expect(pgConnection(database)).toEqual({ host, user, ...rest });
    expect(typeormConnection(database)).toEqual({ host, username: user, ...rest });
  });

  it('to a Redis socket survive the way through an address', () => {
    const redis = { path: '/tmp/a folder/redis.sock', password } as const;
    expect(loadConfig({ REDIS_URL: redisUrl(redis) }).redis).toEqual(redis);
    expect(redisConnection(redis)).toEqual({ path: redis.path, password });
  });

  it('to a Redis elsewhere are taken apart for BullMQ', () => {
    expect(redisConnection({ url: 'rediss://user:p%40ss@redis.example.org/2' })).toEqual({
      host: 'redis.example.org', port: 6379, db: 2, username: 'user', password: 'p@ss', tls: {},
    });
  });
});
