import type { BillingInterval } from '../../../contract/merchant-words.js';
import type { Tenant } from '../../../postgres/tenant.js';
import { partnerAppGid } from '../../../values/gid.js';
import type { Instant } from '../../../values/instant.js';
import { money } from '../../../values/money.js';
import type { MerchantChargeView } from '../merchant-views.js';

interface ListedCharge {
  chargeNumber: string;
  appNumber: string;
  plan: string | null;
  billingInterval: BillingInterval;
  price: string | null;
  currency: string | null;
  activatedAt: Instant | null;
  endedAt: Instant | null;
  endReason: string | null;
  test: boolean;
}

/** One shop's subscription charges over all its visible apps, newest first; those never activated come last. */
export async function listMerchantCharges({ sql }: Tenant, shopNumber: string): Promise<MerchantChargeView[]> {
  const rows = await sql<ListedCharge[]>`
    select
      charge_number, app_number, plan, billing_interval, price, currency, activated_at, ended_at, end_reason, test
    from merchant_charges
    join apps a using (organization_id, connection_id, app_number)
    where shop_number = ${shopNumber} and a.removed_at is null
    order by activated_at desc nulls last, app_number, length(charge_number) desc, charge_number desc
  `;
  return rows.map(({ appNumber, billingInterval, price, currency, ...charge }) => ({
    ...charge,
    appId: partnerAppGid(appNumber),
    interval: billingInterval,
    amount: price === null || currency === null ? null : money(BigInt(price), currency),
  }));
}
