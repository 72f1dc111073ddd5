import { readFileSync } from 'node:fs';
import { buildSchema, parse, validate } from 'graphql';
import { paths } from '../../process/paths.js';
import type { Instant } from '../../values/instant.js';
import type { Feed } from './feed.js';
import { pageDocument, type PageRequest } from './page-document.js';

const schema = buildSchema(readFileSync(paths.partnerSchema, 'utf8'));
const midnight = '2026-01-01T00:00:00.000000Z' as Instant;

const transactions: Feed = { kind: 'transactions' };
const timeline: Feed = { kind: 'timeline' };
const events: Feed = { kind: 'events', appNumber: '4436393' };

function whole(feed: Feed): PageRequest {
  return { feed, from: null, to: null, cursor: null };
}

test.each<[string, PageRequest[]]>([
  ['transactions alone', [whole(transactions)]],
  ['one app alone', [whole(events)]],
  ['the timeline alone', [whole(timeline)]],
  [
    'all of them, bounded and continued',
    [transactions, timeline, events, events].map((feed) => ({ feed, from: midnight, to: midnight, cursor: 'c' })),
  ],
])('Shopify’s schema takes the query for %s', (_, pages) => {
  const { document } = pageDocument(pages);
  expect(validate(schema, parse(document))).toEqual([]);
});

test.each([
  ['its number', { shopNumber: '941' }, { shopId0: 'gid://partners/Shop/941', shopId1: 'gid://partners/Shop/941' }],
  [
    'its domain, which events know no filter for',
    { myshopifyDomain: 'a.myshopify.com' },
    { myshopifyDomain0: 'a.myshopify.com' },
  ],
])('one shop is asked for by %s', (_, shop, filters) => {
  const { document, variables } = pageDocument([transactions, events].map((feed) => ({ ...whole(feed), shop })));
  expect(variables).toEqual({ id1: 'gid://partners/App/4436393', ...filters });
  expect(validate(schema, parse(document))).toEqual([]);
});

test('declares and sends only the variables that have a value', () => {
  const { document, variables } = pageDocument([whole(transactions), { ...whole(events), from: midnight }]);
  expect(variables).toEqual({ id1: 'gid://partners/App/4436393', occurredAtMin1: midnight });
  expect(document).toMatch(/^query Sync\(\$id1: ID!, \$occurredAtMin1: DateTime\)/);
});

test('a hundred apps fit into one query', () => {
  const pages = Array.from(
    { length: 100 },
    (_, index) =>
      ({ ...whole({ kind: 'events', appNumber: String(index + 1) }), from: midnight, cursor: 'c' }) as const,
  );
  expect(pageDocument(pages).document.length).toBeLessThan(50_000);
});
