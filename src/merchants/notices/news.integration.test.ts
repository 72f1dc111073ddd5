import { DAY_MS } from '../../../test/support/accounts/swept-account.js';
import { chargeOf, ToldAccount } from '../../../test/support/accounts/told-account.js';

/* What happens to a merchant is written for Convot as one message, by real syncs of a simulated account. */
const MINUTE_MS = 60_000;

let account: ToldAccount;
afterEach(() => account.close());

test('an uninstall is written as one message, and its delivery started', async () => {
  account = await ToldAccount.start();
  const ada = account.shop();
  await account.swept.syncUntilOk();
  account.happens(ada, 'RELATIONSHIP_UNINSTALLED', MINUTE_MS, { reason: 'zu teuer', description: 'Leider.' });
  await account.swept.syncUntilOk();
  const { organizationId, connectionId } = account.swept.account.key;
  const [message, ...others] = await account.messages(ada);
  expect(others).toEqual([]);
  const occurredAt = message?.payload.timestamp;
  expect(Date.parse(occurredAt ?? '')).toBe(account.swept.account.clock.nowMs - MINUTE_MS);
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
  expect(await account.startedOfMerchants()).toEqual([{ organizationId, messageId: message?.id }]);
});

test('a fold, a sweep or a row that says more writes no second one', async () => {
  account = await ToldAccount.start();
  const ada = account.shop();
  await account.swept.syncUntilOk();
  account.happens(ada, 'RELATIONSHIP_UNINSTALLED', MINUTE_MS);
  await account.swept.syncUntilOk();
  account.happens(ada, 'SUBSCRIPTION_CHARGE_CANCELED', MINUTE_MS, { charge: chargeOf(ada) });
  await account.swept.syncUntilOk();
  await account.foldAllAgain();
  await account.swept.sweepIsDue();
  await account.swept.syncUntilOk();
  expect(await account.states(ada)).toEqual(['merchant.uninstalled pending']);
  expect(await account.startedOfMerchants()).toHaveLength(1);
});

test('what the newer feed tells first is one message, also when the older one tells it, and two are two', async () => {
  account = await ToldAccount.start();
  const [ada, bob] = [account.shop(), account.shop()];
  await account.swept.syncUntilOk();
  await account.uninstallIsToldAtRoot(ada);
  await account.reconcile();
  expect(await account.states(ada)).toEqual(['merchant.uninstalled pending']);
  await account.uninstallsUnderway(ada);
  await account.reconcile();
  expect(await account.states(ada)).toEqual(['merchant.uninstalled pending']);
  for (const [type, agoMs] of UNINSTALLED_TWICE) account.happens(bob, type, agoMs);
  await account.swept.syncUntilOk();
  expect(await account.states(bob)).toEqual(['merchant.uninstalled pending', 'merchant.uninstalled pending']);
});

const UNINSTALLED_TWICE = [
  ['RELATIONSHIP_UNINSTALLED', 3 * MINUTE_MS],
  ['RELATIONSHIP_INSTALLED', 2 * MINUTE_MS],
  ['RELATIONSHIP_UNINSTALLED', MINUTE_MS],
] as const;

test('freezes and unfreezes are told, those of a test charge are not', async () => {
  account = await ToldAccount.start();
  const ada = account.shop();
  const bob = account.shop({ test: true });
  await account.swept.syncUntilOk();
  for (const [by, test] of [
    [ada, false],
    [bob, true],
  ] as const) {
    const charge = chargeOf(by, { test });
    account.happens(by, 'SUBSCRIPTION_CHARGE_FROZEN', 3 * MINUTE_MS, { charge });
    account.happens(by, 'SUBSCRIPTION_CHARGE_UNFROZEN', 2 * MINUTE_MS, { charge });
  }
  await account.swept.syncUntilOk();
  const told = (await account.messages(ada)).map(({ type, payload }) => [type, payload.data['mrrLost']]);
  expect(told.sort()).toEqual([
    ['merchant.frozen', { amount: '35.00', currencyCode: 'USD' }],
    ['merchant.unfrozen', null],
  ]);
  expect(await account.states(bob)).toEqual([]);
});

test('a trial that ended weeks ago is news when it turns out to be unpaid', async () => {
  account = await ToldAccount.start();
  const billingOn = new Date(Date.now() - 46 * DAY_MS).toISOString();
  const ada = account.shop({ billingOn });
  await account.swept.syncUntilOk();
  // Whether it was paid is known 37 days after its end; only a walk reads so far back.
  account.happens(ada, 'SUBSCRIPTION_CHARGE_CANCELED', 38 * DAY_MS, { charge: chargeOf(ada, { billingOn }) });
  await account.swept.walkIsDue();
  await account.swept.syncUntilOk();
  await account.swept.syncUntilOk();
  const [message] = await account.messages(ada);
  expect(message).toMatchObject({ type: 'merchant.trial_expired', state: 'pending' });
  expect(message?.payload.data).toMatchObject({ plan: 'Pro', mrrLost: { amount: '0.00', currencyCode: 'USD' } });
});
