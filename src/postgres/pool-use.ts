import type { PoolSockets } from './pool-sockets.js';

/** How much of a pool is in use, for whoever watches over it. postgres.js tells nobody. */
export class PoolUse {
  readonly #lines = new Set<PoolSockets>();
  #transactions = 0;
  #waiting = 0;
  #statements = 0;

  /** @param limit connections that the pool opens at most */
  constructor(readonly limit: number) {}

  /** A pool that takes the place of another one counts with it: its statements are still under way. */
  add(lines: PoolSockets): void {
    this.#lines.add(lines);
  }

  remove(lines: PoolSockets): void {
    this.#lines.delete(lines);
  }

  /** A transaction waits for its line. @returns ends it, once */
  wait(): () => void {
    this.#waiting += 1;
    return once(() => (this.#waiting -= 1));
  }

  /** A transaction has a line to itself. @returns ends it, once */
  take(): () => void {
    this.#transactions += 1;
    return once(() => (this.#transactions -= 1));
  }

  /** A statement by itself is under way. @returns ends it, once */
  send(): () => void {
    this.#statements += 1;
    return once(() => (this.#statements -= 1));
  }

  /** Statements by themselves share the lines that no transaction has; where there is none left, they wait for one. */
  now(): { readonly inUse: number; readonly idle: number; readonly waiting: number } {
    const open = [...this.#lines].reduce((sum, lines) => sum + lines.open(), 0);
    const isFull = this.#transactions >= this.limit;
    const inUse = Math.min(this.#transactions + (isFull ? 0 : this.#statements), open);
    return { inUse, idle: open - inUse, waiting: this.#waiting + (isFull ? this.#statements : 0) };
  }
}

function once(work: () => void): () => void {
  let isDone = false;
  return () => {
    if (!isDone) work();
    isDone = true;
  };
}
