import { randomUUID } from 'node:crypto';
import { fencedBy } from '../../connections/store/sync-fence.js';
import type { ShopRefresh } from '../../contract/refresh-activities.js';
import { type Tenant, withTenant } from '../../postgres/tenant.js';
import { takeLease } from '../lease.js';
import type { RequestScope } from '../paced-client.js';
import { type Look, readLooksOfShop } from '../store/looks.js';
import { readReadableApps } from '../store/readable-apps.js';
import { readSyncStart } from '../store/sync-state.js';
import type { SyncDeps } from '../sync-deps.js';
import { SyncClock } from '../sync-session.js';

// For a turn to ask, of which a token has one a second. Whoever waits longer is better served by the next sync.
const PATIENCE_MS = 3_000;

export interface OpenRefresh {
  readonly scope: RequestScope;
  readonly appNumbers: readonly string[];
  /** Its subscriptions, where the API version has them. */
  readonly looks: readonly Look[];
}

/**
 * Begins a refresh as the connection's row says: generation, status and token are read here, never passed in. The lease
 * for its request comes with it.
 * @param stop ends what is on its way to Shopify
 * @returns null when the connection may not be asked for
 */
export async function openRefresh(
  deps: SyncDeps,
  { organizationId, connectionId, shop }: ShopRefresh,
  stop: AbortController,
): Promise<OpenRefresh | null> {
  const ofTenant = <T>(work: (tenant: Tenant) => Promise<T>) => withTenant(deps.sql, organizationId, work);
  return ofTenant(async (tenant) => {
    const [start, appNumbers, looks] = await Promise.all([
      readSyncStart(tenant, connectionId),
      readReadableApps(tenant, connectionId),
      deps.asksForSubscriptions ? readLooksOfShop(tenant, connectionId, shop) : [],
    ]);
    if (start?.status !== 'connected' || start.isPaused || start.tokenCiphertext === null) return null;
    const { generation, partnerOrganizationId, tokenCiphertext } = start;
    const fence = { connectionId, generation };
    const accessToken = deps.tokenCipher.decrypt({ organizationId, connectionId }, tokenCiphertext);
    const holder = { deps, fence, id: randomUUID(), credentials: { partnerOrganizationId, accessToken } };
    const scope: RequestScope = {
      ...holder,
      clock: new SyncClock(PATIENCE_MS),
      stop,
      // Last: others who use the token wait for their turns until this is committed.
      firstLease: await takeLease(tenant, holder, true),
      isPriority: true,
      withTenant: ofTenant,
      fenced: fencedBy(fence, ofTenant),
    };
    return { scope, appNumbers, looks };
  });
}
