import { readMrrDays, readMrrMonths } from './store/mrr-days.js';
import { readPlanStandings } from './store/plan-standings.js';
import { readRevenueScope } from './store/revenue-scope.js';
import { readShopGroups } from './store/shop-groups.js';
import type { Tenant } from '../postgres/tenant.js';
import { completeMonths, momentsOf } from './figures/moments.js';
import { unitOf, type Range, type Unit } from './figures/range.js';
import { revenueOf, type Revenue } from './figures/revenue.js';

export interface RevenueQuery {
  readonly range: Range;
  /** What a point of the series stands for; days, where they are not too many. */
  readonly unit?: Unit | undefined;
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
export async function readRevenue(tenant: Tenant, query: RevenueQuery): Promise<NamedRevenue> {
  const { range, unit = unitOf(range) } = query;
  const scope = await readRevenueScope(tenant, query.appNumber);
  // Sent together, answered one after another on the transaction's connection.
  const [changes, months, shops, standings] = await Promise.all([
    readMrrDays(tenant, scope, range),
    readMrrMonths(tenant, scope, completeMonths(range.end)),
    readShopGroups(tenant, scope, momentsOf(range), [range.from, range.end]),
    readPlanStandings(tenant, scope, range.end),
  ]);
  const { connections, names } = scope;
  return { ...revenueOf(range, unit, { changes, months, shops, ...standings, connections }), appNames: names };
}
