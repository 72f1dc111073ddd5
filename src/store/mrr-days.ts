import type { EventType } from '../merchants/vocabulary.js';
import type { Range } from '../revenue/range.js';
import type { RevenueFacts } from '../revenue/revenue.js';
import type { Day } from '../revenue/day.js';
import { inScope, type RevenueScope } from './revenue-scope.js';
import type { Tenant } from './tenant.js';

/** Changes of MRR up to the range's end, as `DayChange` keeps them. */
export async function readMrrDays(
  tenant: Tenant,
  scope: RevenueScope,
  { from, previousFrom, end }: Range,
): Promise<RevenueFacts['changes']> {
  const rows = await tenant.sql<{ currency: string; day: Day | null; type: EventType; change: string }[]>`
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
