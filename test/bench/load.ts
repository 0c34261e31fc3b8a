/**
 * The load of a round, in a process of its own: `connections` sockets, each sending its next signature when the last was
 * answered. Raw sockets, since a full HTTP client would take more of the two cores than what is measured.
 * Told by one message what to do; answers with what was acknowledged.
 */
import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';

export interface LoadOrder {
  port: number;
  seconds: number;
  connections: number;
  /** Slugs, the first of which gets `hotShare` of the load; null: all the same. */
  petitions: string[];
  hotShare: number | null;
}

export interface LoadResult {
  acknowledged: number;
  refused: number;
  /** Milliseconds from request to answer. */
  p50: number;
  p99: number;
}

const END_OF_HEAD = Buffer.from('\r\n\r\n');

async function load(order: LoadOrder): Promise<LoadResult> {
  const run = randomBytes(4).toString('hex');
  const latencies: number[] = [];
  let [acknowledged, refused, n] = [0, 0, 0];
  const end = performance.now() + order.seconds * 1_000;
  const next = (): Buffer => {
    n += 1;
    const { petitions, hotShare } = order;
    const at = hotShare === null || Math.random() >= hotShare ? (n % petitions.length) : 0;
    const body = `{"givenName":"Zoë ${n}","familyName":"Brontë","email":"signer.${run}.${n}@bench.invalid","country":"GB","postcode":"LS1 ${n}","town":"Leeds","ageConfirmed":true,"consent":{"petition":true}}`;
    return Buffer.from(`POST /api/v1/petitions/${petitions[at]}/signatures HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  };

  const one = (): Promise<void> => new Promise((resolve, reject) => {
    const socket = connect(order.port, '127.0.0.1');
    let [sent, rest]: [number, Buffer] = [0, Buffer.alloc(0)];
    const send = (): void => {
      if (performance.now() >= end) {
        socket.destroy();
        resolve();
        return;
      }
      sent = performance.now();
      socket.write(next());
    };
    socket.setNoDelay(true);
    socket.on('connect', send);
    socket.on('error', reject);
    socket.on('data', (part) => {
      rest = rest.length === 0 ? part : Buffer.concat([rest, part]);
      const head = rest.indexOf(END_OF_HEAD);
      if (head < 0) return;
      const length = Number(/content-length: (\d+)/i.exec(rest.toString('latin1', 0, head))?.[1] ?? 0);
      if (rest.length < head + 4 + length) return;
      if (rest.toString('latin1', 9, 12) === '202') acknowledged += 1;
      else refused += 1;
      latencies.push(performance.now() - sent);
      rest = Buffer.alloc(0);
      send();
    });
  });
  await Promise.all(Array.from({ length: order.connections }, one));
  latencies.sort((a, b) => a - b);
  const at = (share: number): number => latencies[Math.floor(latencies.length * share)] ?? 0;
  return { acknowledged, refused, p50: at(0.5), p99: at(0.99) };
}

process.on('message', (order: LoadOrder) => {
  void load(order).then((result) => process.send?.({ result }), (error: unknown) => process.send?.({ failed: String(error) }));
});
process.on('disconnect', () => process.exit(0));
