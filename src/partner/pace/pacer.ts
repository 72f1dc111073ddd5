import { setTimeout as sleep } from 'node:timers/promises';

/** Shopify's documented limit for each API client. */
export const REQUESTS_PER_SECOND = 4;
// A little more than a second: two requests may spend different times on the way, and the limit counts arrivals.
const WINDOW_MS = 1_015;
// The first requests of a process are slow on their way, and those behind them would catch up with them.
const FIRST_WINDOW_MS = 1_100;
// After a rest so many may go at once; then they are spread, so that a long walk needs no more windows than it has to.
const AT_ONCE = 2;
// A throttle although we kept to the limit: somebody else uses the client. We leave him room, and take it back slowly.
const YIELD = 1.25;
const LONGEST_WINDOW_MS = 20_000;
const RECOVERY_MS = 4;

/** Leave to send one request; it counts as one until it is sent, and a window longer from then on. */
export interface Slot {
  readonly grantedAtMs: number;
}

/** Lets at most so many requests a second through for one access token, in the order they asked. */
export class Pacer {
  readonly #held = new Set<Slot>();
  /** When each request of the last window was sent. */
  readonly #sentAtMs: number[] = [];
  #turn: Promise<unknown> = Promise.resolve();
  #windowMs = FIRST_WINDOW_MS;
  #yieldedAtMs = Number.NEGATIVE_INFINITY;

  constructor(private readonly requestsPerSecond: number) {}

  /** When this pacer was last used; milliseconds of the monotonic clock. */
  usedAtMs = performance.now();

  /**
   * Resolves when a request may be sent, or with null when that takes longer than `patienceMs`. Rejects when `signal`
   * aborts, wherever in the line it stands; the turn is then the next one's.
   */
  acquire(signal: AbortSignal, patienceMs: number): Promise<Slot | null> {
    const left = new AbortController();
    const turn = this.#turn.then(() => this.#wait(left.signal));
    this.#turn = turn.catch(() => undefined);
    return new Promise((resolve, reject) => {
      const leave = () => left.abort();
      const timer = setTimeout(leave, patienceMs);
      signal.addEventListener('abort', leave);
      const end = (answer: () => void) => {
        clearTimeout(timer);
        signal.removeEventListener('abort', leave);
        answer();
      };
      left.signal.addEventListener('abort', () =>
        end(() => (signal.aborted ? reject(signal.reason as Error) : resolve(null))),
      );
      turn.then(
        (slot) => {
          if (left.signal.aborted)
            this.giveBack(slot); // it was granted as we left
          else end(() => resolve(slot));
        },
        () => undefined, // it has left, and was told so
      );
      if (signal.aborted) leave();
    });
  }

  /** To be called right before the request leaves: asking the database for leave may have taken its time. */
  send(slot: Slot): void {
    this.#held.delete(slot);
    this.#sentAtMs.push(performance.now());
    this.#windowMs = Math.max(WINDOW_MS, this.#windowMs - RECOVERY_MS);
  }

  /** There was nothing to send after all. */
  giveBack(slot: Slot): void {
    this.#held.delete(slot);
  }

  /** A request sent at that time was throttled: go slower. What was on its way together counts once. */
  throttled(sentAtMs: number): void {
    if (sentAtMs < this.#yieldedAtMs) return;
    this.#yieldedAtMs = performance.now();
    this.#windowMs = Math.min(this.#windowMs * YIELD, LONGEST_WINDOW_MS);
  }

  async #wait(signal: AbortSignal): Promise<Slot> {
    for (;;) {
      signal.throwIfAborted();
      this.usedAtMs = performance.now();
      const waitMs = this.#dueMs() - this.usedAtMs;
      if (waitMs <= 0) break;
      await sleep(Math.ceil(waitMs), undefined, { signal });
    }
    const slot = { grantedAtMs: this.usedAtMs };
    this.#held.add(slot);
    return slot;
  }

  /** When the next request may be sent, as far as can be told now. */
  #dueMs(): number {
    const since = this.usedAtMs - this.#windowMs;
    while ((this.#sentAtMs[0] ?? Number.POSITIVE_INFINITY) <= since) this.#sentAtMs.shift();
    const spacingMs = this.#windowMs / this.requestsPerSecond;
    const taken = this.#sentAtMs.length + this.#held.size;
    const newest = Math.max(...[...this.#held].map(({ grantedAtMs }) => grantedAtMs), this.#sentAtMs.at(-1) ?? 0);
    const spread = taken < AT_ONCE ? 0 : newest + spacingMs;
    if (taken < this.requestsPerSecond) return spread;
    // Those that left last and those that have not left yet fill the window; the next one waits for the one before them.
    const blocking = this.#sentAtMs[taken - this.requestsPerSecond];
    return blocking === undefined ? this.usedAtMs + spacingMs : Math.max(spread, blocking + this.#windowMs);
  }
}
