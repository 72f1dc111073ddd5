import fc from 'fast-check';
import { PartnerApiError } from '../../partner/client/errors.js';
import type { PartnerAnswer } from '../../partner/client/partner-api.js';
import { readAnswer } from '../../partner/client/read-answer.js';
import type { PageRequest } from '../../partner/pages/page-document.js';
import { type Page, readPage } from '../../partner/pages/read-page.js';
import { fitsInto, MOST_BYTES } from '../../values/bounded-text.js';
import type { Instant } from '../../values/instant.js';
import { pageContents } from './page-contents.js';
import { rowKey } from './rows.js';

const NOW = '2026-11-20T00:00:00.000000Z' as Instant;
const open = { from: null, to: null, cursor: null };
const requests: PageRequest[] = [
  { ...open, feed: { kind: 'transactions' }, cursor: 'c9' },
  { ...open, feed: { kind: 'events', appNumber: '11' } },
  { ...open, feed: { kind: 'timeline' } },
];

const money = { amount: '29.0', currencyCode: 'USD' };
const shop = { id: 'gid://partners/Shop/21', name: 'Alder', myshopifyDomain: 'alder.myshopify.com' };
const app = { id: 'gid://partners/App/11', name: 'Small App' };
const edges = (...nodes: object[]) => ({
  edges: nodes.map((node, index) => ({ cursor: `c${index}`, node })),
  pageInfo: { hasNextPage: true },
});
const sale = (number: number) => ({
  __typename: 'AppSubscriptionSale',
  id: `gid://partners/AppSubscriptionSale/${number}`,
  createdAt: `2026-11-02T08:15:3${number}Z`,
  billingInterval: 'EVERY_30_DAYS',
  chargeId: 'gid://shopify/AppSubscription/7',
  netAmount: money,
  app,
  shop,
});
const event = (type: string) => ({
  type,
  occurredAt: '2026-11-02T08:15:30.000000Z',
  shop,
  charge: { id: 'gid://shopify/AppSubscription/7', name: 'Pro', test: false, amount: money, billingOn: null },
});
const whole = {
  data: {
    page0: edges(sale(1), sale(2), sale(3)),
    page1: { ...app, events: edges(event('SUBSCRIPTION_CHARGE_ACTIVATED'), event('SUBSCRIPTION_CHARGE_CANCELED')) },
    page2: edges({ __typename: 'Relationship', occurredAt: '2026-11-02T08:15:30Z', subject: app }),
  },
};

interface Slot {
  readonly holder: Record<string, unknown>;
  readonly key: string;
}

/** Every place in a value that holds another. */
function slotsOf(value: unknown): Slot[] {
  if (typeof value !== 'object' || value === null) return [];
  const holder = value as Record<string, unknown>;
  return Object.keys(holder).flatMap((key) => [{ holder, key }, ...slotsOf(holder[key])]);
}

const SOON = '2026-11-20T00:01:00.000000Z';

const oddText = fc.oneof(
  fc.constantFrom(
    '赤'.repeat(900),
    '👨‍👩‍👧‍👦'.repeat(400),
    'x'.repeat(20_000),
    `e${'\u0301'.repeat(3_000)}`,
    '\u202eabc\u001b[2J\n',
  ),
  fc.constantFrom(
    '2026-11-21T00:00:00Z',
    '2099-12-31T23:59:59Z',
    'HTTPS://Alder.MyShopify.com./',
    'gid://partners/App/1?v=1',
  ),

  fc.constantFrom(
    '',
    '\u0000',
    '\ud800',
    'NaN',
    '1e999',
    'infinity',
    '9999-12-31T00:00:00Z',
    '2026-02-30T00:00:00Z',
    'c9',
  ),
  fc.constantFrom(
    'gid://partners/Shop/0',
    'gid://partners/App/12',
    'gid://partners/Shop/9223372036854775808',
    '429',
    '500',
  ),
  fc.string({ unit: 'binary' }),
);
const oddValue = fc.oneof(
  oddText,
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom<unknown>(null, undefined, true, 0, -1, 1e308, [], {}, [null], { id: null }, 'x'.repeat(4_000)),
);
const graphqlError = fc.record({
  path: fc.array(fc.oneof(fc.constantFrom('page0', 'page1', 'page2', 'query Q'), fc.nat()), { maxLength: 2 }),
  extensions: fc.oneof(fc.constant(null), fc.record({ code: fc.constantFrom('400', '404', '429', '500', null) })),
});
const errors = fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, fc.array(graphqlError, { maxLength: 2 }));
const mutations = fc.array(fc.tuple(fc.nat(), oddValue), { maxLength: 5 });

function mutated(changes: readonly (readonly [number, unknown])[], beside: readonly unknown[]): string {
  const body: unknown = { ...structuredClone(whole), errors: beside };
  for (const [place, value] of changes) {
    const slots = slotsOf(body);
    const slot = slots[place % Math.max(slots.length, 1)];
    if (slot === undefined) continue;
    if (value === undefined && !Array.isArray(slot.holder)) Reflect.deleteProperty(slot.holder, slot.key);
    else slot.holder[slot.key] = structuredClone(value);
  }
  return JSON.stringify(body);
}

function read(body: string): PartnerAnswer | null {
  const { data, errors } = JSON.parse(body) as { data?: unknown; errors?: unknown };
  try {
    return readAnswer({ status: 200, headers: new Headers(), data, errors, body });
  } catch (error) {
    if (error instanceof PartnerApiError) return null;
    throw error;
  }
}

/** What is wrong with what was taken out of a page; null when nothing is. */
function faultIn(request: PageRequest, page: Page, body: string): string | null {
  const { transactions, appEvents, quarantined, ...found } = pageContents(request.feed, page, NOW);
  if (quarantined.some(({ raw }) => !body.includes(raw))) return 'a row was set aside otherwise than it came';
  const { newest, begins, ends, shops, apps, app } = found;
  const bounds = [newest, begins, ends, ...shops.map(({ at }) => at), ...apps.map(({ at }) => at)];
  if (bounds.some((at) => at !== null && at > SOON)) return 'a bound lies in the future';
  const names = [...shops, ...apps, ...(app === null ? [] : [app])].map(({ name }) => name ?? '');
  if (!names.every((name) => fitsInto(name, MOST_BYTES.name) && !/\p{Surrogate}/u.test(name)))
    return 'a name has no bound';
  const ids = [...shops.map(({ myshopifyDomain }) => myshopifyDomain), ...quarantined.map(({ key }) => key ?? '')];
  if (!ids.every((id) => fitsInto(id, 4 * MOST_BYTES.id))) return 'an index would refuse it';
  if (request.feed.kind === 'timeline') return null;
  const rows = [...transactions, ...appEvents];
  const keys = new Set(rows.map(rowKey));
  if (keys.size !== rows.length) return 'a row is there twice';
  if (!rows.every((row) => fitsInto(rowKey(row), 4 * MOST_BYTES.id) && fitsInto(row.type, MOST_BYTES.id)))
    return 'an index would refuse a row';
  if (rows.some(({ raw }) => /(?<!\\)(\\\\)*\\u(0000|d[89a-f])/.test(raw))) return 'a row would be refused by Postgres';
  // What is neither stored nor set aside can only be another copy of what is stored.
  const left = page.edges.length - rows.length - quarantined.length;
  return left < 0 || (left > 0 && rows.length === 0) ? 'a row was dropped' : null;
}

test('whatever is damaged in an answer, each page is refused whole or taken whole, and nothing else is thrown', () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(mutations, errors, (changes, beside) => {
      const body = mutated(changes, beside);
      const answer = read(body);
      seen.add(answer === null ? 'no answer' : 'answer');
      if (answer === null) return;
      requests.forEach((request, index) => {
        const result = readPage(answer, index, request);
        seen.add(result.outcome);
        if (result.outcome !== 'page') return;
        const fault = faultIn(request, result.page, body);
        if (fault !== null) throw new Error(fault);
        const sent = (answer.data[`page${index}`] ?? {}) as { edges?: unknown[]; events?: { edges: unknown[] } };
        const edgesSent = (request.feed.kind === 'events' ? sent.events?.edges : sent.edges) ?? [];
        if (result.page.edges.length !== edgesSent.length) throw new Error('half a page was taken');
      });
    }),
    { numRuns: 2_000 },
  );
  // What chance does not bring in every run is not asked for.
  expect([...seen]).toEqual(expect.arrayContaining(['answer', 'damaged', 'missing', 'no answer', 'page', 'refused']));
});

test('what is no answer at all is refused', () => {
  const anything = fc.tuple(fc.integer({ min: 200, max: 599 }), fc.jsonValue(), fc.jsonValue());
  fc.assert(
    fc.property(anything, ([status, data, errors]) => {
      try {
        const answer = readAnswer({ status, headers: new Headers(), data, errors, body: '' });
        requests.forEach((request, index) => {
          if (readPage(answer, index, request).outcome === 'page') throw new Error('a page was made of nothing');
        });
      } catch (error) {
        if (!(error instanceof PartnerApiError)) throw error;
      }
    }),
    { numRuns: 2_000 },
  );
});
