import type { Tenant } from '../../postgres/tenant.js';

/** The domain that a shop was last seen under; undefined for one that the connection never saw. */
export async function findShopDomain(
  { sql }: Tenant,
  connectionId: string,
  shopNumber: string,
): Promise<string | undefined> {
  const [shop] = await sql<{ myshopifyDomain: string }[]>`
    select myshopify_domain from shops where connection_id = ${connectionId} and shop_number = ${shopNumber}
  `;
  return shop?.myshopifyDomain;
}
