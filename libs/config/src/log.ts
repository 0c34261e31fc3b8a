import { Injectable, type LoggerService } from '@nestjs/common';
import { type DestinationStream, type Logger, pino } from 'pino';
import { AppConfig } from './app-config.js';

/** What waits to be written, in bytes; beyond it lines are left out. */
const MOST_WAITING = 1_048_576;

/**
 * Where lines go. A disk without room for them (or a pipe that nobody reads) costs lines and nothing else: a server that ended over its
 * own log would take signing with it. What waits is written once there is room.
 */
export function destination(fd: number = process.stdout.fd): DestinationStream {
  const stream = pino.destination({ dest: fd, maxLength: MOST_WAITING });
  stream.on('error', () => undefined);
  return stream;
}

/** The process's log: one JSON object a line, on the standard output. */
@Injectable()
export class Log {
  readonly pino: Logger;

  constructor(config: AppConfig) {
    this.pino = pino({
      level: config.logLevel,
      base: { service: config.serviceName },
      timestamp: pino.stdTimeFunctions.isoTime,
      // An error is logged by its code. Its message may hold an address (an SMTP refusal does) or a query's parameters.
      serializers: { err: (error: unknown) => ({ code: codeIn(error) }), req: () => undefined, res: () => undefined },
    }, destination());
  }
}

/** Nest's own sentences in our log; its chatter at start only when debugging. */
export class NestLog implements LoggerService {
  constructor(private readonly to: Log) {}

  log(message: unknown, context?: unknown): void {
    this.write('debug', message, context);
  }

  debug(message: unknown, context?: unknown): void {
    this.write('debug', message, context);
  }

  warn(message: unknown, context?: unknown): void {
    this.write('warn', message, context);
  }

  error(message: unknown, ...rest: unknown[]): void {
    this.write('error', message, rest.at(-1));
  }

  private write(level: 'debug' | 'warn' | 'error', message: unknown, context: unknown): void {
    this.to.pino[level]({ context: typeof context === 'string' && !context.includes('\n') ? context : undefined }, typeof message === 'string' ? message : codeIn(message));
  }
}

/** Of an error only what may be told. */
export function codeIn(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code;
  if (typeof code === 'string' && /^[\w.-]{1,60}$/.test(code)) return code;
  return error instanceof Error ? error.name : 'unknown';
}
