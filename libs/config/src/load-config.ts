import { readFileSync } from 'node:fs';
import path from 'node:path';
import { AppConfig, type DatabaseSettings, LOG_LEVELS, MODES, type Mode, type RedisSettings, type SmtpSettings } from './app-config.js';
import {
  checkDatabaseUrl, checkEmail, checkHost, checkMegabytes, checkName, checkOneOf, checkPassword, checkPort, checkProxies, checkPublicUrl, checkRedisUrl,
  checkSmtpUrl, isLoopbackHost, type Checked,
} from './config-rules.js';
import { ConfigError, type ConfigFault } from './config.errors.js';

export type Environment = Readonly<Record<string, string | undefined>>;

/** The first login when ADMIN_EMAIL is not set; `.example` reaches nobody (RFC 2606). */
const FIRST_LOGIN = 'organiser@countersign.example';

/**
 * Reads the environment into one typed object. An empty variable counts as not set.
 * Secrets may also come by `DATABASE_URL_FILE`, `REDIS_URL_FILE`, `SMTP_URL_FILE`, `ADMIN_PASSWORD_FILE`.
 * @throws ConfigError naming every variable at fault and what is expected of it.
 */
export function loadConfig(env: Environment): AppConfig {
  const faults: ConfigFault[] = [];
  const read = new Reader(env, faults);
  const mode = read.plain('NODE_ENV', checkOneOf(MODES), 'development');
  const host = read.plain('HOST', checkHost, '127.0.0.1');
  const port = read.plain('PORT', checkPort, 3000);
  const publicUrl = read.plain('PUBLIC_URL', checkPublicUrl, originOf(host, port));
  const dataDir = path.resolve(env['DATA_DIR'] || '.countersign');
  const config = {
    mode, host, port, publicUrl, dataDir,
    serviceName: read.plain('SERVICE_NAME', checkName, 'countersign'),
    keysDir: path.resolve(env['KEYS_DIR'] || path.join(dataDir, 'keys')),
    database: read.secret<DatabaseSettings | null>('DATABASE_URL', checkDatabaseUrl, null),
    redis: read.secret<RedisSettings | null>('REDIS_URL', checkRedisUrl, null),
    queuePrefix: read.plain('QUEUE_PREFIX', checkName, 'countersign'),
    redisLimitMb: read.plain('REDIS_LIMIT_MB', checkMegabytes, 1_024),
    smtp: smtp(read, mode, env['MAIL_CATCHER_SOCKET'] || path.join(dataDir, 'run', 'mail.sock')),
    trustedProxies: read.plain('TRUSTED_PROXIES', checkProxies, []),
    admin: { email: read.plain('ADMIN_EMAIL', checkEmail, FIRST_LOGIN), password: read.secret('ADMIN_PASSWORD', checkPassword, null) },
    sampleData: read.plain('SAMPLE_DATA', checkOneOf(['all', 'none']), 'all') === 'all',
    logLevel: read.plain('LOG_LEVEL', checkOneOf(LOG_LEVELS), 'info'),
    metrics: metrics(read),
  };
  if (faults.length === 0) faults.push(...togetherFaults(config, env));
  if (faults.length > 0) throw new ConfigError(faults);
  return new AppConfig(config);
}

function metrics(read: Reader): AppConfig['metrics'] {
  const host = read.plain('METRICS_HOST', checkHost, '127.0.0.1');
  const port = read.plain<number | null>('METRICS_PORT', checkPort, null);
  return port === null ? null : { host, port };
}

function smtp(read: Reader, mode: Mode, socketPath: string): SmtpSettings {
  const url = read.secret<string | null>('SMTP_URL', checkSmtpUrl, null);
  const keeper = read.plain('MAIL_CATCHER', checkOneOf(['here', 'elsewhere']), 'here');
  if (url === null) return { kind: 'catcher', socketPath, ...(keeper === 'elsewhere' && { elsewhere: true }) };
  return { kind: 'url', url, requireTls: mode === 'production' };
}

/** Rules that look at more than one variable (docs/SECURITY.md, "Embedded mode"). */
function togetherFaults(config: { mode: Mode; host: string; publicUrl: string; smtp: SmtpSettings }, env: Environment): ConfigFault[] {
  const faults: ConfigFault[] = [];
  const caught = config.smtp.kind === 'catcher';
  if (caught && !isLoopbackHost(config.host)) {
    faults.push({ variable: 'HOST', expected: 'a loopback address such as 127.0.0.1, because SMTP_URL is not set and anyone who reached the built-in mail catcher could read every mail' });
  }
  if (caught && !isLoopbackHost(new URL(config.publicUrl).hostname)) {
    faults.push({ variable: 'PUBLIC_URL', expected: 'a loopback address, because SMTP_URL is not set and the public could never be sent a mail' });
  }
  if (config.mode !== 'production') return faults;
  if (caught) faults.push({ variable: 'SMTP_URL_FILE', expected: 'a file holding the address of a mail server, because NODE_ENV is production' });
  if (!config.publicUrl.startsWith('https://')) faults.push({ variable: 'PUBLIC_URL', expected: 'an https:// address, because NODE_ENV is production' });
  for (const variable of SECRETS) {
    if (env[variable]) faults.push({ variable, expected: `to be given as ${variable}_FILE, because NODE_ENV is production and an environment is easily read` });
  }
  return faults;
}

const SECRETS = ['DATABASE_URL', 'REDIS_URL', 'SMTP_URL', 'ADMIN_PASSWORD'] as const;

function originOf(host: string, port: number): string {
  // Nobody can follow a link to "every address of this machine".
  const reachable = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host;
  return `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`;
}

/** Reads variables one by one and gathers what is wrong with them, so that all faults are told at once. */
class Reader {
  constructor(private readonly env: Environment, private readonly faults: ConfigFault[]) {}

  plain<T>(variable: string, check: (text: string) => Checked<T>, fallback: T): T {
    return this.checked(variable, this.env[variable], check, fallback);
  }

  secret<T>(variable: (typeof SECRETS)[number], check: (text: string) => Checked<T>, fallback: T): T {
    const file = this.env[`${variable}_FILE`];
    if (!file) return this.plain(variable, check, fallback);
    if (this.env[variable]) return this.fault(`${variable}_FILE`, `not to be set together with ${variable}`, fallback);
    try {
      return this.checked(`${variable}_FILE`, readFileSync(file, 'utf8').trim(), check, fallback);
    } catch {
      return this.fault(`${variable}_FILE`, 'a file that this process may read', fallback);
    }
  }

  private checked<T>(variable: string, text: string | undefined, check: (text: string) => Checked<T>, fallback: T): T {
    if (text === undefined || text === '') return fallback;
    const result = check(text);
    return result.ok ? result.value : this.fault(variable, result.expected, fallback);
  }

  private fault<T>(variable: string, expected: string, fallback: T): T {
    this.faults.push({ variable, expected });
    return fallback;
  }
}
