import { randomUUID } from 'node:crypto';
import { findAppSummary } from '../../../src/connections/store/app-list.js';
import { holdFenceAlone } from '../../../src/connections/store/sync-fence.js';
import { prepareSync } from '../../../src/connections/store/sync-status.js';
import { hasErased } from '../../../src/erasure/store-erased-names.js';
import { foldTouched } from '../../../src/merchants/derive/fold-touched.js';
import { listMerchantEvents } from '../../../src/merchants/read/history/merchant-events.js';
import { listMerchants } from '../../../src/merchants/read/list/list-merchants.js';
import type { MerchantQuery } from '../../../src/merchants/read/list/merchant-query.js';
import { connectPostgres } from '../../../src/postgres/client.js';
import type { Sql } from '../../../src/postgres/sql.js';
import { type Tenant, withTenant } from '../../../src/postgres/tenant.js';
import { storeAppEvents, storeTransactions } from '../../../src/sync/store/store-rows.js';
import { storeApps, storeShops } from '../../../src/sync/store/store-sightings.js';
import { type Instant, plusMs } from '../../../src/values/instant.js';
import { createTestDatabase } from '../database/database.js';
import { APP, day, type Node } from './raw-rows.js';

const FAR = day(400);

/** A database of a test file's own, with accounts in it. */
export interface DerivedAccounts {
  /** A connection of its own, in an organization of its own unless one is named. */
  connect(organizationId?: string): Promise<DerivedAccount>;
  close(): Promise<void>;
}

export async function startDerivedAccounts(): Promise<DerivedAccounts> {
  const database = await createTestDatabase();
  const api = connectPostgres(database.url, { applicationName: 'test-api', role: 'convot_api', max: 2 });
  const worker = connectPostgres(database.url, { applicationName: 'test-worker', role: 'convot_worker', max: 2 });
  return {
    connect: (organizationId) => connectDerivedAccount({ api, worker }, organizationId),
    close: async () => {
      await Promise.all([api.end(), worker.end()]);
      await database.drop();
    },
  };
}

/** One connection's stored rows and what is derived of them, as a sync stores and folds them. */
export interface DerivedAccount {
  readonly connectionId: string;
  readonly organizationId: string;
  events(shop: string, rows: Node[], app?: string, domain?: string, beforeCommit?: () => void): Promise<void>;
  sales(shop: string | null, rows: Node[]): Promise<void>;
  fold(
    asOf: Instant | null,
    limit?: number,
    beforeCommit?: () => void,
  ): Promise<{ folded: number; remaining: boolean }>;
  read<T>(work: (tenant: Tenant) => Promise<T>): Promise<T>;
  /** As the worker's role, and an operator's. */
  write<T>(work: (tenant: Tenant) => Promise<T>): Promise<T>;
  list(query: Partial<MerchantQuery>): Promise<Awaited<ReturnType<typeof listMerchants>>['items']>;
  types(shop: string): Promise<string[]>;
  statuses(): Promise<string[]>;
  /** Of the one app that the tests use. */
  installs(): Promise<number | undefined>;
  setRemoved(app: string, isRemoved: boolean): Promise<void>;
}

let requests = 0;

/** @param sqls of the roles convot_api and convot_worker */
export async function connectDerivedAccount(
  { api, worker }: { readonly api: Sql; readonly worker: Sql },
  organizationId = `org_${randomUUID()}`,
): Promise<DerivedAccount> {
  const connectionId = randomUUID();
  const read = <T>(work: (tenant: Tenant) => Promise<T>) => withTenant(api, organizationId, work);
  // As a sync does: pages and folds take turns.
  const sync = <T>(work: (tenant: Tenant) => Promise<T>) =>
    withTenant(worker, organizationId, async (tenant) => {
      await holdFenceAlone(tenant, { connectionId, generation: 1 });
      return work(tenant);
    });
  await read(async (tenant) => {
    await tenant.sql`
      insert into connections (organization_id, id, partner_organization_id, status, connected_by, connected_at)
      values (${organizationId}, ${connectionId}, ${String(++requests)}, 'connected', 'owner', now())
    `;
    await prepareSync(tenant, connectionId);
  });
  const see = async (
    tenant: Tenant,
    app: string,
    shop: string | null,
    rows: Node[],
    domain = `shop-${shop ?? ''}.myshopify.com`,
  ) => {
    await hasErased(tenant); // keeps who erases away
    await storeApps(tenant, connectionId, [{ appNumber: app, name: 'Reviews', at: null }]);
    const instants = rows.map((row) => row.at).sort();
    const [firstAt = day(0), at = day(0)] = [instants.at(0), instants.at(-1)];
    if (shop !== null) {
      const sighting = { shopNumber: shop, name: `Shop ${shop}`, myshopifyDomain: domain, at, firstAt };
      await storeShops(tenant, connectionId, [sighting]);
    }
  };
  const account: DerivedAccount = {
    organizationId,
    connectionId,
    read,
    write: (work) => withTenant(worker, organizationId, work),
    events: (shop, rows, app = APP, domain, beforeCommit = () => undefined) =>
      sync(async (tenant) => {
        await see(tenant, app, shop, rows, domain);
        const stored = rows.map(({ at, kind, stored: chargeId, ...raw }) => ({
          appNumber: app,
          shopNumber: shop,
          type: kind,
          occurredAt: at,
          chargeId,
          raw: JSON.stringify(raw),
        }));
        await storeAppEvents(tenant, connectionId, stored, plusMs(FAR, ++requests));
        beforeCommit();
      }),
    sales: (shop, rows) =>
      sync(async (tenant) => {
        await see(tenant, APP, shop, rows);
        const stored = rows.map(({ at, kind, stored: chargeId, ...raw }) => ({
          id: String(raw['id']),
          type: kind,
          createdAt: at,
          appNumber: APP,
          shopNumber: shop,
          chargeId,
          raw: JSON.stringify(raw),
        }));
        await storeTransactions(tenant, connectionId, stored, plusMs(FAR, ++requests));
      }),
    fold: (asOf, limit = 100, beforeCommit = () => undefined) =>
      sync(async (tenant) => {
        const result = await foldTouched(tenant, { connectionId, asOf, limit });
        beforeCommit();
        return result;
      }),
    list: async (query) => {
      const items = [];
      let after: MerchantQuery['after'];
      do {
        const whole: MerchantQuery = { sort: 'mrr', order: 'desc', limit: 100, ...query, after };
        const page = await read((tenant) => listMerchants(tenant, whole));
        items.push(...page.items);
        after = page.next ?? undefined;
      } while (after !== undefined);
      return items;
    },
    types: async (shop) => {
      const { items } = await read((tenant) => listMerchantEvents(tenant, shop, { limit: 100 }));
      return items.reverse().map(({ type, suppressed }) => (suppressed ? `${type} (suppressed)` : type));
    },
    statuses: async () => (await account.list({})).flatMap(({ apps }) => apps.map(({ status }) => status)),
    installs: async () => (await read((tenant) => findAppSummary(tenant, connectionId, APP)))?.installs,
    setRemoved: (app, isRemoved) =>
      read(async ({ sql }) => {
        await sql`
          update apps set removed_at = case when ${isRemoved} then now() end
          where connection_id = ${connectionId} and app_number = ${app}
        `;
      }),
  };
  return account;
}
