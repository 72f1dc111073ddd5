import { partnerAppGid, partnerShopGid } from '../gid.js';
import type { Instant } from '../instant.js';
import type { Detail, Figure, Interval, Status, Why } from '../merchants/vocabulary.js';
import { money, type Money } from '../money.js';
import type { MerchantAppView, MerchantView } from './merchant-views.js';
import type { Tenant } from './tenant.js';

interface ShopRow {
  shopNumber: string;
  name: string;
  myshopifyDomain: string;
  firstSeenAt: Instant;
  lastEventAt: Instant;
}

interface AppRow {
  connectionId: string;
  appNumber: string;
  shopNumber: string;
  appName: string | null;
  status: Status;
  detail: Detail | null;
  plan: string | null;
  lastPlan: string | null;
  billingInterval: Interval | null;
  currency: string | null;
  trialEndsAt: Instant | null;
  installedAt: Instant | null;
  firstSubscribedAt: Instant | null;
  uninstalledAt: Instant | null;
  why: Partial<Record<Figure, Why>>;
}

interface MoneyRow {
  connectionId: string;
  appNumber: string;
  shopNumber: string;
  currency: string;
  mrr: string;
  effectiveMrr: string | null;
  usageMrr: string | null;
  lifetimeValue: string;
}

/** Merchants with all their visible apps, in the order of the numbers asked for; unknown ones are left out. */
export async function merchantViews(tenant: Tenant, shopNumbers: readonly string[]): Promise<MerchantView[]> {
  if (shopNumbers.length === 0) return [];
  // Sent together, answered one after another on the transaction's connection: one round trip.
  const [shops, apps, amounts] = await Promise.all([
    readShops(tenant, shopNumbers),
    readApps(tenant, shopNumbers),
    readMoney(tenant, shopNumbers),
  ]);
  return shopNumbers.flatMap((shopNumber) => {
    const isOwn = (row: { shopNumber: string }) => row.shopNumber === shopNumber;
    return shops.filter(isOwn).map((shop) => merchantView(shop, apps.filter(isOwn), amounts.filter(isOwn)));
  });
}

// `offset 0` keeps each shop's look-up by its key: joined freely, a planner without fresh statistics walks the whole
// organization.
async function readShops({ sql }: Tenant, shopNumbers: readonly string[]): Promise<ShopRow[]> {
  return sql<ShopRow[]>`
    select shop.*
    from unnest(${shopNumbers}::bigint[]) as number
    cross join lateral (
      select shop_number, name, myshopify_domain, first_seen_at, last_event_at
      from merchants
      where shop_number = number
      offset 0
    ) as shop
  `;
}

async function readApps({ sql }: Tenant, shopNumbers: readonly string[]): Promise<AppRow[]> {
  return sql<AppRow[]>`
    select pair.*, a.name as app_name
    from unnest(${shopNumbers}::bigint[]) as number
    cross join lateral (
      select
        connection_id, app_number, shop_number, status, detail, plan, last_plan, billing_interval, currency, trial_ends_at,
        installed_at, first_subscribed_at, uninstalled_at, why
      from merchant_apps
      where shop_number = number
      offset 0
    ) as pair
    join apps a using (connection_id, app_number)
    where a.removed_at is null
    order by app_number, connection_id
  `;
}

async function readMoney({ sql }: Tenant, shopNumbers: readonly string[]): Promise<MoneyRow[]> {
  return sql<MoneyRow[]>`
    select pair.*
    from unnest(${shopNumbers}::bigint[]) as number
    cross join lateral (
      select connection_id, app_number, shop_number, currency, mrr, effective_mrr, usage_mrr, lifetime_value
      from merchant_app_money
      where shop_number = number
      offset 0
    ) as pair
    join apps a using (connection_id, app_number)
    where a.removed_at is null
    order by currency
  `;
}

function merchantView(shop: ShopRow, apps: readonly AppRow[], amounts: readonly MoneyRow[]): MerchantView {
  return {
    shopId: partnerShopGid(shop.shopNumber),
    ...shop,
    mrr: sums(amounts.map(({ mrr, currency }) => ({ units: mrr, currency }))),
    lifetimeValue: sums(amounts.map(({ lifetimeValue, currency }) => ({ units: lifetimeValue, currency }))),
    apps: apps.map((app) =>
      appView(
        app,
        amounts.filter(
          ({ appNumber, connectionId }) => appNumber === app.appNumber && connectionId === app.connectionId,
        ),
      ),
    ),
  };
}

function appView(app: AppRow, amounts: readonly MoneyRow[]): MerchantAppView {
  const main = amounts.find(({ currency }) => currency === app.currency);
  const inMain = (units: string | null | undefined) =>
    units == null || main === undefined ? null : money(BigInt(units), main.currency);
  return {
    appId: partnerAppGid(app.appNumber),
    appName: app.appName,
    plan: app.plan,
    lastPlan: app.lastPlan,
    status: app.status,
    detail: app.detail,
    interval: app.billingInterval,
    mrr: inMain(main?.mrr),
    effectiveMrr: inMain(main?.effectiveMrr),
    usageMrr: inMain(main?.usageMrr),
    trialEndsAt: app.trialEndsAt,
    installedAt: app.installedAt,
    firstSubscribedAt: app.firstSubscribedAt,
    uninstalledAt: app.uninstalledAt,
    lifetimeValue: sums(amounts.map(({ lifetimeValue, currency }) => ({ units: lifetimeValue, currency }))),
    why: app.why,
  };
}

/**
 * One money a currency, exact sums rounded once. Currencies that come to nothing are left out, unless all do: then
 * one of them says that it is 0.
 */
function sums(amounts: readonly { units: string; currency: string }[]): Money[] {
  const byCurrency = new Map<string, bigint>();
  for (const { units, currency } of amounts) {
    byCurrency.set(currency, (byCurrency.get(currency) ?? 0n) + BigInt(units));
  }
  const all = [...byCurrency].sort(([one], [other]) => (one < other ? -1 : 1));
  const some = all.filter(([, units]) => units !== 0n);
  return (some.length > 0 ? some : all.slice(0, 1)).map(([currency, units]) => money(units, currency));
}
