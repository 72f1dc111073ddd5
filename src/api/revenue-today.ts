import { dayFromMs } from '../revenue/day.js';
import { readRevenue, type NamedRevenue, type RevenueQuery } from '../revenue/read-revenue.js';
import type { Sql } from '../store/client.js';
import { inSnapshot } from '../store/tenant.js';

/** The revenue of one organization, in a range that ends yesterday. */
export async function revenueToday(sql: Sql, organizationId: string, query: RevenueQuery): Promise<NamedRevenue> {
  const today = dayFromMs(Date.now());
  return inSnapshot(sql, organizationId, (tenant) => readRevenue(tenant, query, today));
}
