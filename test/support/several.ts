import { connect, createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

/** So many of each the tests start where they would start one: COUNTERSIGN_SERVERS, COUNTERSIGN_WORKERS. */
export const SERVERS = Number(process.env['COUNTERSIGN_SERVERS'] ?? 1);
export const WORKERS = Number(process.env['COUNTERSIGN_WORKERS'] ?? 1);

/** Ends a connection as a server does that has answered before all was read: what was said arrives, however much is still on its way here. */
function leave(end: Socket): void {
  end.unpipe();
  end.resume();
  end.end();
  setTimeout(() => end.destroy(), 250).unref();
}

/** One address for several servers: each connection goes to the next of them. */
export async function inTurn(urls: readonly string[]): Promise<{ url: string; close(): Promise<void> }> {
  let next = 0;
  const open = new Set<{ destroy(): void }>();
  const front: Server = createServer((near) => {
    const { hostname, port } = new URL(urls[next++ % urls.length] ?? '');
    const far = connect(Number(port), hostname);
    for (const [one, other] of [[near, far], [far, near]] as const) {
      open.add(one);
      one.on('error', () => leave(other)).on('close', () => {
        open.delete(one);
        leave(other);
      }).pipe(other);
    }
  });
  await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(front.address() as AddressInfo).port}`,
    close: async () => {
      open.forEach((socket) => socket.destroy());
      await new Promise((resolve) => front.close(resolve));
    },
  };
}
