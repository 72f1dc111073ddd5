import { setTimeout as sleep } from 'node:timers/promises';
import { waitFor } from '../../../src/dev/processes/wait-for.js';
import { Random } from '../../../src/simulator/random.js';
import { say } from '../run/say.js';
import type { FirstSync, Progress } from './first-sync.js';
import type { PartnerAccount } from './partner-account.js';

/** A moment to kill a worker at: so long after this share of the rows is there and the worker has sent a request. */
export interface KillMoment {
  /** Of 1. */
  readonly rowsShare: number;
  readonly afterMs: number;
}

// The last moment lies well before the end, so that there is always something left to interrupt.
const LAST_SHARE = 0.8;
const LONGEST_WAIT_MS = 1_000;

/**
 * Moments by progress rather than by the clock: after a kill most of the time is Temporal's, waiting for a heartbeat, and
 * a kill then would interrupt nothing.
 */
export function killMoments(seed: string, count: number): KillMoment[] {
  const random = new Random(seed);
  const shares = Array.from({ length: count }, () => random.next() * LAST_SHARE).sort((a, b) => a - b);
  return shares.map((rowsShare) => ({ rowsShare, afterMs: Math.floor(random.next() * LONGEST_WAIT_MS) }));
}

/** Kills the worker of a first sync, again and again. */
export class Killer {
  /** Before the backfill was whole. */
  kills = 0;
  /** Failures that the kills became: three within one sync are one, after which the connection rests for minutes. */
  rests = 0;
  #lastRequest = 0;
  #failures = 0;

  constructor(
    private readonly sync: FirstSync,
    private readonly account: PartnerAccount,
  ) {}

  async killAt(moments: readonly KillMoment[], rows: number, timeoutMs: number): Promise<void> {
    for (const { rowsShare, afterMs } of moments) {
      const reached = await waitFor('the moment of a kill', () => this.#reaches(rowsShare * rows), { timeoutMs });
      if (reached === 'over') return;
      await sleep(afterMs);
      await this.sync.replaceWorker();
      this.kills += 1;
      this.#lastRequest = (await this.account.requests(this.#lastRequest)).at(-1)?.number ?? this.#lastRequest;
      say(`  kill ${this.kills} of ${moments.length}, at ${(await this.sync.progress()).rows} of ${rows} rows`);
    }
  }

  /** Nobody learns anything from minutes of rest: it is ended as a person would end it. */
  async endRest({ failures }: Progress): Promise<void> {
    const isNew = failures > this.#failures;
    this.#failures = failures;
    if (!isNew) return;
    this.rests += 1;
    await this.sync.nudge();
  }

  async #reaches(rows: number): Promise<'over' | 'reached' | undefined> {
    const progress = await this.sync.progress();
    if (progress.backfilled) return 'over';
    await this.endRest(progress);
    if (progress.rows < rows) return undefined;
    const [request] = await this.account.requests(this.#lastRequest);
    return request && 'reached';
  }
}
