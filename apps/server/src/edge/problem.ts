import { HttpException } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { notFound } from '#libs/access';
import { DomainError, type FieldFault } from '#libs/config';
import { databaseIsAway } from '#libs/database';
import { redisIsAway } from '#libs/queues';
import { translator, type Locale } from '../i18n/index.js';
import { accessOf } from './request-access.js';
import { PROBLEMS, statusOf, type ProblemCode } from './problems.js';

/** A body has room for thousands of faults: to tell them all would cost ten times what it costs to make them. */
const MOST_TOLD = 100;

/** RFC 9457, with the members every answer of ours carries. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
  readonly errors: readonly { readonly field: string; readonly code: string; readonly message: string }[];
}

/** What was thrown, reduced to what may be told. */
export interface Fault {
  readonly code: string;
  readonly status: number;
  readonly error: DomainError;
  /** Whether it is our failure: logged, and told without any text. */
  readonly ours: boolean;
}

export function faultOf(thrown: unknown): Fault {
  if (thrown instanceof DomainError) return fault(thrown, false);
  if (databaseIsAway(thrown) || redisIsAway(thrown)) return fault(new DomainError('service.unavailable', 'unavailable'), true);
  const status = statusIn(thrown);
  const code = status === null ? null : codeForStatus(status);
  return code === null ? fault(new DomainError('server.failed', 'unavailable'), true) : fault(new DomainError(code, PROBLEMS[code]), false);
}

/** As it may be told to this asker: behind a door, what is not theirs and what is not there are one answer, or its code would tell which. */
export function faultTold(thrown: unknown, request: FastifyRequest): Fault {
  if (hungUp(thrown, request)) return faultOf(new DomainError('request.malformed', 'malformed'));
  const found = faultOf(thrown);
  return found.error.kind === 'not-found' && accessOf(request).guarded ? faultOf(notFound()) : found;
}

/** Left while their body was on its way: theirs, though it looks as if one of our stores were away. */
const hungUp = (thrown: unknown, { raw }: FastifyRequest): boolean => (thrown as { code?: unknown } | null)?.code === 'ECONNRESET' && !raw.complete;

export function problemOf({ error, status }: Fault, locale: Locale): Problem {
  const speak = translator(locale);
  const facts = sayable(error.facts);
  const title = speak.maybe(`problem.${error.code}`, facts) ?? speak.maybe(`problem.kind.${error.kind}`) ?? error.code;
  return {
    type: `urn:countersign:problem:${error.code}`,
    title,
    status,
    detail: speak.maybe(`problem.${error.code}.detail`, facts) ?? title,
    code: error.code,
    errors: error.fields.slice(0, MOST_TOLD).map(({ field, code, facts: own }) => ({ field, code, message: fieldMessage({ field, code, facts: own }, locale) })),
  };
}

/** The sentence for one field, in the reader's language: for pages that put it beside the field. */
export function fieldMessage({ code, facts = {} }: FieldFault, locale: Locale): string {
  const speak = translator(locale);
  return speak.maybe(`problem.field.${code}`, sayable(facts)) ?? speak.maybe('problem.field.invalid') ?? code;
}

function fault(error: DomainError, ours: boolean): Fault {
  return { code: error.code, status: statusOf(error.code, error.kind), error, ours };
}

/** Nest's and Fastify's own errors carry a status; what they say is theirs and may quote the input, so it is not repeated. */
function statusIn(thrown: unknown): number | null {
  if (thrown instanceof HttpException) return thrown.getStatus();
  const status = (thrown as { statusCode?: unknown } | null)?.statusCode;
  return typeof status === 'number' ? status : null;
}

function codeForStatus(status: number): ProblemCode | null {
  switch (status) {
    case 400: return 'body.malformed';
    case 401: return 'access.not_signed_in';
    case 403: return 'access.forbidden';
    case 404: return 'route.not_found';
    case 405: return 'route.method_not_allowed';
    case 413: return 'body.too_large';
    case 415: return 'body.unsupported_type';
    case 422: return 'request.invalid';
    case 429: return 'rate.limited';
    case 503: return 'service.unavailable';
    default: return status >= 400 && status < 500 ? 'request.malformed' : null;
  }
}

function sayable(facts: DomainError['facts']): Record<string, string | number> {
  return Object.fromEntries(Object.entries(facts).map(([name, value]) => [name, typeof value === 'number' ? value : String(value ?? '')]));
}
