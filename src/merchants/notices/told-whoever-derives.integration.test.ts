import { ToldAccount } from '../../../test/support/accounts/told-account.js';
import { rebuildMerchants } from '../derive/rebuild-merchants.js';

/* A message is written whoever derives a merchant, and whatever becomes of its delivery. */
const MINUTE_MS = 60_000;

let account: ToldAccount;
afterEach(() => account.close());

test('where no address is configured the message waits', async () => {
  account = await ToldAccount.start(false);
  const ada = account.shop();
  await account.swept.syncUntilOk();
  account.happens(ada, 'RELATIONSHIP_UNINSTALLED', MINUTE_MS);
  await account.swept.syncUntilOk();
  expect(await account.states(ada)).toEqual(['merchant.uninstalled pending']);
  expect(await account.startedOfMerchants()).toEqual([]);
});

test('a delivery that cannot be started is no matter of the sync', async () => {
  account = await ToldAccount.start();
  const ada = account.shop();
  await account.swept.syncUntilOk();
  Object.assign(account.swept.account.deps, { startDelivery: () => Promise.reject(new Error('Temporal is away')) });
  account.happens(ada, 'RELATIONSHIP_UNINSTALLED', MINUTE_MS);
  expect((await account.swept.syncUntilOk()).end).toEqual({ outcome: 'ok' });
  expect(await account.states(ada)).toEqual(['merchant.uninstalled pending']);
});

test.each`
  by                                           | derive
  ${'a rebuild'}                               | ${rebuild}
  ${'the reconciler, of a stopped connection'} | ${() => account.reconcile()}
`('what is derived first by $by is told as well', async ({ derive }: { derive: () => Promise<void> }) => {
  account = await ToldAccount.start();
  const ada = account.shop();
  await account.swept.syncUntilOk();
  await account.uninstallsUnderway(ada);
  await derive();
  expect(await account.states(ada)).toEqual(['merchant.uninstalled pending']);
});

async function rebuild(): Promise<void> {
  const { deps, key } = account.swept.account;
  for await (const batch of rebuildMerchants(deps.sql, key)) expect(batch.created).toBe(0);
}
