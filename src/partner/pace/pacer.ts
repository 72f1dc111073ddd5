import { setTimeout as sleep } from 'node:timers/promises';
import type { TurnAnswer } from './turns.js';

/** Shopify's documented limit for each API client: https://shopify.dev/docs/api/partner/latest */
export const REQUESTS_PER_SECOND = 4;
// In which so many turns are given (`take_turn`).
const WINDOW_MS = 1_000;
// A turn counts a little longer: two requests may spend different times on their way, and the limit counts arrivals.
export const MARGIN_MS = 40;
// The first requests of a process are slow on their way, and those behind them would catch up with them.
const FIRST_MARGIN_MS = 200;
const MARGIN_STEP_MS = 20;
// So are those after a rest, which have to connect again. `fetch` closes a connection that was not used for 4 s, or for
// 2 s less than the other side names, which is 5 s where Node answers (keepAliveTimeout and its threshold in
// https://undici.nodejs.org/#/docs/api/Client).
const REST_MS = 3_000;
// A turn is asked for so long before it is due: asking takes its time, and the request leaves in time all the same. Not
// earlier, because a priority turn goes behind what is reserved, and what a process reserves is lost when it dies.
const AHEAD_MS = 100;

/** Leave to ask the database for a token's next turn. Whoever has it releases it, whatever comes of it. */
export class Slot {
  #release: () => void = () => undefined;
  readonly released = new Promise<void>((resolve) => (this.#release = resolve));

  /** The next one in line may ask. */
  release(): void {
    this.#release();
  }
}

/**
 * The line of one process for one access token. When a request may leave, the database says, to all processes
 * (`turns.ts`); the line keeps the order, and has one at a time ask, when there is something to be had.
 */
export class Pacer {
  /** In which four turns are given. */
  readonly windowMs: number;
  /** When this pacer was last used; milliseconds of the monotonic clock. */
  usedAtMs = performance.now();
  readonly #scale: number;
  #line: Promise<unknown> = Promise.resolve();
  #askAtMs = Number.NEGATIVE_INFINITY;
  /** Since the last rest. */
  #sent = 0;
  #sentAtMs = Number.NEGATIVE_INFINITY;

  constructor(requestsPerSecond: number) {
    this.#scale = REQUESTS_PER_SECOND / requestsPerSecond;
    this.windowMs = WINDOW_MS * this.#scale;
  }

  /** How much longer than the window a turn counts that is asked for now. */
  get marginMs(): number {
    const sent = this.#hasRested(performance.now()) ? 0 : this.#sent;
    return Math.max(MARGIN_MS, FIRST_MARGIN_MS - MARGIN_STEP_MS * sent) * this.#scale;
  }

  /**
   * Resolves when a turn may be asked for, or with null when that takes longer than `patienceMs`. Rejects when `signal`
   * aborts, wherever in the line it stands.
   */
  acquire(signal: AbortSignal, patienceMs: number): Promise<Slot | null> {
    const left = new AbortController();
    const head = this.#line.then(() => this.#wait(left.signal));
    this.#line = head.then(
      (slot) => slot.released,
      () => undefined,
    );
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
      head.then(
        (slot) => {
          if (left.signal.aborted)
            slot.release(); // it came to the head as we left
          else end(() => resolve(slot));
        },
        () => undefined, // it has left, and was told so
      );
      if (signal.aborted) leave();
    });
  }

  /** Out of turn, for what goes before all others: the database lets few of these through. */
  skipLine(): Slot {
    this.usedAtMs = performance.now();
    return new Slot();
  }

  /** What the database has just said to one of this process; the next one may ask when that is worth while. */
  answered(answer: TurnAnswer): void {
    this.#askAtMs = performance.now() + (answer.granted ? answer.nextInMs - AHEAD_MS : answer.waitMs);
  }

  /** A request is on its way. */
  sent(atMs = performance.now()): void {
    this.#sent = this.#hasRested(atMs) ? 1 : this.#sent + 1;
    this.#sentAtMs = atMs;
  }

  #hasRested(atMs: number): boolean {
    return atMs - this.#sentAtMs >= REST_MS;
  }

  async #wait(signal: AbortSignal): Promise<Slot> {
    for (;;) {
      signal.throwIfAborted();
      this.usedAtMs = performance.now();
      const waitMs = this.#askAtMs - this.usedAtMs;
      if (waitMs <= 0) return new Slot();
      await sleep(Math.ceil(waitMs), undefined, { signal });
    }
  }
}
