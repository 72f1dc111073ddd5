import type { Instant } from '../instant.js';
import type { MerchantEventView } from './merchant-views.js';
import type { Tenant } from './tenant.js';

/** Plain JSON, opaque to callers: the last event of a page. */
export interface EventPosition {
  readonly occurredAt: Instant;
  readonly rank: number;
  readonly id: string;
}

/** One shop's history over all its visible apps, newest first. */
export async function listMerchantEvents(
  tenant: Tenant,
  shopNumber: string,
  page: { limit: number; after?: EventPosition | undefined },
): Promise<{ items: MerchantEventView[]; next: EventPosition | null }> {
  return Promise.reject(new Error(`not there yet: ${tenant.organizationId} ${shopNumber} ${page.limit}`));
}
