import type { AppRecord, LedgerEvent, ShopRecord } from '../../../src/simulator/ledger/rows.js';
import type { World } from '../../../src/simulator/world.js';
import { plainTransaction } from '../../../src/simulator/worlds/drafts.js';
import { WorkerOfApi } from '../accounts/worker-of-api.js';
import type { TestApi } from '../servers/api.js';
import { accessToken } from '../servers/tokens.js';

const DAY_MICROS = 86_400_000_000;

/**
 * A Partner account with one app and a merchant for each of these words, who is called so, pays for a plan that is called so
 * and, unless it stays, leaves with them as reason and as remark. Same words aside, two of them are alike in every row.
 */
export function wordedAccount(
  world: World,
  { id, token, nowMs }: { id: string; token: string; nowMs: number },
  words: readonly string[],
  stays: (index: number) => boolean = () => false,
): void {
  const organization = world.found(id);
  organization.issue(token);
  const { ledger } = organization;
  const app: AppRecord = { number: '11', name: words[0] ?? 'App', apiKey: '0'.repeat(32) };
  ledger.apps.set(app.number, app);
  let tie = 1;
  for (const [index, own] of words.entries()) {
    const shop: ShopRecord = shopOf(index, own);
    ledger.shops.set(shop.number, shop);
    const at = (daysAgo: number) => (nowMs - index * 60_000) * 1_000 - daysAgo * DAY_MICROS;
    const charge = {
      id: `gid://partners/AppSubscription/${500 + index}`,
      name: own,
      amount: { amount: '49.0', currencyCode: 'USD' },
      test: false,
      billingOn: null,
    };
    const event = (type: LedgerEvent['type'], daysAgo: number, more: Partial<LedgerEvent> = {}) =>
      ledger.put({
        ...{ feed: 'event', type, at: at(daysAgo), visibleAt: at(daysAgo), tie: tie++, app, shop },
        ...{ charge: null, reason: null, description: null, ...more },
      });
    event('RELATIONSHIP_INSTALLED', 60);
    event('SUBSCRIPTION_CHARGE_ACTIVATED', 50, { charge });
    ledger.put({
      ...{ ...plainTransaction, typename: 'AppSubscriptionSale', at: at(49), visibleAt: at(49), tie: tie++, app, shop },
      ...{ chargeId: `gid://shopify/AppSubscription/${500 + index}`, billingInterval: 'EVERY_30_DAYS' },
      ...{ grossAmount: charge.amount, netAmount: charge.amount },
    });
    if (!stays(index)) event('RELATIONSHIP_UNINSTALLED', 3, { reason: own, description: own });
  }
}

function shopOf(index: number, name: string): ShopRecord {
  return {
    number: String(21 + index),
    shopifyNumber: String(921 + index),
    name,
    myshopifyDomain: `worded-${index}.myshopify.com`,
  };
}

/** Has a Convot organization connect an account of the test's Partner API, and reads all of it. */
export async function connectAndSync(
  api: TestApi,
  org: string,
  account: { readonly id: string; readonly token: string },
): Promise<string> {
  const { json } = await api.send('POST', '/v1/connections', {
    token: await accessToken({ org }),
    body: { partnerOrganizationId: account.id, accessToken: account.token },
  });
  const worker = new WorkerOfApi(api);
  try {
    await worker.sync({ organizationId: org, connectionId: json.id });
  } finally {
    await worker.close();
  }
  return json.id;
}
