import { readMrrDays } from '../store/mrr-days.js';
import { readPlanStandings } from '../store/plan-standings.js';
import { readRevenueScope } from '../store/revenue-scope.js';
import { readShopGroups } from '../store/shop-groups.js';
import type { Tenant } from '../store/tenant.js';
import type { Day } from './day.js';
import { momentsOf } from './moments.js';
import { rangeUntil, type RangeName } from './range.js';
import { revenueOf, type Revenue } from './revenue.js';

export interface RevenueQuery {
  readonly range: RangeName;
  /** bigint as text; one that nobody has answers with nothing. */
  readonly appNumber?: string | undefined;
}

export interface NamedRevenue extends Revenue {
  /** Of the visible apps by number. */
  readonly appNames: ReadonlyMap<string, string | null>;
}

/**
 * The revenue of one organization's visible apps.
 * @param tenant in a snapshot (`inSnapshot`): the sums agree exactly only as of one moment
 */
export async function readRevenue(tenant: Tenant, query: RevenueQuery, today: Day): Promise<NamedRevenue> {
  const range = rangeUntil(today, query.range);
  const scope = await readRevenueScope(tenant, query.appNumber);
  // Sent together, answered one after another on the transaction's connection.
  const [changes, shops, standings] = await Promise.all([
    readMrrDays(tenant, scope, range),
    readShopGroups(tenant, scope, momentsOf(range), [range.from, range.end]),
    readPlanStandings(tenant, scope, range.end),
  ]);
  const { connections, names } = scope;
  return { ...revenueOf(range, { changes, shops, ...standings, connections }), appNames: names };
}
