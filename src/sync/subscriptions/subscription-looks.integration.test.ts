import { startSyncedAccount, type SyncedAccount } from '../../../test/support/accounts/synced-account.js';
import { waitFor } from '../../../test/support/servers/wait-for.js';
import type { ContractRecord } from '../../simulator/ledger/contracts.js';
import type { LedgerEvent } from '../../simulator/ledger/rows.js';
import { SmallWorld } from '../../simulator/testing-world.js';
import { instantFromMs } from '../../values/instant.js';
import { refreshShop } from '../refresh/refresh-shop.js';

const DAY_MS = 86_400_000;

let small: SmallWorld;
let account: SyncedAccount;

beforeEach(async () => {
  small = new SmallWorld();
  const { organizationId: partnerOrganizationId, token } = small;
  account = await startSyncedAccount(small.world, { partnerOrganizationId, token, asksForSubscriptions: true });
});
afterEach(() => account.close());

const daysAgo = (days: number) => instantFromMs(account.clock.nowMs - days * DAY_MS);
const micros = (days: number) => (account.clock.nowMs - days * DAY_MS) * 1000;

function shop(index: number) {
  const found = small.shops[index];
  if (found === undefined) throw new Error('The small world has two shops');
  return found;
}

function happens(index: number, days: number, type: LedgerEvent['type'], details: Partial<LedgerEvent> = {}): void {
  small.event(daysAgo(days), { type, shop: shop(index), ...details });
}

/** The shop installs the app and subscribes. */
function subscribes(index: number, days: number): void {
  happens(index, days, 'RELATIONSHIP_INSTALLED');
  happens(index, days, 'SUBSCRIPTION_CHARGE_ACTIVATED', { charge: charge(index) });
}

function charge(index: number): LedgerEvent['charge'] {
  const amount = { amount: '30.00', currencyCode: 'USD' };
  return { id: `gid://partners/AppSubscription/${7000 + index}`, name: 'Pro', amount, test: false, billingOn: null };
}

function contract(index: number, details: Partial<ContractRecord> = {}): void {
  small.organization.ledger.contracts.removeOf(small.app, shop(index));
  small.organization.ledger.contracts.add({
    app: small.app,
    shop: shop(index),
    from: micros(400),
    to: Infinity,
    legacySubscriptionId: `gid://shopify/AppSubscription/${7000 + index}`,
    plan: 'Pro',
    price: { amount: '30.00', currencyCode: 'USD' },
    interval: 'EVERY_30_DAYS',
    trialEndsAt: null,
    cancelledAt: null,
    discountPercent: null,
    ...details,
  });
}

async function sync(): Promise<void> {
  for (;;) {
    const { end } = await account.sync();
    if (end.outcome === 'ok') return;
    if (end.outcome !== 'more') throw new Error(`The sync ended: ${end.outcome}`);
  }
}

/** The first one, the one that looks, and the one that has caught up with what was looked at. */
async function syncThrice(): Promise<void> {
  for (let count = 0; count < 3; count += 1) await sync();
}

/** As if their last looks had been a day earlier, and the budget rested. */
async function dayPasses(): Promise<void> {
  await account.sql`update subscription_looks set due_at = now(), looked_at = looked_at - interval '1 day'`;
  await account.sql`update sync_status set sparing_until = null`;
}

const questions = () =>
  account.simulator.log.list().flatMap(({ fields }) => fields.filter(({ field }) => field === 'activeSubscription'));
const answers = () => account.sql`
  select shop_number, raw from subscription_answers order by shop_number, observed_at
`;
const looks = () => account.sql`select shop_number, outcome from subscription_looks order by shop_number`;
const merchant = async (index: number) =>
  (
    await account.sql`
      select status, trial_ends_at, cancels_on, plan from merchant_apps where shop_number = ${shop(index).number}
    `
  )[0];

test('who is on something is asked for once the first sync is whole, several in one request, and once a day', async () => {
  subscribes(0, 3);
  subscribes(1, 3);
  contract(0, { trialEndsAt: micros(-7) });
  await sync();
  expect(questions()).toEqual([]);
  await sync();
  const asked = account.simulator.log.list().filter(({ fields }) => fields[0]?.field === 'activeSubscription');
  expect(asked.map(({ fields }) => fields.length)).toEqual([2]);
  await sync();
  expect(questions()).toHaveLength(2);
  expect(await looks()).toMatchObject([
    { shopNumber: '21', outcome: 'stated' },
    { shopNumber: '22', outcome: 'none' },
  ]);
  expect(await merchant(0)).toMatchObject({ status: 'trialing', trialEndsAt: daysAgo(-7) });
  expect(await merchant(1)).toMatchObject({ status: 'active' });
  await dayPasses();
  await sync();
  expect(questions()).toHaveLength(4);
});

test('an answer is a row where it differs from the one before, also that there is no contract any more', async () => {
  subscribes(0, 100);
  contract(0);
  await syncThrice();
  await dayPasses();
  await sync();
  expect(await answers()).toHaveLength(1);
  contract(0, { price: { amount: '35.00', currencyCode: 'USD' } });
  await dayPasses();
  await sync();
  small.organization.ledger.contracts.removeOf(small.app, shop(0));
  await dayPasses();
  await sync();
  expect((await answers()).map(({ raw }) => raw === null)).toEqual([false, false, true]);
  await sync();
  // No contract is not churn: events decide.
  expect(await merchant(0)).toMatchObject({ status: 'active' });
});

test('who left is asked for no more, and whose charge changes is at once', async () => {
  subscribes(0, 100);
  subscribes(1, 100);
  await syncThrice();
  expect(questions()).toHaveLength(2);
  account.clock.nowMs = Date.now();
  happens(0, 0.1, 'RELATIONSHIP_UNINSTALLED');
  happens(1, 0, 'SUBSCRIPTION_CHARGE_FROZEN', { charge: charge(1) });
  await sync();
  await account.sql`update sync_status set sparing_until = null`;
  await sync();
  expect(questions()).toHaveLength(3);
  expect(await account.sql`select shop_number, due_at is null as rests from subscription_looks order by 1`).toEqual([
    { shopNumber: '21', rests: true },
    { shopNumber: '22', rests: false },
  ]);
});

test.each(['500', 'SERVICE_UNAVAILABLE'])(
  'a failure of Shopify’s under one alias (%s) leaves that one due, behind the others, and is set aside nowhere',
  async (code) => {
    subscribes(0, 3);
    subscribes(1, 3);
    await sync();
    const effect = { kind: 'graphql_error', message: 'Oops', code } as const;
    account.simulator.faults.set([{ when: { alias: 'subscription0', times: 1 }, effect }]);
    await sync();
    expect(await looks()).toEqual([
      { shopNumber: '21', outcome: null },
      { shopNumber: '22', outcome: 'none' },
    ]);
    expect(await account.sql`select due_at > now() as is_later from subscription_looks where outcome is null`).toEqual([
      { isLater: true },
    ]);
    expect(await account.sql`select from quarantined_rows`).toEqual([]);
    await dayPasses();
    await sync();
    expect(await looks()).toMatchObject([{ outcome: 'none' }, { outcome: 'none' }]);
  },
);

test('one that always fails as a whole is found by halving, and the others are asked for', async () => {
  subscribes(0, 3);
  subscribes(1, 3);
  await sync();
  const effect = { kind: 'http', status: 503 } as const;
  account.simulator.faults.set([{ when: { alias: 'subscription0', times: 2 }, effect }]);
  await sync();
  expect(await looks()).toMatchObject([{ outcome: null }, { outcome: null }]);
  await account.sql`update sync_status set sparing_until = null`;
  await sync();
  expect(await looks()).toEqual([
    { shopNumber: '21', outcome: null },
    { shopNumber: '22', outcome: 'none' },
  ]);
});

test('the answer of another shop is dropped, and an odd price leaves the one that is known', async () => {
  subscribes(0, 100);
  subscribes(1, 100);
  contract(0, { asSent: { shop: { myshopifyDomain: 'somebody-else.myshopify.com' } } });
  contract(1, {
    asSent: { items: [{ price: { __typename: 'FlatRatePrice', active: true, currency: 'USD', amount: 'much' } }] },
  });
  await syncThrice();
  expect(await looks()).toMatchObject([{ outcome: 'disagrees' }, { outcome: 'stated' }]);
  expect((await answers()).map(({ shopNumber }) => String(shopNumber))).toEqual(['22']);
  expect(await merchant(1)).toMatchObject({ status: 'active', plan: 'Pro' });
});

test('a cancellation that is scheduled is shown and told before it lands, once, whoever says it first', async () => {
  subscribes(0, 100);
  await syncThrice();
  const on = daysAgo(-20);
  happens(0, 0.001, 'SUBSCRIPTION_CANCELLATION_SCHEDULED', { asSent: { cancelEffectiveOn: on.slice(0, 10) } });
  await sync();
  expect(await merchant(0)).toMatchObject({ status: 'active', cancelsOn: on.slice(0, 10) });
  contract(0, { cancelledAt: micros(1), asSent: { currentBillingCycle: { endTime: on } } });
  await dayPasses();
  await sync();
  await sync();
  expect(await merchant(0)).toMatchObject({ status: 'active', cancelsOn: on.slice(0, 10) });
  const told = account.sql`
    select type, state, payload->'data'->>'cancelsAt' as at from webhook_messages where shop_number is not null
  `;
  expect(await told).toEqual([
    { type: 'merchant.cancellation_scheduled', state: 'pending', at: `${on.slice(0, 10)}T00:00:00Z` },
  ]);
});

test('somebody who looks at a shop sees at once what is stated of it', async () => {
  subscribes(0, 3);
  await syncThrice();
  expect(await merchant(0)).toMatchObject({ status: 'active' });
  contract(0, { trialEndsAt: micros(-7) });
  const asked = account.simulator.log.list().length;
  const refresh = { ...account.key, shop: shop(0).myshopifyDomain };
  expect(await refreshShop(account.deps, refresh, new AbortController().signal)).toMatchObject({ outcome: 'stored' });
  expect(account.simulator.log.list()).toHaveLength(asked + 1);
  expect(await merchant(0)).toMatchObject({ status: 'trialing', trialEndsAt: daysAgo(-7) });
});

test('new rows are derived while subscriptions are being asked for', async () => {
  subscribes(0, 3);
  subscribes(1, 3);
  await sync();
  account.clock.nowMs = Date.now();
  happens(0, 0, 'RELATIONSHIP_UNINSTALLED');
  account.simulator.faults.set([
    { when: { alias: 'subscription1', times: 1 }, effect: { kind: 'http', status: 503 } },
    // Longer than what is new rests before it is derived.
    { when: { alias: 'subscription0', requests: [1] }, effect: { kind: 'delay', ms: 2_100 } },
    { when: { alias: 'subscription0', requests: [2] }, effect: { kind: 'never_answer' } },
  ]);
  const over = new AbortController();
  const syncing = account.sync({ signal: over.signal }).catch(() => 'cancelled');
  await waitFor('the merchant to be churned', async () => (await merchant(0))?.status === 'churned');
  over.abort();
  expect(await syncing).toBe('cancelled');
});

test('a merchant who was only installed is seen to have subscribed by who looks at it', async () => {
  happens(0, 3, 'RELATIONSHIP_INSTALLED');
  happens(1, 3, 'RELATIONSHIP_INSTALLED');
  await syncThrice();
  expect(await merchant(0)).toMatchObject({ status: 'installed' });
  expect(questions()).toEqual([]);
  contract(0);
  const refresh = { ...account.key, shop: shop(0).number };
  for (let count = 0; count < 2; count += 1) {
    expect(await refreshShop(account.deps, refresh, new AbortController().signal)).toMatchObject({ outcome: 'stored' });
  }
  expect(await answers()).toMatchObject([{ shopNumber: '21' }]);
  expect(await looks()).toEqual([{ shopNumber: '21', outcome: 'stated' }]);
});
