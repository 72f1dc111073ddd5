import type { Tenant } from '../../postgres/tenant.js';

/**
 * Makes what a sync writes to, once for each connection; a revived connection keeps its own and goes on from there.
 */
export async function prepareSync({ sql, organizationId }: Tenant, connectionId: string): Promise<void> {
  await sql`
    insert into sync_status (organization_id, connection_id)
    values (${organizationId}, ${connectionId})
    on conflict do nothing
  `;
  await prepareFeed({ sql, organizationId }, connectionId, 'transactions');
  await prepareFeed({ sql, organizationId }, connectionId, 'timeline');
}

/** @param feed `transactions`, `timeline` or `events/<app number>` */
export async function prepareFeed({ sql, organizationId }: Tenant, connectionId: string, feed: string): Promise<void> {
  await sql`
    insert into sync_feeds (organization_id, connection_id, feed)
    values (${organizationId}, ${connectionId}, ${feed})
    on conflict do nothing
  `;
}

/** Shopify's request to wait binds its API client, so another token need not keep it. */
export async function forgetWait({ sql }: Tenant, connectionId: string): Promise<void> {
  await sql`update sync_status set waiting_until = null where connection_id = ${connectionId}`;
}
