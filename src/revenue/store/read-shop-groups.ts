import type { Tenant } from '../../postgres/tenant.js';
import { type Day, startOf } from '../../values/day.js';
import type { ShopGroup } from '../figures/shop-counts.js';
import { inScope, type RevenueScope } from './revenue-scope.js';

/**
 * How many shops were active and paying at which of these midnights, in each currency and over all; also of currencies
 * whose charges lie between them.
 * @param moments ascending, 30 at most: an integer has so many bits
 * @param ends of these alone the answer says who was active
 */
export async function readShopGroups(
  tenant: Tenant,
  scope: RevenueScope,
  moments: readonly Day[],
  ends: readonly Day[],
): Promise<ShopGroup[]> {
  const instants = moments.map(startOf);
  const endBits = ends.reduce((bits, day) => bits | (1 << moments.indexOf(day)), 0);
  // What a span covers of the moments lies side by side: those after its start, but for those after its end. One pass
  // over merchant_spans_by_shop, in its order. Whoever is alike is one group, so that few rows leave the database.
  return tenant.sql<ShopGroup[]>`
    select
      currency,
      coalesce(active, 0) & ${endBits}::integer as active,
      case when is_total then 0 else coalesce(paying, 0) end as paying,
      count(*)::integer as shops
    from (
      select
        currency,
        grouping(currency) = 1 as is_total,
        bit_or(moments) filter (where state <> 'frozen') as active,
        bit_or(moments) filter (where mrr > 0) as paying
      from (
        select
          shop_number, currency, state, mrr,
          (1 << case when to_at is null then ${instants.length} else width_bucket(to_at, ${instants}::timestamptz[]) end)
            - (1 << width_bucket(from_at, ${instants}::timestamptz[])) as moments
        from merchant_spans
        where ${inScope(tenant, scope)}
        order by shop_number, currency
      ) as spans
      group by shop_number, rollup (currency)
    ) as shops
    group by 1, 2, 3
  `;
}
