import { APP, ToldAccount } from '../../test/support/accounts/told-account.js';
import { waitFor } from '../../test/support/servers/wait-for.js';
import { Throttled } from '../partner/client/errors.js';
import { createClientBudgets } from '../partner/pace/client-budgets.js';
import { runSync } from './run-sync.js';

const POLICY = { intervalMs: 240_000, failureLimit: 5 };
/** More than the newest page of an app's events holds. */
const SHOPS = 110;

/** It alone has no lower bound. */
function isOfWalk(variables: Readonly<Record<string, unknown>>): boolean {
  return !Object.keys(variables).some((name) => /AtMin/.test(name));
}

let told: ToldAccount;

beforeAll(async () => {
  told = await ToldAccount.start();
});
afterAll(() => told.close());

test('what is new is derived and told as soon as all of it is here, once, while a walk goes on', async () => {
  const { swept } = told;
  const { account } = swept;
  const shops = Array.from({ length: SHOPS }, () => told.shop({}));
  await swept.syncUntilOk();
  await swept.walkIsDue();
  account.clock.nowMs = Date.now();
  for (const shop of shops) told.happens(shop, 'RELATIONSHIP_UNINSTALLED', 0);
  const read = async () => {
    const [row] = await account.sql<[{ stored: number; gone: number; last: number }]>`
      select
        (select count(*)::integer from app_events where type = 'RELATIONSHIP_UNINSTALLED') as stored,
        (select count(*)::integer from merchant_apps where uninstalled_at is not null) as gone,
        (select last::float8 from change_feeds) as last
    `;
    return row;
  };
  const before = await read();
  expect(before).toMatchObject({ stored: 0, gone: 0 });

  const goneWhenTold: number[] = [];
  let held = 0;
  const isDone = async () => goneWhenTold.length > 0 && (await read()).gone === SHOPS;
  const deps: typeof account.deps = {
    ...account.deps,
    // So that none of the walk comes with what is new.
    budgetOf: createClientBudgets({ requestsPerSecond: 1_000, pagesPerRequest: 1 }),
    startUpdates: async () => void goneWhenTold.push((await read()).gone),
    partnerApi: async (request) => {
      if (isOfWalk(request.variables)) {
        held += 1;
        await waitFor('what is new to be derived and told', isDone);
      }
      return account.deps.partnerApi(request);
    },
  };
  const input = { ...account.key, budgetMs: 60_000, head: true, delayFactor: 1 };
  await runSync(deps, POLICY, input, new AbortController().signal);

  expect(held).toBeGreaterThan(0);
  // As of the scan before nobody has left, and Convot would be told so.
  expect(goneWhenTold).not.toContain(0);
  expect((await read()).last - before.last).toBe(SHOPS);
});

/** Its feed has been quiet for an hour, and what it has since then no scan has seen. */
const quietApp = () => {
  const app = [...told.swept.ledger.apps.values()].find(({ number }) => number !== APP.number);
  if (app === undefined) throw new Error('There is one app only.');
  return app;
};

test.each([
  { what: 'newer rows', app: () => APP, agoMs: 0 },
  { what: 'rows of a feed that other scans left out, older than these,', app: quietApp, agoMs: 5 * 60_000 },
])('a sync that has to stop while $what are missing leaves merchants as they were', async ({ app, agoMs }) => {
  const { swept } = told;
  const { account } = swept;
  await swept.syncUntilOk();
  account.clock.nowMs = Date.now();
  const shops = Array.from({ length: SHOPS }, () => told.shop(null));
  for (const [index, shop] of shops.entries()) {
    told.happens(shop, 'RELATIONSHIP_REACTIVATED', index < SHOPS / 2 ? agoMs : 0, { app: app() });
  }
  const merchants = async () => {
    const [row] = await account.sql<[{ count: number; last: number }]>`
      select count(*)::integer, (select last::float8 from change_feeds) as last from merchants
    `;
    return row;
  };
  const before = await merchants();
  const deps: typeof account.deps = {
    ...account.deps,
    partnerApi: async (request) => {
      const [row] = await account.sql<[{ open: number }]>`
        select count(*)::integer as open from sync_windows where kind = 'head'
      `;
      if (row.open > 0) throw new Throttled(60_000);
      return account.deps.partnerApi(request);
    },
  };
  const input = { ...account.key, budgetMs: 60_000, head: true, delayFactor: 1 };
  const { end } = await runSync(deps, POLICY, input, new AbortController().signal);

  // Not cut off by its time, which derives nothing anyway.
  expect(end.outcome === 'more' && end.waitMs > 0).toBe(true);
  expect(await merchants()).toEqual(before);
  await account.sql`update sync_status set waiting_until = null`;
  await swept.syncUntilOk();
  expect((await merchants()).count).toBe(before.count + SHOPS);
});

test('rows that are only read again, for what Shopify shows late, keep nothing back', async () => {
  const { swept } = told;
  const { account } = swept;
  const [known, fresh] = [0, 1].map(() => Array.from({ length: 60 }, () => told.shop(null)));
  account.clock.nowMs = Date.now();
  for (const shop of known ?? []) told.happens(shop, 'RELATIONSHIP_UNINSTALLED', 5 * 60_000);
  await swept.syncUntilOk();
  account.clock.nowMs = Date.now();
  for (const shop of fresh ?? []) told.happens(shop, 'RELATIONSHIP_UNINSTALLED', 0);
  const gone = async () => {
    const [row] = await account.sql<[{ gone: number; open: number }]>`
      select
        (select count(*)::integer from merchant_apps where uninstalled_at is not null) as gone,
        (select count(*)::integer from sync_windows where kind = 'head') as open
    `;
    return row;
  };
  const before = (await gone()).gone;
  let held = 0;
  const deps: typeof account.deps = {
    ...account.deps,
    partnerApi: async (request) => {
      if ((await gone()).open > 0) {
        held += 1;
        await waitFor('those that left to be derived', async () => (await gone()).gone === before + 60);
      }
      return account.deps.partnerApi(request);
    },
  };
  const input = { ...account.key, budgetMs: 60_000, head: true, delayFactor: 1 };
  await runSync(deps, POLICY, input, new AbortController().signal);
  expect(held).toBeGreaterThan(0);
});
