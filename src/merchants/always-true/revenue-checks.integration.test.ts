import { randomUUID } from 'node:crypto';
import { type ToldAccount, ToldAccounts } from '../../../test/support/merchants/told-accounts.js';
import { withTenant } from '../../postgres/tenant.js';
import { findWrong } from './check.js';
import { REVENUE_CHECKS } from './checks.js';

let accounts: ToldAccounts;
let account: ToldAccount;

beforeAll(async () => {
  accounts = await ToldAccounts.start();
  account = await accounts.connect();
  await account.shop('1', 'd0 act 1 Pro 10.50; d9 freeze 1; d12 unfreeze 1; d40 can 1');
  await account.shop('2', 'd0 act 2 Pro 10 EUR; d4 can 2; d4 act 3 Pro 20 USD', { app: '8' });
});
afterAll(() => accounts.close());

/** How often each is not so, and where. */
const found = () => Promise.all(REVENUE_CHECKS.map((check) => account.read((tenant) => findWrong(tenant, check))));
const wrongs = async () => (await found()).map(({ wrong }) => wrong);

test('what folds wrote agrees', async () => {
  expect(await wrongs()).toEqual([0, 0]);
});

test('a span that no movement tells of is found', async () => {
  const organizationId = account.organizationId;
  await withTenant(accounts.worker, organizationId, async ({ sql }) => {
    await sql`
      insert into merchant_spans (
        organization_id, connection_id, app_number, shop_number, charge_number, state, from_at, currency, mrr
      ) values (${organizationId}, ${account.connectionId}, 8, 2, 'odd', 'live', now() - interval '8 days', 'EUR', 1)
    `;
  });
  expect(await wrongs()).toEqual([1, 0]);
  expect((await found())[0]?.examples).toEqual(['shop-2.myshopify.com (app 8)']);
  await withTenant(
    accounts.worker,
    organizationId,
    ({ sql }) => sql`delete from merchant_spans where charge_number = 'odd'`,
  );
  expect(await wrongs()).toEqual([0, 0]);
});

test('a sum that somebody else wrote is found on its day', async () => {
  const organizationId = account.organizationId;
  const connectionId = randomUUID();
  await withTenant(accounts.worker, organizationId, async ({ sql }) => {
    await sql`
      insert into mrr_days (organization_id, connection_id, app_number, day, currency, type, change)
      values (${organizationId}, ${connectionId}, 7, '2026-01-05', 'USD', 'subscribed', 12)
    `;
  });
  expect(await wrongs()).toEqual([0, 1]);
});
