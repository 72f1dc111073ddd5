import type { Sql } from '../../postgres/sql.js';

const LOOK_EVERY_MS = 250;
/** Of one organization: who has so many readers has them share one. */
const MOST_OF_ONE = 20;

interface Waiter {
  readonly organizationId: string;
  readonly after: number;
  readonly wake: () => void;
}

/**
 * Waits for changes in the feeds of any organizations: one look a quarter of a second for all who wait, none while nobody
 * does. Not `listen`: a line that is silent for hours is one that may be dead without anybody knowing, and would have to be
 * doubled by looks.
 */
export class FeedWatch {
  readonly #waiters = new Set<Waiter>();
  #timer: NodeJS.Timeout | undefined;
  #isLooking = false;
  #isClosed = false;

  constructor(private readonly sql: Sql) {}

  /** Resolves when the feed has gone beyond `after`, when the time is over, or when it is not waited for any more. */
  async wait(organizationId: string, after: number, forMs: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted || this.#isClosed) return;
    await new Promise<void>((resolve) => {
      const wake = () => {
        clearTimeout(late);
        signal.removeEventListener('abort', wake);
        this.#waiters.delete(waiter);
        if (this.#waiters.size === 0) this.#rest();
        resolve();
      };
      const waiter = { organizationId, after, wake };
      const late = setTimeout(wake, forMs);
      signal.addEventListener('abort', wake);
      this.#waiters.add(waiter);
      this.#timer ??= setInterval(() => void this.#look(), LOOK_EVERY_MS);
    });
  }

  /** Whoever waits is answered now, and nobody waits any more. */
  close(): void {
    this.#isClosed = true;
    for (const { wake } of [...this.#waiters]) wake();
  }

  /** Whether one more request of the organization may wait; not once nobody may. */
  hasRoom(organizationId: string): boolean {
    const waiting = [...this.#waiters].filter((waiter) => waiter.organizationId === organizationId).length;
    return !this.#isClosed && waiting < MOST_OF_ONE;
  }

  /** A look that fails is no matter of those who wait: their own will be, when their time is over. */
  async #look(): Promise<void> {
    if (this.#isLooking) return;
    this.#isLooking = true;
    try {
      const organizations = [...new Set([...this.#waiters].map(({ organizationId }) => organizationId))];
      const rows = await this.sql<{ organizationId: string; last: number }[]>`
        select organization_id, last::float8 as last from last_changes(${organizations}::text[])
      `;
      const last = new Map(rows.map((row) => [row.organizationId, row.last]));
      for (const { organizationId, after, wake } of [...this.#waiters]) {
        // A number below it is one of another epoch.
        if ((last.get(organizationId) ?? 0) !== after) wake();
      }
    } catch {
      return;
    } finally {
      this.#isLooking = false;
    }
  }

  #rest(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}
