import type { PoolSockets } from './pool-sockets.js';

/** How much of a pool is in use, for whoever watches over it. postgres.js tells nobody. */
export class PoolUse {
  readonly #lines = new Set<PoolSockets>();
  #inUse = 0;
  #waiting = 0;

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

  /** A transaction, or a statement by itself, is under way. @returns ends it, once */
  take(): () => void {
    this.#inUse += 1;
    return once(() => (this.#inUse -= 1));
  }

  /** Several statements may share a line, so that no more are in use than there are. */
  now(): { readonly inUse: number; readonly idle: number; readonly waiting: number } {
    const open = [...this.#lines].reduce((sum, lines) => sum + lines.open(), 0);
    const inUse = Math.min(this.#inUse, open);
    return { inUse, idle: open - inUse, waiting: this.#waiting };
  }
}

function once(work: () => void): () => void {
  let isDone = false;
  return () => {
    if (!isDone) work();
    isDone = true;
  };
}
