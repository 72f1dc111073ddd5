import { hideApp } from '../../src/connections/store/apps.js';
import { withTenant } from '../../src/postgres/tenant.js';
import { Random } from '../../src/simulator/random.js';
import { control } from '../../src/simulator/testing.js';
import { instantFromMs } from '../../src/values/instant.js';
import { PartnerAccount } from '../support/accounts/partner-account.js';
import { randomSeed } from '../support/run/random-seed.js';
import { FeedFollower, type ShownMerchant } from '../support/servers/feed-follower.js';
import { useInstallation } from '../support/servers/installation.js';
import type { AppProcess } from '../support/servers/processes.js';
import { waitFor } from '../support/servers/wait-for.js';

/*
 * An organization with two accounts that share shops, synced by two workers that are killed in the midst of what they
 * write, while merchants come and go, apps are hidden and renamed, and merchants are erased. Whoever follows the feed has
 * in the end what the api shows, from wherever he began.
 */
const installation = useInstallation({ SYNC_INTERVAL: '1s' });
const ORGANIZATION = 'org_followed';
const APPS = ['4000001', '4000002'];
const STEPS = 24;
const STEPS_PER_KILL = 6;

const random = new Random(`${randomSeed}/feed`);
let accounts: PartnerAccount[];
let workers: AppProcess[];
let shopsFounded = 0;

const call = (method: string, path: string) => installation.call(ORGANIZATION, method, path);
const follower = (limit: number) => new FeedFollower((query) => call('GET', `/v1/changes${query}`), limit);

beforeAll(async () => {
  await installation.startApi();
  workers = await Promise.all([installation.startWorker(), installation.startWorker()]);
  accounts = [1, 2].map(() => new PartnerAccount(installation, { transactions: 200, events: 150 }, ORGANIZATION));
}, 120_000);

test(`replayed, the feed gives the merchants, though workers are killed (RANDOM_SEED=${randomSeed})`, async () => {
  const followers = [follower(100), follower(1)];
  try {
    await Promise.all(accounts.map((account) => account.connect()));
    for (let step = 0; step < STEPS; step += 1) {
      await happens(random.pick(accounts));
      if (step % STEPS_PER_KILL === 0) await killWriters();
      // One that begins while all of this goes on.
      if (step === STEPS / 2) followers.push(follower(7));
      await moreIsTold(random.between(1, 5), followers);
    }
    await settled();
    const last = await lastChange();
    await Promise.all(followers.map((one) => one.upTo(last)));
  } finally {
    await Promise.all(followers.map((one) => one.stop()));
  }
  const shown = await shownMerchants();
  expect(shown.length).toBeGreaterThan(50);
  for (const { merchants, numbers } of followers) {
    const kept = new Map([...merchants.values()].map((merchant) => [merchant.shopNumber, merchant]));
    expect([...kept.keys()].sort()).toEqual(shown.map(({ shopNumber }) => shopNumber).sort());
    // One by one: the first that differs says enough.
    for (const merchant of shown) expect(kept.get(merchant.shopNumber)).toEqual(merchant);
    expect(numbers).toEqual([...new Set(numbers)].sort((one, other) => one - other));
  }
  for (const merchant of shown) {
    const { json } = await call('GET', `/v1/merchants/${merchant.shopNumber}`);
    expect(json).toMatchObject(merchant);
  }
}, 300_000);

/** Something by chance; rows most of all. */
async function happens(account: PartnerAccount): Promise<void> {
  const app = random.pick(APPS);
  switch (random.pick(['rows', 'rows', 'rows', 'rows', 'hidden', 'renamed', 'erased'] as const)) {
    case 'rows':
      return comeAndGo(account, app);
    case 'hidden':
      return withTenant(installation.sql, ORGANIZATION, (tenant) => hideApp(tenant, account.connectionId, app));
    case 'renamed':
      await put(account, { apps: [{ number: app, name: `Named ${random.between(1, 1_000)}` }] });
      return comeAndGo(account, app); // a row tells the name
    case 'erased': {
      const merchant = (await shownMerchants()).at(random.between(0, 20));
      if (merchant === undefined) return;
      expect(await call('DELETE', `/v1/merchants/${merchant.shopNumber}`)).toMatchObject({ status: 202 });
    }
  }
}

/** Some shops install and pay; some that did leave. */
async function comeAndGo(account: PartnerAccount, appNumber: string): Promise<void> {
  const nowMs = installation.simulator.clock();
  const shops = Array.from({ length: random.between(1, 20) }, () => String(990_000 + (shopsFounded += 1)));
  const leaving = shops.map((number) => String(Number(number) - 30)).filter((number) => number > '990000');
  const amount = { amount: '35.00', currencyCode: 'USD' };
  const event = (type: string, shopNumber: string, agoMs: number, more: object = {}) => ({
    ...{ type, appNumber, shopNumber, occurredAt: instantFromMs(nowMs - agoMs), ...more },
  });
  const { apps } = installation.simulator.world.found(account.partnerOrganizationId).ledger;
  await put(account, {
    apps: apps.has(appNumber) ? [] : [{ number: appNumber, name: 'App' }],
    shops: [...leaving, ...shops].map((number) => ({
      ...{ number, name: `Shop ${number}`, myshopifyDomain: `shop-${number}.myshopify.com` },
    })),
    events: [
      ...shops.flatMap((number) => [
        event('RELATIONSHIP_INSTALLED', number, 2_000),
        event('SUBSCRIPTION_CHARGE_ACTIVATED', number, 1_000, {
          charge: { id: `gid://shopify/AppSubscription/${number}`, name: 'Pro', amount },
        }),
      ]),
      ...leaving.map((number) => event('RELATIONSHIP_UNINSTALLED', number, 0)),
    ],
  });
}

function put({ partnerOrganizationId }: PartnerAccount, rows: object): Promise<unknown> {
  return control(installation.simulator, 'POST', 'rows', { organizationId: partnerOrganizationId, put: rows });
}

/** Kills the workers while a transaction of theirs has written something, and starts others. */
async function killWriters(): Promise<void> {
  await waitFor('a transaction that writes', async () => {
    const writing = await installation.sql`
      select from pg_stat_activity
      where application_name = 'convot-worker' and datname = current_database() and backend_xid is not null
    `;
    if (writing.length === 0) return false;
    for (const worker of workers) worker.kill('SIGKILL');
    return true;
  });
  await Promise.all(workers.map((worker) => worker.exited));
  workers = await Promise.all([installation.startWorker(), installation.startWorker()]);
}

/** Until the first of them was told so many more changes; what leaves all as it was makes none, and is waited for a while. */
async function moreIsTold(changes: number, [first]: readonly FeedFollower[]): Promise<void> {
  const until = (await lastChange()) + changes;
  const deadlineMs = performance.now() + 3_000;
  await waitFor('more changes', () => (first?.last ?? 0) >= until || performance.now() > deadlineMs);
}

async function lastChange(): Promise<number> {
  const [feed] = await installation.sql<{ last: number }[]>`
    select last::integer from change_feeds where organization_id = ${ORGANIZATION}
  `;
  return feed?.last ?? 0;
}

/** Until both accounts were read whole after everything that happened, and nothing is left to derive. */
async function settled(): Promise<void> {
  const [{ now }] = await installation.sql<[{ now: string }]>`select clock_timestamp()::text as now`;
  await waitFor(
    'everything to be read and derived',
    async () => {
      const { sql } = installation;
      const [row] = await sql`
        select
        from sync_status
        having bool_and(backfilled and phase = 'idle' and last_synced_at > ${now}::timestamptz)
          and not exists (select from merchant_marks)
      `;
      return row;
    },
    { timeoutMs: 90_000 },
  );
  // Nothing comes any more that a follower has not got.
  for (const account of accounts) await account.retire();
  await Promise.all(workers.map((worker) => worker.end('SIGTERM')));
}

async function shownMerchants(): Promise<ShownMerchant[]> {
  const items: ShownMerchant[] = [];
  let cursor: unknown = '';
  while (typeof cursor === 'string') {
    const { json } = await call('GET', `/v1/merchants?limit=100${cursor === '' ? '' : `&cursor=${cursor}`}`);
    items.push(...(json['items'] as ShownMerchant[]));
    cursor = json['nextCursor'];
  }
  return items;
}
