import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { CommitWatch } from './commit-watch.js';

/** Passes bytes on; swallows those of new lines, too; resets new lines. */
type Mode = 'pass' | 'swallow' | 'refuse';

interface Line {
  readonly client: Socket;
  readonly server: Socket;
  isSilent: boolean;
  /** What the server says is swallowed; what the client says is passed on. */
  isDeaf: boolean;
  /** Cut as soon as the server answers what was passed on last. */
  isCutAtAnswer: boolean;
}

/** What became of lines and bytes so far, so that a fault can show that it did something. */
export interface LineCounts {
  cut: number;
  refused: number;
  swallowedBytes: number;
  slowBytes: number;
  lostCommits: number;
}

/** Stands before one server and breaks the lines to it, each in the way that a network does. */
export class FaultProxy {
  readonly #lines = new Set<Line>();
  readonly #listener: Server;
  readonly #counts: LineCounts = { cut: 0, refused: 0, swallowedBytes: 0, slowBytes: 0, lostCommits: 0 };
  #mode: Mode = 'pass';
  #bytesOfNewLines = Infinity;
  #endOfNewLines: 'cut' | 'silence' = 'cut';
  #delayMs = 0;
  #commitsToLose = 0;
  #loseCommits: 'before' | 'after' = 'before';

  private constructor(
    readonly target: { readonly host: string; readonly port: number },
    private readonly isPostgres: boolean,
  ) {
    // What one side ends the other never hears of while the line is silent.
    this.#listener = createServer({ allowHalfOpen: true }, (client) => this.#take(client));
  }

  /** @param isPostgres whether commits are to be known when they pass */
  static async start(
    target: { readonly host: string; readonly port: number },
    isPostgres = false,
  ): Promise<FaultProxy> {
    const proxy = new FaultProxy(target, isPostgres);
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

  get counts(): Readonly<LineCounts> {
    return { ...this.#counts };
  }

  /** New lines pass, at once. Those that fell silent stay so for ever: what was swallowed does not come back. */
  pass(): void {
    this.#mode = 'pass';
    this.#delayMs = 0;
    this.#commitsToLose = 0;
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

  /** Whatever either side says takes so long on its way, until `pass`. */
  slow(delayMs: number): void {
    this.#delayMs = delayMs;
  }

  /** What is asked on open lines is carried out, and no answer to it arrives. The lines stay open until they are cut. */
  loseAnswers(): void {
    for (const line of this.#lines) line.isDeaf = true;
  }

  /**
   * The next commits of Postgres, on whatever line, end theirs: before they arrive, so that nothing is stored, or once
   * they are carried out and before that is known.
   */
  loseCommits(times: number, when: 'before' | 'after'): void {
    if (!this.isPostgres) throw new Error('Only before Postgres are commits known.');
    this.#commitsToLose = times;
    this.#loseCommits = when;
  }

  /** Resets every open line, at both ends. */
  cut(): void {
    for (const line of this.#lines) this.#cut(line);
  }

  /** Each new line is reset, or falls silent, when the server has said so many bytes on it. */
  breakNewLinesAfter(bytes: number, how: 'cut' | 'silence'): void {
    this.#bytesOfNewLines = bytes;
    this.#endOfNewLines = how;
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
      this.#counts.refused += 1;
      client.on('error', () => undefined).resetAndDestroy();
      return;
    }
    const server = connect({ ...this.target, allowHalfOpen: true });
    const isSilent = this.#mode === 'swallow';
    const line: Line = { client, server, isSilent, isDeaf: false, isCutAtAnswer: false };
    this.#lines.add(line);
    this.#breakAfter(line, this.#bytesOfNewLines, this.#endOfNewLines);
    this.#watchCommits(line);
    this.#carry(line, client, server, () => line.isSilent);
    this.#carry(line, server, client, () => line.isSilent || line.isDeaf);
  }

  #cut({ client, server }: Line): void {
    this.#counts.cut += 1;
    client.resetAndDestroy();
    server.resetAndDestroy();
  }

  #breakAfter(line: Line, bytesOfLine: number, how: 'cut' | 'silence'): void {
    let left = bytesOfLine;
    line.server.on('data', (bytes) => {
      left -= bytes.length;
      if (left > 0) return;
      line.isSilent = true;
      if (how === 'cut') this.#cut(line);
    });
  }

  /** Hears what is said before it is carried on. */
  #watchCommits(line: Line): void {
    if (!this.isPostgres) return;
    const watch = new CommitWatch();
    line.client.on('data', (bytes) => {
      const isCommit = watch.hears(bytes);
      if (!isCommit || line.isSilent || this.#commitsToLose === 0) return;
      this.#commitsToLose -= 1;
      this.#counts.lostCommits += 1;
      if (this.#loseCommits === 'before') {
        line.isSilent = true;
        this.#cut(line);
      } else {
        line.isDeaf = true;
        line.isCutAtAnswer = true;
      }
    });
    line.server.on('data', () => {
      if (line.isCutAtAnswer) this.#cut(line);
    });
  }

  #carry(line: Line, from: Socket, to: Socket, isSwallowed: () => boolean): void {
    // What is late does not overtake what is later still.
    let dueMs = 0;
    const inTime = (work: () => void) => {
      const now = performance.now();
      dueMs = Math.max(dueMs, now + this.#delayMs);
      if (dueMs <= now) work();
      else setTimeout(work, dueMs - now);
    };
    from.on('data', (bytes) => {
      if (isSwallowed()) {
        this.#counts.swallowedBytes += bytes.length;
        return;
      }
      if (this.#delayMs > 0) this.#counts.slowBytes += bytes.length;
      inTime(() => {
        if (to.writable) to.write(bytes);
      });
    });
    from.on('end', () => {
      if (!isSwallowed()) inTime(() => to.end());
    });
    from.on('error', () => {
      if (!isSwallowed()) to.resetAndDestroy();
    });
    from.on('close', () => {
      if (!isSwallowed()) inTime(() => to.destroy());
      if (line.client.destroyed && line.server.destroyed) this.#lines.delete(line);
    });
  }
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
      const { hostname: host, port, protocol } = new URL(url.includes('://') ? url : `tcp://${url}`);
      const proxy = await FaultProxy.start({ host, port: Number(port) }, /^postgres(ql)?:$/.test(protocol));
      proxies.push(proxy);
      return proxy;
    },
  };
}
