import { isNativeError } from 'node:util/types';
import { QueryRunnerAlreadyReleasedError, QueryRunnerProviderAlreadyReleasedError } from 'typeorm';
import { sqlState } from './database.js';

/** What Node says of a connection that is not there (any more). */
const CONNECTION = /^(ECONN(REFUSED|RESET|ABORTED)|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN)$/;
/** Postgres' own words for "not now" (SQLSTATE): connection trouble, out of resources, ending or starting, read-only, waited too long. */
const NOT_NOW = /^(08...|53...|57P0.|25006|55P03|57014)$/;
/** What `pg` says without any code. */
const WORDS = /^(Connection terminated|timeout exceeded when trying to connect|Query read timeout|Client has encountered a connection error|Client was closed)/;

/** What TypeORM says to who goes on with a transaction whose connection was lost between two questions: it let go of it by itself. */
const LET_GO = [QueryRunnerAlreadyReleasedError, QueryRunnerProviderAlreadyReleasedError];

/** Whether it is Postgres that cannot answer now, and not the question that was wrong: asking again in a moment may help. */
export function databaseIsAway(error: unknown): boolean {
  // Not `instanceof`: Node's own errors are of another realm where modules run in a context of their own, as specs do.
  if (!isNativeError(error)) return false;
  if (LET_GO.some((kind) => error instanceof kind)) return true;
  const cause = (error as { driverError?: unknown }).driverError ?? error;
  const { code, syscall } = cause as { code?: unknown; syscall?: unknown };
  if (typeof code === 'string' && (CONNECTION.test(code) || (code === 'ENOENT' && syscall === 'connect'))) return true;
  return NOT_NOW.test(sqlState(error) ?? '') || WORDS.test(error.message);
}
