import type { FastifyReply } from 'fastify';

/** A file to keep, never to be shown as a page or kept by caches. */
export function sendCsv(reply: FastifyReply, name: string, csv: string): void {
  void reply.header('content-type', 'text/csv; charset=utf-8').header('content-disposition', `attachment; filename="${name}"`).header('cache-control', 'no-store').send(csv);
}
