import { USAGE_DAYS } from '../../contract/merchant-words.js';
import type { Fragment } from '../../postgres/sql.js';
import type { Tenant } from '../../postgres/tenant.js';
import { type Instant, plusMs } from '../../values/instant.js';
import { LONGEST_CYCLE_DAYS } from '../mrr-definitions/paid-until.js';
import { inScope, type RevenueScope } from './revenue-scope.js';

const DAY_MS = 86_400_000;
/** Ids of sales that are named of one merchant. */
const MOST_IDS = 50;

/**
 * One row a shop. A span counts at a moment as it does for the figures of revenue (read-plan-standings.ts), so that
 * what is live here adds up to their MRR. Sales without a shop, of which few accounts have any, are not looked for.
 * @param shopNumber null: all of them
 */
export function standingsOf(tenant: Tenant, scope: RevenueScope, at: Instant, shopNumber: string | null): Fragment {
  const { sql } = tenant;
  const ofShop = shopNumber === null ? sql`` : sql`and shop_number = ${shopNumber}`;
  const longestBefore = plusMs(at, -LONGEST_CYCLE_DAYS * DAY_MS);
  return sql`
    with standing as (
      select *
      from (
        select
          *,
          to_at is null or to_at >= ${at} as is_alive,
          bool_or(to_at is null or to_at >= ${at}) over pair as is_pair_alive,
          max(to_at) over pair as last_end
        from merchant_spans
        where from_at < ${at} and (to_at is null or to_at >= ${longestBefore}) and ${inScope(tenant, scope)} ${ofShop}
        window pair as (partition by connection_id, app_number, shop_number)
      ) as spans
      where case when is_pair_alive then is_alive and state <> 'trialing' else state = 'live' and to_at = last_end end
    ),
    charges as (
      select
        s.connection_id, s.app_number, s.shop_number, bill.id is not null as has_bill,
        json_build_object(
          'chargeNumber', s.charge_number, 'state', case when is_alive then state else 'ended' end,
          'currency', s.currency, 'interval', c.billing_interval,
          'monthly', ${monthlyOf(sql)}::text,
          'countedFrom', case when not is_alive then (
            select min(from_at) from merchant_spans own where ${ofCharge(sql, sql`own`)} and state = 'live'
          ) end,
          'endedAt', case when not is_alive then to_at end,
          'isOnTime', coalesce(c.end_reason <> 'sales_stopped' or c.ended_at <> to_at, true),
          'bill', case when bill.id is not null then json_build_object(
            'id', bill.id, 'amount', money->>'amount', 'currency', money->>'currencyCode',
            'isFirstAfterChange', case when ${isBelowList(sql)} then ${isFirstAfterChange(sql)} else false end
          ) end
        ) as charge
      from standing s
      join merchant_charges c on ${ofCharge(sql, sql`c`)}
      left join lateral (
        select id, created_at, ${moneyOf(sql)} as money
        from transactions t
        where ${ofCharge(sql, sql`t`)} and t.type = 'AppSubscriptionSale' and t.created_at < ${at}
          and (${moneyOf(sql)}->>'amount')::numeric > 0
        order by created_at desc, id desc
        limit 1
      ) as bill on true
    ),
    recent as (
      select
        connection_id, app_number, shop_number, type, money->>'currencyCode' as currency,
        sum((money->>'amount')::numeric)::text as amount,
        ${shopNumber === null ? sql`null::text[]` : sql`(array_agg(id order by created_at desc, id))[:${MOST_IDS}]`}
          as ids
      from (${recentSales(sql, at, shopNumber)}) as sale
      group by 1, 2, 3, 4, 5
    )
    select shop_number, json_agg(json_build_object(
      'connectionId', connection_id, 'appNumber', app_number::text, 'charges', charges, 'recent', recent,
      'hasPaid', has_bill or exists (
        select
        from transactions t
        where t.connection_id = pair.connection_id and t.app_number = pair.app_number
          and t.shop_number = pair.shop_number and t.type = 'AppSubscriptionSale' and t.created_at < ${at}
          and (${moneyOf(sql)}->>'amount')::numeric > 0
      )
    ) order by app_number, connection_id) as pairs
    from (
      select
        connection_id, app_number, shop_number, bool_or(has_bill) as has_bill,
        json_agg(charge order by charge->>'chargeNumber') filter (where charge is not null) as charges,
        json_agg(sales order by sales->>'type', sales->>'currency') filter (where sales is not null) as recent
      from (
        select connection_id, app_number, shop_number, has_bill, charge, null::json as sales from charges
        union all
        select
          connection_id, app_number, shop_number, false, null,
          json_build_object('type', type, 'currency', currency, 'amount', amount, 'ids', ids)
        from recent
      ) as parts
      group by connection_id, app_number, shop_number
      having count(charge) > 0
    ) as pair
    group by shop_number
  `;
}

/** That a row is of the charge of the span `s`. */
function ofCharge(sql: Tenant['sql'], row: Fragment): Fragment {
  return sql`
    ${row}.connection_id = s.connection_id and ${row}.app_number = s.app_number
      and ${row}.shop_number = s.shop_number and ${row}.charge_number = s.charge_number
  `;
}

/** Of a charge that is frozen what it carried when it was live last, else what its price tells. */
function monthlyOf(sql: Tenant['sql']): Fragment {
  return sql`
    case state when 'live' then s.mrr else coalesce(
      (
        select mrr
        from merchant_spans own
        where ${ofCharge(sql, sql`own`)} and own.state = 'live' and own.to_at <= s.from_at
        order by own.to_at desc
        limit 1
      ),
      case c.billing_interval when 'ANNUAL' then div(c.price, 12) else c.price end,
      0
    ) end
  `;
}

/** Only such a bill may be for the rest of a cycle; of others nothing more is looked up. */
function isBelowList(sql: Tenant['sql']): Fragment {
  return sql`
    (money->>'amount')::numeric * case c.billing_interval when 'ANNUAL' then 1000000 else 12000000 end
      < ${monthlyOf(sql)}
  `;
}

/** The bill is the first since the charge began, and it began where another charge of the app on the shop ended. */
function isFirstAfterChange(sql: Tenant['sql']): Fragment {
  return sql`
    (
      select
        exists (
          select
          from merchant_spans own
          where own.connection_id = s.connection_id and own.app_number = s.app_number
            and own.shop_number = s.shop_number and own.charge_number <> s.charge_number and own.to_at = began.at
        ) and bill.created_at >= began.at and not exists (
          select
          from transactions t
          where ${ofCharge(sql, sql`t`)} and t.type = 'AppSubscriptionSale'
            and t.created_at >= began.at and (t.created_at, t.id) < (bill.created_at, bill.id)
        )
      from (select min(from_at) as at from merchant_spans own where ${ofCharge(sql, sql`own`)}) as began
    )
  `;
}

/** What a transaction `t` billed: before June 2020 Shopify sent no gross, and the net stands in. */
function moneyOf(sql: Tenant['sql']): Fragment {
  return sql`
    case when jsonb_typeof(t.raw->'grossAmount') = 'object' then t.raw->'grossAmount' else t.raw->'netAmount' end
  `;
}

/** Usage and credits of the last 30 days: of all shops by their time, of one by its apps. */
function recentSales(sql: Tenant['sql'], at: Instant, shopNumber: string | null): Fragment {
  const columns = sql`
    t.connection_id, t.app_number, t.shop_number, t.type, t.id, t.created_at, ${moneyOf(sql)} as money
  `;
  const isRecent = sql`
    t.type in ('AppUsageSale', 'AppSaleCredit') and t.app_number is not null and t.shop_number is not null
      and t.created_at > ${plusMs(at, -USAGE_DAYS * DAY_MS)} and t.created_at < ${at}
  `;
  if (shopNumber === null) {
    return sql`
      select own.*
      from connections c
      cross join lateral (
        select ${columns} from transactions t where t.connection_id = c.id and ${isRecent} offset 0
      ) as own
    `;
  }
  return sql`
    select own.*
    from merchant_apps p
    cross join lateral (
      select ${columns}
      from transactions t
      where t.connection_id = p.connection_id and t.app_number = p.app_number and t.shop_number = p.shop_number
        and ${isRecent}
      offset 0
    ) as own
    where p.shop_number = ${shopNumber}
  `;
}
