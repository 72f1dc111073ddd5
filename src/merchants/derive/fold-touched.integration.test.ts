import fc from 'fast-check';
import {
  type DerivedAccount,
  type DerivedAccounts,
  startDerivedAccounts,
} from '../../../test/support/merchants/derived-account.js';
import { APP, charge, day, relationship, sale } from '../../../test/support/merchants/raw-rows.js';
import { listMerchantEvents } from '../read/history/merchant-events.js';
import { findMerchant } from '../read/merchant/find-merchant.js';
import { listMerchantCharges } from '../read/merchant/merchant-charges.js';

let accounts: DerivedAccounts;
const connect = (organizationId?: string) => accounts.connect(organizationId);

beforeAll(async () => {
  accounts = await startDerivedAccounts();
});
afterAll(() => accounts.close());

test('rows become a merchant, its history, its charges and its place in the list', async () => {
  const account = await connect();
  await account.events('1', [
    relationship('RELATIONSHIP_INSTALLED', day(0)),
    charge('SUBSCRIPTION_CHARGE_ACTIVATED', day(0), '11', 'Pro', '49.00'),
  ]);
  await account.sales('1', [sale('501', day(30), '11', '49.00')]);

  await account.fold(day(31));

  const merchant = await account.read((tenant) => findMerchant(tenant, 'SHOP-1.myshopify.com'));
  expect(merchant).toMatchObject({
    shopId: 'gid://partners/Shop/1',
    shopNumber: '1',
    myshopifyDomain: 'shop-1.myshopify.com',
    lastEventAt: day(30),
    mrr: [{ amount: '49.00', currencyCode: 'USD' }],
    lifetimeValue: [{ amount: '49.00', currencyCode: 'USD' }],
    apps: [
      {
        appId: `gid://partners/App/${APP}`,
        appName: 'Reviews',
        plan: 'Pro',
        lastPlan: null,
        status: 'active',
        detail: null,
        interval: 'EVERY_30_DAYS',
        mrr: { amount: '49.00', currencyCode: 'USD' },
        effectiveMrr: { amount: '49.00', currencyCode: 'USD' },
        usageMrr: null,
        installedAt: day(0),
        firstSubscribedAt: day(0),
        uninstalledAt: null,
      },
    ],
  });
  expect(merchant?.apps[0]?.why.mrr).toMatchObject({ confidence: 'stated' });
  const history = await account.read((tenant) => listMerchantEvents(tenant, '1', { limit: 10 }));
  expect(history.items.map(({ type, mrrChange }) => [type, mrrChange?.amount])).toEqual([
    ['subscribed', '49.00'],
    ['installed', undefined],
  ]);
  expect(await account.read((tenant) => listMerchantCharges(tenant, '1'))).toMatchObject([
    { chargeNumber: '11', plan: 'Pro', amount: { amount: '49.00', currencyCode: 'USD' }, endedAt: null, test: false },
  ]);
  expect((await account.list({})).map(({ shopNumber }) => shopNumber)).toEqual(['1']);
});

test('nothing is folded before the first whole head scan', async () => {
  const account = await connect();
  await account.events('1', [relationship('RELATIONSHIP_INSTALLED', day(0))]);
  expect(await account.fold(null)).toMatchObject({ folded: 0, remaining: false });
  expect(await account.fold(day(1))).toMatchObject({ folded: 1, remaining: false });
  expect(await account.fold(day(1))).toMatchObject({ folded: 0, remaining: false });
});

test('a shop whose rows are all later than the scan waits for the next one', async () => {
  const account = await connect();
  await account.events('1', [relationship('RELATIONSHIP_INSTALLED', day(2))]);
  await account.sales('1', [sale('501', day(2), '11', '49.00')]);
  await account.events('2', [relationship('RELATIONSHIP_INSTALLED', day(0))]);
  expect(await account.fold(day(1), 1)).toMatchObject({ folded: 1 });
  expect(await account.fold(day(1), 1)).toMatchObject({ folded: 0, remaining: false });
  expect((await account.list({})).map(({ shopNumber }) => shopNumber)).toEqual(['2']);
  expect(await account.fold(day(2))).toMatchObject({ folded: 1 });
  expect((await account.list({})).map(({ shopNumber }) => shopNumber).sort()).toEqual(['1', '2']);
});

test.each<[string, (account: DerivedAccount) => Promise<unknown>]>([
  ['a sale', (account) => account.sales('1', [sale('501', day(0), '11', '49.00')])],
  [
    'a root event',
    ({ organizationId, connectionId, ...account }) =>
      account.write(
        ({ sql }) => sql`
          insert into timeline_events (
            organization_id, connection_id, id, type, occurred_at, app_number, shopify_shop_number, myshopify_domain,
            shop_number, raw, requested_at
          )
          values (
            ${organizationId}, ${connectionId}, 'root1', 'RELATIONSHIP_INSTALLED', ${day(0)}, ${APP}, 71,
            'shop-1.myshopify.com', 1, '{}', ${day(2)}
          )
        `,
      ),
  ],
  [
    'an answer',
    ({ organizationId, connectionId, ...account }) =>
      account.write(
        ({ sql }) => sql`
          insert into subscription_answers (organization_id, connection_id, app_number, shop_number, observed_at, raw)
          values (${organizationId}, ${connectionId}, ${APP}, 1, ${day(0)}, 'null')
        `,
      ),
  ],
])('a shop of which %s alone is not later than the scan is derived', async (_, earlier) => {
  const account = await connect();
  await account.events('1', [relationship('RELATIONSHIP_INSTALLED', day(2))]);
  await earlier(account);
  expect(await account.fold(day(1))).toMatchObject({ folded: 1, remaining: false });
});

test('many pairs are folded batch by batch', async () => {
  const account = await connect();
  for (const shop of ['1', '2', '3']) await account.events(shop, [relationship('RELATIONSHIP_INSTALLED', day(0))]);
  expect(await account.fold(day(1), 2)).toMatchObject({ folded: 2, remaining: true });
  expect(await account.fold(day(1), 2)).toMatchObject({ folded: 1, remaining: false });
  expect(await account.list({})).toHaveLength(3);
});

test('pairs that are touched in two ways do not hide those that are behind them', async () => {
  const account = await connect();
  for (const shop of ['1', '2', '3']) await account.events(shop, [relationship('RELATIONSHIP_INSTALLED', day(0))]);
  await account.fold(day(1));
  await account.write(({ sql }) => sql`update merchant_apps set rules_version = 0`);
  await account.events('1', [relationship('RELATIONSHIP_UNINSTALLED', day(1))]);
  expect(await account.fold(day(1), 2)).toMatchObject({ folded: 2, remaining: true });
  expect(await account.fold(day(1), 2)).toMatchObject({ folded: 1, remaining: false });
});

test('a late row replaces the history it contradicts', async () => {
  const account = await connect();
  await account.events('1', [
    charge('SUBSCRIPTION_CHARGE_ACTIVATED', day(0), '11', 'Pro', '20.00'),
    charge('SUBSCRIPTION_CHARGE_CANCELED', day(9), '11', 'Pro', '20.00'),
  ]);
  await account.fold(day(20));
  expect(await account.types('1')).toEqual(['subscribed', 'unsubscribed']);

  await account.events('1', [charge('SUBSCRIPTION_CHARGE_ACTIVATED', day(9), '12', 'Max', '60.00')]);
  await account.fold(day(21));
  expect(await account.types('1')).toEqual(['subscribed', 'upgraded', 'unsubscribed (suppressed)']);
});

test('a merchant whom only time changes is folded when that time has come', async () => {
  const account = await connect();
  await account.events('1', [
    charge('SUBSCRIPTION_CHARGE_ACTIVATED', day(0), '11', 'Pro', '30.00', { billingOn: day(14) }),
  ]);
  await account.fold(day(8));
  expect(await account.statuses()).toEqual(['trialing']);
  expect(await account.fold(day(13))).toMatchObject({ folded: 0, remaining: false });
  expect(await account.fold(day(14))).toMatchObject({ folded: 1, remaining: false });
  expect(await account.statuses()).toEqual(['active']);
});

test('a row later than what the connection has seen whole waits for its time', async () => {
  const account = await connect();
  await account.events('1', [
    relationship('RELATIONSHIP_INSTALLED', day(0)),
    relationship('RELATIONSHIP_UNINSTALLED', day(3)),
  ]);
  await account.fold(day(2));
  expect(await account.statuses()).toEqual(['installed']);
  await account.fold(day(4));
  expect(await account.statuses()).toEqual(['churned']);
});

test('what the sales of other shops say of a plan reaches those who had to guess', async () => {
  const account = await connect();
  const annual = { ...sale('501', day(2), '11', '120.00'), billingInterval: 'ANNUAL' };
  await account.events('1', [charge('SUBSCRIPTION_CHARGE_ACTIVATED', day(0), '11', 'Gold', '120.00')]);
  await account.events('2', [charge('SUBSCRIPTION_CHARGE_ACTIVATED', day(0), '12', 'Gold', '120.00')]);
  const interval = async () => (await account.read((tenant) => findMerchant(tenant, '2')))?.apps[0]?.why.interval;
  await account.fold(day(1));
  expect(await interval()).toMatchObject({ rule: 'interval: every 30 days', confidence: 'assumed' });

  await account.sales('1', [annual]);
  expect(await account.fold(day(3))).toMatchObject({ folded: 1, remaining: true });
  expect(await account.fold(day(3))).toMatchObject({ folded: 1, remaining: false });
  expect(await interval()).toMatchObject({ rule: 'interval: other shops’ sales', confidence: 'inferred' });
  expect((await account.read((tenant) => findMerchant(tenant, '2')))?.mrr).toEqual([usd('10.00')]);

  await account.events('3', [charge('SUBSCRIPTION_CHARGE_ACTIVATED', day(0), '13', 'Gold', '120.00')]);
  await account.sales('3', [sale('502', day(2), '13', '120.00')]);
  while ((await account.fold(day(4))).remaining);
  expect(await interval()).toMatchObject({ rule: 'interval: every 30 days' });
});

test('a transaction without a shop goes to the pair whose charge it names, whichever comes first', async () => {
  const account = await connect();
  await account.events('1', [charge('SUBSCRIPTION_CHARGE_ACTIVATED', day(0), '11', 'Pro', '20.00')]);
  await account.fold(day(1));
  await account.sales(null, [sale('501', day(2), '11', '20.00'), sale('502', day(2), '12', '7.00')]);
  await account.fold(day(3));
  await account.events('2', [charge('SUBSCRIPTION_CHARGE_ACTIVATED', day(0), '12', 'Pro', '7.00')]);
  await account.fold(day(3));
  expect((await account.list({ sort: 'lifetimeValue' })).map((merchant) => merchant.lifetimeValue)).toEqual([
    [{ amount: '20.00', currencyCode: 'USD' }],
    [{ amount: '7.00', currencyCode: 'USD' }],
  ]);
});

test('several apps and connections of one shop are one merchant; removed apps are hidden until they return', async () => {
  const account = await connect();
  const other = await connect(account.organizationId);
  await account.events('1', [charge('SUBSCRIPTION_CHARGE_ACTIVATED', day(0), '11', 'Pro', '10.00')]);
  await other.events('1', [charge('SUBSCRIPTION_CHARGE_ACTIVATED', day(0), '21', 'Basic', '5.00')], '777');
  await account.fold(day(1));
  await other.fold(day(1));

  const find = () => account.read((tenant) => findMerchant(tenant, '1'));
  expect((await find())?.mrr).toEqual([{ amount: '15.00', currencyCode: 'USD' }]);
  expect((await find())?.apps.map(({ plan }) => plan)).toEqual(['Basic', 'Pro']);

  await other.setRemoved('777', true);
  expect((await find())?.mrr).toEqual([{ amount: '10.00', currencyCode: 'USD' }]);
  expect((await find())?.apps.map(({ plan }) => plan)).toEqual(['Pro']);
  await account.setRemoved(APP, true);
  expect(await find()).toBeNull();
  expect(await account.list({})).toEqual([]);
  await account.setRemoved(APP, false);
  await other.setRemoved('777', false);
  expect((await find())?.mrr).toEqual([{ amount: '15.00', currencyCode: 'USD' }]);
});

test('rows that come in any pages, in any order, late and twice, derive the same as all at once', async () => {
  const rows = [
    relationship('RELATIONSHIP_INSTALLED', day(0)),
    charge('SUBSCRIPTION_CHARGE_ACTIVATED', day(0), '11', 'Pro', '30.00', { billingOn: day(14) }),
    charge('SUBSCRIPTION_CHARGE_ACTIVATED', day(40), '12', 'Max', '60.00'),
    charge('SUBSCRIPTION_CHARGE_CANCELED', day(40), '11', 'Pro', '30.00'),
    charge('SUBSCRIPTION_CHARGE_FROZEN', day(50), '12', 'Max', '60.00'),
    charge('SUBSCRIPTION_CHARGE_UNFROZEN', day(55), '12', 'Max', '60.00'),
    relationship('RELATIONSHIP_UNINSTALLED', day(70)),
  ];
  const sales = [sale('501', day(15), '11', '30.00'), sale('502', day(45), '12', '60.00')];
  const derived = async (account: DerivedAccount) => [
    // All but what tells the accounts apart.
    (await account.list({})).map(({ apps, ...merchant }) => ({
      ...merchant,
      firstSeenAt: null,
      lastEventAt: null,
      apps: apps.map((app) => ({ ...app, partnerOrganizationId: null })),
    })),
    (await account.read((tenant) => listMerchantEvents(tenant, '1', { limit: 100 }))).items,
    await account.read((tenant) => listMerchantCharges(tenant, '1')),
  ];
  const whole = await connect();
  await whole.events('1', rows);
  await whole.sales('1', sales);
  await whole.fold(day(80));
  const expected = await derived(whole);

  await fc.assert(
    fc.asyncProperty(
      fc.shuffledSubarray([...rows, ...rows.slice(0, 3)], { minLength: 10 }),
      fc.nat(3),
      async (order, size) => {
        const account = await connect();
        for (let from = 0; from < order.length; from += size + 1) {
          // Within one request a row is there once.
          await account.events('1', [...new Set(order.slice(from, from + size + 1))]);
          await account.fold(day(10 * from));
          if (from === 0) await account.sales('1', sales);
        }
        await account.fold(day(80));
        expect(await derived(account)).toEqual(expected);
      },
    ),
    { numRuns: 15 },
  );
});

test('a page that is stored while its merchant is folded is folded next', async () => {
  const account = await connect();
  await account.events('1', [relationship('RELATIONSHIP_INSTALLED', day(0))]);
  let stored: Promise<void> | undefined;
  await account.fold(day(9), 100, () => {
    stored = account.events('1', [relationship('RELATIONSHIP_UNINSTALLED', day(5))]);
  });
  await stored;
  expect(await account.fold(day(9))).toMatchObject({ folded: 1, remaining: false });
  expect(await account.statuses()).toEqual(['churned']);
});

test('a merchant that is marked already is folded with the page that was being stored', async () => {
  const account = await connect();
  await account.events('1', [relationship('RELATIONSHIP_INSTALLED', day(0))]);
  let folded: Promise<{ folded: number; remaining: boolean }> | undefined;
  // The page finds the mark of the first one and leaves it; the fold that takes it must see this page's rows, too.
  await account.events('1', [relationship('RELATIONSHIP_UNINSTALLED', day(5))], APP, undefined, () => {
    folded = account.fold(day(9));
  });
  expect(await folded).toMatchObject({ folded: 1, remaining: false });
  expect(await account.statuses()).toEqual(['churned']);
});

function usd(amount: string) {
  return { amount, currencyCode: 'USD' };
}
