import type { Tenant } from '../../../postgres/tenant.js';

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
