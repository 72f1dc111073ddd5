import type { Tenant } from '../../postgres/tenant.js';
import { type Day, startOf } from '../../values/day.js';
import type { CohortAmount, CohortGroup } from '../figures/cohorts.js';
import { inScope, type RevenueScope } from './revenue-scope.js';

/**
 * Who began to pay in which month, and at the ends of which months they paid. A merchant is counted in each currency by
 * itself.
 * @param starts first days of months, ascending: a month lies between two of them. 30 at most: an integer has so many bits
 */
export async function readCohortGroups(
  tenant: Tenant,
  scope: RevenueScope,
  starts: readonly Day[],
): Promise<CohortGroup[]> {
  const instants = starts.map(startOf);
  // As read-shop-groups.ts: what a span covers of the midnights lies side by side.
  return tenant.sql<CohortGroup[]>`
    select currency, cohort, paying, count(*)::integer as shops
    from (
      select
        currency, width_bucket(min(from_at), ${instants}::timestamptz[]) - 1 as cohort, bit_or(moments) as paying
      from (
        select
          shop_number, currency, from_at,
          (1 << case when to_at is null then ${instants.length} else width_bucket(to_at, ${instants}::timestamptz[]) end)
            - (1 << width_bucket(from_at, ${instants}::timestamptz[])) as moments
        from merchant_spans
        where mrr > 0 and ${inScope(tenant, scope)}
        order by shop_number, currency
      ) as spans
      group by shop_number, currency
    ) as shops
    where cohort between 0 and ${instants.length - 2}::integer
    group by 1, 2, 3
  `;
}

/** What they paid: the same merchants' charges, by the midnights between which they lasted. */
export async function readCohortAmounts(
  tenant: Tenant,
  scope: RevenueScope,
  starts: readonly Day[],
): Promise<CohortAmount[]> {
  const instants = starts.map(startOf);
  const rows = await tenant.sql<(Omit<CohortAmount, 'mrr' | 'began'> & { mrr: string; began: string })[]>`
    select
      currency, cohort, first_moment, past_moment, sum(mrr) as mrr,
      coalesce(sum(mrr) filter (where from_at = began_at), 0) as began
    from (
      select
        currency, mrr, from_at, began_at,
        width_bucket(began_at, ${instants}::timestamptz[]) - 1 as cohort,
        width_bucket(from_at, ${instants}::timestamptz[]) as first_moment,
        case when to_at is null then ${instants.length}::integer else width_bucket(to_at, ${instants}::timestamptz[]) end
          as past_moment
      from (
        select currency, mrr, from_at, to_at, min(from_at) over (partition by shop_number, currency) as began_at
        from merchant_spans
        where mrr > 0 and ${inScope(tenant, scope)}
      ) as spans
    ) as placed
    where cohort between 0 and ${instants.length - 2}::integer
    group by 1, 2, 3, 4
  `;
  return rows.map((row) => ({ ...row, mrr: BigInt(row.mrr), began: BigInt(row.began) }));
}
