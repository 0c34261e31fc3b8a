/** How to reach Postgres. `embedded` is what a plain environment says; the supervisor turns it into `socket` before any process needs it. */
export type DatabaseConfig =
  | { readonly kind: 'embedded' }
  | { readonly kind: 'url'; readonly url: string }
  | { readonly kind: 'socket'; readonly socketDir: string; readonly port: number; readonly user: string; readonly password: string; readonly database: string };

/** How to reach Redis; `embedded` as above. */
export type RedisConfig =
  | { readonly kind: 'embedded' }
  | { readonly kind: 'url'; readonly url: string }
  | { readonly kind: 'socket'; readonly path: string; readonly password: string };

/** Where mail goes: a real server, or the catcher that the server process keeps in memory and listens with on a Unix socket. */
export type SmtpConfig =
  | { readonly kind: 'url'; readonly url: string; readonly requireTls: boolean }
  | { readonly kind: 'catcher'; readonly socketPath: string };

/** The first login. A null password is made at the first start and shown once. */
export interface AdminConfig {
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
  readonly database: DatabaseConfig;
  readonly redis: RedisConfig;
  readonly queuePrefix: string;
  readonly smtp: SmtpConfig;
  readonly trustedProxies: readonly string[];
  readonly admin: AdminConfig;
  readonly sampleData: boolean;
  readonly logLevel: LogLevel;
}

/**
 * Everything the environment decides, checked and typed. A class so that Nest can inject it by type;
 * frozen, because a setting that changes while processes run is a setting nobody can reason about.
 */
export class AppConfig implements AppConfigFields {
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
  readonly database: DatabaseConfig;
  readonly redis: RedisConfig;
  /** First part of every Redis key, so that two installations (or two test runs) never eat each other's jobs. */
  readonly queuePrefix: string;
  readonly smtp: SmtpConfig;
  /** CIDR blocks whose X-Forwarded-For is believed; empty: nobody's. */
  readonly trustedProxies: readonly string[];
  readonly admin: AdminConfig;
  /** Whether the record and the demonstration are imported at the first start. */
  readonly sampleData: boolean;
  readonly logLevel: LogLevel;

  constructor(fields: AppConfigFields) {
    this.mode = fields.mode;
    this.serviceName = fields.serviceName;
    this.host = fields.host;
    this.port = fields.port;
    this.publicUrl = fields.publicUrl;
    this.dataDir = fields.dataDir;
    this.keysDir = fields.keysDir;
    this.database = Object.freeze({ ...fields.database });
    this.redis = Object.freeze({ ...fields.redis });
    this.queuePrefix = fields.queuePrefix;
    this.smtp = Object.freeze({ ...fields.smtp });
    this.trustedProxies = Object.freeze([...fields.trustedProxies]);
    this.admin = Object.freeze({ ...fields.admin });
    this.sampleData = fields.sampleData;
    this.logLevel = fields.logLevel;
    Object.freeze(this);
  }

  get production(): boolean {
    return this.mode === 'production';
  }

  /** The same settings but for the given ones. */
  with(changes: Partial<AppConfigFields>): AppConfig {
    return new AppConfig({ ...this, ...changes });
  }
}
