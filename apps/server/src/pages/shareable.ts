import type { FastifyReply, FastifyRequest } from 'fastify';

const shareable = new WeakSet<FastifyReply>();

/** Says that the answer depends on nothing but the address: whoever asks next without a login may have the same. */
export function markShareable(reply: FastifyReply): void {
  shareable.add(reply);
}

/** Marked, sent as it should be, and asked for by nobody in particular. */
export function isShareable(request: FastifyRequest, reply: FastifyReply): boolean {
  return shareable.has(reply) && request.method === 'GET' && reply.statusCode === 200 && !hasLogin(request) && reply.getHeader('set-cookie') === undefined;
}

/** Whether it shows anything by which somebody could be told from others. */
export const hasLogin = ({ headers }: FastifyRequest): boolean => headers.cookie !== undefined || headers.authorization !== undefined;
