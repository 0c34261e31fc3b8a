import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';

export interface PublicFile {
  type: string;
  body: string | Buffer;
  /** As what it is saved; left out: it is shown. */
  name?: string;
  /** Seconds for which it may be shown without asking. Whatever goes public at an instant has 0: it is asked for each time, and not sent again unchanged. */
  maxAgeS?: number;
  /** Of what the answer says; left out: of its bytes. */
  etag?: string;
}

export const etagOf = (content: string | Buffer): string => `"${createHash('sha256').update(content).digest('base64url').slice(0, 22)}"`;

/** A list of marks, or `*` (RFC 9110, 13.1.2: compared weakly). */
const matches = (asked: string | undefined, etag: string): boolean =>
  asked !== undefined && (asked.trim() === '*' || asked.split(',').some((one) => one.trim().replace(/^W\//, '') === etag));

/** What anybody may read, pages of other sites too; the same for all, so that no cookie matters. */
export function sendPublic(request: FastifyRequest, reply: FastifyReply, { type, body, name, maxAgeS = 0, etag = etagOf(body) }: PublicFile): void {
  openToAll(reply).header('etag', etag).header('cache-control', maxAgeS > 0 ? `public, max-age=${maxAgeS}` : 'public, no-cache');
  if (matches(request.headers['if-none-match'], etag)) return void reply.status(304).send();
  if (name) void reply.header('content-disposition', `attachment; filename="${name}"`);
  void reply.header('content-type', type).send(body);
}

/** For programs in other sites' pages: without credentials, so that they read nothing that is not everybody's. */
export function openToAll(reply: FastifyReply): FastifyReply {
  return reply.header('access-control-allow-origin', '*').header('access-control-expose-headers', 'etag, link').header('cross-origin-resource-policy', 'cross-origin');
}
