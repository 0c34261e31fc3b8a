export {
  AppConfig, MODES, type FirstLogin, type AppConfigFields, type DatabaseSettings, type LogLevel, type Mode, type RedisSettings, type SmtpSettings,
} from './app-config.js';
export { ConfigError, UnresolvedServiceError, type ConfigFault } from './config.errors.js';
export { ConfigModule } from './config.module.js';
export { DomainError, ERROR_KINDS, type DomainErrorOptions, type ErrorKind, type Facts, type FieldFault } from './domain-error.js';
export { isLoopbackHost } from './config-rules.js';
export {
  databaseUrl, mailIsCaught, pgConnection, redisConnection, redisUrl, typeormConnection,
  type PgConnection, type RedisConnection, type TypeormConnection,
} from './connections.js';
export { endOnTheUnexpected, whereThrown } from './last-words.js';
export { keepHeapLean } from './lean-heap.js';
export { Log, NestLog } from './log.js';
export { loadConfig, type Environment } from './load-config.js';
