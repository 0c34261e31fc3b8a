import type { DatabaseSettings, RedisSettings, SmtpSettings } from './app-config.js';

/** Options for `new pg.Client()` or `new pg.Pool()`. */
export type PgConnection = { connectionString: string } | { host: string; port: number; user: string; password: string; database: string };

/** Options for TypeORM's `postgres` driver, to be spread beside `type: 'postgres'`. */
export type TypeormConnection = { url: string } | { host: string; port: number; username: string; password: string; database: string };

/** Options for `new Redis()`, and for BullMQ's `connection`. */
export interface RedisConnection {
  path?: string;
  host?: string;
  port?: number;
  db?: number;
  username?: string;
  password?: string;
  tls?: Record<string, never>;
}

export function pgConnection(database: DatabaseSettings): PgConnection {
  if ('url' in database) return { connectionString: database.url };
  // `pg` takes a host that begins with a slash for the folder of a Unix socket.
  return { host: database.socketDir, port: database.port, user: database.user, password: database.password, database: database.database };
}

export function typeormConnection(database: DatabaseSettings): TypeormConnection {
  if ('url' in database) return { url: database.url };
  return { host: database.socketDir, port: database.port, username: database.user, password: database.password, database: database.database };
}

export function redisConnection(redis: RedisSettings): RedisConnection {
  if ('path' in redis) return { path: redis.path, ...(redis.password && { password: redis.password }) };
  // BullMQ takes options, not addresses, so the address is taken apart here for both.
  const url = new URL(redis.url);
  return {
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'), port: Number(url.port || 6379), db: Number(url.pathname.slice(1) || 0),
    ...(url.username && { username: decodeURIComponent(url.username) }),
    ...(url.password && { password: decodeURIComponent(url.password) }),
    ...(url.protocol === 'rediss:' && { tls: {} }),
  };
}

/** The same connection as an address that `loadConfig` reads back: how the supervisor hands it to its processes. */
export function databaseUrl(database: DatabaseSettings): string {
  if ('url' in database) return database.url;
  const query = new URLSearchParams({ host: database.socketDir, port: String(database.port) });
  return `postgresql://${encodeURIComponent(database.user)}:${encodeURIComponent(database.password)}@/${encodeURIComponent(database.database)}?${query}`;
}

/** As `databaseUrl`, for Redis. */
export function redisUrl(redis: RedisSettings): string {
  if ('url' in redis) return redis.url;
  return `unix://:${encodeURIComponent(redis.password)}@${encodeURI(redis.path)}`;
}

/** Whether mail ends in the built-in catcher and thus reaches nobody. */
export function mailIsCaught(smtp: SmtpSettings): smtp is Extract<SmtpSettings, { kind: 'catcher' }> {
  return smtp.kind === 'catcher';
}
