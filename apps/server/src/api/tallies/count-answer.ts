import type { FastifyReply, FastifyRequest } from 'fastify';
import { type PublicCount } from '../../reading/public-counts.js';

export const COUNT_HEADERS = { 'cache-control': 'public, max-age=1', vary: 'cookie, authorization' } as const;

/** A public count as its bytes are; who has them already is told so (RFC 9110, 13.1.2). */
export function sendCount(request: FastifyRequest, reply: FastifyReply, { json, etag }: PublicCount): void {
  void reply.headers(COUNT_HEADERS).header('etag', etag);
  if (request.headers['if-none-match'] === etag) void reply.code(304).send();
  else void reply.header('content-type', 'application/json; charset=utf-8').send(json);
}
