import { DAY_MS, HOUR_MS, SweptAccount } from '../../../test/support/accounts/swept-account.js';
import type { MessageKey } from '../../contract/delivery-activities.js';
import type { AppEventType, AppRecord, ChargeRecord, LedgerEvent, ShopRecord } from '../../simulator/ledger/rows.js';
import { foldLeftovers } from '../derive/fold-touched.js';
import { rebuildMerchants } from '../derive/rebuild-merchants.js';

/*
 * Which messages are written for Convot, by real syncs of a simulated account: at once, late, in a backfill, and again.
 */
const MINUTE_MS = 60_000;
const APP: AppRecord = { number: '4436393', name: 'Bundles', apiKey: 'key' };

let swept: SweptAccount;
let started: MessageKey[];
let shops = 0;

beforeEach(() => {
  started = [];
});
afterEach(() => swept.close());

async function start(isTold = true): Promise<void> {
  const startDelivery = (message: MessageKey) => Promise.resolve(void started.push(message));
  const size = { transactions: 20, events: 20, merchants: 2, apps: 1 };
  swept = await SweptAccount.start(size, { startedAgoMs: 0, ...(isTold ? { startDelivery } : {}) });
  swept.ledger.apps.set(APP.number, APP);
}

/** A shop that has the app since 60 days, known to the next sync. */
function shop(charge: Partial<ChargeRecord> | null = {}): ShopRecord {
  shops += 1;
  const number = String(990_000 + shops);
  const record = { number, shopifyNumber: `7${number}`, name: 'Ada', myshopifyDomain: `ada-${shops}.myshopify.com` };
  swept.ledger.shops.set(number, record);
  happens(record, 'RELATIONSHIP_INSTALLED', 60 * DAY_MS);
  if (charge !== null)
    happens(record, 'SUBSCRIPTION_CHARGE_ACTIVATED', 60 * DAY_MS, { charge: chargeOf(record, charge) });
  return record;
}

function chargeOf({ number }: ShopRecord, charge: Partial<ChargeRecord> = {}): ChargeRecord {
  const id = `gid://shopify/AppSubscription/${number}`;
  return { id, name: 'Pro', amount: { amount: '35.00', currencyCode: 'USD' }, test: false, billingOn: null, ...charge };
}

function happens(by: ShopRecord, type: AppEventType, agoMs: number, parts: Partial<LedgerEvent> = {}): void {
  const none = { charge: null, reason: null, description: null };
  swept.put('app_events', agoMs, 0, { app: APP, shop: by, type, ...none, ...parts });
}

/** The row is stored, the sync ended before it was folded. */
async function uninstallsUnderway({ number }: ShopRecord): Promise<void> {
  await swept.account.sql`
    with stored as (
      insert into app_events (
        organization_id, connection_id, app_number, shop_number, type, occurred_at, charge_id, raw, requested_at
      )
      select
        organization_id, connection_id, app_number, shop_number, 'RELATIONSHIP_UNINSTALLED', last_synced_at, '', '{}',
        clock_timestamp()
      from merchant_apps join sync_status using (organization_id, connection_id)
      where shop_number = ${number}
      returning *
    )
    insert into merchant_marks (organization_id, connection_id, app_number, shop_number)
    select organization_id, connection_id, app_number, shop_number from stored
  `;
}

/** Root `events` tells it, and `app.events` does not yet. */
async function uninstallIsToldAtRoot({ number, shopifyNumber, myshopifyDomain }: ShopRecord): Promise<void> {
  await swept.account.sql`
    with stored as (
      insert into timeline_events (
        organization_id, connection_id, app_number, shop_number, shopify_shop_number, myshopify_domain, id, type,
        occurred_at, raw, requested_at
      )
      select
        organization_id, connection_id, app_number, shop_number, ${shopifyNumber}, ${myshopifyDomain}, 'root1',
        'RELATIONSHIP_UNINSTALLED', last_synced_at - interval '20 seconds', '{}', clock_timestamp()
      from merchant_apps join sync_status using (organization_id, connection_id)
      where shop_number = ${number}
      returning *
    )
    insert into merchant_marks (organization_id, connection_id, app_number, shop_number)
    select organization_id, connection_id, app_number, ${number} from stored
  `;
}

interface Written {
  readonly id: string;
  readonly type: string;
  readonly state: string;
  readonly notSentBecause: string | null;
  readonly payload: { readonly type: string; readonly timestamp: string; readonly data: Record<string, unknown> };
}

/** Messages about this shop. */
function messages({ number }: ShopRecord): Promise<Written[]> {
  return swept.account.sql<Written[]>`
    select id, type, state, not_sent_because, payload from webhook_messages where shop_number = ${number} order by created_at, id
  `;
}

/** Deliveries that were started of messages about merchants: that the first sync is over is told, too. */
async function startedOfMerchants(): Promise<MessageKey[]> {
  const rows = await swept.account.sql<{ id: string }[]>`select id from webhook_messages where shop_number is not null`;
  return started.filter(({ messageId }) => rows.some(({ id }) => id === messageId));
}

const states = async (by: ShopRecord) => (await messages(by)).map(({ type, state }) => `${type} ${state}`);

/** Every merchant of the account anew, from the rows as they are, each asked for again just now. */
async function foldAllAgain(): Promise<void> {
  const { sql, key } = swept.account;
  await sql`update app_events set requested_at = clock_timestamp()`;
  await sql`
    insert into merchant_marks (organization_id, connection_id, app_number, shop_number)
    select organization_id, connection_id, app_number, shop_number
    from merchant_apps
    where connection_id = ${key.connectionId}
    on conflict do nothing
  `;
  await swept.syncUntilOk();
}

test('an uninstall is written as one message, and its delivery started', async () => {
  await start();
  const ada = shop();
  await swept.syncUntilOk();
  happens(ada, 'RELATIONSHIP_UNINSTALLED', MINUTE_MS, { reason: 'zu teuer', description: 'Leider.' });
  await swept.syncUntilOk();
  const { organizationId, connectionId } = swept.account.key;
  const [message, ...others] = await messages(ada);
  expect(others).toEqual([]);
  const occurredAt = message?.payload.timestamp;
  expect(Date.parse(occurredAt ?? '')).toBe(swept.account.clock.nowMs - MINUTE_MS);
  expect(message?.id).toMatch(/^msg_[\w-]{24}$/);
  expect(message).toEqual({
    id: message?.id,
    type: 'merchant.uninstalled',
    state: 'pending',
    notSentBecause: null,
    payload: {
      type: 'merchant.uninstalled',
      timestamp: occurredAt,
      data: {
        organizationId,
        connectionId,
        shopId: `gid://partners/Shop/${ada.number}`,
        myshopifyDomain: ada.myshopifyDomain,
        appId: 'gid://partners/App/4436393',
        appName: 'Bundles',
        occurredAt,
        reason: 'zu teuer',
        description: 'Leider.',
        plan: 'Pro',
        mrrLost: { amount: '35.00', currencyCode: 'USD' },
        cancelsAt: null,
        mrrLosses: [{ amount: '35.00', currencyCode: 'USD' }],
      },
    },
  });
  expect(await startedOfMerchants()).toEqual([{ organizationId, messageId: message?.id }]);
});

test('a fold, a sweep or a row that says more writes no second one', async () => {
  await start();
  const ada = shop();
  await swept.syncUntilOk();
  happens(ada, 'RELATIONSHIP_UNINSTALLED', MINUTE_MS);
  await swept.syncUntilOk();
  happens(ada, 'SUBSCRIPTION_CHARGE_CANCELED', MINUTE_MS, { charge: chargeOf(ada) });
  await swept.syncUntilOk();
  await foldAllAgain();
  await swept.sweepIsDue();
  await swept.syncUntilOk();
  expect(await states(ada)).toEqual(['merchant.uninstalled pending']);
  expect(await startedOfMerchants()).toHaveLength(1);
});

test('what the newer feed tells first is one message, also when the older one tells it, and two are two', async () => {
  await start();
  const [ada, bob] = [shop(), shop()];
  await swept.syncUntilOk();
  await uninstallIsToldAtRoot(ada);
  await reconcile();
  expect(await states(ada)).toEqual(['merchant.uninstalled pending']);
  await uninstallsUnderway(ada);
  await reconcile();
  expect(await states(ada)).toEqual(['merchant.uninstalled pending']);
  for (const [type, agoMs] of UNINSTALLED_TWICE) happens(bob, type, agoMs);
  await swept.syncUntilOk();
  expect(await states(bob)).toEqual(['merchant.uninstalled pending', 'merchant.uninstalled pending']);
});

const UNINSTALLED_TWICE = [
  ['RELATIONSHIP_UNINSTALLED', 3 * MINUTE_MS],
  ['RELATIONSHIP_INSTALLED', 2 * MINUTE_MS],
  ['RELATIONSHIP_UNINSTALLED', MINUTE_MS],
] as const;

test('what a backfill brings is not sent, then or ever, however young', async () => {
  await start();
  const ada = shop();
  happens(ada, 'RELATIONSHIP_UNINSTALLED', MINUTE_MS);
  await swept.syncUntilOk();
  expect(await states(ada)).toEqual(['merchant.uninstalled not_sent']);
  await foldAllAgain();
  expect(await states(ada)).toEqual(['merchant.uninstalled not_sent']);
  expect((await messages(ada))[0]?.notSentBecause).toBe('backfill');
  expect(await startedOfMerchants()).toEqual([]);
});

test('late is counted to the hour: 47 are sent, 49 are not even written', async () => {
  await start();
  const [ada, bob] = [shop(), shop()];
  await swept.sweepOnce();
  happens(ada, 'RELATIONSHIP_UNINSTALLED', 47 * HOUR_MS);
  happens(bob, 'RELATIONSHIP_UNINSTALLED', 49 * HOUR_MS);
  await swept.sweepIsDue();
  await swept.syncUntilOk();
  expect(await states(ada)).toEqual(['merchant.uninstalled pending']);
  expect(await states(bob)).toEqual([]);
});

test('freezes and unfreezes are told, those of a test charge are not', async () => {
  await start();
  const ada = shop();
  const bob = shop({ test: true });
  await swept.syncUntilOk();
  for (const [by, test] of [
    [ada, false],
    [bob, true],
  ] as const) {
    const charge = chargeOf(by, { test });
    happens(by, 'SUBSCRIPTION_CHARGE_FROZEN', 3 * MINUTE_MS, { charge });
    happens(by, 'SUBSCRIPTION_CHARGE_UNFROZEN', 2 * MINUTE_MS, { charge });
  }
  await swept.syncUntilOk();
  const told = (await messages(ada)).map(({ type, payload }) => [type, payload.data['mrrLost']]);
  expect(told.sort()).toEqual([
    ['merchant.frozen', { amount: '35.00', currencyCode: 'USD' }],
    ['merchant.unfrozen', null],
  ]);
  expect(await states(bob)).toEqual([]);
});

test('a trial that ended weeks ago is news when it turns out to be unpaid', async () => {
  await start();
  const billingOn = new Date(Date.now() - 46 * DAY_MS).toISOString();
  const ada = shop({ billingOn });
  await swept.syncUntilOk();
  // Whether it was paid is known 37 days after its end; only a walk reads so far back.
  happens(ada, 'SUBSCRIPTION_CHARGE_CANCELED', 38 * DAY_MS, { charge: chargeOf(ada, { billingOn }) });
  await swept.walkIsDue();
  await swept.syncUntilOk();
  await swept.syncUntilOk();
  const [message] = await messages(ada);
  expect(message).toMatchObject({ type: 'merchant.trial_expired', state: 'pending' });
  expect(message?.payload.data).toMatchObject({ plan: 'Pro', mrrLost: { amount: '0.00', currencyCode: 'USD' } });
});

test('the past of an app that is discovered later is no news either, what follows is', async () => {
  await start();
  await swept.syncUntilOk();
  const [ada, bob] = [shop(), shop()];
  happens(ada, 'RELATIONSHIP_UNINSTALLED', MINUTE_MS);
  await swept.syncUntilOk();
  await swept.syncUntilOk();
  expect(await states(ada)).toEqual(['merchant.uninstalled not_sent']);
  // Shopify's clock stands still here: by it this would be before the app was seen.
  swept.passes(Date.now() - swept.account.clock.nowMs);
  happens(bob, 'RELATIONSHIP_UNINSTALLED', 0);
  await swept.syncUntilOk();
  expect(await states(bob)).toEqual(['merchant.uninstalled pending']);
});

test('where no address is configured the message waits', async () => {
  await start(false);
  const ada = shop();
  await swept.syncUntilOk();
  happens(ada, 'RELATIONSHIP_UNINSTALLED', MINUTE_MS);
  await swept.syncUntilOk();
  expect(await states(ada)).toEqual(['merchant.uninstalled pending']);
  expect(await startedOfMerchants()).toEqual([]);
});

test('an app that was taken away is silent', async () => {
  await start();
  const ada = shop();
  await swept.syncUntilOk();
  await swept.account.sql`update apps set source = 'manual', removed_at = now() where app_number = ${APP.number}`;
  await uninstallsUnderway(ada);
  await foldAllAgain();
  expect(await states(ada)).toEqual([]);
});

test('a delivery that cannot be started is no matter of the sync', async () => {
  await start();
  const ada = shop();
  await swept.syncUntilOk();
  Object.assign(swept.account.deps, { startDelivery: () => Promise.reject(new Error('Temporal is away')) });
  happens(ada, 'RELATIONSHIP_UNINSTALLED', MINUTE_MS);
  expect((await swept.syncUntilOk()).end).toEqual({ outcome: 'ok' });
  expect(await states(ada)).toEqual(['merchant.uninstalled pending']);
});

test.each`
  by                                           | derive
  ${'a rebuild'}                               | ${rebuild}
  ${'the reconciler, of a stopped connection'} | ${reconcile}
`('what is derived first by $by is told as well', async ({ derive }: { derive: () => Promise<void> }) => {
  await start();
  const ada = shop();
  await swept.syncUntilOk();
  await uninstallsUnderway(ada);
  await derive();
  expect(await states(ada)).toEqual(['merchant.uninstalled pending']);
});

async function rebuild(): Promise<void> {
  const { deps, key } = swept.account;
  for await (const batch of rebuildMerchants(deps.sql, key)) expect(batch.created).toBe(0);
}

async function reconcile(): Promise<void> {
  const { deps, key } = swept.account;
  await foldLeftovers(deps.sql, key, Number.POSITIVE_INFINITY);
}
