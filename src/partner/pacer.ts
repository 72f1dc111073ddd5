import { setTimeout as sleep } from 'node:timers/promises';

/** Shopify's documented limit for each API client. */
export const REQUESTS_PER_SECOND = 4;
// A little more than a second: two requests may spend different times on the way, and the limit counts arrivals.
const WINDOW_MS = 1_050;

/** Lets at most so many requests a second through for one access token, in the order they asked. */
export class Pacer {
  readonly #sent: number[] = [];
  #turn: Promise<void> = Promise.resolve();

  constructor(private readonly requestsPerSecond: number) {}

  /** Resolves when a request may be sent. Rejects when `signal` aborts; the turn is then the next one's. */
  acquire(signal: AbortSignal): Promise<void> {
    const turn = this.#turn.then(() => this.#wait(signal));
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  async #wait(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const oldest = this.#sent.length < this.requestsPerSecond ? undefined : this.#sent.shift();
    if (oldest !== undefined) {
      const waitMs = oldest + WINDOW_MS - performance.now();
      if (waitMs > 0) await sleep(waitMs, undefined, { signal });
    }
    this.#sent.push(performance.now());
  }
}
