import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/** Connections that have not asked for anything yet: beyond so many the oldest is let go. An honest one speaks within a moment. */
const MOST_SILENT = 2_000;

/**
 * A slow-client flood opens thousands of connections and says next to nothing on each. They wait in a row of bounded length: whoever comes
 * pushes out who has been silent longest, so that it can only hold up itself. A connection leaves the row with its first request.
 */
export function boundConnections(server: Server): void {
  const silent = new Set<Socket>();
  server.on('connection', (socket) => {
    silent.add(socket);
    socket.once('close', () => silent.delete(socket));
    if (silent.size <= MOST_SILENT) return;
    const [oldest] = silent;
    silent.delete(oldest as Socket);
    oldest?.destroy();
  });
  server.on('request', ({ socket }) => silent.delete(socket));
}
