import { REQUESTS_PER_SECOND } from '../src/partner/pace/pacer.js';
import { PAGES_PER_REQUEST } from '../src/partner/pace/request-width.js';
import { accountWorlds, worldsNamed } from '../src/simulator/worlds/account-worlds.js';
import { ExpectedRows } from './support/accounts/expected-rows.js';
import { FirstSync, type Progress } from './support/accounts/first-sync.js';
import { Killer, killMoments } from './support/accounts/kills.js';
import { PartnerAccount } from './support/accounts/partner-account.js';
import { requestFigures } from './support/accounts/request-figures.js';
import { rounded, sayTable } from './support/run/figures.js';
import type { Installation } from './support/run/installation.js';
import type { Chosen } from './support/run/options.js';
import { say } from './support/run/say.js';

interface Variant {
  readonly world: string;
  readonly latencyMs: number;
  /** 1, or the most that the adaptive width may reach. */
  readonly pagesPerRequest: number;
}

// Of what one full page a request allows, with connecting and discovering apps inside.
const LEAST_SHARE: Readonly<Record<'onePage' | 'adaptive', Readonly<Record<number, number>>>> = {
  onePage: { 50: 0.95, 300: 0.95, 800: 0.9 },
  adaptive: { 50: 5, 300: 4, 800: 3.5 },
};
const MOST_THROTTLED = 0.01;
const MOST_WASTED = 0.15;
const MOST_DERIVING = 0.1;
// One page at a time, each waiting for the one before it, takes 140 × 0.8 s.
const RUN_TIMEOUT_MS = 300_000;
// Until Temporal notices that a worker is gone, and gives its work to the next.
const KILL_TIMEOUT_MS = 60_000;

export const options = {
  /** One of the accounts, or `all`. */
  world: { usual: 'all', tiny: 'even' },
  latency: { usual: [50, 300, 800], tiny: [0] },
  pages: { usual: [1, PAGES_PER_REQUEST], tiny: [PAGES_PER_REQUEST] },
  kills: { usual: 0 },
  transactions: { usual: 10_000, tiny: 200 },
  seed: { usual: String(Date.now() % 1_000_000), tiny: 'tiny' },
};

/**
 * A first sync over real processes, from the `POST` that connects an account: of several accounts, at several latencies,
 * with one page a request and with as many as the other side likes; how much of Shopify's limit it uses until every row is
 * stored, and how long deriving takes from there.
 *
 * `--world billing --latency 300 --pages 1` runs one; `--kills 10 --seed word` kills the worker ten times in each.
 */
export async function run(installation: Installation, chosen: Chosen<typeof options>): Promise<object> {
  const { kills, seed, transactions } = chosen;
  const size = {
    ...{ apps: 4, days: 730, transactions },
    ...{ merchants: Math.ceil(transactions * 0.13), events: Math.ceil(transactions * 0.4) },
  };
  say(`Seed ${seed}: the same rows${kills > 0 ? ' and moments' : ''} with --seed ${seed}`);
  const { address: temporalAddress } = await installation.temporal();
  const runs = [];
  for (const world of worldsNamed(chosen.world)) {
    const account = await PartnerAccount.start(installation.processes, {
      ...size,
      ...accountWorlds[world],
      seed,
    });
    const expected = new ExpectedRows(account);
    try {
      for (const latencyMs of chosen.latency) {
        for (const pagesPerRequest of chosen.pages) {
          const variant = { world, latencyMs, pagesPerRequest };
          runs.push(await measure(installation, { temporalAddress, account, expected, variant, kills, seed }));
        }
      }
    } finally {
      await account.stop();
    }
  }
  sayTable(runs, [
    ...(['world', 'latencyMs', 'pagesPerRequest', 'isOnTarget', 'seconds', 'share', 'wastedShare'] as const),
    ...(['throttledShare', 'planAfterSeconds', 'derivingSeconds', 'derivingShare'] as const),
    ...(['requests', 'meanPagesPerRequest', 'pages', 'emptyPages', 'kills', 'rests', 'pagesReadAgain'] as const),
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
  const { world, latencyMs, pagesPerRequest } = variant;
  say(`${world}, ${latencyMs} ms latency, at most ${pagesPerRequest} pages a request …`);
  await account.behave({ requestsPerSecond: REQUESTS_PER_SECOND, latencyMs });
  await account.forgetRequests();
  const options = { temporalAddress, account, tuning: { pagesPerRequest } };
  return FirstSync.with(installation, options, async (sync) => {
    const beganMs = performance.now();
    const secondsSince = () => rounded((performance.now() - beganMs) / 1000, 2);
    await sync.begin();
    let planAfterSeconds: number | null = null;
    const rows = expected.count;
    const timeoutMs = RUN_TIMEOUT_MS + kills * KILL_TIMEOUT_MS;
    const killer = new Killer(sync, account);
    await killer.killAt(killMoments(seed, kills), rows, timeoutMs);
    const onLook = async (progress: Progress) => {
      if (progress.merchants > 0) planAfterSeconds ??= secondsSince();
      await killer.endRest(progress);
    };
    await sync.until((progress) => progress.rows >= rows, timeoutMs, onLook);
    const seconds = secondsSince();
    await sync.until(({ isDerived }) => isDerived, timeoutMs, onLook);
    const derivingSeconds = rounded(secondsSince() - seconds, 2);
    await expected.compare(sync.sql);
    const { pages, neededPages: needed, ...figures } = requestFigures(await account.requests(), expected.ofFeeds);
    const timing = {
      ...{ seconds, planAfterSeconds, derivingSeconds, derivingShare: rounded(derivingSeconds / seconds, 3) },
      ...{
        share: rounded(needed / REQUESTS_PER_SECOND / seconds, 3),
        wastedShare: rounded((pages - needed) / pages, 3),
      },
    };
    const measured = { ...variant, ...timing, ...figures, pages, neededPages: needed };
    // Kills cost Temporal's heartbeat timeout each: such a run has no target but the rows.
    const target = { isOnTarget: kills > 0 ? null : isOnTarget(measured) };
    return { ...measured, ...target, areRowsEqual: true, kills: killer.kills, rests: killer.rests };
  });
}

type Measured = Variant & Readonly<Record<'share' | 'wastedShare' | 'throttledShare' | 'derivingShare', number>>;

function isOnTarget({
  latencyMs,
  pagesPerRequest,
  share,
  wastedShare,
  throttledShare,
  derivingShare,
}: Measured): boolean {
  const isOnePage = pagesPerRequest === 1;
  const least = LEAST_SHARE[isOnePage ? 'onePage' : 'adaptive'][latencyMs] ?? 0;
  const isFast = share >= least && throttledShare < MOST_THROTTLED;
  return isFast && (isOnePage || (wastedShare < MOST_WASTED && derivingShare <= MOST_DERIVING));
}
