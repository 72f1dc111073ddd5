import { randomUUID } from 'node:crypto';
import { ToldAccounts, type ToldAccount } from '../../test/support/told-accounts.js';
import { inTenant } from './tenant.js';
import { revenueDisagreements } from './revenue-disagreements.js';

let accounts: ToldAccounts;
let account: ToldAccount;

beforeAll(async () => {
  accounts = await ToldAccounts.start();
  account = await accounts.connect();
  await account.shop('1', 'd0 act 1 Pro 10.50; d9 freeze 1; d12 unfreeze 1; d40 can 1');
  await account.shop('2', 'd0 act 2 Pro 10 EUR; d4 can 2; d4 act 3 Pro 20 USD', { app: '8' });
});
afterAll(() => accounts.close());

const found = () => account.read(revenueDisagreements);

test('what folds wrote agrees', async () => {
  expect(await found()).toEqual([]);
});

test('a span that no movement tells of is found at every moment that it covers', async () => {
  const organizationId = account.organizationId;
  await inTenant(accounts.worker, organizationId, async ({ sql }) => {
    await sql`
      insert into merchant_spans (
        organization_id, connection_id, app_number, shop_number, charge_number, state, from_at, currency, mrr
      ) values (${organizationId}, ${account.connectionId}, 8, 2, 'odd', 'live', now() - interval '8 days', 'EUR', 1)
    `;
  });
  const disagreements = await found();
  // Now, and at the ends of yesterday, the day before and that seven days ago.
  expect(disagreements).toHaveLength(4);
  expect(disagreements[0]).toMatchObject({
    check: 'alive',
    appNumber: '8',
    currency: 'EUR',
    byMovements: 0n,
    other: 1n,
  });
  await inTenant(
    accounts.worker,
    organizationId,
    ({ sql }) => sql`delete from merchant_spans where charge_number = 'odd'`,
  );
  expect(await found()).toEqual([]);
});

test('a sum that somebody else wrote is found on its day', async () => {
  const organizationId = account.organizationId;
  const connectionId = randomUUID();
  await inTenant(accounts.worker, organizationId, async ({ sql }) => {
    await sql`
      insert into mrr_days (organization_id, connection_id, app_number, day, currency, type, change)
      values (${organizationId}, ${connectionId}, 7, '2026-01-05', 'USD', 'subscribed', 12)
    `;
  });
  expect(await found()).toEqual([
    { check: 'days', connectionId, appNumber: '7', currency: 'USD', at: '2026-01-05', byMovements: 0n, other: 12n },
  ]);
});
