import { randomUUID } from 'node:crypto';
import { fencedBy } from '../../connections/store/sync-fence.js';
import type { ShopRefresh } from '../../contract/refresh-activities.js';
import { type Tenant, withTenant } from '../../postgres/tenant.js';
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
 * Begins a refresh as the connection's row says: generation, status and token are read here, never passed in.
 * @param stop ends what is on its way to Shopify
 * @returns null when the connection may not be asked for
 */
export async function openRefresh(
  deps: SyncDeps,
  { organizationId, connectionId, shop }: ShopRefresh,
  stop: AbortController,
): Promise<OpenRefresh | null> {
  const ofTenant = <T>(work: (tenant: Tenant) => Promise<T>) => withTenant(deps.sql, organizationId, work);
  const [start, appNumbers, looks] = await ofTenant((tenant) =>
    Promise.all([
      readSyncStart(tenant, connectionId),
      readReadableApps(tenant, connectionId),
      deps.asksForSubscriptions ? readLooksOfShop(tenant, connectionId, shop) : [],
    ]),
  );
  if (start?.status !== 'connected' || start.isPaused || start.tokenCiphertext === null) return null;
  const { generation, partnerOrganizationId, tokenCiphertext } = start;
  const fence = { connectionId, generation };
  const accessToken = deps.tokenCipher.decrypt({ organizationId, connectionId }, tokenCiphertext);
  const scope: RequestScope = {
    deps,
    clock: new SyncClock(PATIENCE_MS),
    stop,
    id: randomUUID(),
    fence,
    credentials: { partnerOrganizationId, accessToken },
    firstLease: null,
    isPriority: true,
    withTenant: ofTenant,
    fenced: fencedBy(fence, ofTenant),
  };
  return { scope, appNumbers, looks };
}
