import type { MerchantEventType } from '../../contract/merchant-words.js';
import type { Range } from '../figures/range.js';
import type { RevenueFacts } from '../figures/revenue.js';
import type { Day } from '../../values/day.js';
import { inScope, type RevenueScope } from './revenue-scope.js';
import type { Tenant } from '../../postgres/tenant.js';

/** Changes of MRR up to the range's end, as `DayChange` keeps them. */
export async function readMrrDays(
  tenant: Tenant,
  scope: RevenueScope,
  { from, previousFrom, end }: Range,
): Promise<RevenueFacts['changes']> {
  const rows = await tenant.sql<{ currency: string; day: Day | null; type: MerchantEventType; change: string }[]>`
    select
      currency,
      case when day >= ${from}::date then day when day >= ${previousFrom}::date then ${previousFrom}::date end as day,
      type,
      sum(change) as change
    from mrr_days
    where day < ${end}::date and ${inScope(tenant, scope)}
    group by 1, 2, 3
  `;
  return rows.map((row) => ({ ...row, change: BigInt(row.change) }));
}

/**
 * Changes of MRR by month, each under its first day; older ones under no day.
 * @param starts first days of months, ascending: the last one ends what is read
 */
export async function readMrrMonths(
  tenant: Tenant,
  scope: RevenueScope,
  starts: readonly Day[],
): Promise<RevenueFacts['months']> {
  const rows = await tenant.sql<{ currency: string; day: Day | null; type: MerchantEventType; change: string }[]>`
    select
      currency,
      case when day >= ${starts[0] ?? null}::date then date_trunc('month', day::timestamp)::date end as day,
      type,
      sum(change) as change
    from mrr_days
    where day < ${starts.at(-1) ?? null}::date and ${inScope(tenant, scope)}
    group by 1, 2, 3
  `;
  return rows.map((row) => ({ ...row, change: BigInt(row.change) }));
}

/**
 * Sums the movements of a connection up anew, for when the sums are not to be trusted that each fold goes on with. The
 * caller holds lock_merchants.
 * @returns how many sums were others
 */
export async function resumMrrDays({ sql, organizationId }: Tenant, connectionId: string): Promise<number> {
  const [found] = await sql<[{ mended: number }]>`
    with summed as materialized (
      select
        app_number, (occurred_at at time zone 'UTC')::date as day, mrr_currency as currency, type,
        sum(mrr_change) as change
      from merchant_events
      where connection_id = ${connectionId} and mrr_change <> 0
      group by 1, 2, 3, 4
      having sum(mrr_change) <> 0
    ), gone as (
      delete from mrr_days d
      where connection_id = ${connectionId} and not exists (
        select
        from summed s
        where s.app_number = d.app_number and s.day = d.day and s.currency = d.currency and s.type = d.type
      )
      returning day
    ), put as (
      insert into mrr_days as d (organization_id, connection_id, app_number, day, currency, type, change)
      select ${organizationId}, ${connectionId}, app_number, day, currency, type, change from summed
      on conflict (organization_id, connection_id, app_number, day, currency, type) do update
        set change = excluded.change
        where d.change <> excluded.change
      returning day
    )
    select ((select count(*) from gone) + (select count(*) from put))::integer as mended
  `;
  return found.mended;
}
