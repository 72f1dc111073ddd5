import type { Tenant } from '../../postgres/tenant.js';
import { type Day, startOf } from '../../values/day.js';
import type { AppStanding, PlanStanding } from '../figures/revenue.js';
import { inScope, type RevenueScope } from './revenue-scope.js';

interface StandingRow {
  readonly appNumber: string;
  readonly currency: string;
  readonly plan: string | null;
  readonly isApp: boolean;
  readonly mrr: string;
  readonly merchants: number;
}

/** What is trialing or live at this midnight, by app and by plan; most MRR first. */
export async function readPlanStandings(
  tenant: Tenant,
  scope: RevenueScope,
  end: Day,
): Promise<{ apps: AppStanding[]; plans: PlanStanding[] }> {
  const at = startOf(end);
  const rows = await tenant.sql<StandingRow[]>`
    select
      app_number, currency, plan, grouping(plan) = 1 as is_app,
      sum(mrr) as mrr, count(distinct shop_number)::integer as merchants
    from merchant_spans
    where from_at < ${at} and (to_at is null or to_at >= ${at}) and state <> 'frozen' and ${inScope(tenant, scope)}
    group by app_number, currency, rollup (plan)
    order by sum(mrr) desc, app_number, plan
  `;
  const exact = ({ appNumber, currency, mrr, merchants }: StandingRow) => ({
    appNumber,
    currency,
    mrr: BigInt(mrr),
    merchants,
  });
  return {
    apps: rows.filter(({ isApp }) => isApp).map(exact),
    plans: rows.filter(({ isApp }) => !isApp).map((row) => ({ ...exact(row), plan: row.plan })),
  };
}
