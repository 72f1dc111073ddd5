import type { Tenant } from '../../../postgres/tenant.js';
import { startOf } from '../../../values/day.js';
import { partnerAppGid, partnerShopGid } from '../../../values/gid.js';
import { groupBy } from '../../../values/group-by.js';
import { money } from '../../../values/money.js';
import { highestOf } from '../../rules/risk/risk.js';
import type { MerchantAppView, MerchantView } from '../merchant-views.js';
import { type StoredAmount, sums } from '../sums.js';
import { currentCharges } from './current-charges.js';
import { type DetailRow, readDetailRows, selectShops } from './merchant-detail-rows.js';

type Rows = readonly [DetailRow, ...DetailRow[]];

/** Merchants with all their visible apps, in the order of the numbers asked for; unknown ones are left out. */
export async function merchantViews({ sql }: Tenant, shopNumbers: readonly string[]): Promise<MerchantView[]> {
  if (shopNumbers.length === 0) return [];
  const rows = await readDetailRows(
    sql,
    sql`
      unnest(${shopNumbers}::bigint[]) as wanted (number)
      cross join lateral (${selectShops(sql, sql`shop_number = wanted.number`)}) as shop
    `,
  );
  const byShop = groupBy(rows, ({ shopNumber }) => shopNumber);
  return shopNumbers.flatMap((shopNumber) => {
    const own = byShop.get(shopNumber);
    return own === undefined ? [] : [merchantView(own)];
  });
}

/** @param rows all of one merchant */
export function merchantView(rows: Rows): MerchantView {
  const [shop] = rows;
  const apps = groupBy(rows, appOfConnection);
  return {
    shopId: partnerShopGid(shop.shopNumber),
    shopNumber: shop.shopNumber,
    name: shop.name,
    myshopifyDomain: shop.myshopifyDomain,
    firstSeenAt: shop.firstSeenAt,
    lastEventAt: shop.lastEventAt,
    mrr: sums(amountsOf(rows, 'mrr')),
    lifetimeValue: sums(amountsOf(rows, 'lifetimeValue')),
    risk: highestOf(rows.map(({ risk }) => risk)),
    segments: shop.segments,
    apps: [...apps.values()].map(appView),
  };
}

function appView(rows: Rows): MerchantAppView {
  const [app] = rows;
  const charges = currentCharges(app.charges);
  const main = rows.find(({ amountCurrency }) => amountCurrency !== null && amountCurrency === app.currency);
  const inMain = (units: string | null | undefined) =>
    units == null || app.currency === null ? null : money(BigInt(units), app.currency);
  return {
    appId: partnerAppGid(app.appNumber),
    appName: app.appName,
    partnerOrganizationId: app.partnerOrganizationId,
    plan: app.plan,
    lastPlan: app.lastPlan,
    status: app.status,
    detail: app.detail,
    interval: app.billingInterval,
    price: charges[0]?.price ?? null,
    charges,
    mrr: inMain(main?.mrr),
    effectiveMrr: inMain(main?.effectiveMrr),
    usageMrr: inMain(main?.usageMrr),
    trialEndsAt: app.trialEndsAt,
    cancelsAt: app.cancelsOn === null ? null : startOf(app.cancelsOn),
    installedAt: app.installedAt,
    firstSubscribedAt: app.firstSubscribedAt,
    uninstalledAt: app.uninstalledAt,
    lifetimeValue: sums(amountsOf(rows, 'lifetimeValue')),
    why: app.why,
    risk: app.risk === null ? null : { level: app.risk, reasons: app.riskReasons ?? [] },
  };
}

function amountsOf(rows: readonly DetailRow[], figure: 'mrr' | 'lifetimeValue'): StoredAmount[] {
  return rows.flatMap(({ amountCurrency: currency, [figure]: units }) =>
    currency === null || units === null ? [] : [{ units, currency }],
  );
}

/** Names an app of a connection: the pair, among the rows of one shop. */
export function appOfConnection({ appNumber, connectionId }: Pick<DetailRow, 'appNumber' | 'connectionId'>): string {
  return `${appNumber}/${connectionId}`;
}
