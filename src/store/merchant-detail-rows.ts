import type { Instant } from '../instant.js';
import type { Detail, Figure, Interval, Status, Why } from '../merchants/vocabulary.js';
import type { Fragment, Sql, TransactionSql } from './client.js';

/** One amount of one app on one shop; amounts are null for an app that has none. */
export interface DetailRow {
  readonly shopNumber: string;
  readonly name: string;
  readonly myshopifyDomain: string;
  readonly firstSeenAt: Instant;
  readonly lastEventAt: Instant;
  readonly connectionId: string;
  readonly appNumber: string;
  readonly appName: string | null;
  readonly status: Status;
  readonly detail: Detail | null;
  readonly plan: string | null;
  readonly lastPlan: string | null;
  readonly billingInterval: Interval | null;
  readonly currency: string | null;
  readonly trialEndsAt: Instant | null;
  readonly installedAt: Instant | null;
  readonly firstSubscribedAt: Instant | null;
  readonly uninstalledAt: Instant | null;
  readonly why: Partial<Record<Figure, Why>>;
  readonly amountCurrency: string | null;
  readonly mrr: string | null;
  readonly effectiveMrr: string | null;
  readonly usageMrr: string | null;
  readonly lifetimeValue: string | null;
}

/**
 * All that is shown of some merchants in one statement, so that a panel costs one round trip.
 * `lateral` and `offset 0` keep each shop's look-ups by its key: joined freely, a planner without fresh statistics walks
 * the whole organization.
 * @param wanted a table `wanted` of shop numbers
 */
export async function readDetailRows(sql: Sql | TransactionSql, wanted: Fragment): Promise<DetailRow[]> {
  return sql<DetailRow[]>`
    select
      shop.*, pair.*, app.name as app_name,
      amount.currency as amount_currency, amount.mrr, amount.effective_mrr, amount.usage_mrr, amount.lifetime_value
    from ${wanted}
    cross join lateral (
      select shop_number, name, myshopify_domain, first_seen_at, last_event_at
      from merchants
      where shop_number = wanted.shop_number
      offset 0
    ) as shop
    cross join lateral (
      select
        connection_id, app_number, status, detail, plan, last_plan, billing_interval, currency, trial_ends_at,
        installed_at, first_subscribed_at, uninstalled_at, why
      from merchant_apps
      where shop_number = wanted.shop_number
      offset 0
    ) as pair
    cross join lateral (
      select name
      from apps
      where connection_id = pair.connection_id and app_number = pair.app_number and removed_at is null
      offset 0
    ) as app
    left join lateral (
      select currency, mrr, effective_mrr, usage_mrr, lifetime_value
      from merchant_app_money
      where connection_id = pair.connection_id and app_number = pair.app_number and shop_number = wanted.shop_number
      offset 0
    ) as amount on true
    order by app_number, connection_id, amount.currency
  `;
}
