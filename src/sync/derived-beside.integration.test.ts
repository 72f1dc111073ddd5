import { APP, ToldAccount } from '../../test/support/accounts/told-account.js';
import { waitFor } from '../../test/support/servers/wait-for.js';
import { insertManualApp } from '../connections/store/apps.js';
import { prepareFeed } from '../connections/store/sync-status.js';
import { rebuildMerchants } from '../merchants/derive/rebuild-merchants.js';
import { Throttled } from '../partner/client/errors.js';
import { createClientBudgets } from '../partner/pace/client-budgets.js';
import { withTenant } from '../postgres/tenant.js';
import { runSync } from './run-sync.js';

const POLICY = { intervalMs: 240_000, failureLimit: 5 };
/** More than the newest page of an app's events holds. */
const SHOPS = 110;

/** It alone has no lower bound. */
function isOfWalk(variables: Readonly<Record<string, unknown>>): boolean {
  return !Object.keys(variables).some((name) => /AtMin/.test(name));
}

let told: ToldAccount;

beforeEach(async () => {
  told = await ToldAccount.start();
});
afterEach(() => told.close());

/** Its feed has been quiet for an hour, and what it has since then no scan has seen. */
const quietApp = () => {
  const app = [...told.swept.ledger.apps.values()].find(({ number }) => number !== APP.number);
  if (app === undefined) throw new Error('There is one app only.');
  return app;
};

async function merchants(): Promise<{ readonly count: number; readonly last: number }> {
  const [row] = await told.swept.account.sql<[{ count: number; last: number }]>`
    select count(*)::integer, (select last::float8 from change_feeds) as last from merchants
  `;
  return row;
}

/** A sync that is sent away once what its first request brought is stored: the newest pages. */
async function stoppedOnce(isReached: () => Promise<boolean>): Promise<void> {
  const { account } = told.swept;
  let requests = 0;
  const deps: typeof account.deps = {
    ...account.deps,
    partnerApi: async (request) => {
      requests += 1;
      if (requests === 1) return account.deps.partnerApi(request);
      await waitFor('the newest pages to be stored', isReached);
      throw new Throttled(60_000);
    },
  };
  const input = { ...account.key, budgetMs: 60_000, head: true, delayFactor: 1 };
  const { end } = await runSync(deps, POLICY, input, new AbortController().signal);
  // Not cut off by its time, which derives nothing anyway.
  expect(end.outcome === 'more' && end.waitMs > 0).toBe(true);
  await account.sql`update sync_status set waiting_until = null`;
}

async function hasOpenWindows(): Promise<boolean> {
  const [row] = await told.swept.account.sql<[{ open: boolean }]>`
    select exists (select from sync_windows where kind in ('head', 'backfill')) as open
  `;
  return row.open;
}

/** Shops that Convot knows nothing of, each with what has just happened to it. */
function newcomers(many: number, agoMs: (index: number) => number, parts: Parameters<ToldAccount['happens']>[3] = {}) {
  for (let index = 0; index < many; index += 1) {
    told.happens(told.shop(null), 'RELATIONSHIP_REACTIVATED', agoMs(index), parts);
  }
}

describe('a sync that has to stop while newer rows are missing leaves merchants as they were', () => {
  let before: { readonly count: number; readonly last: number };
  beforeEach(async () => {
    // By which the app is known, down to a minute ago.
    told.happens(told.shop({}), 'RELATIONSHIP_REACTIVATED', 60_000);
    await told.swept.syncUntilOk();
    told.swept.account.clock.nowMs = Date.now();
    before = await merchants();
  });
  const expectAllArrive = async (many: number) => {
    await told.swept.syncUntilOk();
    expect((await merchants()).count).toBe(before.count + many);
  };

  test('below the newest page', async () => {
    newcomers(SHOPS, () => 0);
    await stoppedOnce(hasOpenWindows);
    expect(await merchants()).toEqual(before);
    // Nor are newcomers told by whoever looks after connections that have stopped, or derives all again.
    await told.reconcile();
    const { deps, key } = told.swept.account;
    for await (const { created } of rebuildMerchants(deps.sql, key)) expect(created).toBe(0);
    expect(await merchants()).toEqual(before);
    await expectAllArrive(SHOPS);
  });

  test('of a feed that other scans left out, older than these', async () => {
    newcomers(SHOPS, (index) => (index < SHOPS / 2 ? 5 * 60_000 : 0), { app: quietApp() });
    await stoppedOnce(hasOpenWindows);
    expect(await merchants()).toEqual(before);
    await expectAllArrive(SHOPS);
  });

  test('at the very instant of the newest row that was known', async () => {
    const at = (told.swept.account.clock.nowMs - 1_000) * 1_000;
    newcomers(1, () => 0, { at, visibleAt: at });
    await told.swept.syncUntilOk();
    before = await merchants();
    // The newest page ends with one of that instant.
    newcomers(SHOPS, () => 0, { at, visibleAt: at });
    newcomers(60, () => 0);
    await stoppedOnce(hasOpenWindows);
    expect(await merchants()).toEqual(before);
    await expectAllArrive(SHOPS + 60);
  });

  test('below a newest page that is refused when it is asked for again', async () => {
    const { account } = told.swept;
    newcomers(SHOPS, () => 0);
    await stoppedOnce(hasOpenWindows);
    const when = { appNumber: APP.number, times: 1 };
    account.simulator.faults.set([{ when, effect: { kind: 'graphql_error' } }]);
    await stoppedOnce(async () => {
      const [app] = await account.sql<[{ problem: string | null }]>`
        select problem from apps where app_number = ${APP.number}
      `;
      return app.problem !== null;
    });
    account.simulator.faults.set([]);
    expect(await merchants()).toEqual(before);
    await expectAllArrive(SHOPS);
  });

  test('of a feed that was empty when it was read', async () => {
    const { account, ledger } = told.swept;
    const app = { number: '4436394', name: 'Shelf', apiKey: 'shelf' };
    ledger.apps.set(app.number, app);
    const { organizationId, connectionId } = account.key;
    await withTenant(account.deps.sql, organizationId, async (tenant) => {
      await insertManualApp(tenant, connectionId, { appNumber: app.number, name: app.name });
      await prepareFeed(tenant, connectionId, `events/${app.number}`);
    });
    await told.swept.syncUntilOk();
    newcomers(SHOPS, () => 0, { app });
    // Else the root events would be missing, too.
    account.simulator.faults.set([{ when: { field: 'events' }, effect: { kind: 'graphql_error' } }]);
    await stoppedOnce(hasOpenWindows);
    expect(await merchants()).toEqual(before);
    await expectAllArrive(SHOPS);
  });

  test('of all transactions, which are refused', async () => {
    const { account } = told.swept;
    const arrived = async () => {
      const [row] = await account.sql<[{ count: number }]>`
        select count(*)::integer from app_events where type = 'RELATIONSHIP_REACTIVATED'
      `;
      return row.count;
    };
    const arrivedBefore = await arrived();
    newcomers(60, () => 0);
    // So that there is more to ask for once these are here.
    await told.swept.walkIsDue();
    const effect = { kind: 'graphql_error', code: '500' } as const;
    account.simulator.faults.set([{ when: { field: 'transactions' }, effect }]);
    await stoppedOnce(async () => (await arrived()) === arrivedBefore + 60);
    account.simulator.faults.set([]);
    expect(await merchants()).toEqual(before);
    await expectAllArrive(60);
  });
});

test('rows that are only read again, for what Shopify shows late, keep nothing back', async () => {
  const { swept } = told;
  const { account } = swept;
  const sixtyShops = () => Array.from({ length: 60 }, () => told.shop(null));
  const [known, fresh] = [sixtyShops(), sixtyShops()];
  account.clock.nowMs = Date.now();
  for (const [index, shop] of known.entries()) {
    told.happens(shop, 'RELATIONSHIP_UNINSTALLED', (index === 0 ? 4 : 5) * 60_000);
  }
  await swept.syncUntilOk();
  account.clock.nowMs = Date.now();
  for (const shop of fresh) told.happens(shop, 'RELATIONSHIP_UNINSTALLED', 0);
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
