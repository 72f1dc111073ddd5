import { holdPages } from '../../../connections/store/sync-fence.js';
import type { BillingInterval } from '../../../contract/merchant-words.js';
import type { IntervalRule } from '../../../contract/rule-names.js';
import { writeAuditLine } from '../../../postgres/audit.js';
import type { Tenant } from '../../../postgres/tenant.js';
import { lockMerchants } from './due-pairs.js';

/** How often a plan of an app bills, as the operator has set it. */
export interface PlanInterval {
  /** bigint as text. */
  readonly appNumber: string;
  /** The plan's name as Shopify's events have it. */
  readonly plan: string;
  readonly interval: BillingInterval;
}

/** By app number, then by the plan's name. */
export type PlanIntervals = ReadonlyMap<string, ReadonlyMap<string, BillingInterval>>;

/** All settings of the organization. Rule: Interval, rung 4. */
export async function readPlanIntervals(tenant: Tenant): Promise<PlanIntervals> {
  const byApp = new Map<string, Map<string, BillingInterval>>();
  for (const { appNumber, plan, interval } of await listPlanIntervals(tenant)) {
    byApp.set(appNumber, (byApp.get(appNumber) ?? new Map<string, BillingInterval>()).set(plan, interval));
  }
  return byApp;
}

export async function listPlanIntervals({ sql }: Tenant): Promise<PlanInterval[]> {
  return sql<PlanInterval[]>`
    select app_number, plan, billing_interval as interval
    from plan_intervals
    order by app_number, plan
  `;
}

// The rungs above the operator's: a charge that they answer for is told nothing new by a setting.
const SURER: readonly IntervalRule[] = [
  'interval: stated',
  'interval: its latest sale',
  'interval: billed a year ahead',
];

/**
 * Sets, changes or (null) takes back how often a plan bills, and marks the merchants on it: the next sync derives them.
 * @returns how many those are; null when the organization has no such app, then nothing was set
 */
export async function setPlanInterval(
  tenant: Tenant,
  { appNumber, plan, interval }: Omit<PlanInterval, 'interval'> & { readonly interval: BillingInterval | null },
  operator: string,
): Promise<number | null> {
  const { sql, organizationId } = tenant;
  const connections = await sql<{ connectionId: string }[]>`
    select connection_id from apps where app_number = ${appNumber} order by connection_id
  `;
  if (connections.length === 0) return null;
  // A page marks merchants before it may want their lock, so in the order of pages and folds.
  for (const { connectionId } of connections) await holdPages(tenant, connectionId);
  // A fold that runs has read the old setting: its marks are taken, so these come after it.
  await lockMerchants(tenant);
  if (interval === null) {
    await sql`delete from plan_intervals where app_number = ${appNumber} and plan = ${plan}`;
  } else {
    await sql`
      insert into plan_intervals (organization_id, app_number, plan, billing_interval, set_by)
      values (${organizationId}, ${appNumber}, ${plan}, ${interval}, ${operator})
      on conflict (organization_id, app_number, plan) do update
        set billing_interval = excluded.billing_interval, set_by = excluded.set_by, set_at = now()
    `;
  }
  const detail = { appNumber, plan, interval: interval ?? 'none' };
  await writeAuditLine(tenant, { actor: operator, action: 'set_plan_interval', connectionId: null, detail });
  return markMerchantsOn(tenant, appNumber, plan);
}

async function markMerchantsOn({ sql }: Tenant, appNumber: string, plan: string): Promise<number> {
  const [touched] = await sql<[{ merchants: number }]>`
    with touched as (
      select distinct organization_id, connection_id, app_number, shop_number
      from apps
      join merchant_charges using (organization_id, connection_id, app_number)
      where app_number = ${appNumber} and plan = ${plan} and not test and interval_rule <> all (${SURER})
    ), marked as (
      insert into merchant_marks (organization_id, connection_id, app_number, shop_number)
      select * from touched order by connection_id, app_number, shop_number
      on conflict do nothing
    )
    select count(*)::integer as merchants from touched
  `;
  return touched.merchants;
}
