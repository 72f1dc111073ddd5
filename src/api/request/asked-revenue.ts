import type { z } from 'zod';
import { readRevenue, type NamedRevenue } from '../../revenue/read-revenue.js';
import { inSnapshot } from '../../postgres/tenant.js';
import { askedRange, askedUnit } from './asked-range.js';
import type { RevenueQuery } from '../schemas/revenue-query.js';
import type { Sql } from '../../postgres/sql.js';

/** The revenue of one organization, as the query of a request asks for it. */
export async function askedRevenue(
  sql: Sql,
  organizationId: string,
  { unit, appId: appNumber, ...asked }: z.output<typeof RevenueQuery>,
): Promise<NamedRevenue> {
  const range = askedRange(asked);
  const query = { range, unit: askedUnit(unit, range), appNumber };
  return inSnapshot(sql, organizationId, (tenant) => readRevenue(tenant, query));
}
