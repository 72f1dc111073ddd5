import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { PAGES_PER_REQUEST } from '../src/partner/pace/request-width.js';
import { FirstSync } from './support/first-sync.js';
import { withInstallation, type Installation } from './support/installation.js';
import { MemorySamples, residentMegabytes } from './support/memory-samples.js';
import { PartnerAccount } from './support/partner-account.js';
import { rounded } from './support/request-figures.js';
import { say } from './support/say.js';
import { sayTable } from './support/table.js';

const MOST_ABOVE_IDLE_MB = 100;
/** How much more a large account may take than a small one and still be called flat. */
const FLAT_WITHIN_MB = 30;
const SAMPLE_EVERY_MS = 500;
const POINTS = 20;
/** A worker that has just started still holds what starting took. */
const SETTLE_MS = 15_000;
const SAY_EVERY_MS = 15_000;
const REQUESTS_PER_SECOND = 1_000;

/**
 * Memory of the worker process during first syncs of a small and a large account, above that of the idle worker, with
 * the pacer raised: whether it grows with the account.
 *
 * `--transactions 100000 --limit-minutes 10` runs one, for so long at most.
 */
export async function run(args: readonly string[]): Promise<object> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      transactions: { type: 'string', multiple: true, default: ['100000', '1000000'] },
      'limit-minutes': { type: 'string', default: '30' },
      seed: { type: 'string', default: 'memory' },
    },
  });
  const limitMs = Number(values['limit-minutes']) * 60_000;
  const runs = [];
  for (const transactions of values.transactions.map(Number)) {
    // A simulator of its own each: a million rows take half a gigabyte there.
    runs.push(
      await withInstallation(limitMs + 300_000, (installation) =>
        measure(installation, { transactions, limitMs, seed: values.seed }),
      ),
    );
  }
  sayTable(runs, ['transactions', 'seconds', 'rowsPerSecond', 'idleMb', 'maxMb', 'p95Mb', 'endMb', 'isOnTarget']);
  const growth = runs.map(({ maxMb, idleMb }) => maxMb - idleMb);
  const isFlat = runs.length < 2 ? null : Math.max(...growth) - Math.min(...growth) <= FLAT_WITHIN_MB;
  return { seed: values.seed, requestsPerSecond: REQUESTS_PER_SECOND, isFlat, runs };
}

interface Load {
  readonly transactions: number;
  readonly limitMs: number;
  readonly seed: string;
}

async function measure(installation: Installation, { transactions, limitMs, seed }: Load) {
  say(`${transactions} transactions …`);
  const temporalAddress = await installation.startTemporal();
  const size = { apps: 4, merchants: Math.ceil(transactions / 20), events: Math.ceil(transactions / 10), days: 730 };
  const account = await PartnerAccount.start(installation.processes, { ...size, transactions, seed });
  await account.behave({ requestsPerSecond: null, latencyMs: 0 });
  const budget = { requestsPerSecond: REQUESTS_PER_SECOND, pagesPerRequest: PAGES_PER_REQUEST };
  return FirstSync.with(installation, { temporalAddress, account, budget }, async (sync) => {
    await sleep(SETTLE_MS);
    const { pid } = sync.worker;
    const idleMb = residentMegabytes(pid);
    const rows = transactions + size.events;
    const beganMs = performance.now();
    const samples = new MemorySamples(pid, SAMPLE_EVERY_MS);
    let saidAtMs = beganMs;
    try {
      await sync.begin();
      await sync.backfilled(limitMs, (progress) => {
        if (performance.now() - saidAtMs < SAY_EVERY_MS) return;
        saidAtMs = performance.now();
        say(`  ${progress.rows} of ${rows} rows, ${residentMegabytes(pid)} MB (idle ${idleMb} MB)`);
      });
    } finally {
      samples.stop();
    }
    const seconds = rounded((performance.now() - beganMs) / 1000, 1);
    const stored = await sync.storedRows();
    if (stored !== rows) throw new Error(`${stored} rows were stored, ${rows} are in the ledger.`);
    const figures = { maxMb: samples.max, p95Mb: samples.percentile(0.95), endMb: residentMegabytes(pid) };
    const isOnTarget = samples.max - idleMb <= MOST_ABOVE_IDLE_MB;
    const speed = { seconds, rowsPerSecond: Math.round(rows / seconds) };
    return { transactions, ...size, ...speed, idleMb, ...figures, isOnTarget, overTimeMb: samples.overTime(POINTS) };
  });
}
