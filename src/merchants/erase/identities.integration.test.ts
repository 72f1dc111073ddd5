import { startSyncedAccount, type SyncedAccount } from '../../../test/support/accounts/synced-account.js';
import { tablesWith } from '../../../test/support/database/found-in.js';
import type { LedgerEvent, LedgerTransaction, ShopRecord } from '../../simulator/ledger/rows.js';
import { SmallWorld } from '../../simulator/testing-world.js';
import { instantFromMs } from '../../values/instant.js';
import { requestRefresh } from '../refresh/request-refresh.js';
import { eraseMerchant } from './erase-merchant.js';

const DOMAIN = 'canary-zq1.myshopify.com';
const NEXT_DOMAIN = 'canary-zq2.myshopify.com';

let small: SmallWorld;
let account: SyncedAccount;

beforeEach(async () => {
  small = new SmallWorld();
  const { organizationId: partnerOrganizationId, token } = small;
  account = await startSyncedAccount(small.world, { partnerOrganizationId, token });
});
afterEach(() => account.close());

/** One more shop of the account. */
function shop(number: string, shopifyNumber: string, myshopifyDomain = DOMAIN): ShopRecord {
  const record = { number, shopifyNumber, name: `canary-zq of ${number}`, myshopifyDomain };
  small.organization.ledger.shops.set(number, record);
  return record;
}
const now = () => instantFromMs(account.clock.nowMs - 60_000);
const sale = (of: ShopRecord, parts: Partial<LedgerTransaction> = {}) => small.sale(now(), { shop: of, ...parts });
const installs = (of: ShopRecord) => small.event(now(), { shop: of, type: 'RELATIONSHIP_INSTALLED' });
/** Told by root events alone. */
const rootEvent = (of: ShopRecord, parts: Partial<LedgerEvent> = {}) =>
  small.event(now(), { shop: of, type: 'SUBSCRIPTION_UPDATED', ...parts });

/** Reads what is new, and the last thirty days again. */
async function readAgain(): Promise<void> {
  account.clock.nowMs = Date.now();
  await account.sql`
    update sync_status
    set sweep_started_at = sweep_started_at - interval '2 hours', walk_started_at = now() - interval '8 days', sparing_until = null
  `;
  const windows = async () => (await account.sql`select from sync_windows`).length;
  do {
    const { end } = await account.sync();
    if (end.outcome !== 'ok' && end.outcome !== 'more') throw new Error(`The sync ended: ${end.outcome}`);
    await account.sql`update sync_status set sparing_until = null`;
  } while ((await windows()) > 0);
}

const erase = (key: string) =>
  eraseMerchant(
    { sql: account.sql, erasedNames: account.deps.erasedNames },
    { organizationId: account.key.organizationId, name: 'test' },
    key,
  );
const found = () => tablesWith(account.sql, { texts: ['canary-zq'], numbers: [] });
const shopsOfRootEvents = async () => {
  const rows = await account.sql<{ id: string; shop: string | null }[]>`
    select shopify_shop_number as id, shop_number as shop from timeline_events order by 1
  `;
  return rows.map(({ id, shop: number }) => [id, number]);
};

test.each([
  ['domain', `https://${DOMAIN.toUpperCase()}/admin`],
  ['number', '955'],
])('a shop that only root events tell of is erased by its %s, and comes back in no feed', async (_, key) => {
  const canary = shop('55', '955');
  rootEvent(canary);
  await readAgain();
  expect(await found()).toEqual(['timeline_events']);
  const receipt = await erase(key);
  expect(receipt).toMatchObject({ counts: { timeline_events: 1 } });
  expect(await found()).toEqual([]);
  await readAgain();
  expect(await found()).toEqual([]);

  canary.myshopifyDomain = NEXT_DOMAIN;
  rootEvent(canary);
  await readAgain();
  expect(await found()).toEqual([]);
  // Whoever sits at its domains is taken for it until its other number is known.
  sale(canary);
  await readAgain();
  expect(await found()).toEqual([]);
  canary.myshopifyDomain = 'canary-zq3.myshopify.com';
  installs(canary);
  await readAgain();
  expect(await found()).toEqual([]);
  expect(await erase(key)).toEqual(receipt);
});

test.each([
  ['was at its domain before it was known to have moved', '955', true],
  ['is the same as its other one', '55', false],
])(
  'root events of an erased shop that had none come back under no domain: its number there %s',
  async (...[, id, stays]) => {
    const canary = shop('55', id);
    sale(canary);
    await readAgain();
    await erase('55');
    if (stays) {
      rootEvent(canary);
      await readAgain();
      expect(await found()).toEqual([]);
    }
    canary.myshopifyDomain = NEXT_DOMAIN;
    rootEvent(canary);
    await readAgain();
    expect(await found()).toEqual([]);
  },
);

test('a new domain is learned from a row with its number, and the number of its root events with it', async () => {
  const canary = shop('55', '955');
  const sold = sale(canary);
  await readAgain();
  await erase(DOMAIN);
  canary.myshopifyDomain = NEXT_DOMAIN;
  rootEvent(canary);
  await readAgain();
  small.organization.ledger.remove(sold); // Of its next domain nothing tells but root events.
  canary.myshopifyDomain = 'canary-zq3.myshopify.com';
  rootEvent(canary);
  await readAgain();
  expect(await found()).toEqual([]);
});

test('root events of a new shop at the domain of an erased one are its own', async () => {
  const canary = shop('55', '955');
  sale(canary);
  rootEvent(canary);
  await readAgain();
  expect(await shopsOfRootEvents()).toEqual([['955', '55']]);
  await erase(DOMAIN);
  canary.myshopifyDomain = NEXT_DOMAIN;
  const next = shop('66', '966');
  rootEvent(next);
  await readAgain();
  expect(await shopsOfRootEvents()).toEqual([['966', null]]);
  installs(next);
  await readAgain();
  expect(new Set((await shopsOfRootEvents()).map(String))).toEqual(new Set(['966,66']));
});

test('where no number tells them apart they wait at Shopify until a row with a number says whose the domain is', async () => {
  const canary = shop('55', '955');
  sale(canary);
  await readAgain();
  await erase(DOMAIN);
  canary.myshopifyDomain = NEXT_DOMAIN;
  const next = shop('66', '966');
  rootEvent(next);
  await readAgain();
  expect(await found()).toEqual([]);
  sale(next);
  await readAgain();
  await readAgain();
  expect(await shopsOfRootEvents()).toEqual([['966', '66']]);
  // It may be asked for by its domain, too.
  const asked: string[] = [];
  const startRefresh = ({ shop: key }: { shop: string }) => Promise.resolve(void asked.push(key));
  const { deps, sql, key } = account;
  const refreshing = { sql, startRefresh, erasedNames: deps.erasedNames, log: deps.logger };
  await requestRefresh(refreshing, key.organizationId, DOMAIN);
  expect(asked).toEqual(['66']);
  await requestRefresh(refreshing, key.organizationId, '55');
  expect(asked).toEqual(['66']);
});

test('a shop of which every row is damaged, or that was only referred, is erased', async () => {
  sale(shop('55', '955'), { asSent: { netAmount: { amount: 'lots', currencyCode: 'USD' } } });
  const referred = shop('56', '956', NEXT_DOMAIN);
  sale(referred, { typename: 'ReferralTransaction', app: null, category: 'SHOPIFY_PLUS' });
  await readAgain();
  expect(await found()).toEqual(['quarantined_rows', 'transactions']);
  expect(await erase(DOMAIN)).toMatchObject({ counts: { quarantined_rows: 1 } });
  expect(await erase(NEXT_DOMAIN)).toMatchObject({ counts: { transactions: 1 } });
  await readAgain();
  expect(await found()).toEqual([]);
});

test.each([['55'], [DOMAIN]])(
  'a shop of which only an answer of activeSubscription is left is erased: %s',
  async (key) => {
    await account.sql`
    insert into subscription_answers ${account.sql({
      ...account.key,
      ...{ appNumber: '11', shopNumber: '55', observedAt: now() },
      raw: account.sql.json({ shop: { id: 'gid://shopify/Shop/955', myshopifyDomain: DOMAIN } }),
    })}
  `;
    expect(await erase(key)).toMatchObject({ counts: { subscription_answers: 1 } });
    expect(await found()).toEqual([]);
    rootEvent(shop('55', '955', NEXT_DOMAIN));
    await readAgain();
    expect(await found()).toEqual([]);
  },
);

test('a row of another shop that names it as referred stays, without the name', async () => {
  const canary = shop('55', '955');
  sale(canary);
  const cedar = Object.assign(shop('57', '957', 'cedar.myshopify.com'), { name: 'Cedar' });
  const other = sale(cedar, { typename: 'ThemeSale', app: null });
  await readAgain();
  await account.sql`
    update transactions
    set raw = raw || ${account.sql.json({ referredShop: { id: 'gid://partners/Shop/?', name: canary.name, myshopifyDomain: DOMAIN } })}
    where id like ${`%/${other.tie}`}
  `;
  await erase(DOMAIN);
  expect(await found()).toEqual([]);
  const [row] =
    await account.sql`select shop_number, raw -> 'referredShop' as referred from transactions where id like ${`%/${other.tie}`}`;
  expect(row).toEqual({ shopNumber: '57', referred: null });
});
