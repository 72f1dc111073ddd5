import { instantFromMs } from '../../../src/values/instant.js';
import { PartnerAccount } from '../accounts/partner-account.js';
import type { Installation } from '../servers/installation.js';

export interface PanelShop {
  readonly number: string;
  readonly name: string;
  readonly myshopifyDomain: string;
}

/** Something that happened to a shop in one app, so many days ago. */
export interface Happening {
  readonly type: string;
  readonly daysAgo: number;
  readonly app?: string;
  readonly charge?: {
    readonly number: string;
    readonly name: string;
    readonly amount: string;
    readonly currencyCode?: string;
    /** The next bill, so many days after it. */
    readonly billedAfter?: number;
  };
  readonly description?: string;
}

const DAY_MS = 86_400_000;
const APP = '4000001';

export interface PanelMerchant {
  readonly shop: PanelShop;
  readonly happenings: readonly Happening[];
}

const PILOT = { [APP]: 'Parcel Pilot' };

/** An account with the very merchants that a test of the panel tells of. */
export async function connectPanelMerchants(
  installation: Installation,
  organizationId: string,
  merchants: readonly PanelMerchant[],
  apps: Readonly<Record<string, string>> = PILOT,
): Promise<PartnerAccount> {
  const account = new PartnerAccount(installation, { transactions: 1, events: 3 }, organizationId);
  await letHappen(installation, account, merchants, apps);
  await account.connect();
  await account.backfilled();
  return account;
}

/** From now on Shopify tells of it. */
export async function letHappen(
  { simulator: { controlUrl, clock } }: Installation,
  { partnerOrganizationId }: PartnerAccount,
  merchants: readonly PanelMerchant[],
  apps: Readonly<Record<string, string>> = PILOT,
): Promise<void> {
  const nowMs = clock();
  const events = merchants.flatMap(({ shop, happenings }) =>
    happenings.map((happening) => eventOf(shop, happening, nowMs)),
  );
  const response = await fetch(`${controlUrl}/control/rows`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      organizationId: partnerOrganizationId,
      put: {
        apps: Object.entries(apps).map(([number, name]) => ({ number, name })),
        shops: merchants.map(({ shop }) => shop),
        events,
      },
    }),
  });
  if (!response.ok) throw new Error(`The simulator refused the rows: ${await response.text()}`);
}

function eventOf(shop: PanelShop, { type, daysAgo, app = APP, charge, description }: Happening, nowMs: number) {
  const atMs = nowMs - daysAgo * DAY_MS;
  const kind = type.startsWith('USAGE') ? 'AppUsageRecord' : 'AppSubscription';
  return {
    type,
    appNumber: app,
    shopNumber: shop.number,
    occurredAt: instantFromMs(atMs),
    ...(description === undefined ? {} : { description }),
    ...(charge === undefined
      ? {}
      : {
          charge: {
            id: `gid://shopify/${kind}/${charge.number}`,
            name: charge.name,
            amount: { amount: charge.amount, currencyCode: charge.currencyCode ?? 'USD' },
            ...(charge.billedAfter === undefined
              ? {}
              : { billingOn: `${new Date(atMs + charge.billedAfter * DAY_MS).toISOString().slice(0, 10)}T00:00:00Z` }),
          },
        }),
  };
}
