import type { PageRequest } from '../partner/page-document.js';
import { readAnswer } from '../partner/read-answer.js';
import { readPage } from '../partner/read-page.js';
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

/** What a page of these nodes holds, as if it had come over the wire. */
function contentsOf(request: PageRequest, ...nodes: string[]): PageContents {
  const edges = nodes.map((node, index) => `{"cursor":"c${index}","node":${node}}`).join(', ');
  const page = `{"edges":[${edges}],"pageInfo":{"hasNextPage":false}}`;
  const field =
    request.feed.kind === 'events' ? `{"id":"gid://partners/App/11","name":"Small\\u0000App","events":${page}}` : page;
  const body = `{"data":{"page0":${field}}}`;
  const answer = readAnswer({ status: 200, headers: new Headers(), ...(JSON.parse(body) as { data: unknown }), body });
  const read = readPage(answer, 0, request);
  if (read.outcome !== 'page') throw new Error(read.outcome);
  return pageContents(request.feed, read.page);
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
  expect(contentsOf(events, CHARGED).app).toEqual({ appNumber: '11', name: 'Small\uFFFDApp' });
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
