import { type Erased, erasedAs, learnedFrom } from '../../erasure/row-names.js';
import type { ShopName } from '../../erasure/shop-names.js';
import type { Instant } from '../../values/instant.js';
import { namesOfRows, withoutErased } from './erased-rows.js';
import type { PageAppEvent, PageContents, PageTimelineEvent, PageTransaction, QuarantinedRow } from './rows.js';

const ONE = '00000000-0000-4000-8000-000000000001';
const AT = '2026-11-20T00:00:00.000000Z' as Instant;

const shop = (number: string, domain: string) => ({
  id: `gid://partners/Shop/${number}`,
  name: 'A',
  myshopifyDomain: domain,
});

function sale(parts: Partial<PageTransaction>): PageTransaction {
  return {
    ...{ id: 'gid://partners/AppSubscriptionSale/1', type: 'AppSubscriptionSale', createdAt: AT, appNumber: '11' },
    ...{
      shopNumber: '21',
      chargeId: 'AppSubscription/7',
      raw: JSON.stringify({ shop: shop('21', 'a.myshopify.com') }),
    },
    ...parts,
  };
}

function event(parts: Partial<PageAppEvent>): PageAppEvent {
  return {
    ...{ appNumber: '11', shopNumber: '21', type: 'RELATIONSHIP_INSTALLED', occurredAt: AT, chargeId: '' },
    ...{ raw: JSON.stringify({ shop: shop('21', 'a.myshopify.com'), reason: 'b.myshopify.com' }) },
    ...parts,
  };
}

function rootEvent(shopifyShopNumber: string, myshopifyDomain: string): PageTimelineEvent {
  return { id: 'x', type: 'T', occurredAt: AT, appNumber: '11', shopifyShopNumber, myshopifyDomain, raw: '{}' };
}

const damaged = (row: object): QuarantinedRow => ({ reason: 'amount', key: null, raw: JSON.stringify(row) });

function page(parts: Partial<PageContents>): PageContents {
  return {
    ...{ transactions: [], appEvents: [], timelineEvents: [], shops: [], apps: [], app: null, quarantined: [] },
    ...{ newest: AT, begins: AT, middle: AT, ends: AT, digest: () => '', lastCursor: 'c', hasNextPage: false },
    ...parts,
  };
}

/** How many rows of it are kept. */
function kept(contents: PageContents, ...erased: ShopName[]): number {
  return keptOf(contents, erasedAs(erased, ONE));
}

function keptOf(contents: PageContents, erased: Erased): number {
  const { transactions, appEvents, timelineEvents, quarantined, shops } = withoutErased(contents, erased);
  return [transactions, appEvents, timelineEvents, quarantined, shops].reduce((sum, rows) => sum + rows.length, 0);
}

test('where nothing was erased the page is the same', () => {
  const contents = page({ transactions: [sale({})] });
  expect(withoutErased(contents, erasedAs([], ONE))).toBe(contents);
});

test.each<[string, Partial<PageContents>]>([
  ['a transaction', { transactions: [sale({})] }],
  ['an event', { appEvents: [event({})] }],
  ['a sighting', { shops: [{ shopNumber: '21', name: 'A', myshopifyDomain: 'a.myshopify.com', at: AT, firstAt: AT }] }],
  ['a damaged row', { quarantined: [damaged({ shop: shop('21', '?') })] }],
])('%s goes by the number of its shop, and by that alone', (_, parts) => {
  expect(kept(page(parts), 'shop 21')).toBe(0);
  // Its domain may have been another shop's.
  expect(kept(page(parts), 'shop 2', 'domain a.myshopify.com', 'charge 11 7')).toBe(1);
});

test.each<[string, Partial<PageContents>, ShopName]>([
  ['a charge', { transactions: [sale({ shopNumber: null, raw: '{}' })] }, 'charge 11 7'],
  ['a domain beside an unreadable id', { transactions: [sale({ shopNumber: null })] }, 'domain a.myshopify.com'],
  ['the other number of a root event', { timelineEvents: [rootEvent('921', 'n.myshopify.com')] }, 'shopify 921'],
  [
    'the charge of a damaged event',
    {
      app: { appNumber: '11', name: null, at: AT },
      quarantined: [damaged({ charge: { id: 'gid://partners/AppSubscription/7' } })],
    },
    'charge 11 7',
  ],
  [
    'the charge of a damaged transaction',
    { quarantined: [damaged({ app: { id: 'gid://partners/App/11' }, chargeId: 'gid://shopify/AppSubscription/7' })] },
    'charge 11 7',
  ],
])('a row without a readable shop goes by %s', (_, parts, name) => {
  expect(kept(page(parts), name)).toBe(0);
  expect(kept(page(parts), 'shop 21', 'charge 12 7', 'domain b.myshopify.com')).toBe(1);
});

test('a damaged row’s own id is no charge, and text that is no row is nobody’s', () => {
  const own = damaged({ id: 'gid://partners/AppSubscriptionSale/7', app: { id: 'gid://partners/App/11' } });
  const broken: QuarantinedRow = { reason: 'shape', key: null, raw: '{"shop":' };
  expect(kept(page({ quarantined: [own, broken] }), 'charge 11 7', 'shop 21')).toBe(2);
});

const learnedOf = (contents: PageContents, ...names: ShopName[]) =>
  learnedFrom(namesOfRows(contents), erasedAs(names, ONE));

test('rows of an erased shop tell what else it is called, but neither what a person wrote nor what hides shops', () => {
  const contents = page({
    transactions: [sale({}), sale({ shopNumber: '22', raw: JSON.stringify({ shop: shop('22', 'c.myshopify.com') }) })],
    appEvents: [event({}), event({ raw: JSON.stringify({ shop: shop('21', 'redacted.myshopify.com') }) })],
    timelineEvents: [rootEvent('921', 'a.myshopify.com')],
  });
  expect(learnedOf(contents, 'shop 21')).toEqual([
    { erasureId: ONE, number: null, names: ['charge 11 7', 'domain a.myshopify.com'] },
  ]);
  expect(learnedOf(contents, 'domain a.myshopify.com')).toEqual([]);
  expect(learnedOf(contents, 'shopify 921')).toEqual([
    { erasureId: ONE, number: null, names: ['domain a.myshopify.com'] },
  ]);
});

describe('a number that is not known is learned by a domain', () => {
  const root = page({ timelineEvents: [rootEvent('921', 'a.myshopify.com')] });
  const numbered = page({ transactions: [sale({})] });
  const DOMAIN = 'domain a.myshopify.com';

  test.each([
    ['of a root event', root, 'shopify', '921', 'perhaps shopify 921'],
    ['of another row', numbered, 'shop', '21', 'shop 21'],
  ] as const)('%s', (_, contents, kind, of, name) => {
    expect(kept(contents, DOMAIN)).toBe(1);
    expect(kept(contents, DOMAIN, `numberless ${kind} ${ONE}`)).toBe(0);
    const [learned] = learnedOf(contents, DOMAIN, `numberless ${kind} ${ONE}`);
    expect(learned).toMatchObject({ number: { kind, of }, names: expect.arrayContaining([name]) as unknown });
  });

  test.each([
    ['the domain', root, DOMAIN],
    ['the domain of a row', numbered, DOMAIN],
    ['the number', numbered, 'shop 21'],
  ] as const)('but not where a shop is here that has %s', (_, contents, name) => {
    const erased = erasedAs(
      [DOMAIN, `numberless shop ${ONE}`, `numberless shopify ${ONE}`, 'perhaps shopify 921', 'perhaps shop 21'],
      ONE,
    );
    expect(keptOf(contents, erased)).toBe(0);
    expect(keptOf(contents, { ...erased, here: new Set<ShopName>([name]) })).toBe(1);
  });

  test('a number that may be the shop’s keeps it away under a domain that nobody knows', () => {
    expect(kept(page({ timelineEvents: [rootEvent('921', 'n.myshopify.com')] }), 'perhaps shopify 921')).toBe(0);
    const hidden = page({ timelineEvents: [rootEvent('921', 'redacted.myshopify.com')] });
    expect(kept(hidden, 'perhaps shopify 921')).toBe(0);
  });
});

describe('a shop that another one’s row names as referred', () => {
  const raw = (referredShop: object) =>
    JSON.stringify({ amount: '1.0', shop: shop('22', 'c.myshopify.com'), referredShop });
  const row = (referredShop: object) =>
    sale({ appNumber: null, chargeId: null, shopNumber: '22', raw: raw(referredShop) });

  test.each<[string, object, ShopName]>([
    ['number', shop('21', '?'), 'shop 21'],
    ['domain, where there is no number', shop('?', 'A.myshopify.com'), 'domain a.myshopify.com'],
  ])('is taken out of it by its %s; the row stays', (_, referred, name) => {
    const { transactions } = withoutErased(page({ transactions: [row(referred)] }), erasedAs([name], ONE));
    expect(transactions.map((one) => JSON.parse(one.raw) as object)).toEqual([
      { amount: '1.0', shop: shop('22', 'c.myshopify.com'), referredShop: null },
    ]);
    expect(kept(page({ quarantined: [damaged(JSON.parse(raw(referred)) as object)] }), name)).toBe(0);
  });

  test('has no part in what the other is known by, but is told what it is called itself', () => {
    const contents = page({ transactions: [row(shop('21', 'a.myshopify.com'))] });
    expect(learnedOf(contents, 'shop 22')).toMatchObject([{ names: ['domain c.myshopify.com'] }]);
    expect(kept(contents, 'domain a.myshopify.com')).toBe(1);
    const { transactions } = withoutErased(contents, erasedAs(['domain a.myshopify.com'], ONE));
    expect(transactions[0]?.raw).toBe(raw(shop('21', 'a.myshopify.com')));
  });
});
