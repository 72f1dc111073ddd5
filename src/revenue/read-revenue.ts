import type { SeriesUnit } from '../contract/revenue-words.js';
import type { Tenant } from '../postgres/tenant.js';
import { completeMonths, momentsOf, type Range, unitOf } from './figures/range.js';
import { type RangeRevenue, revenueOf } from './figures/revenue.js';
import { readMrrDays, readMrrMonths } from './store/read-mrr-days.js';
import { readPlanStandings } from './store/read-plan-standings.js';
import { readShopGroups } from './store/read-shop-groups.js';
import { readRevenueScope } from './store/revenue-scope.js';

export interface RevenueQuestion {
  readonly range: Range;
  /** What a point of the series stands for; days, where they are not too many. */
  readonly unit?: SeriesUnit | undefined;
  /** bigint as text; one that nobody has answers with nothing. */
  readonly appNumber?: string | undefined;
}

export interface NamedRevenue extends RangeRevenue {
  /** Of the visible apps by number. */
  readonly appNames: ReadonlyMap<string, string | null>;
}

/**
 * The revenue of one organization's visible apps.
 * @param tenant in a snapshot (`inSnapshot`): the sums agree exactly only as of one moment
 */
export async function readRevenue(tenant: Tenant, query: RevenueQuestion): Promise<NamedRevenue> {
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
