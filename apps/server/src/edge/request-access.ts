import type { FastifyRequest } from 'fastify';
import { csrfToken, type Actor } from '#libs/access';
import type { DeviceActor } from '#libs/stores';

/** Who is behind a request; set by the access guard before any handler runs. */
export interface RequestAccess {
  readonly actor: Actor | null;
  /** Of the cookie's session; null without one. */
  readonly session: { readonly token: string; readonly csrfSecret: string } | null;
  /** The paired tablet that signed the request. */
  readonly device?: DeviceActor;
  /** The route is not for everybody. */
  readonly guarded?: boolean;
}

const NOBODY: RequestAccess = { actor: null, session: null };
const known = new WeakMap<FastifyRequest['raw'], RequestAccess>();

export function setAccess(request: FastifyRequest, access: RequestAccess): void {
  known.set(request.raw, access);
}

/** For pages: who looks at them, also on routes that allow anyone. */
export function accessOf(request: FastifyRequest): RequestAccess {
  return known.get(request.raw) ?? NOBODY;
}

/** The value for a form's hidden field `_csrf` (or the `x-csrf-token` header); empty if no session is open, where none is needed. */
export function csrfFieldOf(request: FastifyRequest): string {
  const { session } = accessOf(request);
  return session ? csrfToken(session.csrfSecret) : '';
}

export const CSRF_FIELD = '_csrf';
export const CSRF_HEADER = 'x-csrf-token';

/** The token of header or form. It is taken out of the body, so that no DTO has to know of it. */
export function takeCsrf(request: FastifyRequest): unknown {
  const body: unknown = request.body;
  const field = body !== null && typeof body === 'object' && Object.hasOwn(body, CSRF_FIELD) ? (body as Record<string, unknown>)[CSRF_FIELD] : undefined;
  if (field !== undefined) delete (body as Record<string, unknown>)[CSRF_FIELD];
  return request.headers[CSRF_HEADER] ?? field;
}
