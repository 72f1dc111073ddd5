import { startOf, type Day } from '../revenue/day.js';
import type { AppStanding, PlanStanding } from '../revenue/revenue.js';
import { inScope, type RevenueScope } from './revenue-scope.js';
import type { Tenant } from './tenant.js';

interface Row {
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
  const { sql } = tenant;
  const at = startOf(end);
  const alive = sql`state <> 'frozen' and from_at < ${at} and ${inScope(tenant, scope)}`;
  // What goes on is nearly all of it: read in the order of its own index, merged with the little that ended since.
  const rows = await sql<Row[]>`
    select app_number, currency, plan, is_app, sum(mrr) as mrr, count(*)::integer as merchants
    from (
      select app_number, currency, plan, grouping(plan) = 1 as is_app, sum(mrr) as mrr
      from (
        select app_number, currency, shop_number, plan, mrr from merchant_spans where to_at is null and ${alive}
        union all
        select app_number, currency, shop_number, plan, mrr from merchant_spans where to_at >= ${at} and ${alive}
        order by app_number, currency, shop_number, plan
      ) as spans
      group by app_number, currency, shop_number, rollup (plan)
    ) as shops
    group by 1, 2, 3, 4
    order by 5 desc, 1, 3
  `;
  const exact = ({ appNumber, currency, mrr, merchants }: Row) => ({ appNumber, currency, mrr: BigInt(mrr), merchants });
  return {
    apps: rows.filter(({ isApp }) => isApp).map(exact),
    plans: rows.filter(({ isApp }) => !isApp).map((row) => ({ ...exact(row), plan: row.plan })),
  };
}
