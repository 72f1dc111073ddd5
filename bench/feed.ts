import { waitFor } from '../src/dev/processes/wait-for.js';
import { REQUESTS_PER_SECOND } from '../src/partner/pace/pacer.js';
import { FirstSync } from './support/accounts/first-sync.js';
import { PartnerAccount } from './support/accounts/partner-account.js';
import { followFeed } from './support/feed/feed-reader.js';
import { News } from './support/feed/news.js';
import { watchStoredRows } from './support/feed/stored-rows.js';
import { startUpdateReceiver } from './support/feed/update-receiver.js';
import { quantile, sayTable } from './support/run/figures.js';
import type { Installation } from './support/run/installation.js';
import type { Chosen } from './support/run/options.js';
import { say } from './support/run/say.js';

const MOST_P95_MS = 2_000;
const SYNC_TIMEOUT_MS = 300_000;
const NEWS_TIMEOUT_MS = 60_000;
/** Of the generated world's shops many have left an app when a burst comes. */
const SHOPS_FOR_EACH = 4;

export const options = {
  latency: { usual: 300, tiny: 0 },
  /** How many merchants leave at once. */
  burst: { usual: [1, 10, 100], tiny: [1, 3] },
  /** How often each. */
  times: { usual: 20, tiny: 1 },
  seed: { usual: 'feed' },
};

/**
 * How long a change is under way: merchants uninstall at Shopify, the connection is told to sync, its rows are stored, and
 * whoever listens to the change feed has the merchant; so has Convot's receiver, which is told every change. Worker and api are processes of their own, upstream is slow.
 * Measured from the commit of the row, and from Shopify's showing it.
 */
export async function run(installation: Installation, chosen: Chosen<typeof options>): Promise<object> {
  const { latency, burst, times, seed } = chosen;
  const merchants = SHOPS_FOR_EACH * times * burst.reduce((sum, size) => sum + size, 0);
  const size = { apps: 2, days: 365, merchants, transactions: 2 * merchants, events: 4 * merchants };
  const { address: temporalAddress } = await installation.temporal();
  const account = await PartnerAccount.start(installation.processes, { ...size, seed });
  await account.behave({ requestsPerSecond: REQUESTS_PER_SECOND, latencyMs: latency });
  const sent = new News();
  const receiver = await startUpdateReceiver(sent.heard);
  try {
    const setting = { temporalAddress, account, tuning: {}, syncInterval: '1h', receiver };
    const measured = await FirstSync.with(installation, setting, async (sync) => {
      await sync.begin();
      await sync.until(({ isDerived }) => isDerived, SYNC_TIMEOUT_MS);
      return measure(sync, account, sent, burst, times);
    });
    const rows = measured.map(({ size, paths }) => ({ size, ...figuresOf(paths) }));
    sayTable(rows, [
      'size',
      'merchants',
      'storedP50Ms',
      'p50Ms',
      'p95Ms',
      'p99Ms',
      'sentP50Ms',
      'sentP95Ms',
      'sentP99Ms',
    ]);
    const all = figuresOf(measured.flatMap(({ paths }) => paths));
    return {
      seed,
      ...size,
      latencyMs: latency,
      bursts: rows,
      all,
      isOnTarget: Math.max(all.p95Ms, all.sentP95Ms) <= MOST_P95_MS,
    };
  } finally {
    await receiver.close();
    await account.stop();
  }
}

/** How long one change was under way. */
interface Path {
  /** From Shopify's showing the row to its commit here. */
  readonly storedMs: number;
  /** From there to whoever listens. */
  readonly heardMs: number;
  /** From there to Convot's receiver. */
  readonly sentMs: number;
}

async function measure(sync: FirstSync, account: PartnerAccount, sent: News, sizes: readonly number[], times: number) {
  const [stored, seen] = [new News(), new News()];
  const listeners = [await watchStoredRows(sync.sql, stored.heard), followFeed(sync.api, seen.heard)];
  try {
    await Promise.all(listeners.map(({ ready }) => ready));
    await waitFor('the receiver to be told of the first sync', () => isTold(sync), { timeoutMs: SYNC_TIMEOUT_MS });
    const measured = [];
    for (const size of sizes) {
      say(`${size} at once, ${times} times …`);
      const paths: Path[] = [];
      for (let time = 0; time < times; time += 1) {
        const shops = await sync.installedShops(size);
        const numbers = shops.map(({ shopNumber }) => shopNumber);
        for (const news of [stored, seen, sent]) news.forget();
        const beganMs = performance.now();
        await account.uninstall(...shops);
        await sync.nudge();
        await waitFor('the news', () => [stored, seen, sent].every((news) => news.hasAll(numbers)) || undefined, {
          timeoutMs: NEWS_TIMEOUT_MS,
        });
        for (const number of numbers) {
          const storedAtMs = stored.atMs(number);
          const [heardMs, sentMs] = [seen.atMs(number) - storedAtMs, sent.atMs(number) - storedAtMs];
          paths.push({ storedMs: storedAtMs - beganMs, heardMs, sentMs });
        }
        await sync.until(({ isDerived }) => isDerived, SYNC_TIMEOUT_MS);
        // Bursts come one by one: what this one has Convot told of churn does not keep the next one waiting.
        await waitFor('the deliveries', () => areDelivered(sync), { timeoutMs: SYNC_TIMEOUT_MS });
      }
      measured.push({ size, paths });
    }
    return measured;
  } finally {
    await Promise.all(listeners.map((listener) => listener.stop()));
  }
}

/** @returns true once the receiver was told everything */
async function isTold({ sql }: FirstSync): Promise<true | undefined> {
  const told = await sql`
    select from change_feeds join update_cursors using (organization_id) where number = last
  `;
  return told.length > 0 || undefined;
}

/** @returns true once no message of churn is left to deliver */
async function areDelivered({ sql }: FirstSync): Promise<true | undefined> {
  const pending = await sql`select from webhook_messages where state = 'pending'`;
  return pending.length === 0 || undefined;
}

function figuresOf(paths: readonly Path[]) {
  const at = (share: number, of: (path: Path) => number) => Math.round(quantile(paths.map(of), share));
  const heard = ({ heardMs }: Path) => heardMs;
  const sent = ({ sentMs }: Path) => sentMs;
  return {
    merchants: paths.length,
    storedP50Ms: at(0.5, ({ storedMs }) => storedMs),
    p50Ms: at(0.5, heard),
    p95Ms: at(0.95, heard),
    p99Ms: at(0.99, heard),
    mostMs: at(1, heard),
    sentP50Ms: at(0.5, sent),
    sentP95Ms: at(0.95, sent),
    sentP99Ms: at(0.99, sent),
    sentMostMs: at(1, sent),
    sinceShownP95Ms: at(0.95, ({ storedMs, heardMs }) => storedMs + heardMs),
  };
}
