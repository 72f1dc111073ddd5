import { setTimeout as sleep } from 'node:timers/promises';
import type { Sql } from '../../postgres/sql.js';
import type { ClientBudget } from './client-budgets.js';
import { MARGIN_MS } from './pacer.js';
import { delayTurn, type Turn } from './turns.js';

// The margin of a turn is for what may happen on the way. Only that of a process's first requests has room for leaving
// late as well: a sync that has one request to send, as nearly all have, needs no second statement for it.
const SHARE_FOR_LEAVING = 1 / 2;
// Not worth a statement, whatever the margin.
const LEAST_LATE_MS = 3;
// A turn that was not used for so long is asked for again: others may have had those behind it already.
const LONGEST_PAUSE_MS = 250;

/** When a request leaves whose turn was granted, by this machine's clock. */
export class Departure {
  /** By the time that the database took its time to answer, it may have meant any moment between these. */
  readonly #dueMs: number;
  readonly #notBeforeMs: number;

  constructor(
    readonly turn: Turn,
    askedAtMs: number,
    answeredAtMs: number,
  ) {
    this.#dueMs = askedAtMs + turn.waitMs;
    this.#notBeforeMs = answeredAtMs + turn.waitMs;
  }

  async wait(signal: AbortSignal): Promise<void> {
    const waitMs = this.#notBeforeMs - performance.now();
    if (waitMs > 0) await sleep(Math.ceil(waitMs), undefined, { signal });
  }

  /**
   * Whether this process was busy or paused since it could leave. That the database took its time to answer is no reason
   * to ask again: it would do so again. The turn counts for so much longer then.
   */
  isOver(): boolean {
    return performance.now() - this.#notBeforeMs > LONGEST_PAUSE_MS;
  }

  /**
   * To be called right before the request is sent. One that is late counts for so much longer, or those behind it would
   * come too soon after it. Nobody waits for that to be written: four turns go by until it matters.
   */
  leave(sql: Sql, budget: ClientBudget): void {
    const toleratedMs = Math.max(LEAST_LATE_MS, (budget.pacer.marginMs - MARGIN_MS) * SHARE_FOR_LEAVING);
    budget.pacer.sent();
    const lateMs = this.#lateMs();
    // A database that is away has no turn to give to anybody, either.
    if (lateMs > toleratedMs) delayTurn(sql, budget.tokenKey, this.turn, lateMs).catch(() => undefined);
  }

  #lateMs(): number {
    return performance.now() - this.#dueMs;
  }
}
