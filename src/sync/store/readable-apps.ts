import type { Tenant } from '../../postgres/tenant.js';

/** The numbers of the apps whose events Shopify lets us read, by number. */
export async function readReadableApps({ sql }: Tenant, connectionId: string): Promise<string[]> {
  const apps = await sql<{ appNumber: string }[]>`
    select app_number
    from apps
    where connection_id = ${connectionId} and removed_at is null and problem is null
    order by app_number
  `;
  return apps.map(({ appNumber }) => appNumber);
}
