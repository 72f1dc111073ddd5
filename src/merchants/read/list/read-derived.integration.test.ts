import {
  type DerivedAccount,
  type DerivedAccounts,
  startDerivedAccounts,
} from '../../../../test/support/merchants/derived-account.js';
import { APP, charge, day, relationship } from '../../../../test/support/merchants/raw-rows.js';
import { type HistoryPosition, listMerchantEvents } from '../history/merchant-events.js';
import { findMerchant } from '../merchant/find-merchant.js';
import type { MerchantQuery } from './merchant-query.js';

let accounts: DerivedAccounts;
const connect = (organizationId?: string) => accounts.connect(organizationId);

beforeAll(async () => {
  accounts = await startDerivedAccounts();
});
afterAll(() => accounts.close());

test('another tenant sees nothing of it', async () => {
  const account = await connect();
  await account.events('1', [relationship('RELATIONSHIP_INSTALLED', day(0))]);
  await account.fold(day(1));
  const stranger = await connect();
  expect(await stranger.list({})).toEqual([]);
  expect(await stranger.read((tenant) => findMerchant(tenant, '1'))).toBeNull();
  expect((await stranger.read((tenant) => listMerchantEvents(tenant, '1', { limit: 5 }))).items).toEqual([]);
});

test('a redacted domain finds nobody, a reused one the shop seen there last', async () => {
  const account = await connect();
  const install = [relationship('RELATIONSHIP_INSTALLED', day(0))];
  await account.events('1', install, APP, 'redacted.myshopify.com');
  await account.events('2', install, APP, 'twice.myshopify.com');
  await account.events('3', [relationship('RELATIONSHIP_INSTALLED', day(2))], APP, 'twice.myshopify.com');
  await account.fold(day(3));
  const find = (key: string) => account.read((tenant) => findMerchant(tenant, key));
  expect(await find('redacted.myshopify.com')).toBeNull();
  expect(await find('REDACTED')).toBeNull();
  expect((await find('twice.myshopify.com'))?.shopNumber).toBe('3');
  expect((await find('2'))?.shopNumber).toBe('2');
  expect(await find('nobody.myshopify.com')).toBeNull();
});

describe('the list', () => {
  let account: DerivedAccount;

  beforeAll(async () => {
    account = await connect();
    const plans = [
      { shop: '1', plan: 'Pro', amount: '30.00', currency: 'USD' },
      { shop: '2', plan: 'Basic', amount: '10.00', currency: 'USD' },
      { shop: '3', plan: 'Pro', amount: '30.00', currency: 'USD' },
      { shop: '4', plan: 'Pro', amount: '90.00', currency: 'EUR' },
    ];
    for (const { shop, plan, amount, currency } of plans) {
      await account.events(shop, [
        relationship('RELATIONSHIP_INSTALLED', day(Number(shop))),
        charge('SUBSCRIPTION_CHARGE_ACTIVATED', day(10), `1${shop}`, plan, amount, { currencyCode: currency }),
      ]);
    }
    await account.events('5', [relationship('RELATIONSHIP_UNINSTALLED', day(20))]);
    await account.fold(day(30));
  });

  test.each`
    query                                                 | shops
    ${{ sort: 'mrr', order: 'desc' }}                     | ${['3', '1', '2', '5', '4']}
    ${{ sort: 'mrr', order: 'asc' }}                      | ${['2', '1', '3', '4', '5']}
    ${{ sort: 'mrr', order: 'desc', currency: 'EUR' }}    | ${['4', '5', '3', '2', '1']}
    ${{ sort: 'installedAt', order: 'asc' }}              | ${['1', '2', '3', '4', '5']}
    ${{ sort: 'installedAt', order: 'desc' }}             | ${['4', '3', '2', '1', '5']}
    ${{ sort: 'lastEventAt', order: 'desc' }}             | ${['5', '4', '3', '2', '1']}
    ${{ status: 'churned' }}                              | ${['5']}
    ${{ plan: 'Basic' }}                                  | ${['2']}
    ${{ plan: 'Pro', sort: 'lastEventAt', order: 'asc' }} | ${['1', '3', '4']}
    ${{ search: 'SHOP-4' }}                               | ${['4']}
    ${{ appNumber: '1' }}                                 | ${[]}
  `(
    '$query → $shops, whole and page by page',
    async ({ query, shops }: { query: Partial<MerchantQuery>; shops: string[] }) => {
      expect((await account.list(query)).map(({ shopNumber }) => shopNumber)).toEqual(shops);
      expect((await account.list({ ...query, limit: 1 })).map(({ shopNumber }) => shopNumber)).toEqual(shops);
      expect((await account.list({ ...query, limit: 2 })).map(({ shopNumber }) => shopNumber)).toEqual(shops);
    },
  );
});

test('a history is read page by page, each event once', async () => {
  const account = await connect();
  await account.events('1', [
    relationship('RELATIONSHIP_INSTALLED', day(0)),
    charge('SUBSCRIPTION_CHARGE_ACTIVATED', day(0), '11', 'Pro', '20.00'),
    charge('SUBSCRIPTION_CHARGE_FROZEN', day(5), '11', 'Pro', '20.00'),
    charge('SUBSCRIPTION_CHARGE_UNFROZEN', day(6), '11', 'Pro', '20.00'),
  ]);
  await account.fold(day(7));
  const whole = (await account.read((tenant) => listMerchantEvents(tenant, '1', { limit: 50 }))).items;
  const paged = [];
  let after: HistoryPosition | undefined;
  do {
    const page = await account.read((tenant) => listMerchantEvents(tenant, '1', { limit: 1, after }));
    paged.push(...page.items);
    after = page.next ?? undefined;
  } while (after !== undefined);
  expect(paged).toEqual(whole);
  expect(whole).toHaveLength(4);
});

test('an app is installed where it was not uninstalled since, whatever became of the charge', async () => {
  const account = await connect();
  const paid = [
    relationship('RELATIONSHIP_INSTALLED', day(0)),
    charge('SUBSCRIPTION_CHARGE_ACTIVATED', day(0), '11', 'Pro', '20.00'),
    relationship('RELATIONSHIP_UNINSTALLED', day(10)),
  ];
  await account.events('1', paid);
  await account.events('2', [...paid, relationship('RELATIONSHIP_INSTALLED', day(12))]);
  await account.events('3', [charge('SUBSCRIPTION_CHARGE_ACTIVATED', day(0), '12', 'Pro', '20.00')]);
  await account.fold(day(20));

  expect(await account.installs()).toBe(2);
});
