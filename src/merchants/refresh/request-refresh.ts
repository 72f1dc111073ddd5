import type { CommandLog } from '../../connections/commands/command-deps.js';
import type { ShopRefresh } from '../../contract/refresh-activities.js';
import type { ErasedNames } from '../../erasure/erased-names.js';
import { erasureOf, namesOfKey } from '../../erasure/row-names.js';
import { hasErased } from '../../erasure/store-erased-names.js';
import type { Sql } from '../../postgres/sql.js';
import { type Tenant, withTenant } from '../../postgres/tenant.js';
import { claimRefreshes, withdrawRefresh } from './shop-refreshes.js';
import type { StartRefresh } from './start-refresh.js';

export interface RefreshDeps {
  readonly sql: Sql;
  readonly startRefresh: StartRefresh;
  readonly erasedNames: ErasedNames;
  readonly log: CommandLog;
}

/**
 * Has the worker ask Shopify for one shop, unless it was asked within the last minute. Resolves once that is noted:
 * whoever reads the merchant now is told that it is being refreshed, and nobody waits for Temporal.
 * A shop that was erased is not asked for.
 * @param key as of `findMerchant`
 */
export async function requestRefresh(deps: RefreshDeps, organizationId: string, key: string): Promise<void> {
  const claimed = await withTenant(deps.sql, organizationId, async (tenant) =>
    (await wasErased(tenant, deps.erasedNames, key)) ? [] : claimRefreshes(tenant, key),
  );
  for (const refresh of claimed) void begin(deps, refresh);
}

async function wasErased(tenant: Tenant, names: ErasedNames, key: string): Promise<boolean> {
  if (!(await hasErased(tenant))) return false;
  const row = namesOfKey(key);
  return erasureOf(row, await names.among(tenant, [row])) !== undefined;
}

/** What is not started is withdrawn; should that fail too, it is over by its time. */
async function begin({ sql, startRefresh, log }: RefreshDeps, refresh: ShopRefresh): Promise<void> {
  const { organizationId, connectionId } = refresh;
  try {
    await startRefresh(refresh);
  } catch (error) {
    log.warn({ err: error, connectionId }, 'the refresh of a shop was not started');
    await withTenant(sql, organizationId, (tenant) => withdrawRefresh(tenant, refresh)).catch((failure: unknown) =>
      log.warn({ err: failure, connectionId }, 'the refresh of a shop was not withdrawn'),
    );
  }
}
