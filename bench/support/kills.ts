import { setTimeout as sleep } from 'node:timers/promises';
import { waitFor } from '../../src/dev/wait-for.js';
import { Random } from '../../src/simulator/random.js';
import type { FirstSync } from './first-sync.js';
import type { PartnerAccount } from './partner-account.js';
import { say } from './say.js';

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

/** @returns how many kills there were before the backfill was whole */
export async function killAtMoments(
  sync: FirstSync,
  account: PartnerAccount,
  { moments, rows, timeoutMs }: { moments: readonly KillMoment[]; rows: number; timeoutMs: number },
): Promise<number> {
  let kills = 0;
  let lastRequest = 0;
  for (const { rowsShare, afterMs } of moments) {
    const isOver = await waitFor(
      'the moment of a kill',
      async () => {
        const progress = await sync.progress();
        if (progress.backfilled) return 'over';
        const [request] = progress.rows >= rowsShare * rows ? await account.requests(lastRequest) : [];
        return request && 'now';
      },
      { timeoutMs },
    );
    if (isOver === 'over') break;
    await sleep(afterMs);
    await sync.replaceWorker();
    kills += 1;
    lastRequest = (await account.requests(lastRequest)).at(-1)?.number ?? lastRequest;
    say(`  kill ${kills} of ${moments.length}, at ${(await sync.progress()).rows} of ${rows} rows`);
  }
  return kills;
}
