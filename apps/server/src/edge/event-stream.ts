import type { FastifyReply } from 'fastify';

/** Bytes that may wait for one reader of a stream. */
const MOST_UNREAD = 64 * 1024;

/** One reader of server-sent events (HTML, 9.2). */
export interface EventStream {
  readonly say: (event: string, data: object) => void;
  readonly heartbeat: () => void;
  readonly end: () => void;
}

/**
 * Answers with a stream of events. From here on the answer is ours and Fastify's no more: its headers are carried over.
 * @param left called once, when the reader is gone, be it that they left before this was called; never before it returns
 */
export function beginEventStream(reply: FastifyReply, left: () => void): EventStream {
  const headers = reply.getHeaders();
  reply.hijack();
  const { raw } = reply;
  for (const [name, value] of Object.entries(headers)) if (value !== undefined) raw.setHeader(name, value);
  raw.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store', 'x-accel-buffering': 'no', connection: 'close' });
  // Whoever does not read is let go: what waits for them would grow with every change.
  const write = (text: string): void => void (raw.writableLength > MOST_UNREAD ? raw.destroy() : raw.write(text));
  // Of whoever left while the first event was being made, nothing will say so again; nor does the answer itself, where another one was before it on the connection.
  const { socket } = raw.req;
  if (socket.closed) process.nextTick(left);
  else socket.once('close', left);
  raw.on('error', () => raw.destroy());
  raw.write('retry: 5000\n\n');
  return { say: (event, data) => write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`), heartbeat: () => write(': \n\n'), end: () => raw.end() };
}
