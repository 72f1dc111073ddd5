import type { BillingInterval } from '../../contract/merchant-words.js';
import type { Fragment } from '../../postgres/sql.js';
import type { Tenant } from '../../postgres/tenant.js';
import { type Instant, instantToMs, plusMs, storedInstant } from '../../values/instant.js';
import { parseUnits } from '../../values/money.js';
import { lastBillOf } from '../definitions/last-bill.js';
import { LONGEST_CYCLE_DAYS, paidUntilMs } from '../definitions/paid-until.js';
import type { ChargeStanding, PairStanding, RecentSales, ShopStanding } from '../definitions/standing.js';
import { inScope, type RevenueScope } from './revenue-scope.js';

const DAY_MS = 86_400_000;
/** As long as usage MRR looks back. */
const RECENT_DAYS = 30;
/** Ids of sales that are named of one merchant. */
const MOST_IDS = 50;
/** Shops that are in memory at a time. */
const FETCHED = 1_000;

/**
 * What other definitions of MRR ask of every shop, at one moment: those whose charges are alive then, and those that
 * paid for longer than they stayed. In portions, each shop once.
 * @param tenant in a snapshot: the portions agree only as of one moment
 */
export async function* readShopStandings(
  tenant: Tenant,
  scope: RevenueScope,
  at: Instant,
): AsyncGenerator<ShopStanding, void, undefined> {
  const { sql } = tenant;
  // A cursor of the transaction's: an account has up to a million shops.
  await sql`declare shop_standings no scroll cursor for ${standingsOf(tenant, scope, at, null)}`;
  for (;;) {
    const rows = await sql<ShopRow[]>`fetch ${sql.unsafe(String(FETCHED))} from shop_standings`;
    for (const row of rows) yield shopStanding(row, at);
    if (rows.length < FETCHED) break;
  }
  await sql`close shop_standings`;
}

/**
 * The same of one shop, with the ids of its recent sales.
 * @returns null where no definition counts anything
 */
export async function readShopStanding(
  tenant: Tenant,
  scope: RevenueScope,
  at: Instant,
  shopNumber: string,
): Promise<ShopStanding | null> {
  const [row] = await tenant.sql<ShopRow[]>`${standingsOf(tenant, scope, at, shopNumber)}`;
  return row === undefined ? null : shopStanding(row, at);
}

interface ShopRow {
  readonly shopNumber: string;
  readonly pairs: readonly StoredPair[];
}

/** As JSON of the database has it; amounts of charges are units as text, those of sales as Shopify sent them. */
interface StoredPair {
  readonly connectionId: string;
  readonly appNumber: string;
  readonly hasPaid: boolean;
  readonly charges: readonly StoredCharge[];
  readonly recent: readonly StoredSales[] | null;
}

interface StoredCharge {
  readonly chargeNumber: string;
  readonly state: ChargeStanding['state'];
  readonly currency: string;
  readonly monthly: string;
  readonly interval: BillingInterval;
  readonly countedFrom: string | null;
  readonly endedAt: string | null;
  readonly isOnTime: boolean;
  readonly hasReplaced: boolean;
  readonly bills: readonly (SoldAmount & { readonly id: string; readonly isFirst: boolean })[] | null;
}

interface SoldAmount {
  readonly amount: string;
  readonly currency: string;
}

interface StoredSales extends SoldAmount {
  readonly type: 'AppUsageSale' | 'AppSaleCredit';
  readonly ids: readonly string[] | null;
}

/**
 * One row a shop. A span counts at a moment as it does for the figures of revenue (read-plan-standings.ts), so that
 * what is live here adds up to their MRR. Sales without a shop, of which few accounts have any, are not looked for.
 * @param shopNumber null: all of them
 */
function standingsOf(tenant: Tenant, scope: RevenueScope, at: Instant, shopNumber: string | null): Fragment {
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
    recent as materialized (
      select connection_id, app_number, shop_number, json_agg(json_build_object(
        'type', type, 'currency', currency, 'amount', amount, 'ids', ids
      ) order by type, currency) as sales
      from (
        select
          connection_id, app_number, shop_number, type, money->>'currencyCode' as currency,
          sum((money->>'amount')::numeric)::text as amount,
          ${shopNumber === null ? sql`null::text[]` : sql`(array_agg(id order by created_at desc, id))[:${MOST_IDS}]`}
            as ids
        from (${recentSales(sql, at, shopNumber)}) as sale
        group by 1, 2, 3, 4, 5
      ) as summed
      group by 1, 2, 3
    )
    select shop_number, json_agg(json_build_object(
      'connectionId', connection_id, 'appNumber', app_number::text, 'hasPaid', has_paid, 'charges', charges,
      'recent', sales
    ) order by app_number, connection_id) as pairs
    from (
      select
        connection_id, app_number, shop_number, charges, recent.sales,
        has_bill or exists (
          select
          from transactions t
          where t.connection_id = pair.connection_id and t.app_number = pair.app_number
            and t.shop_number = pair.shop_number and t.type = 'AppSubscriptionSale' and t.created_at < ${at}
            and (${moneyOf(sql)}->>'amount')::numeric > 0
        ) as has_paid
      from (
        select
          s.connection_id, s.app_number, s.shop_number, bool_or(bills is not null) as has_bill,
          json_agg(json_build_object(
            'chargeNumber', s.charge_number, 'state', case when is_alive then state else 'ended' end,
            'currency', s.currency, 'interval', c.billing_interval, 'bills', bills,
            'monthly', case state when 'live' then s.mrr else coalesce(
              was_live.mrr, case c.billing_interval when 'ANNUAL' then div(c.price, 12) else c.price end, 0
            ) end::text,
            'countedFrom', began.counted_from, 'endedAt', case when not is_alive then to_at end,
            'isOnTime', coalesce(c.end_reason <> 'sales_stopped' or c.ended_at <> to_at, true),
            'hasReplaced', has_replaced
          ) order by s.charge_number) as charges
        from standing s
        join merchant_charges c on c.connection_id = s.connection_id and c.app_number = s.app_number
          and c.shop_number = s.shop_number and c.charge_number = s.charge_number
        cross join lateral (
          select min(from_at) as at, min(from_at) filter (where state = 'live') as counted_from
          from merchant_spans own
          where ${sameCharge(sql)}
        ) as began
        cross join lateral (
          select exists (
            select
            from merchant_spans own
            where own.connection_id = s.connection_id and own.app_number = s.app_number
              and own.shop_number = s.shop_number and own.charge_number <> s.charge_number and own.to_at = began.at
          ) as has_replaced
        ) as before
        left join lateral (
          select mrr
          from merchant_spans own
          where ${sameCharge(sql)} and own.state = 'live' and own.to_at <= s.from_at
          order by own.to_at desc
          limit 1
        ) as was_live on s.state = 'frozen'
        cross join lateral (
          select json_agg(json_build_object(
            'id', id, 'amount', money->>'amount', 'currency', money->>'currencyCode', 'isFirst', is_first
          ) order by created_at desc, id desc) as bills
          from (
            select id, created_at, money, is_first
            from (
              select
                id, created_at, ${moneyOf(sql)} as money,
                created_at >= began.at
                  and row_number() over (partition by created_at >= began.at order by created_at, id) = 1 as is_first
              from transactions t
              where t.connection_id = s.connection_id and t.app_number = s.app_number
                and t.charge_number = s.charge_number and t.shop_number = s.shop_number
                and t.type = 'AppSubscriptionSale' and t.created_at < ${at}
            ) as sale
            where (money->>'amount')::numeric > 0
            order by created_at desc, id desc
            limit 2
          ) as latest
        ) as billed
        group by s.connection_id, s.app_number, s.shop_number
      ) as pair
      left join recent using (connection_id, app_number, shop_number)
    ) as pairs
    group by shop_number
  `;
}

function sameCharge(sql: Tenant['sql']): Fragment {
  return sql`
    own.connection_id = s.connection_id and own.app_number = s.app_number and own.shop_number = s.shop_number
      and own.charge_number = s.charge_number
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
      and t.created_at > ${plusMs(at, -RECENT_DAYS * DAY_MS)} and t.created_at < ${at}
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

function shopStanding({ shopNumber, pairs }: ShopRow, at: Instant): ShopStanding {
  return { shopNumber, pairs: pairs.map((pair) => pairStanding(pair, at)) };
}

function pairStanding({ connectionId, appNumber, hasPaid, charges, recent }: StoredPair, at: Instant): PairStanding {
  const of = (type: StoredSales['type']) => (recent ?? []).filter((sales) => sales.type === type).map(recentSalesOf);
  return {
    ...{ connectionId, appNumber, hasPaid },
    charges: charges.map((charge) => chargeStanding(charge, at)),
    usage: of('AppUsageSale'),
    // Shopify sends them as what is taken off.
    credits: of('AppSaleCredit').map((credits) => ({
      ...credits,
      units: credits.units < 0n ? -credits.units : credits.units,
    })),
  };
}

function recentSalesOf({ amount, currency, ids }: StoredSales): RecentSales {
  return { units: unitsOf(amount), currency, ids: ids ?? [] };
}

function chargeStanding(stored: StoredCharge, at: Instant): ChargeStanding {
  const { chargeNumber, state, currency, interval, hasReplaced, countedFrom, endedAt, isOnTime } = stored;
  const monthly = { units: BigInt(stored.monthly), currency };
  const bills = (stored.bills ?? []).map((bill) => ({ ...bill, units: unitsOf(bill.amount) }));
  return {
    ...{ chargeNumber, state, monthly },
    billed: lastBillOf({ monthly, interval, hasReplaced, bills }),
    isPaidFor:
      countedFrom !== null &&
      endedAt !== null &&
      isOnTime &&
      paidUntilMs(interval, storedInstant(countedFrom), storedInstant(endedAt)) > instantToMs(at),
  };
}

/** What cannot be read was set aside when it came, so that this is never the case. */
function unitsOf(amount: string): bigint {
  return parseUnits(amount) ?? 0n;
}
