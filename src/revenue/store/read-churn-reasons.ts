import type { Tenant } from '../../postgres/tenant.js';
import { startOf } from '../../values/day.js';
import { groupBy } from '../../values/group-by.js';
import type { Units } from '../../values/money.js';
import type { Range } from '../figures/range.js';
import { countingLines, inScope, type RevenueScope } from './revenue-scope.js';

/** What was lost in one currency. */
export interface Lost {
  readonly currency: string;
  /** A loss is negative. */
  readonly change: Units;
}

/** How often merchants left, and what they paid until then. */
export interface Leavings {
  readonly count: number;
  readonly lost: readonly Lost[];
}

export interface ChurnReason extends Leavings {
  readonly appNumber: string;
  readonly plan: string | null;
  /** One reason of those given; null where none was. */
  readonly reason: string | null;
}

interface ReasonRow {
  readonly appNumber: string | null;
  readonly plan: string | null;
  readonly reason: string | null;
  readonly currency: string | null;
  readonly isLine: boolean;
  readonly isSum: boolean;
  readonly count: number;
  readonly change: string | null;
}

/**
 * Why merchants left in the range, by app and plan: every uninstall, also of those who paid nothing, and every loss.
 * Shopify sends the reasons of one uninstall separated by commas; who gave two is counted with both.
 * @returns most frequent first; `total` counts each leaving once
 */
export async function readChurnReasons(
  tenant: Tenant,
  scope: RevenueScope,
  { from, end }: Range,
): Promise<{ total: Leavings; reasons: ChurnReason[] }> {
  // An uninstall has a line for each currency of what it cost.
  const rows = await tenant.sql<ReasonRow[]>`
    with leavings as materialized (
      select
        (connection_id, app_number, shop_number, occurred_at, type)::text as leaving, app_number, plan, reason, mrr_change,
        mrr_currency as currency
      from merchant_events
      where ${countingLines(tenant)}
        and (type = 'uninstalled' or (type in ('unsubscribed', 'deactivated') and mrr_change <> 0))
        and occurred_at >= ${startOf(from)} and occurred_at < ${startOf(end)} and ${inScope(tenant, scope)}
    ), lines as (
      select l.leaving, l.app_number, l.plan, given.reason, l.currency, l.mrr_change
      from leavings l
      left join lateral (
        select distinct btrim(part) as reason
        from regexp_split_to_table(l.reason, ',') as part
        where btrim(part) <> ''
      ) as given on true
    )
    select
      app_number, plan, reason, currency, true as is_line, grouping(currency) = 1 as is_sum,
      count(distinct leaving)::integer as count, sum(mrr_change) as change
    from lines
    group by app_number, plan, reason, rollup (currency)
    union all
    select
      null, null, null, currency, false, grouping(currency) = 1, count(distinct leaving)::integer, sum(mrr_change)
    from leavings
    group by rollup (currency)
  `;
  const total = leavingsOf(rows.filter(({ isLine }) => !isLine));
  const lines = groupBy(
    rows.filter(({ isLine }) => isLine),
    ({ appNumber, plan, reason }) => JSON.stringify([appNumber, plan, reason]),
  );
  const reasons = [...lines.values()].map((own): ChurnReason => {
    const [{ appNumber, plan, reason }] = own;
    return { appNumber: appNumber ?? '', plan, reason, ...leavingsOf(own) };
  });
  return { total, reasons: reasons.sort(mostFrequentFirst) };
}

function leavingsOf(rows: readonly ReasonRow[]): Leavings {
  const lost = rows.flatMap(({ isSum, currency, change }) =>
    isSum || currency === null || change === null ? [] : [{ currency, change: BigInt(change) }],
  );
  return {
    count: rows.find(({ isSum }) => isSum)?.count ?? 0,
    lost: lost.filter(({ change }) => change !== 0n).sort((one, other) => (one.currency < other.currency ? -1 : 1)),
  };
}

function mostFrequentFirst(one: ChurnReason, other: ChurnReason): number {
  return other.count - one.count || (reasonKey(one) < reasonKey(other) ? -1 : 1);
}

function reasonKey({ appNumber, plan, reason }: ChurnReason): string {
  return JSON.stringify([appNumber.padStart(19, '0'), plan, reason]);
}
