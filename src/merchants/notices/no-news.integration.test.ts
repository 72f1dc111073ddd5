import { HOUR_MS } from '../../../test/support/accounts/swept-account.js';
import { APP, ToldAccount } from '../../../test/support/accounts/told-account.js';

/* What is past, late or taken away when a sync learns of it is not told, then or ever. */
const MINUTE_MS = 60_000;

let account: ToldAccount;
afterEach(() => account.close());

test('what a backfill brings is not sent, then or ever, however young', async () => {
  account = await ToldAccount.start();
  const ada = account.shop();
  account.happens(ada, 'RELATIONSHIP_UNINSTALLED', MINUTE_MS);
  await account.swept.syncUntilOk();
  expect(await account.states(ada)).toEqual(['merchant.uninstalled not_sent']);
  await account.foldAllAgain();
  expect(await account.states(ada)).toEqual(['merchant.uninstalled not_sent']);
  expect((await account.messages(ada))[0]?.notSentBecause).toBe('backfill');
  expect(await account.startedOfMerchants()).toEqual([]);
});

test('late is counted to the hour: 47 are sent, 49 are not even written', async () => {
  account = await ToldAccount.start();
  const [ada, bob] = [account.shop(), account.shop()];
  await account.swept.sweepOnce();
  account.happens(ada, 'RELATIONSHIP_UNINSTALLED', 47 * HOUR_MS);
  account.happens(bob, 'RELATIONSHIP_UNINSTALLED', 49 * HOUR_MS);
  await account.swept.sweepIsDue();
  await account.swept.syncUntilOk();
  expect(await account.states(ada)).toEqual(['merchant.uninstalled pending']);
  expect(await account.states(bob)).toEqual([]);
});

test('the past of an app that is discovered later is no news either, what follows is', async () => {
  account = await ToldAccount.start();
  await account.swept.syncUntilOk();
  const [ada, bob] = [account.shop(), account.shop()];
  account.happens(ada, 'RELATIONSHIP_UNINSTALLED', MINUTE_MS);
  await account.swept.syncUntilOk();
  await account.swept.syncUntilOk();
  expect(await account.states(ada)).toEqual(['merchant.uninstalled not_sent']);
  // Shopify's clock stands still here: by it this would be before the app was seen.
  account.swept.passes(Date.now() - account.swept.account.clock.nowMs);
  account.happens(bob, 'RELATIONSHIP_UNINSTALLED', 0);
  await account.swept.syncUntilOk();
  expect(await account.states(bob)).toEqual(['merchant.uninstalled pending']);
});

test('an app that was taken away is silent', async () => {
  account = await ToldAccount.start();
  const ada = account.shop();
  await account.swept.syncUntilOk();
  await account.swept.account
    .sql`update apps set source = 'manual', removed_at = now() where app_number = ${APP.number}`;
  await account.uninstallsUnderway(ada);
  await account.foldAllAgain();
  expect(await account.states(ada)).toEqual([]);
});
