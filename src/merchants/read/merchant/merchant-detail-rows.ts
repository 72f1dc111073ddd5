import type {
  BillingInterval,
  FigureWithReason,
  MerchantStatus,
  RiskLevel,
  RiskReason,
  StatusDetail,
  Why,
} from '../../../contract/merchant-words.js';
import type { Fragment, Sql, TransactionSql } from '../../../postgres/sql.js';
import type { Instant } from '../../../values/instant.js';
import type { SegmentName } from '../merchant-views.js';
import type { StoredCharge } from './current-charges.js';

/** One amount of one app on one shop; amounts are null for an app that has none. */
export interface DetailRow {
  readonly shopNumber: string;
  readonly name: string;
  readonly myshopifyDomain: string;
  readonly firstSeenAt: Instant;
  readonly lastEventAt: Instant;
  readonly segments: readonly SegmentName[];
  readonly connectionId: string;
  readonly appNumber: string;
  readonly appName: string | null;
  readonly status: MerchantStatus;
  readonly detail: StatusDetail | null;
  readonly plan: string | null;
  readonly lastPlan: string | null;
  readonly billingInterval: BillingInterval | null;
  readonly currency: string | null;
  readonly trialEndsAt: Instant | null;
  /** A UTC day. */
  readonly cancelsOn: string | null;
  readonly installedAt: Instant | null;
  readonly firstSubscribedAt: Instant | null;
  readonly uninstalledAt: Instant | null;
  readonly why: Partial<Record<FigureWithReason, Why>>;
  /** Both null where older rules derived the pair. */
  readonly risk: RiskLevel | null;
  readonly riskReasons: readonly RiskReason[] | null;
  readonly partnerOrganizationId: string;
  readonly charges: readonly StoredCharge[];
  readonly amountCurrency: string | null;
  readonly mrr: string | null;
  readonly effectiveMrr: string | null;
  readonly usageMrr: string | null;
  readonly lifetimeValue: string | null;
}

/** More columns of each pair `pair` of an app and `shop`, from lateral tables. */
export interface MoreOfPairs {
  readonly columns: Fragment;
  readonly from: Fragment;
}

/**
 * All that is shown of some merchants in one statement, so that a panel costs one round trip.
 * `lateral` and `offset 0` keep each shop's look-ups by its key: joined freely, a planner without fresh statistics walks
 * the whole organization.
 * @param shops a table `shop` of `selectShops`
 */
export async function readDetailRows<Row extends DetailRow = DetailRow>(
  sql: Sql | TransactionSql,
  shops: Fragment,
  more: MoreOfPairs = { columns: sql``, from: sql`` },
): Promise<Row[]> {
  return sql<Row[]>`
    select
      shop.*, membership.segments, pair.*, app.name as app_name, account.partner_organization_id, going_on.charges, ${more.columns}
      amount.currency as amount_currency, amount.mrr, amount.effective_mrr, amount.usage_mrr, amount.lifetime_value
    from ${shops}
    cross join lateral (${segmentsOfShop(sql)}) as membership
    cross join lateral (
      select
        connection_id, app_number, status, detail, plan, last_plan, billing_interval, currency, trial_ends_at, cancels_on,
        installed_at, first_subscribed_at, uninstalled_at, why, risk, risk_reasons
      from merchant_apps
      where shop_number = shop.shop_number
      offset 0
    ) as pair
    cross join lateral (
      select name
      from apps
      where connection_id = pair.connection_id and app_number = pair.app_number and removed_at is null
      offset 0
    ) as app
    cross join lateral (
      select partner_organization_id from connections where id = pair.connection_id offset 0
    ) as account
    cross join lateral (
      select coalesce(json_agg(charge.*), '[]') as charges
      from (${chargesGoingOn(sql)}) as charge
    ) as going_on
    ${more.from}
    left join lateral (
      select currency, mrr, effective_mrr, usage_mrr, lifetime_value
      from merchant_app_money
      where connection_id = pair.connection_id and app_number = pair.app_number and shop_number = shop.shop_number
      offset 0
    ) as amount on true
    order by app_number, connection_id, amount.currency
  `;
}

/**
 * A select of what is shown of shops themselves.
 * @param which what follows `where`
 */
export function selectShops(sql: Sql | TransactionSql, which: Fragment): Fragment {
  return sql`
    select shop_number, name, myshopify_domain, first_seen_at, last_event_at
    from merchants
    where ${which}
    offset 0
  `;
}

/** A select of the `segments` that `shop` is in, one JSON list of what they are called. */
export function segmentsOfShop(sql: Sql | TransactionSql): Fragment {
  return sql`
    select coalesce(json_agg(json_build_object('id', named.id, 'name', named.name) order by named.name, named.id), '[]') as segments
    from (
      select segment_id from segment_members where shop_number = shop.shop_number offset 0
    ) as member
    cross join lateral (select id, name from segments where id = member.segment_id offset 0) as named
  `;
}

/** What the pair is on now, charge by charge, as `StoredCharge` reads it. */
function chargesGoingOn(sql: Sql | TransactionSql): Fragment {
  return sql`
    select
      span.charge_number as "chargeNumber", span.plan, span.state, span.from_at as "since", span.currency,
      span.mrr::text as mrr, charge.price::text as price, charge.activated_at as "activatedAt",
      coalesce(charge.billing_interval, 'EVERY_30_DAYS') as "interval", carried.mrr::text as carried
    from (
      select charge_number, plan, state, from_at, currency, mrr
      from merchant_spans
      where connection_id = pair.connection_id and app_number = pair.app_number and shop_number = shop.shop_number
        and to_at is null
      offset 0
    ) as span
    left join lateral (
      select price, billing_interval, activated_at
      from merchant_charges
      where connection_id = pair.connection_id and app_number = pair.app_number and shop_number = shop.shop_number
        and charge_number = span.charge_number
      offset 0
    ) as charge on true
    left join lateral (
      select mrr
      from merchant_spans
      where connection_id = pair.connection_id and app_number = pair.app_number and shop_number = shop.shop_number
        and charge_number = span.charge_number and state = 'live'
      order by from_at desc
      limit 1
    ) as carried on span.state <> 'live'
  `;
}
