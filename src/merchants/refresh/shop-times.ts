import type { Tenant } from '../../postgres/tenant.js';
import type { Instant } from '../../values/instant.js';

/** Those of the shops that a refresh has read later than at `asOf`, with when: they are derived as of then. */
export async function readShopTimes(
  { sql }: Tenant,
  connectionId: string,
  asOf: Instant,
  shopNumbers: readonly string[],
): Promise<ReadonlyMap<string, Instant>> {
  const later = await sql<{ shop: string; asOf: Instant }[]>`
    select shop, as_of
    from shop_refreshes
    where connection_id = ${connectionId} and shop = any(${[...new Set(shopNumbers)]}::text[]) and as_of > ${asOf}
  `;
  return new Map(later.map(({ shop, asOf: time }) => [shop, time]));
}
