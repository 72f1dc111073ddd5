import type { Tenant } from '../../postgres/tenant.js';
import type { Fragment } from '../../postgres/sql.js';

/** The condition that goes on a row's plan; empty text stands for the plan that no row names. */
export function onPlan(sql: Tenant['sql'], plan: string | undefined): Fragment {
  if (plan === undefined) return sql``;
  return plan === '' ? sql`and plan is null` : sql`and plan = ${plan}`;
}
