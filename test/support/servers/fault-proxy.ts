import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** What Postgres says once a commit is done. Source: PostgreSQL manual, message formats, CommandComplete. */
const COMMITTED = Buffer.from('C\0\0\0\x0bCOMMIT\0', 'latin1');

/** Passes bytes on; swallows those of new lines, too; resets new lines. */
type Mode = 'pass' | 'swallow' | 'refuse';

interface Line {
  readonly client: Socket;
  readonly server: Socket;
  isSilent: boolean;
}

/** Stands before one server and breaks the lines to it, each in the way that a network does. */
export class FaultProxy {
  readonly #lines = new Set<Line>();
  readonly #listener: Server;
  #mode: Mode = 'pass';
  #bytesOfNewLines = Infinity;
  #endOfNewLines: 'cut' | 'silence' = 'cut';
  #isAnswerLost: ((place: number) => boolean) | undefined;
  #commits = 0;
  #lostCommitAnswers = 0;

  private constructor(readonly target: { readonly host: string; readonly port: number }) {
    // What one side ends the other never hears of while the line is silent.
    this.#listener = createServer({ allowHalfOpen: true }, (client) => this.#take(client));
  }

  static async start(target: { readonly host: string; readonly port: number }): Promise<FaultProxy> {
    const proxy = new FaultProxy(target);
    proxy.#listener.listen(0, '127.0.0.1');
    await once(proxy.#listener, 'listening');
    return proxy;
  }

  get address(): string {
    return `127.0.0.1:${(this.#listener.address() as AddressInfo).port}`;
  }

  /** The same address through this proxy. @param url of the server that it stands before */
  before(url: string): string {
    const through = new URL(url);
    through.host = this.address;
    return through.href;
  }

  /** How many lines are open. */
  get lines(): number {
    return this.#lines.size;
  }

  /** How many of them their client has closed or ended: a silent one does not hand that on. */
  get abandoned(): number {
    return [...this.#lines].filter(({ client }) => client.readableEnded || client.destroyed).length;
  }

  /** How many answers to a commit it has lost. */
  get lostCommitAnswers(): number {
    return this.#lostCommitAnswers;
  }

  /** New lines pass. Those that fell silent stay so for ever: what was swallowed does not come back. */
  pass(): void {
    this.#mode = 'pass';
    this.#isAnswerLost = undefined;
  }

  /** Every open line is silent from now on, both ways, and stays open: its ends learn nothing. New lines pass. */
  silence(): void {
    for (const line of this.#lines) line.isSilent = true;
  }

  /** The same, and new lines are taken and swallowed, too. */
  swallow(): void {
    this.silence();
    this.#mode = 'swallow';
  }

  /** New lines are reset at once. */
  refuse(): void {
    this.#mode = 'refuse';
  }

  /** Resets every open line, at both ends. */
  cut(): void {
    for (const line of this.#lines) reset(line);
  }

  /** Each new line is reset, or falls silent, when the server has said so many bytes on it. */
  breakNewLinesAfter(bytes: number, how: 'cut' | 'silence'): void {
    this.#bytesOfNewLines = bytes;
    this.#endOfNewLines = how;
  }

  /**
   * Before Postgres: a transaction is committed, and in place of the answer its line is reset.
   * @param isLost whether it happens to the commit at this place, counted from 1 from now on
   */
  loseCommitAnswers(isLost: (place: number) => boolean = () => true): void {
    this.#isAnswerLost = isLost;
    this.#commits = 0;
  }

  async close(): Promise<void> {
    const closed = once(this.#listener, 'close');
    this.#listener.close();
    for (const { client, server } of this.#lines) {
      client.destroy();
      server.destroy();
    }
    await closed;
  }

  #take(client: Socket): void {
    if (this.#mode === 'refuse') {
      client.on('error', () => undefined).resetAndDestroy();
      return;
    }
    const server = connect({ ...this.target, allowHalfOpen: true });
    const line: Line = { client, server, isSilent: this.#mode === 'swallow' };
    this.#lines.add(line);
    const how = this.#endOfNewLines;
    let left = this.#bytesOfNewLines;
    server.on('data', (bytes) => {
      left -= bytes.length;
      if (left <= 0) {
        line.isSilent = true;
        if (how === 'cut') reset(line);
      } else if (this.#loses(bytes)) {
        line.isSilent = true;
        reset(line);
      }
    });
    this.#carry(line, client, server);
    this.#carry(line, server, client);
  }

  #loses(bytes: Buffer): boolean {
    if (this.#isAnswerLost === undefined || !bytes.includes(COMMITTED)) return false;
    this.#commits += 1;
    if (!this.#isAnswerLost(this.#commits)) return false;
    this.#lostCommitAnswers += 1;
    return true;
  }

  #carry(line: Line, from: Socket, to: Socket): void {
    from.on('data', (bytes) => {
      if (!line.isSilent) to.write(bytes);
    });
    from.on('end', () => {
      if (!line.isSilent) to.end();
    });
    from.on('error', () => {
      if (!line.isSilent) to.resetAndDestroy();
    });
    from.on('close', () => {
      if (!line.isSilent) to.destroy();
      if (line.client.destroyed && line.server.destroyed) this.#lines.delete(line);
    });
  }
}

function reset({ client, server }: Line): void {
  client.resetAndDestroy();
  server.resetAndDestroy();
}

export interface FaultProxies {
  /** @param url of the server that it stands before, or `host:port` */
  start(url: string): Promise<FaultProxy>;
}

/** Proxies for one test file, closed after its last test. */
export function useFaultProxies(): FaultProxies {
  const proxies: FaultProxy[] = [];
  afterAll(() => Promise.all(proxies.splice(0).map((proxy) => proxy.close())));
  return {
    async start(url) {
      const { hostname: host, port } = new URL(url.includes('://') ? url : `tcp://${url}`);
      const proxy = await FaultProxy.start({ host, port: Number(port) });
      proxies.push(proxy);
      return proxy;
    },
  };
}
