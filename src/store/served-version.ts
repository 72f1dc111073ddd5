import type { Tenant } from './tenant.js';

/** Remembers the API version that Shopify answered with; nothing is written when it is the one known already. */
export async function noteServedVersion({ sql }: Tenant, connectionId: string, version: string): Promise<void> {
  await sql`
    update sync_status
    set served_version = ${version}
    where connection_id = ${connectionId} and served_version is distinct from ${version}
  `;
}
