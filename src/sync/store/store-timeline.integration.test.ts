import { startSyncedAccount, type SyncedAccount } from '../../../test/support/accounts/synced-account.js';
import { readPairsAfter } from '../../merchants/derive/input/due-pairs.js';
import { readTimelineEvents } from '../../merchants/derive/input/read-stated.js';
import { type Tenant, withTenant } from '../../postgres/tenant.js';
import { SmallWorld } from '../../simulator/testing-world.js';
import { type Instant, plusMs } from '../../values/instant.js';
import type { PageTimelineEvent, ShopSighting } from '../contents/rows.js';
import { storeShops } from './store-sightings.js';
import { matchTimelineEvents, storeTimelineEvents } from './store-timeline.js';

const NOON = '2026-11-20T12:00:00.000000Z' as Instant;
const PAIR = { appNumber: '11', shopNumber: '21' };

let account: SyncedAccount;
let minutes = 0;

beforeAll(async () => {
  const small = new SmallWorld();
  account = await startSyncedAccount(small.world, {
    partnerOrganizationId: small.organizationId,
    token: small.token,
  });
});
afterAll(() => account.close());
afterEach(async () => {
  minutes = 0;
  await account.sql`truncate timeline_events, shops, merchant_marks`;
});

function within<T>(work: (tenant: Tenant) => Promise<T>): Promise<T> {
  return withTenant(account.deps.sql, account.key.organizationId, work);
}

/** Each later than the one before it. */
const nextMinute = () => plusMs(NOON, 60_000 * (minutes += 1));

function event(myshopifyDomain: string, parts: Partial<PageTimelineEvent> = {}): PageTimelineEvent {
  return {
    ...{ id: 'one', type: 'SUBSCRIPTION_CANCELLATION_SCHEDULED', occurredAt: NOON, appNumber: '11' },
    ...{ shopifyShopNumber: '921', myshopifyDomain, raw: JSON.stringify({ myshopifyDomain }), ...parts },
  };
}

async function timeline(...events: PageTimelineEvent[]): Promise<void> {
  await within((tenant) => storeTimelineEvents(tenant, account.key.connectionId, events, nextMinute()));
}

async function shop(shopNumber: string, myshopifyDomain: string): Promise<void> {
  const at = nextMinute();
  const shops: ShopSighting[] = [{ shopNumber, name: '', myshopifyDomain, at, firstAt: at }];
  await within(async (tenant) => {
    await storeShops(tenant, account.key.connectionId, shops);
    await matchTimelineEvents(tenant, account.key.connectionId, shops);
  });
}

const found = () =>
  within(async (tenant) => {
    const { connectionId } = account.key;
    const events = await readTimelineEvents(tenant, connectionId, [PAIR]);
    return {
      events: events.map(({ id }) => id),
      marked: await tenant.sql`select app_number, shop_number from merchant_marks`,
      rebuilt: await readPairsAfter(tenant, connectionId, null, 10),
    };
  });

test.each<[string, () => Promise<void>]>([
  ['before it', () => shop('21', 'alder.myshopify.com').then(() => timeline(event('alder.myshopify.com')))],
  ['after it', () => timeline(event('alder.myshopify.com')).then(() => shop('21', 'alder.myshopify.com'))],
])('a pair that only root events tell of is derived and rebuilt, if its shop is known %s', async (_, told) => {
  await told();
  expect(await found()).toEqual({ events: ['one'], marked: [PAIR], rebuilt: [PAIR] });
});

test.each([
  ['is hidden', 'redacted.myshopify.com'],
  ['is another one', 'elder.myshopify.com'],
])('a row keeps its shop when the domain %s later, be it of the shop or of the row', async (_, domain) => {
  await shop('21', 'alder.myshopify.com');
  await timeline(event('alder.myshopify.com'));
  await shop('21', domain);
  await timeline(event(domain));
  await shop('22', 'alder.myshopify.com');
  expect((await found()).events).toEqual(['one']);
});

test('a shop under a new domain finds what waited for it', async () => {
  await shop('21', 'alder.myshopify.com');
  await timeline(event('alder.myshopify.com'), event('elder.myshopify.com', { id: 'two' }));
  expect((await found()).events).toEqual(['one']);
  await shop('21', 'elder.myshopify.com');
  expect((await found()).events.sort()).toEqual(['one', 'two']);
});

test.each([
  ['hidden', ['redacted.myshopify.com']],
  ['of two shops', ['alder.myshopify.com', 'alder.myshopify.com']],
  ['of nobody', ['birch.myshopify.com']],
])('a domain that is %s names nobody', async (_, domains) => {
  const [domain = ''] = domains;
  for (const [index, one] of domains.entries()) await shop(String(21 + index), one);
  await timeline(event(domain === 'birch.myshopify.com' ? 'alder.myshopify.com' : domain));
  for (const [index, one] of domains.entries()) await shop(String(21 + index), one);
  expect(await found()).toMatchObject({ events: [], marked: [] });
});
