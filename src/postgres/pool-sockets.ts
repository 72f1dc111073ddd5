import { Socket } from 'node:net';

/** Where postgres.js wants a connection to lead; the lists are of one length. */
export interface SocketTarget {
  readonly host: readonly string[];
  readonly port: readonly number[];
  /** Of a Unix socket, instead. */
  readonly path?: string | false;
}

interface PoolSocket {
  readonly socket: Socket;
  bytesRead: number;
  silentTicks: number;
}

/**
 * The sockets of one pool, and for how long each has said nothing. postgres.js keeps its sockets to itself and can only
 * ask the other side to end one, which on a silent line is never heard.
 */
export class PoolSockets {
  readonly #lines = new Set<PoolSocket>();
  readonly #refusal: () => Error | undefined;
  #opened = 0;

  /** @param refusal asked before each is opened: what it answers is what whoever wanted it is told */
  constructor(refusal: () => Error | undefined = () => undefined) {
    this.#refusal = refusal;
  }

  /**
   * postgres.js' option `socket`. It takes the socket as it is and adds its listeners a little later, so the connecting
   * begins only then: an address without a route fails at once, and nobody would hear of it.
   */
  readonly connect = ({ host, port, path }: SocketTarget): Socket => {
    const place = this.#opened++ % host.length;
    const name = host[place] ?? '';
    // postgres.js compares the server's certificate with this name.
    const socket = Object.assign(new Socket(), { host: name });
    const line = { socket, bytesRead: 0, silentTicks: 0 };
    this.#lines.add(line);
    setImmediate(() => {
      if (socket.destroyed) return;
      const refusal = this.#refusal();
      // Not thrown: what this is called from would wait for its socket for ever.
      if (refusal !== undefined) socket.destroy(refusal);
      else if (typeof path === 'string' && path !== '') socket.connect(path);
      else socket.connect(port[place] ?? 0, name);
    });
    return socket;
  };

  /** How many there are. */
  open(): number {
    let count = 0;
    for (const { socket } of this.#lines) if (!socket.destroyed) count += 1;
    return count;
  }

  /** A moment has passed: notes who has said nothing in it. */
  tick(): void {
    for (const line of this.#lines) {
      if (line.socket.destroyed) this.#lines.delete(line);
      line.silentTicks = line.socket.bytesRead === line.bytesRead ? line.silentTicks + 1 : 0;
      line.bytesRead = line.socket.bytesRead;
    }
  }

  /** Silence counts from now on: nobody had listened. */
  listenAnew(): void {
    for (const line of this.#lines) {
      line.silentTicks = 0;
      line.bytesRead = line.socket.bytesRead;
    }
  }

  /** Destroys those that have been silent for so many ticks; whoever waits for one is told by postgres.js. */
  destroySilent(ticks: number): void {
    for (const line of this.#lines) if (line.silentTicks >= ticks) line.socket.destroy();
  }

  /** Destroys all of them: what postgres.js has ended may wait for an answer for as long as the process lives. */
  destroyAll(): void {
    for (const { socket } of this.#lines) socket.destroy();
    this.#lines.clear();
  }
}
