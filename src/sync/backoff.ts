import type { PartnerApiError } from '../partner/client/errors.js';

// Failures in a row before the sync gives up: a request of twelve pages may be halved three times among them.
const MOST_IN_A_ROW = 5;
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 4_000;

/** What went wrong between Shopify and one sync: how often in a row, and how long to pause before the next try. */
export class Backoff {
  #inARow = 0;
  #notedAtMs = Number.NEGATIVE_INFINITY;
  #last: PartnerApiError | null = null;

  get last(): PartnerApiError | null {
    return this.#last;
  }

  /**
   * Requests that were on their way together and failed together are one failure.
   * @returns whether this was another one
   * @throws the error, when there were too many in a row
   */
  note(error: PartnerApiError, sentAtMs: number): boolean {
    if (sentAtMs < this.#notedAtMs) return false;
    this.#notedAtMs = performance.now();
    this.#last = error;
    this.#inARow += 1;
    if (this.#inARow >= MOST_IN_A_ROW) throw error;
    return true;
  }

  reset(): void {
    this.#inARow = 0;
    this.#last = null;
  }

  /** Milliseconds until the next request should be sent. */
  pauseMs(): number {
    if (this.#inARow === 0) return 0;
    const pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** (this.#inARow - 1), LONGEST_PAUSE_MS) * (1 + Math.random() / 4);
    return Math.max(0, this.#notedAtMs + pauseMs - performance.now());
  }
}
