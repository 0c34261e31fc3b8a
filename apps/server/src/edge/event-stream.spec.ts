import { once } from 'node:events';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import Fastify, { type FastifyInstance } from 'fastify';
import { beginEventStream } from './event-stream.js';

const moment = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20));

describe('a reader of a stream is known to have left, once', () => {
  let server: FastifyInstance;
  let readers: { left: number }[];
  /** The server's ends of the connections over which a stream was asked for, one for each time. */
  let asked: Socket[];
  let find: () => void;

  beforeEach(async () => {
    [readers, asked] = [[], []];
    const first = new Promise<void>((resolve) => { find = resolve; });
    server = Fastify({ forceCloseConnections: true });
    server.get('/stream', async (request, reply) => {
      asked.push(request.raw.socket);
      await first;
      const reader = { left: 0 };
      const stream = beginEventStream(reply, () => {
        stream.end();
        reader.left += 1;
      });
      stream.say('first', {});
      readers.push(reader);
    });
    await server.listen({ port: 0, host: '127.0.0.1' });
  });
  afterEach(() => server.close());

  const ask = async (times = 1): Promise<Socket> => {
    const socket = connect((server.server.address() as AddressInfo).port, '127.0.0.1');
    socket.write('GET /stream HTTP/1.1\r\nhost: localhost\r\n\r\n'.repeat(times));
    while (asked.length < times) await moment();
    return socket;
  };
  const leave = async (socket: Socket): Promise<void> => {
    socket.destroy();
    for (const end of new Set(asked)) if (!end.closed) await once(end, 'close');
    await moment();
  };

  it('while it goes on', async () => {
    const socket = await ask();
    find();
    let told = '';
    socket.on('data', (part) => { told += String(part); });
    while (!told.includes('event: first')) await moment();
    expect(readers).toEqual([{ left: 0 }]);
    await leave(socket);
    expect(readers).toEqual([{ left: 1 }]);
  });

  it('before there was anything to tell', async () => {
    const socket = await ask();
    await leave(socket);
    expect(readers).toEqual([]);
    find();
    await moment();
    expect(readers).toEqual([{ left: 1 }]);
  });

  it('where they asked for several over one connection, of each', async () => {
    const socket = await ask(3);
    find();
    await moment();
    expect(readers).toEqual([{ left: 0 }, { left: 0 }, { left: 0 }]);
    await leave(socket);
    expect(readers).toEqual([{ left: 1 }, { left: 1 }, { left: 1 }]);
  });
});
