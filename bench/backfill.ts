import { REQUESTS_PER_SECOND } from '../src/partner/pace/pacer.js';
import { PAGES_PER_REQUEST } from '../src/partner/pace/request-width.js';
import { ExpectedRows } from './support/accounts/expected-rows.js';
import { FirstSync } from './support/accounts/first-sync.js';
import { Killer, killMoments } from './support/accounts/kills.js';
import { PartnerAccount } from './support/accounts/partner-account.js';
import { neededPages, requestFigures } from './support/accounts/request-figures.js';
import { rounded, sayTable } from './support/run/figures.js';
import type { Installation } from './support/run/installation.js';
import type { Chosen } from './support/run/options.js';
import { say } from './support/run/say.js';

interface Variant {
  readonly latencyMs: number;
  /** 1, or the most that the adaptive width may reach. */
  readonly pagesPerRequest: number;
}

const LEAST_SHARE_OF_ONE_PAGE: Readonly<Record<number, number>> = { 50: 0.95, 300: 0.95, 800: 0.9 };
const LEAST_ADAPTIVE_SHARE = 3;
const MOST_THROTTLED = 0.02;
// One page at a time, each waiting for the one before it, takes 140 × 0.8 s.
const RUN_TIMEOUT_MS = 300_000;
// Until Temporal notices that a worker is gone, and gives its work to the next.
const KILL_TIMEOUT_MS = 60_000;

export const options = {
  latency: { usual: [50, 300, 800], tiny: [0] },
  pages: { usual: [1, PAGES_PER_REQUEST], tiny: [PAGES_PER_REQUEST] },
  kills: { usual: 0 },
  transactions: { usual: 10_000, tiny: 200 },
  seed: { usual: String(Date.now() % 1_000_000), tiny: 'tiny' },
};

/**
 * A first sync over real processes, at several latencies, with one page a request and with as many as the other side
 * likes; how much of Shopify's limit it uses.
 *
 * `--latency 300 --pages 1` runs one; `--kills 10 --seed word` kills the worker ten times in each.
 */
export async function run(installation: Installation, chosen: Chosen<typeof options>): Promise<object> {
  const { kills, seed, transactions } = chosen;
  const size = {
    ...{ apps: 4, days: 730, transactions },
    ...{ merchants: Math.ceil(transactions * 0.13), events: Math.ceil(transactions * 0.4) },
  };
  const variants = chosen.latency.flatMap((latencyMs) =>
    chosen.pages.map((pagesPerRequest) => ({ latencyMs, pagesPerRequest })),
  );
  say(`Seed ${seed}: the same rows${kills > 0 ? ' and moments' : ''} with --seed ${seed}`);
  const { address: temporalAddress } = await installation.temporal();
  const account = await PartnerAccount.start(installation.processes, { ...size, seed });
  const expected = new ExpectedRows(account);
  const runs = [];
  for (const variant of variants) {
    runs.push(await measure(installation, { temporalAddress, account, expected, variant, kills, seed }));
  }
  sayTable(runs, [
    ...(['latencyMs', 'pagesPerRequest', 'seconds', 'share', 'isOnTarget', 'requests', 'throttledShare'] as const),
    ...(['meanPagesPerRequest', 'emptyPages', 'surplusPages', 'kills', 'rests', 'pagesReadAgain'] as const),
  ]);
  return { seed, ...size, requestsPerSecond: REQUESTS_PER_SECOND, runs };
}

interface Run {
  readonly temporalAddress: string;
  readonly account: PartnerAccount;
  readonly expected: ExpectedRows;
  readonly variant: Variant;
  readonly kills: number;
  readonly seed: string;
}

async function measure(installation: Installation, run: Run) {
  const { temporalAddress, account, expected, variant, kills, seed } = run;
  const { latencyMs, pagesPerRequest } = variant;
  say(`${latencyMs} ms latency, at most ${pagesPerRequest} pages a request …`);
  await account.behave({ requestsPerSecond: REQUESTS_PER_SECOND, latencyMs });
  await account.forgetRequests();
  const options = { temporalAddress, account, tuning: { pagesPerRequest } };
  return FirstSync.with(installation, options, async (sync) => {
    const beganMs = performance.now();
    const secondsSince = () => rounded((performance.now() - beganMs) / 1000, 2);
    await sync.begin();
    let storedAfterSeconds: number | null = null;
    const rows = expected.count;
    const timeoutMs = RUN_TIMEOUT_MS + kills * KILL_TIMEOUT_MS;
    const killer = new Killer(sync, account);
    await killer.killAt(killMoments(seed, kills), rows, timeoutMs);
    await sync.backfilled(timeoutMs, async (progress) => {
      if (progress.rows >= rows) storedAfterSeconds ??= secondsSince();
      await killer.endRest(progress);
    });
    const seconds = secondsSince();
    storedAfterSeconds ??= seconds;
    await expected.compare(sync.sql);
    const figures = requestFigures(await account.requests(), expected.ofFeeds);
    const idealSeconds = neededPages(expected.ofFeeds) / REQUESTS_PER_SECOND;
    const share = rounded(idealSeconds / seconds, 3);
    const timing = { seconds, storedAfterSeconds, share, shareOfStored: rounded(idealSeconds / storedAfterSeconds, 3) };
    // Kills cost Temporal's heartbeat timeout each: such a run has no target but the rows.
    const target = { isOnTarget: kills > 0 ? null : isOnTarget(variant, share, figures) };
    return {
      ...variant,
      ...target,
      areRowsEqual: true,
      kills: killer.kills,
      rests: killer.rests,
      ...timing,
      ...figures,
    };
  });
}

function isOnTarget({ latencyMs, pagesPerRequest }: Variant, share: number, figures: { throttledShare: number }) {
  const least = pagesPerRequest === 1 ? (LEAST_SHARE_OF_ONE_PAGE[latencyMs] ?? 0.9) : LEAST_ADAPTIVE_SHARE;
  return share >= least && figures.throttledShare < MOST_THROTTLED;
}
