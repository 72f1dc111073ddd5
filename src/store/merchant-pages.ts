import type { Tenant } from './tenant.js';
import type { MerchantFilter, MerchantPosition, MerchantQuery } from './merchants.js';

/**
 * Positions of one page of merchants by a time, and of one more. Each branch reads its index from the last position
 * on; those without the key come last, whichever the order.
 */
export async function pageByTime({ sql }: Tenant, query: MerchantQuery): Promise<MerchantPosition[]> {
  const { after, order, limit } = query;
  const column = query.sort === 'installedAt' ? sql`installed_at` : sql`last_event_at`;
  const direction = order === 'asc' ? sql`asc` : sql`desc`;
  const beyond = order === 'asc' ? sql`>` : sql`<`;
  const keyed =
    after !== undefined && after.key === null
      ? []
      : await sql<MerchantPosition[]>`
          select shop_number, ${column}::text as key, null as currency
          from merchants m
          where ${column} is not null
            ${after ? sql`and (${column}, shop_number) ${beyond} (${after.key}::timestamptz, ${after.shopNumber}::bigint)` : sql``}
            and ${matching(sql, query)}
          order by ${column} ${direction}, shop_number ${direction}
          limit ${limit + 1}
        `;
  if (keyed.length > limit || query.sort === 'lastEventAt') return keyed;
  const unkeyed = await sql<MerchantPosition[]>`
    select shop_number, null as key, null as currency
    from merchants m
    where installed_at is null
      ${after?.key === null ? sql`and shop_number ${beyond} ${after.shopNumber}::bigint` : sql``}
      and ${matching(sql, query)}
    order by shop_number ${direction}
    limit ${limit + 1 - keyed.length}
  `;
  return [...keyed, ...unkeyed];
}

/** The same by an amount of one currency; merchants without that currency come last. */
export async function pageByMoney(tenant: Tenant, query: MerchantQuery): Promise<MerchantPosition[]> {
  const { sql } = tenant;
  const { after, order, limit } = query;
  const currency = after?.currency ?? query.currency ?? (await commonestCurrency(tenant));
  const column = query.sort === 'mrr' ? sql`money.mrr` : sql`money.lifetime_value`;
  const direction = order === 'asc' ? sql`asc` : sql`desc`;
  const beyond = order === 'asc' ? sql`>` : sql`<`;
  const keyed =
    after !== undefined && after.key === null
      ? []
      : await sql<MerchantPosition[]>`
          select money.shop_number, ${column}::text as key, money.currency
          from merchant_money money
          join merchants m using (organization_id, shop_number)
          where money.currency = ${currency}
            ${after ? sql`and (${column}, money.shop_number) ${beyond} (${after.key}::numeric, ${after.shopNumber}::bigint)` : sql``}
            and ${matching(sql, query)}
          order by ${column} ${direction}, money.shop_number ${direction}
          limit ${limit + 1}
        `;
  if (keyed.length > limit) return keyed;
  const others = await sql<MerchantPosition[]>`
    select shop_number, null as key, ${currency} as currency
    from merchants m
    where not exists (
        select from merchant_money money
        where money.organization_id = m.organization_id and money.shop_number = m.shop_number
          and money.currency = ${currency}
      )
      ${after?.key === null ? sql`and shop_number ${beyond} ${after.shopNumber}::bigint` : sql``}
      and ${matching(sql, query)}
    order by shop_number ${direction}
    limit ${limit + 1 - keyed.length}
  `;
  return [...keyed, ...others];
}

async function commonestCurrency({ sql }: Tenant): Promise<string> {
  const [commonest] = await sql<{ currency: string }[]>`
    select currency from merchant_money group by currency order by count(*) desc, currency limit 1
  `;
  return commonest?.currency ?? 'USD';
}

/** The filters that need an app's own figures look at one visible app for all of them. */
function matching(sql: Tenant['sql'], { search, status, plan, appNumber }: MerchantFilter) {
  const bySearch = search === undefined ? sql`true` : sql`strpos(m.search, ${search.trim().toLowerCase()}) > 0`;
  if (status === undefined && plan === undefined && appNumber === undefined) return bySearch;
  return sql`${bySearch} and exists (
    select
    from merchant_apps pair
    join apps a using (organization_id, connection_id, app_number)
    where pair.organization_id = m.organization_id and pair.shop_number = m.shop_number and a.removed_at is null
      ${status === undefined ? sql`` : sql`and pair.status = ${status}`}
      ${plan === undefined ? sql`` : sql`and pair.plan = ${plan}`}
      ${appNumber === undefined ? sql`` : sql`and pair.app_number = ${appNumber}`}
  )`;
}
