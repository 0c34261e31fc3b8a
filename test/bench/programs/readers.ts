/** People who watch a count: so many open streams in a process of its own, which says when each has been told. */
import { connect } from 'node:net';
import { addressOf } from '../contenders/addresses.js';

export type ReadersOrder = { open: { port: number; slug: string; readers: number } } | { awaiting: number };

let told: number[] = [];

function open({ port, slug, readers }: { port: number; slug: string; readers: number }): void {
  told = Array.from({ length: readers }, () => -1);
  let left = readers;
  for (let n = 0; n < readers; n += 1) {
    const socket = connect({ port, host: '127.0.0.1' });
    socket.setEncoding('latin1');
    socket.on('connect', () => socket.write(`GET /api/v1/petitions/${slug}/tally/stream HTTP/1.1\r\nhost: petitions.example\r\nx-forwarded-for: ${addressOf(n)}\r\naccept: text/event-stream\r\n\r\n`));
    socket.on('data', (text: string) => {
      const counted = Number(/.*"counted":(\d+)/s.exec(text)?.[1] ?? -1);
      if (counted < 0) return;
      if (told[n] === -1 && (left -= 1) === 0) process.send?.({ open: true });
      told[n] = counted;
      look();
    });
    socket.on('error', (error) => process.send?.({ failed: error.message }));
    socket.on('close', () => process.send?.({ failed: 'a stream was closed' }));
  }
}

let awaited: { counted: number; first: number; left: Set<number> } | null = null;

/** Called at each event; cheap, since readers that know are not looked at again. */
function look(): void {
  if (!awaited) return;
  for (const n of awaited.left) if ((told[n] ?? -1) >= awaited.counted) awaited.left.delete(n);
  if (awaited.first === 0 && awaited.left.size < told.length) awaited.first = Date.now();
  if (awaited.left.size > 0) return;
  process.send?.({ first: awaited.first, last: Date.now() });
  awaited = null;
}

process.on('message', (order: ReadersOrder) => {
  if ('open' in order) open(order.open);
  else {
    awaited = { counted: order.awaiting, first: 0, left: new Set(told.keys()) };
    look();
  }
});
process.send?.('ready');
process.on('disconnect', () => process.exit(0));
