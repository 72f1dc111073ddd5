import type { Tenant } from '../../../postgres/tenant.js';
import { eachOf, type Pair } from '../../pairs.js';
import { dailyLook } from './daily-look.js';

// `offset 0` keeps the look-up of each pair by its key, as in `read-rows.ts`.

/**
 * Says of pairs that were derived anew when Shopify is to be asked for their subscription: at once after a change of a
 * charge, be it over or not, that is not older than a day; else once a day, while the merchant is on something.
 */
export async function planLooks({ sql }: Tenant, connectionId: string, pairs: readonly Pair[]): Promise<void> {
  if (pairs.length === 0) return;
  const neverIsADayAgo = sql`coalesce(l.looked_at, clock_timestamp() - interval '1 day')`;
  await sql`
    insert into subscription_looks (organization_id, connection_id, app_number, shop_number, due_at)
    select
      m.organization_id, m.connection_id, m.app_number, m.shop_number,
      case when has_changed then clock_timestamp() else daily_at end
    from ${eachOf(sql, pairs)}
    cross join lateral (
      select organization_id, connection_id, app_number, shop_number, status, charge_changed_at
      from merchant_apps
      where connection_id = ${connectionId} and app_number = p.app_number and shop_number = p.shop_number
      offset 0
    ) as m
    left join lateral (
      select app_number, looked_at
      from subscription_looks
      where connection_id = ${connectionId} and app_number = p.app_number and shop_number = p.shop_number
      offset 0
    ) as l on true
    cross join lateral (
      select
        ${dailyLook(sql, sql`m.status`, neverIsADayAgo)} as daily_at,
        coalesce(
          m.charge_changed_at > greatest(l.looked_at, clock_timestamp() - interval '1 day'), false
        ) as has_changed
    ) as facts
    where daily_at is not null or has_changed or l.app_number is not null
    order by m.app_number, m.shop_number
    on conflict (organization_id, connection_id, app_number, shop_number) do update set due_at = excluded.due_at
  `;
}
