import { setTimeout as sleep } from 'node:timers/promises';
import { PAGES_PER_REQUEST } from '../src/partner/pace/request-width.js';
import { FirstSync } from './support/accounts/first-sync.js';
import { PartnerAccount } from './support/accounts/partner-account.js';
import { rounded, sayTable } from './support/run/figures.js';
import type { Installation } from './support/run/installation.js';
import { MemorySamples, residentMegabytes } from './support/run/memory-samples.js';
import type { Chosen } from './support/run/options.js';
import { say } from './support/run/say.js';

const MOST_ABOVE_IDLE_MB = 100;
/** How much more a large account may take than a small one and still be called flat. */
const FLAT_WITHIN_MB = 30;
const SAMPLE_EVERY_MS = 500;
const POINTS = 20;
const SAY_EVERY_MS = 15_000;
const REQUESTS_PER_SECOND = 1_000;

export const options = {
  transactions: { usual: [100_000, 1_000_000], tiny: [200] },
  /** For so long at most. */
  minutes: { usual: 30, tiny: 1 },
  /** A worker that has just started still holds what starting took. */
  'settle-seconds': { usual: 15, tiny: 0 },
  seed: { usual: 'memory' },
};

/**
 * Memory of the worker process during first syncs of a small and a large account, above that of the idle worker, with
 * the pacer raised: whether it grows with the account.
 *
 * `--transactions 100000 --minutes 10` runs one, for so long at most.
 */
export async function run(installation: Installation, chosen: Chosen<typeof options>): Promise<object> {
  const { seed } = chosen;
  const [limitMs, settleMs] = [chosen.minutes * 60_000, chosen['settle-seconds'] * 1000];
  const runs = [];
  for (const transactions of chosen.transactions) {
    runs.push(await measure(installation, { transactions, limitMs, settleMs, seed }));
  }
  sayTable(runs, ['transactions', 'seconds', 'rowsPerSecond', 'idleMb', 'maxMb', 'p95Mb', 'endMb', 'isOnTarget']);
  const growth = runs.map(({ maxMb, idleMb }) => maxMb - idleMb);
  const isFlat = runs.length < 2 ? null : Math.max(...growth) - Math.min(...growth) <= FLAT_WITHIN_MB;
  return { seed, requestsPerSecond: REQUESTS_PER_SECOND, isFlat, runs };
}

interface Load {
  readonly transactions: number;
  readonly limitMs: number;
  readonly settleMs: number;
  readonly seed: string;
}

async function measure(installation: Installation, { transactions, limitMs, settleMs, seed }: Load) {
  say(`${transactions} transactions …`);
  const { address: temporalAddress } = await installation.temporal();
  const size = { apps: 4, merchants: Math.ceil(transactions / 20), events: Math.ceil(transactions / 10), days: 730 };
  const account = await PartnerAccount.start(installation.processes, { ...size, transactions, seed });
  await account.behave({ requestsPerSecond: null, latencyMs: 0 });
  const tuning = { requestsPerSecond: REQUESTS_PER_SECOND, pagesPerRequest: PAGES_PER_REQUEST };
  try {
    return await FirstSync.with(installation, { temporalAddress, account, tuning }, async (sync) => {
      await sleep(settleMs);
      const { pid } = sync.worker.running;
      const idleMb = residentMegabytes(pid);
      const rows = transactions + size.events;
      const beganMs = performance.now();
      const samples = new MemorySamples(pid, SAMPLE_EVERY_MS);
      let saidAtMs = beganMs;
      try {
        await sync.begin();
        await sync.until(
          ({ backfilled }) => backfilled,
          limitMs,
          (progress) => {
            if (performance.now() - saidAtMs < SAY_EVERY_MS) return;
            saidAtMs = performance.now();
            say(`  ${progress.rows} of ${rows} rows, ${residentMegabytes(pid)} MB (idle ${idleMb} MB)`);
          },
        );
      } finally {
        samples.stop();
      }
      const seconds = rounded((performance.now() - beganMs) / 1000, 1);
      const stored = await sync.storedRows();
      if (stored !== rows) throw new Error(`${stored} rows were stored, ${rows} are in the ledger.`);
      const figures = { maxMb: samples.max, p95Mb: samples.quantile(0.95), endMb: residentMegabytes(pid) };
      const isOnTarget = samples.max - idleMb <= MOST_ABOVE_IDLE_MB;
      const speed = { seconds, rowsPerSecond: Math.round(rows / seconds) };
      return { transactions, ...size, ...speed, idleMb, ...figures, isOnTarget, overTimeMb: samples.overTime(POINTS) };
    });
  } finally {
    // A million rows take half a gigabyte there.
    await account.stop();
  }
}
