import type { RequestListener, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** Far more than a client sends ahead that does not want to flood. */
const MOST_AHEAD = 10;

/**
 * Answers one request of a connection and then closes it, when the next ones came before that answer: whoever sends
 * requests ahead and reads no answer would otherwise have us hold, unbounded, an answer for each. Those are not carried
 * out, which the closing tells (RFC 9112, 9.3.2 and 9.6: a client sends them again). No browser and no proxy sends
 * requests ahead.
 */
export function oneAtATime(listener: RequestListener): RequestListener {
  const answering = new WeakMap<Socket, { readonly first: ServerResponse; ahead: number }>();
  return (request, response) => {
    const { socket } = request;
    // Node gives an answer its socket once the one before it is whole.
    if (response.socket !== null) {
      answering.set(socket, { first: response, ahead: 0 });
      return listener(request, response);
    }
    const state = answering.get(socket);
    if (state === undefined || ++state.ahead > MOST_AHEAD) return void socket.destroy();
    if (state.ahead > 1) return;
    // Says `Connection: close`, unless its head is sent already.
    state.first.shouldKeepAlive = false;
    state.first.once('finish', () => socket.destroySoon());
  };
}

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
