import type { Server } from 'node:http';

/**
 * Bounds the connections of a server. When most seats are taken, those are given up that only wait for a next request,
 * so that nobody can keep others out by being there.
 */
export function limitConnections(server: Server, most: number): void {
  server.maxConnections = most;
  const crowded = Math.ceil(most * 0.9);
  let open = 0;
  server.on('connection', (socket) => {
    open += 1;
    socket.once('close', () => (open -= 1));
    if (open > crowded) server.closeIdleConnections();
  });
}
