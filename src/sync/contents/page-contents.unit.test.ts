import { readAnswer } from '../../partner/client/read-answer.js';
import type { PageRequest } from '../../partner/pages/page-document.js';
import { readPage } from '../../partner/pages/read-page.js';
import { MOST_BYTES } from '../../values/bounded-text.js';
import type { Instant } from '../../values/instant.js';
import { pageContents } from './page-contents.js';
import type { PageContents } from './rows.js';

const SALE =
  '{"__typename":"AppSubscriptionSale","id":"gid://partners/AppSubscriptionSale/1","createdAt":"2026-11-02T08:15:30Z",' +
  '"netAmount":{"amount":"29.0","currencyCode":"USD"},"app":{"id":"gid://partners/App/11","name":"Small App"},' +
  '"shop":{"id":"gid://partners/Shop/21","name":"Alder","myshopifyDomain":"alder.myshopify.com"}}';
const CHARGED =
  '{"type":"SUBSCRIPTION_CHARGE_ACTIVATED","occurredAt":"2026-11-02T08:15:30Z",' +
  '"shop":{"id":"gid://partners/Shop/21","name":"Alder","myshopifyDomain":"alder.myshopify.com"},' +
  '"charge":{"id":"gid://shopify/AppSubscription/7","name":"Pro","test":false,"amount":{"amount":"29.0","currencyCode":"USD"}}}';

const transactions: PageRequest = { feed: { kind: 'transactions' }, from: null, to: null, cursor: null };
const events: PageRequest = { ...transactions, feed: { kind: 'events', appNumber: '11' } };

const NOW = '2026-11-20T00:00:00.000000Z' as Instant;

/** What a page of these nodes holds, as if it had come over the wire. */
function contentsOf(request: PageRequest, ...nodes: string[]): PageContents {
  return contentsAt(NOW, request, ...nodes);
}

function contentsAt(now: Instant, request: PageRequest, ...nodes: string[]): PageContents {
  const edges = nodes.map((node, index) => `{"cursor":"c${index}","node":${node}}`).join(', ');
  const page = `{"edges":[${edges}],"pageInfo":{"hasNextPage":false}}`;
  const field =
    request.feed.kind === 'events' ? `{"id":"gid://partners/App/11","name":"Small\\u0000App","events":${page}}` : page;
  const body = `{"data":{"page0":${field}}}`;
  const answer = readAnswer({ status: 200, headers: new Headers(), ...(JSON.parse(body) as { data: unknown }), body });
  const read = readPage(answer, 0, request);
  if (read.outcome !== 'page') throw new Error(read.outcome);
  return pageContents(request.feed, read.page, now);
}

test('a healthy row is stored, and nothing is set aside', () => {
  const { transactions: rows, quarantined } = contentsOf(transactions, SALE);
  expect(quarantined).toEqual([]);
  expect(rows).toMatchObject([{ id: 'gid://partners/AppSubscriptionSale/1', appNumber: '11', shopNumber: '21' }]);
});

test('a sale of no app is stored, and tells nothing of a merchant', () => {
  const theme = SALE.replace('"AppSubscriptionSale"', '"ThemeSale"').replace(/"app":\{[^}]+\},/, '');
  expect(contentsOf(transactions, theme)).toMatchObject({ transactions: [{ shopNumber: '21' }], shops: [], apps: [] });
  expect(contentsOf(transactions, SALE).shops).toMatchObject([{ shopNumber: '21' }]);
});

test('a shop is named by its newest row on the page, and was seen first in its oldest', () => {
  const older = SALE.replace('Sale/1', 'Sale/2').replace('2026-11-02T', '2026-10-02T').replace('Alder', 'Elder');
  const oldest = older.replace('Sale/2', 'Sale/3').replace('2026-10-02T', '2026-09-02T');
  for (const nodes of [
    [SALE, older, oldest],
    [oldest, SALE, older],
  ]) {
    expect(contentsOf(transactions, ...nodes).shops).toMatchObject([
      { name: 'Alder', at: '2026-11-02T08:15:30.000000Z', firstAt: '2026-09-02T08:15:30.000000Z' },
    ]);
  }
});

const long = 'x'.repeat(3_000);
const deep = '['.repeat(20_000) + ']'.repeat(20_000);
const id = 'gid://partners/AppSubscriptionSale/1';

test.each`
  what                                | from                                        | to                                                | reason       | key
  ${'an amount of NaN'}               | ${'"29.0"'}                                 | ${'"NaN"'}                                        | ${'amount'}  | ${id}
  ${'an amount of infinity'}          | ${'"29.0"'}                                 | ${'"Infinity"'}                                   | ${'amount'}  | ${id}
  ${'an amount with an exponent'}     | ${'"29.0"'}                                 | ${'"1e999"'}                                      | ${'amount'}  | ${id}
  ${'a number beyond all numbers'}    | ${'"29.0"'}                                 | ${'1e999'}                                        | ${'shape'}   | ${id}
  ${'forty digits as a number'}       | ${'"29.0"'}                                 | ${'1'.repeat(40)}                                 | ${'shape'}   | ${id}
  ${'forty digits as text'}           | ${'"29.0"'}                                 | ${`"${'1'.repeat(40)}"`}                          | ${'amount'}  | ${id}
  ${'a name with U+0000'}             | ${'Alder'}                                  | ${'Al\\u0000der'}                                 | ${'text'}    | ${id}
  ${'a lone high surrogate'}          | ${'Alder'}                                  | ${'Al\\uD800der'}                                 | ${'text'}    | ${id}
  ${'a lone low surrogate'}           | ${'Alder'}                                  | ${'Al\\udfffder'}                                 | ${'text'}    | ${id}
  ${'the year 9999'}                  | ${'2026-11-02T08:15:30Z'}                   | ${'9999-12-31T00:00:00Z'}                         | ${'instant'} | ${id}
  ${'the year 294276'}                | ${'2026-11-02T08:15:30Z'}                   | ${'+294276-12-31T00:00:00Z'}                      | ${'instant'} | ${id}
  ${'an infinite time'}               | ${'2026-11-02T08:15:30Z'}                   | ${'infinity'}                                     | ${'instant'} | ${id}
  ${'an id that is none'}             | ${'AppSubscriptionSale/1"'}                 | ${'AppSubscriptionSale/1\\n"'}                    | ${'id'}      | ${null}
  ${'an id beyond bigint'}            | ${'AppSubscriptionSale/1"'}                 | ${'AppSubscriptionSale/1' + '0'.repeat(19) + '"'} | ${'id'}      | ${null}
  ${'an id too long for an index'}    | ${'partners/AppSubscriptionSale/1"'}        | ${`partners/${long}/1"`}                          | ${'id'}      | ${null}
  ${'a type of letters too long'}     | ${'"AppSubscriptionSale"'}                  | ${`"${'型'.repeat(100)}"`}                        | ${'shape'}   | ${id}
  ${'a type too long for an index'}   | ${'"AppSubscriptionSale"'}                  | ${`"${long}"`}                                    | ${'shape'}   | ${id}
  ${'a domain too long for an index'} | ${'alder.myshopify.com'}                    | ${long}                                           | ${'shape'}   | ${id}
  ${'no netAmount but a list'}        | ${'{"amount":"29.0","currencyCode":"USD"}'} | ${'[ ]'}                                          | ${'shape'}   | ${id}
  ${'two amounts, the last damaged'}  | ${'"amount":"29.0"'}                        | ${'"amount":"29.0", "amount":"NaN"'}              | ${'amount'}  | ${id}
  ${'more levels than any stack has'} | ${'"Small App"'}                            | ${`"Small App","more":${deep}`}                   | ${'text'}    | ${id}
`(
  '$what: the row is set aside with its bytes, and its neighbours are stored',
  ({ from, to, reason, key }: { from: string; to: string; reason: string; key: string | null }) => {
    const damaged = SALE.replace(from, to);
    const other = SALE.replaceAll('AppSubscriptionSale', 'AppUsageSale');
    const { transactions: rows, quarantined } = contentsOf(transactions, other, damaged);
    expect(rows.map((row) => row.id)).toEqual(['gid://partners/AppUsageSale/1']);
    expect(quarantined).toEqual([{ reason, key, raw: damaged }]);
  },
);

test('spelling and blanks are kept as they came', () => {
  const odd = SALE.replace('"29.0"', ' \t1E+999 ').replace('Alder', '\\u0041\\/lder');
  expect(contentsOf(transactions, SALE, odd).quarantined).toMatchObject([{ raw: odd }]);
});

test('an event is known by app, shop, type, time and charge, whatever else of it is damaged', () => {
  const damaged = CHARGED.replace('"29.0"', '1e999');
  expect(contentsOf(events, damaged)).toMatchObject({
    appEvents: [],
    quarantined: [
      {
        reason: 'shape',
        raw: damaged,
        key: '21 SUBSCRIPTION_CHARGE_ACTIVATED 2026-11-02T08:15:30.000000Z AppSubscription/7',
      },
    ],
  });
  expect(contentsOf(events, CHARGED.replace('2026', '0000')).quarantined).toMatchObject([{ key: null }]);
  expect(contentsOf(events, CHARGED.replace('ACTIVATED', '\\u0000')).quarantined).toMatchObject([{ key: null }]);
});

test('the name of an app, which only labels it, is made storable instead', () => {
  expect(contentsOf(events, CHARGED).app).toEqual({ appNumber: '11', name: 'Small\uFFFDApp', at: NOW });
});

const letters = '赤'.repeat(700_000);

test('names of which nothing can be seen are none', () => {
  const { shops, apps } = contentsOf(
    transactions,
    SALE.replace('"Alder"', '" \\u200b"').replace('Small App', '\\u00a0'),
  );
  expect([shops[0]?.name, apps[0]?.name]).toEqual(['', null]);
  expect(contentsOf(events, CHARGED.replace('"Alder"', '"\\t"')).shops[0]?.name).toBe('');
});

test('names of whatever length are cut, and the row is kept as it came', () => {
  const sale = SALE.replace('Alder', letters).replace('Small App', letters);
  const { transactions: rows, shops, apps, quarantined } = contentsOf(transactions, sale);
  expect(quarantined).toEqual([]);
  expect(rows.map(({ raw }) => raw.includes(letters))).toEqual([true]);
  for (const name of [shops[0]?.name, apps[0]?.name]) {
    expect(name).toMatch(/^赤+…$/);
    expect(Buffer.byteLength(name ?? '')).toBeLessThanOrEqual(MOST_BYTES.name);
  }
  const charged = CHARGED.replace('"Pro"', `"${letters}"`);
  expect(contentsOf(events, charged)).toMatchObject({
    appEvents: [{ chargeId: 'AppSubscription/7' }],
    quarantined: [],
  });
});

const USAGE = SALE.replaceAll('AppSubscriptionSale', 'AppUsageSale').replace(
  '"netAmount"',
  '"chargeId":"gid://shopify/AppUsageRecord/7","billingInterval":"EVERY_30_DAYS","shopifyFee":{"amount":"1.0","currencyCode":"USD"},"netAmount"',
);
const CHARGE_ID = '"gid://shopify/AppUsageRecord/7"';
const whole = { chargeId: 'AppUsageRecord/7', appNumber: '11', shopNumber: '21' };

test.each([
  ['a whole row', '', '', {}],
  ['no id of a charge', CHARGE_ID, '""', { chargeId: null }],
  ['one with parameters', CHARGE_ID, '"gid://shopify/AppUsageRecord/7?v=1&index=1"', { chargeId: null }],
  ['one beyond bigint', CHARGE_ID, `"gid://shopify/AppUsageRecord/${'9'.repeat(19)}"`, { chargeId: null }],
  ['one of another shape', CHARGE_ID, '[7]', { chargeId: null }],
  ['one too long', CHARGE_ID, `"gid://shopify/${long}/7"`, { chargeId: null }],
  ['an interval of another shape', '"EVERY_30_DAYS"', '30', {}],
  ['a fee that is none', '"amount":"1.0"', '"amount":"NaN"', {}],
  ['an app without a name', '"Small App"', 'null', {}],
  ['a shop without a name', '"Alder"', 'null', {}],
  ['a shop that only the charge tells', '/Shop/21', '/Shop/0', { shopNumber: null }],
  ['a shop of another shape', '"shop":{', '"shop":[], "was":{', { shopNumber: null }],
])('what only joins a sale to others or describes it does not cost its money: %s', (_, from, to, changes) => {
  const { transactions: rows, quarantined } = contentsOf(transactions, USAGE.replace(from, to));
  expect(quarantined).toEqual([]);
  expect(rows).toMatchObject([{ ...whole, ...changes }]);
});

test('a sale of which neither shop nor charge can be read is set aside', () => {
  const lost = USAGE.replace('/Shop/21', '/Shop/0').replace(CHARGE_ID, '""');
  expect(contentsOf(transactions, lost)).toMatchObject({ transactions: [], quarantined: [{ reason: 'id' }] });
});

test.each([
  ['a plan without a name', '"Pro"', 'null'],
  ['a plan whose name is none', '"Pro"', '{}'],
  ['a billing date that is none', '"test"', '"billingOn":"9999-12-31T00:00:00Z","test"'],
  ['a billing date of another shape', '"test"', '"billingOn":7,"test"'],
  ['a reason of another shape', '"charge"', '"reason":{},"description":[],"charge"'],
  ['a remark of whatever length', '"charge"', `"description":"${letters}","charge"`],
])('what only describes an event does not cost it: %s', (_, from, to) => {
  expect(contentsOf(events, CHARGED.replace(from, to))).toMatchObject({
    appEvents: [{ chargeId: 'AppSubscription/7', shopNumber: '21' }],
    quarantined: [],
  });
});

test.each(['https://alder.myshopify.com/', 'Alder.MyShopify.COM', 'alder.myshopify.com.'])(
  'a domain is the same however it is spelt: %s',
  (spelt) => {
    const { shops } = contentsOf(transactions, SALE.replace('alder.myshopify.com', spelt));
    expect(shops).toMatchObject([{ myshopifyDomain: 'alder.myshopify.com' }]);
  },
);

test('of the names of an app and of a shop the newest wins, wherever it stands on the page', () => {
  const older = SALE.replace('Sale/1', 'Sale/2').replace('2026-11-02T', '2026-10-02T');
  const renamed = older.replace('Small App', 'Old App').replace('Alder', 'Old Alder').replace('alder.', 'old-alder.');
  for (const nodes of [
    [SALE, renamed],
    [renamed, SALE],
  ]) {
    const { apps, shops } = contentsOf(transactions, ...nodes);
    expect(apps).toEqual([{ appNumber: '11', name: 'Small App', at: '2026-11-02T08:15:30.000000Z' }]);
    expect(shops).toMatchObject([{ name: 'Alder', myshopifyDomain: 'alder.myshopify.com' }]);
  }
  const nameless = older
    .replace('"Small App"', 'null')
    .replace('"Alder"', 'null')
    .replace('2026-10-02T', '2026-11-03T');
  const { apps, shops } = contentsOf(transactions, nameless, SALE);
  expect(apps).toMatchObject([{ name: 'Small App' }]);
  expect(shops).toMatchObject([{ name: 'Alder', at: '2026-11-03T08:15:30.000000Z' }]);
});

test('so it does on the timeline', () => {
  const timeline: PageRequest = { ...transactions, feed: { kind: 'timeline' } };
  const seen = (day: string, name: string) =>
    `{"occurredAt":"2026-11-${day}T08:15:30Z","subject":{"id":"gid://shopify/App/11","name":"${name}"}}`;
  for (const nodes of [
    [seen('02', 'New'), seen('01', 'Old')],
    [seen('01', 'Old'), seen('02', 'New')],
    [seen('29', 'To come'), seen('02', 'New'), seen('01', 'Old')],
  ]) {
    expect(contentsOf(timeline, ...nodes)).toMatchObject({
      apps: [{ name: 'New' }],
      newest: '2026-11-02T08:15:30.000000Z',
    });
  }
});

describe('a row that is dated in the future', () => {
  const later = SALE.replace('Sale/1', 'Sale/2').replace('2026-11-02T', '2026-11-22T').replace('"Alder"', '"Later"');

  test('is kept, finds its app, and is no bound, no sighting of its shop, and no name until its time has come', () => {
    const renamed = later.replace('Small App', 'Later App');
    const contents = contentsOf(transactions, renamed, SALE);
    const at = '2026-11-02T08:15:30.000000Z';
    expect(contents.transactions).toHaveLength(2);
    expect(contents).toMatchObject({ newest: at, begins: at, ends: at });
    expect(contents.shops).toMatchObject([{ name: 'Alder', at, firstAt: at }]);
    expect(contents.apps).toEqual([{ appNumber: '11', name: 'Small App', at }]);
    const alone = contentsOf(transactions, renamed);
    expect(alone).toMatchObject({ newest: null, begins: null, ends: null, shops: [] });
    expect(alone.apps).toEqual([{ appNumber: '11', name: 'Later App', at: null }]);
    expect(alone.transactions).toHaveLength(1);
  });

  test('makes its page another one when its time has come, and then counts', () => {
    const before = contentsOf(transactions, later, SALE);
    const still = contentsAt('2026-11-21T00:00:00.000000Z' as Instant, transactions, later, SALE);
    const after = contentsAt('2026-11-23T00:00:00.000000Z' as Instant, transactions, later, SALE);
    expect(still.digest()).toBe(before.digest());
    expect(after.digest()).not.toBe(before.digest());
    expect(after).toMatchObject({ newest: '2026-11-22T08:15:30.000000Z', shops: [{ name: 'Later' }] });
  });

  test('has happened when it is only ahead by what clocks differ', () => {
    const now = '2026-11-22T08:15:00.000000Z' as Instant;
    expect(contentsAt(now, transactions, later)).toMatchObject({ newest: '2026-11-22T08:15:30.000000Z' });
  });
});

test('unknown types and values are stored', () => {
  const sale = SALE.replace('"AppSubscriptionSale"', '"AppBundleSale"').replace(
    '"id"',
    '"billingInterval":"EVERY_90_DAYS","id"',
  );
  expect(contentsOf(transactions, sale)).toMatchObject({ transactions: [{ type: 'AppBundleSale' }], quarantined: [] });
  const event = CHARGED.replace('SUBSCRIPTION_CHARGE_ACTIVATED', 'SUBSCRIPTION_CHARGE_PAUSED');
  expect(contentsOf(events, event)).toMatchObject({
    appEvents: [{ type: 'SUBSCRIPTION_CHARGE_PAUSED' }],
    quarantined: [],
  });
});
