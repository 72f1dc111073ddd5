import { randomUUID } from 'node:crypto';
import type { Sql } from '../../../src/postgres/sql.js';
import { withTenant } from '../../../src/postgres/tenant.js';

/** What `deriveMany` makes; shops are numbered from 1 on. */
export const MANY = { apps: ['1', '2'], plans: 20, rarePlan: 'Rare', merchantsOnRarePlan: 5 } as const;

/**
 * Fills an organization with derived merchants, as if folded: some of the second app, too; active, trialing, frozen,
 * churned and just installed ones; most in USD, some in EUR, some in both or in none; every eleventh without a known
 * installation. All have different names. Who does not pay has an MRR of 0, so that status and sort go together.
 * @param sql of a superuser
 */
export async function deriveMany(sql: Sql, organizationId: string, merchants: number): Promise<void> {
  const connectionId = randomUUID();
  await withTenant(sql, organizationId, async ({ sql: tenantSql }) => {
    await tenantSql`
      insert into connections (organization_id, id, partner_organization_id, status, connected_by, connected_at)
      values (${organizationId}, ${connectionId}, '1', 'disconnected', 'test', now())
    `;
    await tenantSql`
      insert into apps (organization_id, connection_id, app_number, name, source)
      select ${organizationId}, ${connectionId}, number, 'App ' || number, 'auto'
      from unnest(${MANY.apps}::bigint[]) as number
    `;
    await tenantSql`
      insert into shops (
        organization_id, connection_id, shop_number, name, myshopify_domain, named_at, first_seen_at, last_event_at
      )
      select
        ${organizationId}, ${connectionId}, n, 'Shop No. ' || n || ' ' || left(md5(n::text), 8),
        left(md5((n * 7)::text), 10) || '-' || n || '.myshopify.com', now(), '2024-01-01',
        '2024-01-01'::timestamptz + ((n * 7919) % 1000003) * interval '37 seconds'
      from generate_series(1, ${merchants}::bigint) as n
    `;
    await tenantSql`
      insert into merchant_apps (
        organization_id, connection_id, app_number, shop_number, status, plan, currency, installed_at, why, rules_version
      )
      select
        ${organizationId}, ${connectionId}, app, n, status,
        case
          when n <= ${MANY.merchantsOnRarePlan} then ${MANY.rarePlan}
          when status in ('active', 'trialing', 'frozen') then 'Plan ' || (n / 7 % ${MANY.plans})
        end,
        case when n % 7 = 0 then 'EUR' else 'USD' end,
        case when n % 11 > 0 then '2024-01-01'::timestamptz + ((n * 104729) % 1000003) * interval '31 seconds' end,
        '{}', 1
      from generate_series(1, ${merchants}::bigint) as n
      cross join unnest(${MANY.apps}::bigint[]) as app
      cross join lateral (
        select (array['active', 'churned', 'active', 'installed', 'active', 'churned', 'trialing', 'churned', 'active', 'frozen'])[
          1 + (n / app) % 10
        ] as status
      ) as derived
      where app = 1 or n % 3 = 0
    `;
    await tenantSql`
      insert into merchant_app_money (
        organization_id, connection_id, app_number, shop_number, currency, mrr, lifetime_value
      )
      select
        organization_id, connection_id, app_number, shop_number, paid,
        case when status = 'active' then (5 + shop_number % 20) * 12000000 else 0 end,
        (shop_number * 31 % 4001) * 12000000
      from merchant_apps
      cross join lateral (
        select currency as paid union select 'EUR' where shop_number % 50 = 0
      ) as currencies
      where connection_id = ${connectionId} and status <> 'installed'
    `;
    await tenantSql`call lock_merchants()`;
    const [{ shops }] = await tenantSql<[{ shops: string[] }]>`
      select array_agg(shop_number) as shops from shops where connection_id = ${connectionId}
    `;
    await tenantSql`call roll_up_merchants(${shops}::bigint[])`;
  });
}
