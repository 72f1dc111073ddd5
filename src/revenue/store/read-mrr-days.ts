import type { MerchantEventType } from '../../contract/merchant-words.js';
import type { Tenant } from '../../postgres/tenant.js';
import type { Day } from '../../values/day.js';
import type { Range } from '../figures/range.js';
import type { RevenueFacts } from '../figures/revenue.js';
import { inScope, type RevenueScope } from './revenue-scope.js';

/** Changes of MRR up to the range's end, as `DayChange` keeps them. */
export async function readMrrDays(
  tenant: Tenant,
  scope: RevenueScope,
  { from, previousFrom, end }: Range,
): Promise<RevenueFacts['changes']> {
  const rows = await tenant.sql<{ currency: string; day: Day | null; type: MerchantEventType; change: string }[]>`
    select
      currency,
      case when day >= ${from}::date then day when day >= ${previousFrom}::date then ${previousFrom}::date end as day,
      type,
      sum(change) as change
    from mrr_days
    where day < ${end}::date and ${inScope(tenant, scope)}
    group by 1, 2, 3
  `;
  return rows.map((row) => ({ ...row, change: BigInt(row.change) }));
}

/**
 * Changes of MRR by month, each under its first day; older ones under no day.
 * @param starts first days of months, ascending: the last one ends what is read
 */
export async function readMrrMonths(
  tenant: Tenant,
  scope: RevenueScope,
  starts: readonly Day[],
): Promise<RevenueFacts['months']> {
  const rows = await tenant.sql<{ currency: string; day: Day | null; type: MerchantEventType; change: string }[]>`
    select
      currency,
      case when day >= ${starts[0] ?? null}::date then date_trunc('month', day::timestamp)::date end as day,
      type,
      sum(change) as change
    from mrr_days
    where day < ${starts.at(-1) ?? null}::date and ${inScope(tenant, scope)}
    group by 1, 2, 3
  `;
  return rows.map((row) => ({ ...row, change: BigInt(row.change) }));
}
