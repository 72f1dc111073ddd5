import type { Tenant } from '../../postgres/tenant.js';

/** The numbers of the apps whose events Shopify lets us read, those first where something happened last. */
export async function readReadableApps({ sql }: Tenant, connectionId: string): Promise<string[]> {
  const apps = await sql<{ appNumber: string }[]>`
    select app_number
    from apps a
    left join sync_feeds f
      on f.organization_id = a.organization_id and f.connection_id = a.connection_id
      and f.feed = 'events/' || a.app_number
    where a.connection_id = ${connectionId} and removed_at is null and problem is null
    order by head_from desc nulls last, app_number
  `;
  return apps.map(({ appNumber }) => appNumber);
}
