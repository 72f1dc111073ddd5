import { randomUUID } from 'node:crypto';
import { parseInstant, plusMs, type Instant } from '../../src/instant.js';
import { foldTouched } from '../../src/merchants/fold-touched.js';
import type { Sql } from '../../src/store/client.js';
import { storeAppEvents, storeTransactions } from '../../src/store/store-rows.js';
import { storeApps, storeShops } from '../../src/store/store-sightings.js';
import { holdFenceAlone } from '../../src/store/sync-fence.js';
import { noteBackfilled } from '../../src/store/sync-state.js';
import { prepareSync } from '../../src/store/sync-status.js';
import { inTenant, type Tenant } from '../../src/store/tenant.js';

export const APP = '4436393';

/** A row as Shopify sends it, with the columns that it is stored under. */
export type RawRow = Readonly<Record<string, unknown>> & {
  readonly at: Instant;
  readonly type: string;
  readonly stored: string;
};

/** A connection whose rows a test stores and derives itself, as a sync would, at times of its own. */
export interface StoredAccount {
  readonly organizationId: string;
  readonly connectionId: string;
  store(shop: string, rows: readonly RawRow[]): Promise<void>;
  /** A sync whose whole head scan was at that time: derives what was touched, and is idle again. */
  fold(asOf: Instant): Promise<void>;
  /** The first sync has every row. */
  backfilled(): Promise<void>;
  read<T>(work: (tenant: Tenant) => Promise<T>): Promise<T>;
}

let requests = 0;

/** @param sqls of the roles convot_api and convot_worker */
export async function connectStoredAccount(
  sqls: { readonly api: Sql; readonly worker: Sql },
  organizationId = `org_${randomUUID()}`,
): Promise<StoredAccount> {
  const connectionId = randomUUID();
  const read = <T>(work: (tenant: Tenant) => Promise<T>) => inTenant(sqls.api, organizationId, work);
  // As a sync does: pages and folds take turns.
  const write = <T>(work: (tenant: Tenant) => Promise<T>) =>
    inTenant(sqls.worker, organizationId, async (tenant) => {
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
  return {
    organizationId,
    connectionId,
    read,
    store: (shop, rows) =>
      write(async (tenant) => {
        await see(tenant, connectionId, shop, rows);
        const requestedAt = plusMs(day(400), ++requests);
        const [sales, events] = [rows.filter(isSale), rows.filter((row) => !isSale(row))];
        await storeAppEvents(
          tenant,
          connectionId,
          events.map(({ at, type, stored, ...raw }) => ({
            appNumber: APP,
            shopNumber: shop,
            type,
            occurredAt: at,
            chargeId: stored,
            raw: JSON.stringify({ type, ...raw }),
          })),
          requestedAt,
        );
        await storeTransactions(
          tenant,
          connectionId,
          sales.map(({ at, type, stored, ...raw }) => ({
            id: String(raw['id']),
            type,
            createdAt: at,
            appNumber: APP,
            shopNumber: shop,
            chargeId: stored,
            raw: JSON.stringify(raw),
          })),
          requestedAt,
        );
      }),
    fold: (asOf) =>
      write(async (tenant) => {
        let remaining = true;
        while (remaining) ({ remaining } = await foldTouched(tenant, { connectionId, asOf, limit: 100 }));
        await tenant.sql`
          update sync_status set phase = 'idle', last_synced_at = ${asOf} where connection_id = ${connectionId}
        `;
      }),
    backfilled: () => write((tenant) => noteBackfilled(tenant, connectionId)),
  };
}

async function see(tenant: Tenant, connectionId: string, shop: string, rows: readonly RawRow[]): Promise<void> {
  const [at = day(0)] = rows.map((row) => row.at).sort((one, other) => (one < other ? 1 : -1));
  await storeApps(tenant, connectionId, [{ appNumber: APP, name: 'Reviews' }]);
  await storeShops(tenant, connectionId, [
    { shopNumber: shop, name: `Shop ${shop}`, myshopifyDomain: `shop-${shop}.myshopify.com`, at },
  ]);
}

function isSale(row: RawRow): boolean {
  return 'createdAt' in row;
}

export function relationship(type: string, at: Instant): RawRow {
  return { at, type, stored: '', occurredAt: at, reason: null, description: null };
}

export function charge(
  type: string,
  at: Instant,
  number: string,
  name: string,
  amount: string,
  { billingOn = null, test = false }: { billingOn?: Instant | null; test?: boolean } = {},
): RawRow {
  const id = `gid://shopify/AppSubscription/${number}`;
  return {
    ...relationship(type, at),
    stored: `AppSubscription/${number}`,
    charge: { id, name, test, billingOn, amount: { amount, currencyCode: 'USD' } },
  };
}

export function sale(number: string, at: Instant, chargeNumber: string, amount: string): RawRow {
  const money = { amount, currencyCode: 'USD' };
  return {
    at,
    type: 'AppSubscriptionSale',
    stored: `AppSubscription/${chargeNumber}`,
    chargeId: `gid://partners/AppSubscription/${chargeNumber}`,
    id: `gid://partners/AppSubscriptionSale/${number}`,
    createdAt: at,
    billingInterval: 'EVERY_30_DAYS',
    grossAmount: money,
    netAmount: money,
  };
}

const D0 = parseInstant('2026-01-01T10:00:00Z') as Instant;

export function day(number: number): Instant {
  return plusMs(D0, number * 86_400_000);
}
