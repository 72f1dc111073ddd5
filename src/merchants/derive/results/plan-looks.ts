import type { Tenant } from '../../../postgres/tenant.js';
import { eachOf, type Pair } from '../../pairs.js';

/**
 * Says of pairs that were derived anew when Shopify is to be asked for their subscription: at once after a change of a
 * charge, be it over or not, that is not older than a day; else once a day, while the merchant is on something.
 */
export async function planLooks({ sql }: Tenant, connectionId: string, pairs: readonly Pair[]): Promise<void> {
  if (pairs.length === 0) return;
  await sql`
    insert into subscription_looks (organization_id, connection_id, app_number, shop_number, due_at)
    select
      m.organization_id, m.connection_id, m.app_number, m.shop_number,
      case
        when has_changed or l.looked_at is null and is_on then clock_timestamp()
        when is_on then l.looked_at + interval '1 day'
      end
    from ${eachOf(sql, pairs)}
    join merchant_apps m
      on m.connection_id = ${connectionId} and m.app_number = p.app_number and m.shop_number = p.shop_number
    left join subscription_looks l
      on l.connection_id = ${connectionId} and l.app_number = p.app_number and l.shop_number = p.shop_number
    cross join lateral (
      select
        m.status in ('trialing', 'active', 'frozen') as is_on,
        coalesce(
          m.charge_changed_at > greatest(l.looked_at, clock_timestamp() - interval '1 day'), false
        ) as has_changed
    ) as facts
    where is_on or has_changed or l.app_number is not null
    order by m.app_number, m.shop_number
    on conflict (organization_id, connection_id, app_number, shop_number) do update set due_at = excluded.due_at
  `;
}
