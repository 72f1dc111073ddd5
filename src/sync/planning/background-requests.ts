import type { Instant } from '../../values/instant.js';

// A tenth of the four requests a second.
const MS_PER_REQUEST = 2_500;
/** As many as a tenth of the budget allows in four minutes; they take 24 seconds. */
const MOST_PER_SYNC = 96;

/** What one sync spends on what nobody waits for, sweep, walk and looks together: at most a tenth of the pace. Pure. */
export class BackgroundRequests {
  readonly #most: number;
  #sent = 0;

  /** @param restUntil of those that an earlier sync has sent @param now when this one began */
  constructor(restUntil: Instant | null, now: Instant) {
    this.#most = restUntil === null || restUntil <= now ? MOST_PER_SYNC : 0;
  }

  mayBeSent(): boolean {
    return this.#sent < this.#most;
  }

  noteSent(): void {
    this.#sent += 1;
  }

  /** How long none may be sent after these; 0 when there were none. */
  restMs(): number {
    return this.#sent * MS_PER_REQUEST;
  }
}
