import { setTimeout as sleep } from 'node:timers/promises';

/** Shopify's documented limit for each API client. */
export const REQUESTS_PER_SECOND = 4;
// A little more than a second: two requests may spend different times on the way, and the limit counts arrivals.
const WINDOW_MS = 1_050;

/** A place in the line. The request counts from when it is really sent. */
export interface Slot {
  sentAtMs: number;
}

/** Lets at most so many requests a second through for one access token, in the order they asked. */
export class Pacer {
  readonly #slots: Slot[] = [];
  #turn: Promise<unknown> = Promise.resolve();

  constructor(private readonly requestsPerSecond: number) {}

  /** When this pacer was last used; milliseconds of the monotonic clock. */
  usedAtMs = performance.now();

  /** Resolves when a request may be sent. Rejects when `signal` aborts; the turn is then the next one's. */
  acquire(signal: AbortSignal): Promise<Slot> {
    const turn = this.#turn.then(() => this.#wait(signal));
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  /** To be called right before the request leaves: asking the database for leave may have taken its time. */
  send(slot: Slot): void {
    slot.sentAtMs = performance.now();
  }

  async #wait(signal: AbortSignal): Promise<Slot> {
    for (;;) {
      signal.throwIfAborted();
      const [oldest] = this.#slots;
      const now = (this.usedAtMs = performance.now());
      if (oldest === undefined || this.#slots.length < this.requestsPerSecond) break;
      const waitMs = oldest.sentAtMs + WINDOW_MS - now;
      if (waitMs > 0) await sleep(waitMs, undefined, { signal });
      else this.#slots.shift();
    }
    const slot = { sentAtMs: this.usedAtMs };
    this.#slots.push(slot);
    return slot;
  }
}
