import { startSyncedAccount, type SyncedAccount } from '../../test/support/accounts/synced-account.js';
import { waitFor } from '../../test/support/servers/wait-for.js';
import { claimRefreshes, endRefresh } from '../merchants/refresh/shop-refreshes.js';
import { type Tenant, withTenant } from '../postgres/tenant.js';
import { generatedWorld } from '../simulator/worlds/generated.js';
import type { Instant } from '../values/instant.js';
import { Folding } from './folding.js';
import { readSyncStart } from './store/sync-state.js';
import type { SyncDeps } from './sync-deps.js';

/* Between its pages a sync derives what has time. What somebody waits for is derived under the same locks, and goes first. */
const ORGANIZATION = '4242';
const TOKEN = 'prtapi_test_folding_0000000000001';
const anchor = '2026-11-20T12:00:00.000000Z' as Instant;

let account: SyncedAccount;

beforeEach(async () => {
  const size = { apps: 1, merchants: 5, transactions: 20, events: 20, days: 100 };
  const world = generatedWorld({ seed: 'folding', anchor, organizationId: ORGANIZATION, token: TOKEN, ...size });
  account = await startSyncedAccount(world, { partnerOrganizationId: ORGANIZATION, token: TOKEN });
  while ((await account.sync()).end.outcome !== 'ok');
  await account.sql`
    insert into merchant_marks (organization_id, connection_id, app_number, shop_number)
    select organization_id, connection_id, app_number, shop_number from merchant_apps
  `;
});
afterEach(() => account.close());

function isDue(folding: Folding): boolean {
  return folding.isDue({ isStoring: false, hasWork: false });
}

/** No page is stored here. */
function alone<T>(work: () => Promise<T>): Promise<T> {
  return work();
}

function within<T>(work: (tenant: Tenant) => Promise<T>): Promise<T> {
  return withTenant(account.deps.sql, account.key.organizationId, work);
}

async function marked(): Promise<number> {
  const [row] = await account.sql<[{ count: number }]>`select count(*)::integer from merchant_marks`;
  return row.count;
}

async function openFolding(changed: Partial<SyncDeps> = {}): Promise<Folding> {
  const { key } = account;
  const deps = { ...account.deps, ...changed };
  const start = await within((tenant) => readSyncStart(tenant, key.connectionId));
  if (start === undefined) throw new Error('There is no connection.');
  const fence = { connectionId: key.connectionId, generation: start.generation };
  return new Folding({ deps, input: key, fence, withTenant: within }, () => ({
    currentAsOf: () => start.now,
    isBackfilled: () => true,
  }));
}

test('nothing is derived between pages while somebody waits for a shop, and all of it afterwards', async () => {
  const folding = await openFolding();
  const [shop] = await account.sql<[{ shopNumber: string }]>`select shop_number from merchants limit 1`;
  const [refresh] = await within((tenant) => claimRefreshes(tenant, shop.shopNumber));
  if (refresh === undefined) throw new Error('The shop may not be asked for.');
  const before = await marked();
  expect(await folding.deriveSome(alone)).toBe(true);
  expect(await marked()).toBe(before);
  // It is not asked without end.
  expect(isDue(folding)).toBe(false);
  await within((tenant) => endRefresh(tenant, refresh));
  await waitFor('another look', () => isDue(folding));
  while (await folding.deriveSome(alone));
  expect(await marked()).toBe(0);
});

test('whoever is waited for too long holds up nobody', async () => {
  const folding = await openFolding();
  await account.sql`
    insert into shop_refreshes (organization_id, connection_id, shop, asked_at)
    values (${account.key.organizationId}, ${account.key.connectionId}, '1', now() - interval '10 seconds')
  `;
  while (await folding.deriveSome(alone));
  expect(await marked()).toBe(0);
});

test('Convot is told to look though no pair came out otherwise: a shop may have another name', async () => {
  const told: string[] = [];
  const last = async () => (await account.sql<{ last: string }[]>`select last from change_feeds`)[0]?.last;
  const before = await last();
  await account.sql`update shops set name = 'Another name'`;
  const folding = await openFolding({ startUpdates: (whose) => Promise.resolve(void told.push(whose)) });
  while (await folding.deriveSome(alone));
  expect([folding.hasNews, (await last()) === before]).toEqual([false, false]);
  expect(new Set(told)).toEqual(new Set([account.key.organizationId]));
});
