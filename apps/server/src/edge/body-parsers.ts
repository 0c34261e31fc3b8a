import type { FastifyInstance, FastifyRequest } from 'fastify';
import { DomainError } from '#libs/config';

export const MAX_DEPTH = 20;
const FORBIDDEN_KEYS = new Set(['__proto__', 'constructor', 'prototype']);

const rawBodies = new WeakMap<FastifyRequest['raw'], string>();

/** The body as it came, on routes that ask for it (`RawBody`); else empty. */
export const rawBodyOf = (request: FastifyRequest): string => rawBodies.get(request.raw) ?? '';

/**
 * JSON and forms; anything else is 415. JSON is refused when nested deeper than anything of ours is, or when it brings
 * `__proto__` (the parser that Fastify brings does that; the depth is looked at before it).
 */
export function registerBodyParsers(fastify: FastifyInstance): void {
  fastify.removeAllContentTypeParsers();
  const parseJson = fastify.getDefaultJsonParser('error', 'error');
  fastify.addContentTypeParser(['application/json', 'application/merge-patch+json'], { parseAs: 'string' }, (request, body, done) => {
    if ((request.routeOptions.config as { rawBody?: unknown }).rawBody === true) rawBodies.set(request.raw, body as string);
    if (depthOf(body as string) > MAX_DEPTH) done(new DomainError('body.too_deep', 'malformed', { facts: { max: MAX_DEPTH } }));
    // A POST that needs no body may come with the content type all the same.
    else if (body === '') done(null, undefined);
    else if (cannotHoldForbiddenKeys(body as string)) parsePlainly(body as string, done, () => void parseJson(request, body as string, done));
    else void parseJson(request, body as string, done);
  });
  fastify.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) => {
    const form = parseForm(body as string);
    if (form) done(null, form);
    else done(new DomainError('body.malformed', 'malformed'));
  });
}

/** Looked at as text, which is quick: without an escape and without these words no key can be one that JSON must not bring. */
const cannotHoldForbiddenKeys = (json: string): boolean => !json.includes('\\u') && !json.includes('__proto__') && !json.includes('constructor');

/** @param otherwise tells what is wrong with what is no JSON, or begins with a byte order mark */
function parsePlainly(json: string, done: (error: null, body: unknown) => void, otherwise: () => void): void {
  let body: unknown;
  try {
    body = JSON.parse(json);
  } catch {
    otherwise();
    return;
  }
  done(null, body);
}

/** How deep brackets nest, without building anything: text inside quotes does not count. */
export function depthOf(json: string): number {
  let depth = 0;
  let deepest = 0;
  let quoted = false;
  for (let i = 0; i < json.length; i++) {
    const c = json.charCodeAt(i);
    if (quoted) {
      if (c === 0x5c) i++;
      else if (c === 0x22) quoted = false;
    } else if (c === 0x22) quoted = true;
    else if (c === 0x7b || c === 0x5b) deepest = Math.max(deepest, ++depth);
    else if (c === 0x7d || c === 0x5d) depth--;
  }
  return deepest;
}

/** Fields by name; a name that comes more than once gives all its values. Null if it cannot be a form of ours. */
export function parseForm(text: string): Record<string, string | string[]> | null {
  const form: Record<string, string | string[]> = {};
  for (const [name, value] of new URLSearchParams(text)) {
    if (FORBIDDEN_KEYS.has(name)) return null;
    const before = form[name];
    form[name] = before === undefined ? value : [...(Array.isArray(before) ? before : [before]), value];
  }
  return form;
}
