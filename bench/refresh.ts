import { setTimeout as sleep } from 'node:timers/promises';
import { type BrowserContext, chromium } from 'playwright-core';
import { REQUESTS_PER_SECOND } from '../src/partner/pace/pacer.js';
import { findChromium } from '../test/support/pages/chromium.js';
import { startHostServer } from '../test/support/pages/host-page.js';
import { FirstSync } from './support/accounts/first-sync.js';
import { PartnerAccount } from './support/accounts/partner-account.js';
import { embedMs, openHost, shownMs } from './support/panel/shown-times.js';
import { quantile, rounded, sayTable } from './support/run/figures.js';
import type { Installation } from './support/run/installation.js';
import type { Chosen } from './support/run/options.js';
import { say } from './support/run/say.js';

const MOST_P95_MS = 2_000;
const SYNC_TIMEOUT_MS = 120_000;
// With so many merchants of a first sync there is always one to open.
const FIRST_MERCHANTS = 10;
// Of the four requests a second one may be for whoever waits: the next opening is to find it free.
const BETWEEN_MS = 1_200;

export const options = {
  latency: { usual: 300, tiny: 0 },
  openings: { usual: 30, tiny: 2 },
  transactions: { usual: 20_000, tiny: 200 },
  seed: { usual: 'refresh' },
};

/**
 * How long an agent waits for what has just happened at Shopify: a merchant uninstalls, then their conversation is
 * opened, and the panel in a real browser shows it. While the account's first sync uses the whole of Shopify's limit (in
 * one first sync after the other, because each has time for a few openings only), and beside a connection that is idle and
 * would next be synced an hour later.
 */
export async function run(installation: Installation, chosen: Chosen<typeof options>): Promise<object> {
  const { latency, openings, transactions, seed } = chosen;
  const size = { apps: 4, days: 730, transactions, merchants: openings * 6, events: openings * 18 };
  const { address: temporalAddress } = await installation.temporal();
  const account = await PartnerAccount.start(installation.processes, { ...size, seed });
  await account.behave({ requestsPerSecond: REQUESTS_PER_SECOND, latencyMs: latency });
  const executablePath = await findChromium(installation.search);
  const host = await startHostServer();
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-quic'] });
  try {
    const setting = { temporalAddress, account, tuning: {}, syncInterval: '1h', frameAncestors: host.origin };
    const during: Opening[] = [];
    let idle: Opening[] = [];
    for (let firstSyncs = 0; during.length < openings && firstSyncs < openings; firstSyncs += 1) {
      await FirstSync.with(installation, setting, async (sync) => {
        const context = await browser.newContext({ viewport: { width: 360, height: 900 } });
        const stage: Stage = { sync, account, context, hostOrigin: host.origin };
        await sync.begin();
        await sync.until(({ merchants }) => merchants >= Math.min(openings, FIRST_MERCHANTS), SYNC_TIMEOUT_MS);
        say(`While a first sync goes on: opening ${during.length + 1} …`);
        during.push(...(await open(stage, openings - during.length, async () => (await sync.progress()).backfilled)));
        await sync.until(({ isDerived }) => isDerived, SYNC_TIMEOUT_MS);
        if (idle.length === 0) {
          say('Beside an idle connection …');
          idle = await open(stage, openings, () => Promise.resolve(false));
        }
        await context.close();
      });
    }
    const measured = { during: figuresOf(during), idle: figuresOf(idle) };
    const rows = Object.entries(measured).map(([when, figures]) => ({ when, ...figures }));
    sayTable(rows, ['when', 'openings', 'storedP50Ms', 'p50Ms', 'p95Ms', 'mostMs']);
    const requests = await account.requests();
    const throttled = requests.filter(({ status }) => status === 429).length;
    const isOnTarget = measured.idle.p95Ms <= MOST_P95_MS && measured.during.p95Ms <= MOST_P95_MS;
    const slower = rounded(measured.during.p50Ms / measured.idle.p50Ms, 2);
    return { seed, ...size, latencyMs: latency, ...measured, slower, throttled, isOnTarget };
  } finally {
    await browser.close();
    await host.close();
    await account.stop();
  }
}

interface Stage {
  readonly sync: FirstSync;
  readonly account: PartnerAccount;
  readonly context: BrowserContext;
  readonly hostOrigin: string;
}

interface Opening {
  /** Until what is stored was shown. */
  readonly storedMs: number;
  /** Until the uninstall was, too. */
  readonly newsMs: number;
}

/** Merchants leave one by one, and the conversation of each is opened at once. */
async function open(stage: Stage, most: number, isOver: () => Promise<boolean>): Promise<Opening[]> {
  const { sync, account, context, hostOrigin } = stage;
  const { api } = sync;
  const times: Opening[] = [];
  while (times.length < most && !(await isOver())) {
    const shop = await sync.installedShop();
    const page = await openHost(context, hostOrigin, api.token);
    await account.uninstall(shop);
    const { frame, tookMs, beganMs } = await embedMs(page, `${api.url}/panel?shop=${shop.domain}`);
    times.push({ storedMs: tookMs, newsMs: await shownMs(frame, 'Uninstalled the app', beganMs) });
    await page.close();
    await sleep(BETWEEN_MS);
  }
  return times;
}

function figuresOf(times: readonly Opening[]) {
  const at = (share: number, of: keyof Opening) =>
    times.length === 0
      ? 0
      : Math.round(
          quantile(
            times.map((opening) => opening[of]),
            share,
          ),
        );
  return {
    openings: times.length,
    storedP50Ms: at(0.5, 'storedMs'),
    p50Ms: at(0.5, 'newsMs'),
    p95Ms: at(0.95, 'newsMs'),
    mostMs: rounded(at(1, 'newsMs'), 0),
  };
}
