import { FaultedAccount } from '../../../test/support/accounts/faulted-account.js';
import { waitFor } from '../../../test/support/servers/wait-for.js';
import { confirmDisconnected } from '../../connections/store/confirm-disconnected.js';
import type { MessageKey } from '../../contract/delivery-activities.js';
import { foldTouched } from '../../merchants/derive/fold-touched.js';
import { markPairs } from '../../merchants/derive/input/due-pairs.js';
import { rebuildMerchants } from '../../merchants/derive/rebuild-merchants.js';
import { deleteOldRefreshes } from '../../merchants/refresh/shop-refreshes.js';
import { withTenant } from '../../postgres/tenant.js';
import type { FaultRuleInput } from '../../simulator/faults/script.js';
import type { LedgerEvent } from '../../simulator/ledger/rows.js';
import type { Instant } from '../../values/instant.js';
import { refreshShop } from './refresh-shop.js';

/* Shopify's rows of one shop are read ahead of everything else, and no sync is led astray by it. */
let faulted: FaultedAccount;
let sent: MessageKey[];

beforeEach(async () => {
  sent = [];
  const startDelivery = (message: MessageKey) => Promise.resolve(void sent.push(message));
  faulted = await FaultedAccount.start({ merchants: 12, transactions: 150, events: 120 }, { startDelivery });
});
afterEach(() => faulted.close());

const never = new AbortController().signal;
const refresh = (shop: string, signal = never) =>
  refreshShop(faulted.account.deps, { ...faulted.account.key, shop }, signal);
const requests = () => faulted.account.simulator.log.list().length;

/** That the first sync is over is told, too. */
async function syncedFirst(): Promise<void> {
  await faulted.untilOk();
  sent = [];
}

/** The newest event of some shop that has the app now. */
function someShop(place = 0): LedgerEvent {
  const [...latest] = new Map(
    faulted.organization.ledger.allEvents().map((event) => [event.shop.number, event]),
  ).values();
  const event = latest[place];
  if (event === undefined) throw new Error('The world has too few shops.');
  return event;
}

/** It happens to the shop now. */
function happens(event: LedgerEvent, type: LedgerEvent['type'], agoMs = 0): void {
  const { ledger } = faulted.organization;
  const at = (faulted.account.clock.nowMs - agoMs) * 1000;
  ledger.put({ ...event, type, at, visibleAt: at, tie: ledger.nextTie(), charge: null, reason: null });
}

async function statusOf(shopNumber: string): Promise<string | undefined> {
  const [pair] = await faulted.account.sql<{ status: string }[]>`
    select status from merchant_apps where shop_number = ${shopNumber}
  `;
  return pair?.status;
}

/** Where the next sync begins. */
const cursors = () => faulted.account.sql`
  select feed, head_from, head_digest, null as window from sync_feeds
  union all
  select feed, from_at, cursor, row_to_json(w)::text from sync_windows w
  order by 1, 4
`;

const confirm = () => {
  const { deps, key } = faulted.account;
  return withTenant(deps.sql, key.organizationId, (tenant) => confirmDisconnected(tenant, key.connectionId));
};
const leases = () => faulted.account.sql`select holder from sync_leases`;
const failures = () => faulted.account.sql`select error_code, consecutive_failures from connections`;

async function expectDerivedAsRebuilt(): Promise<void> {
  const differences = [];
  for await (const batch of rebuildMerchants(faulted.account.deps.sql, faulted.account.key)) {
    differences.push(...batch.differences);
  }
  expect(differences).toEqual([]);
}

test('what has just happened is stored and derived by one request, and a sync goes on as if it had not been', async () => {
  await syncedFirst();
  const { shop } = someShop();
  happens(someShop(), 'RELATIONSHIP_UNINSTALLED');
  const [before, asked] = [await cursors(), requests()];
  expect(await refresh(shop.number)).toEqual({ outcome: 'stored', newRows: 1 });
  expect(requests() - asked).toBe(1);
  expect(await statusOf(shop.number)).toBe('churned');
  expect(await cursors()).toEqual(before);
  expect(await leases()).toEqual([]);
  expect(sent).toHaveLength(1);
  await faulted.untilOk();
  await faulted.expectWhole();
  expect(await statusOf(shop.number)).toBe('churned');
  expect(sent).toHaveLength(1);
  await expectDerivedAsRebuilt();
});

test('only rows of the shop are asked for', async () => {
  await faulted.untilOk();
  const [one, other] = [someShop(0), someShop(1)];
  for (const event of [one, other]) happens(event, 'RELATIONSHIP_UNINSTALLED');
  expect(await refresh(one.shop.number)).toEqual({ outcome: 'stored', newRows: 1 });
  expect(await statusOf(other.shop.number)).not.toBe('churned');
});

test('nothing that was seen is taken back by what is derived as of an earlier head scan', async () => {
  await faulted.untilOk();
  const event = someShop();
  happens(event, 'RELATIONSHIP_UNINSTALLED');
  await refresh(event.shop.number);
  const { sql, key } = faulted.account;
  const [{ asOf } = { asOf: null }] = await sql<{ asOf: Instant }[]>`select last_synced_at as as_of from sync_status`;
  await withTenant(faulted.account.deps.sql, key.organizationId, async (tenant) => {
    await markPairs(tenant, key.connectionId, [{ appNumber: event.app.number, shopNumber: event.shop.number }]);
    await foldTouched(tenant, { connectionId: key.connectionId, asOf, limit: 10 });
  });
  expect(await statusOf(event.shop.number)).toBe('churned');
  await expectDerivedAsRebuilt();
});

test('asked for again, it finds everything stored', async () => {
  await syncedFirst();
  const event = someShop();
  happens(event, 'RELATIONSHIP_UNINSTALLED');
  await Promise.all([refresh(event.shop.number), refresh(event.shop.number)]);
  expect(await refresh(event.shop.number)).toEqual({ outcome: 'stored', newRows: 0 });
  expect(sent).toHaveLength(1);
});

test('at any moment of a first sync it leads no row astray', async () => {
  const shops = [0, 1, 2, 3].map((place) => someShop(place));
  let outcome = 'more';
  for (let count = 0; outcome === 'more'; count += 1) {
    ({ outcome } = (await faulted.account.sync({ budgetMs: 1, head: count === 0 })).end);
    const event = shops[count % shops.length] ?? someShop();
    happens(event, count % 2 === 0 ? 'RELATIONSHIP_UNINSTALLED' : 'RELATIONSHIP_INSTALLED', 100 - count);
    const [refreshed] = await Promise.all([
      refresh(event.shop.number),
      faulted.account.sync({ budgetMs: 1, head: false }),
    ]);
    expect(refreshed.outcome).toBe('stored');
  }
  await faulted.untilOk();
  await faulted.expectWhole();
  await expectDerivedAsRebuilt();
});

test('more rows than a page holds: the newest are stored, and the next sync closes the gap', async () => {
  await faulted.untilOk();
  const event = someShop();
  for (let count = 1; count <= 130; count += 1) {
    happens(event, count % 2 === 0 ? 'RELATIONSHIP_UNINSTALLED' : 'RELATIONSHIP_INSTALLED', count * 1_000);
  }
  // The last head scan was before all of them.
  await faulted.account.sql`update sync_status set last_synced_at = last_synced_at - interval '1 hour'`;
  expect(await refresh(event.shop.number)).toEqual({ outcome: 'stored', newRows: 100 });
  expect(await faulted.account.sql`select from shop_refreshes where as_of is not null`).toEqual([]);
  await faulted.untilOk();
  await faulted.expectWhole();
  await expectDerivedAsRebuilt();
});

test('a shop that no row has named yet is found by its domain', async () => {
  await faulted.untilOk();
  const shop = { ...someShop().shop, number: '77', shopifyNumber: '78', myshopifyDomain: 'new-here.myshopify.com' };
  happens({ ...someShop(), shop }, 'RELATIONSHIP_INSTALLED', 10_000);
  happens(someShop(1), 'RELATIONSHIP_UNINSTALLED');
  expect(await refresh('new-here.myshopify.com')).toEqual({ outcome: 'stored', newRows: 2 });
  expect(await statusOf('77')).toBe('installed');
  // Of others the rows are stored; they wait for the next sync.
  expect(await statusOf(someShop(1).shop.number)).not.toBe('churned');
  await faulted.untilOk();
  await faulted.expectWhole();
  await expectDerivedAsRebuilt();
});

test('of a domain that no row has named no more apps are asked than one request carries whole pages of', async () => {
  await faulted.close();
  faulted = await FaultedAccount.start({ apps: 30, merchants: 40, transactions: 60, events: 240 });
  await faulted.untilOk();
  const { sql, simulator } = faulted.account;
  const [last] = faulted.organization.ledger.allEvents().sort((a, b) => Number(b.app.number) - Number(a.app.number));
  if (last === undefined) throw new Error('The world has no event.');
  const shop = { ...last.shop, number: '77', shopifyNumber: '78', myshopifyDomain: 'new-here.myshopify.com' };
  happens({ ...last, shop }, 'RELATIONSHIP_INSTALLED');
  await sql`
    update sync_feeds set head_from = head_from - interval '90 days' where feed <> ${`events/${last.app.number}`}
  `;
  await sql`update sync_status set last_synced_at = last_synced_at - interval '1 hour'`;
  await refresh('new-here.myshopify.com');
  expect(simulator.log.list().at(-1)?.fields).toHaveLength(25);
  // The app where something happened last is among them. Whether the shop has others nobody knows yet.
  expect(await statusOf('77')).toBe('installed');
  expect(await sql`select from shop_refreshes where as_of is not null`).toEqual([]);
  await faulted.untilOk();
  await faulted.expectWhole();
  await expectDerivedAsRebuilt();
});

const account = () => faulted.account;
test.each<[string, () => Promise<unknown>]>([
  ['in error', () => account().sql`update connections set status = 'error'`.execute()],
  ['disconnecting', () => account().disconnect()],
  ['disconnected', () => account().disconnect().then(confirm)],
  ['told to wait', () => account().sql`update sync_status set waiting_until = now() + interval '1 minute'`.execute()],
])('of a connection that is %s nothing is asked', async (_, becomes) => {
  await faulted.untilOk();
  await becomes();
  const asked = requests();
  expect(await refresh(someShop().shop.number)).toEqual({ outcome: 'not_now' });
  expect(requests()).toBe(asked);
  expect(await leases()).toEqual([]);
});

test('a disconnect while it is under way waits for it, and nothing is stored after that', async () => {
  await faulted.untilOk();
  const event = someShop();
  happens(event, 'RELATIONSHIP_UNINSTALLED');
  faulted.faults({ effect: { kind: 'delay', ms: 500 } });
  const asked = requests();
  const refreshing = refresh(event.shop.number);
  await waitFor('the request to be sent', () => requests() > asked);
  const before = await faulted.storedKeys();
  await faulted.account.disconnect();
  expect(await confirm()).toEqual({ leasedForMs: expect.any(Number) as number });
  expect(await refreshing).toEqual({ outcome: 'not_now' });
  expect(await confirm()).toBe('disconnected');
  expect(await faulted.storedKeys()).toEqual(before);
});

test.each<[string, FaultRuleInput['effect'], string]>([
  ['an outage', { kind: 'http', status: 503 }, 'shopify_unavailable'],
  ['a token that is refused', { kind: 'http', status: 401 }, 'token_rejected'],
  ['a throttle', { kind: 'throttle', form: 'http', retryAfter: '30' }, 'throttled'],
])('%s fails it, is counted nowhere, and asked for no second time', async (_, effect, code) => {
  await faulted.untilOk();
  faulted.faults({ effect });
  const [before, asked] = [await failures(), requests()];
  expect(await refresh(someShop().shop.number)).toEqual({ outcome: 'failed', code });
  expect(requests() - asked).toBe(1);
  expect(await failures()).toEqual(before);
  expect(await leases()).toEqual([]);
  const { error, phase } = await faulted.view();
  expect({ error, phase }).toEqual({ error: null, phase: code === 'throttled' ? 'waiting' : 'idle' });
});

test('when a shop was refreshed is forgotten once a head scan is later', async () => {
  await faulted.untilOk();
  await refresh(someShop().shop.number);
  const { sql, key, deps } = faulted.account;
  const kept = async () => {
    await sql`update shop_refreshes set asked_at = now() - interval '2 hours'`;
    await withTenant(deps.sql, key.organizationId, (tenant) => deleteOldRefreshes(tenant, key.connectionId));
    return sql`select from shop_refreshes`;
  };
  expect(await kept()).toHaveLength(1);
  await faulted.untilOk();
  expect(await kept()).toEqual([]);
});

test('one that is cancelled ends at once, and gives its lease back', async () => {
  await faulted.untilOk();
  faulted.faults({ effect: { kind: 'delay', ms: 1_500 } });
  const [asked, controller] = [requests(), new AbortController()];
  const refreshing = refresh(someShop().shop.number, controller.signal);
  await waitFor('the request to be sent', () => requests() > asked);
  controller.abort(new Error('the worker stops'));
  await expect(refreshing).rejects.toThrow('the worker stops');
  expect(await leases()).toEqual([]);
});
