import { UnresolvedServiceError } from './config.errors.js';

/** How to reach Postgres: an address, or a Unix socket in a folder. */
export type DatabaseSettings =
  | { readonly url: string }
  | { readonly socketDir: string; readonly port: number; readonly user: string; readonly password: string; readonly database: string };

/** How to reach Redis: an address, or a Unix socket. */
export type RedisSettings = { readonly url: string } | { readonly path: string; readonly password: string };

/** Where mail goes: a real server, or the catcher that the server process keeps in memory and listens with on a Unix socket. */
export type SmtpSettings =
  | { readonly kind: 'url'; readonly url: string; readonly requireTls: boolean }
  | {
    readonly kind: 'catcher'; readonly socketPath: string;
    /** Of several servers one keeps the caught mails, and the others ask it. Not said: this one. */
    readonly elsewhere?: boolean;
  };

/** Where a process tells Prometheus its figures. */
export interface MetricsSettings { readonly host: string; readonly port: number }

/** The first login. A null password is made at the first start and shown once. */
export interface FirstLogin {
  readonly email: string;
  readonly password: string | null;
}

export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export const MODES = ['development', 'test', 'production'] as const;
export type Mode = (typeof MODES)[number];

export interface AppConfigFields {
  readonly mode: Mode;
  readonly serviceName: string;
  readonly host: string;
  readonly port: number;
  readonly publicUrl: string;
  readonly dataDir: string;
  readonly keysDir: string;
  /** Null: the embedded one, which only the supervisor can turn into an address. */
  readonly database: DatabaseSettings | null;
  readonly redis: RedisSettings | null;
  readonly queuePrefix: string;
  readonly redisLimitMb: number;
  readonly smtp: SmtpSettings;
  readonly trustedProxies: readonly string[];
  readonly admin: FirstLogin;
  readonly sampleData: boolean;
  readonly logLevel: LogLevel;
  readonly metrics: MetricsSettings | null;
}

/**
 * Everything the environment decides, checked and typed. A class so that Nest can inject it by type;
 * frozen, because a setting that changes while processes run is a setting nobody can reason about.
 */
export class AppConfig {
  readonly mode: Mode;
  /** Name in the logs: `server`, `worker`, `cli`. */
  readonly serviceName: string;
  readonly host: string;
  readonly port: number;
  /** Origin that links in mails and pages begin with; no trailing slash. */
  readonly publicUrl: string;
  /** Absolute. */
  readonly dataDir: string;
  /** Folder of the private keys, absolute: the worker's alone (docs/SECURITY.md). */
  readonly keysDir: string;
  /** First part of every Redis key, so that two installations (or two test runs) never eat each other's jobs. */
  readonly queuePrefix: string;
  /** Megabytes of memory beyond which nothing more is put down in Redis, as when nobody takes it away because Postgres is gone. */
  readonly redisLimitMb: number;
  readonly smtp: SmtpSettings;
  /** CIDR blocks whose X-Forwarded-For is believed; empty: nobody's. */
  readonly trustedProxies: readonly string[];
  readonly admin: FirstLogin;
  /** Whether the record and the demonstration are imported at the first start. */
  readonly sampleData: boolean;
  readonly logLevel: LogLevel;
  /** Null: this process tells nobody its figures. */
  readonly metrics: MetricsSettings | null;
  private readonly fields: AppConfigFields;

  constructor(fields: AppConfigFields) {
    this.mode = fields.mode;
    this.serviceName = fields.serviceName;
    this.host = fields.host;
    this.port = fields.port;
    this.publicUrl = fields.publicUrl;
    this.dataDir = fields.dataDir;
    this.keysDir = fields.keysDir;
    this.queuePrefix = fields.queuePrefix;
    this.redisLimitMb = fields.redisLimitMb;
    this.smtp = Object.freeze({ ...fields.smtp });
    this.trustedProxies = Object.freeze([...fields.trustedProxies]);
    this.admin = Object.freeze({ ...fields.admin });
    this.sampleData = fields.sampleData;
    this.logLevel = fields.logLevel;
    this.metrics = fields.metrics && Object.freeze({ ...fields.metrics });
    this.fields = Object.freeze({ ...fields, database: fields.database && Object.freeze({ ...fields.database }), redis: fields.redis && Object.freeze({ ...fields.redis }) });
    Object.freeze(this);
  }

  get production(): boolean {
    return this.mode === 'production';
  }

  /** @throws UnresolvedServiceError in a process that was given no database. */
  get database(): DatabaseSettings {
    if (this.fields.database === null) throw new UnresolvedServiceError('DATABASE_URL');
    return this.fields.database;
  }

  /** @throws UnresolvedServiceError in a process that was given no Redis. */
  get redis(): RedisSettings {
    if (this.fields.redis === null) throw new UnresolvedServiceError('REDIS_URL');
    return this.fields.redis;
  }

  /** Whether Postgres is the embedded one and still has to be started (or found) by the supervisor. */
  get databaseIsEmbedded(): boolean {
    return this.fields.database === null;
  }

  get redisIsEmbedded(): boolean {
    return this.fields.redis === null;
  }

  /** The same settings but for the given ones. */
  with(changes: Partial<AppConfigFields>): AppConfig {
    return new AppConfig({ ...this.fields, ...changes });
  }
}
