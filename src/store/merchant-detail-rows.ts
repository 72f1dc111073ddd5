import type { PendingQuery, Row } from 'postgres';
import type { Instant } from '../instant.js';
import type { Detail, Figure, Interval, Status, Why } from '../merchants/vocabulary.js';
import type { Tenant } from './tenant.js';

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
 * `offset 0` keeps each shop's look-ups by its key: joined freely, a planner without fresh statistics walks the whole
 * organization.
 * @param wanted a table `wanted` of shop numbers
 */
export async function readDetailRows({ sql }: Tenant, wanted: PendingQuery<Row[]>): Promise<DetailRow[]> {
  return sql<DetailRow[]>`
    select
      shop.*, pair.*, a.name as app_name,
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
    join apps a using (connection_id, app_number)
    left join lateral (
      select connection_id, app_number, currency, mrr, effective_mrr, usage_mrr, lifetime_value
      from merchant_app_money
      where shop_number = wanted.shop_number
      offset 0
    ) as amount using (connection_id, app_number)
    where a.removed_at is null
    order by app_number, connection_id, amount.currency
  `;
}
