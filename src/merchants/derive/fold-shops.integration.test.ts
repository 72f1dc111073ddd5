import { connectStoredAccount, type StoredAccount } from '../../../test/support/accounts/stored-account.js';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database/database.js';
import { charge, day, relationship } from '../../../test/support/merchants/raw-rows.js';
import { connectPostgres } from '../../postgres/client.js';
import type { Sql } from '../../postgres/sql.js';
import { withTenant } from '../../postgres/tenant.js';
import { type Instant, plusMs } from '../../values/instant.js';
import { foldShops } from './fold-shops.js';

let database: TestDatabase;
let sqls: { api: Sql; worker: Sql };

beforeAll(async () => {
  database = await createTestDatabase();
  sqls = {
    api: connectPostgres(database.url, { applicationName: 'test-api', role: 'convot_api', max: 2 }),
    worker: connectPostgres(database.url, { applicationName: 'test-worker', role: 'convot_worker', max: 2 }),
  };
});
afterAll(async () => {
  await Promise.all([sqls.api.end(), sqls.worker.end()]);
  await database.drop();
});

/** As a refresh does. */
const look = ({ organizationId, connectionId }: StoredAccount, asOf: Instant, shops: string[]) =>
  withTenant(sqls.worker, organizationId, (tenant) => foldShops(tenant, connectionId, asOf, shops));

test('only the shops that are named are derived, and what else waits goes on waiting', async () => {
  const account = await connectStoredAccount(sqls);
  for (const shop of ['1', '2', '3']) await account.store(shop, [relationship('RELATIONSHIP_INSTALLED', day(0))]);
  await look(account, day(1), ['1', '3']);
  const derived = () =>
    account.read(({ sql }) => sql`select shop_number::text from merchant_apps order by 1`.execute());
  expect(await derived()).toEqual([{ shopNumber: '1' }, { shopNumber: '3' }]);
  await account.fold(day(1));
  expect(await derived()).toHaveLength(3);
});

test('what a walk has found is told as the walk’s, although somebody looked at the shop before it was folded', async () => {
  const account = await connectStoredAccount(sqls);
  const costs = (amount: string) =>
    account.store('1', [
      relationship('RELATIONSHIP_INSTALLED', day(0)),
      charge('SUBSCRIPTION_CHARGE_ACTIVATED', day(0), '11', 'Pro', amount),
    ]);
  await costs('49.00');
  await account.backfilled();
  await account.fold(day(20));
  await costs('1000.00');
  await withTenant(sqls.worker, account.organizationId, ({ sql }) =>
    sql`update merchant_marks set walk_started_at = ${day(19)}`.execute(),
  );
  await look(account, plusMs(day(20), 60_000), ['1']);
  const corrected = account.read(({ sql }) => sql`select figure, walk_started_at from merchant_corrections`.execute());
  expect(await corrected).toEqual([{ figure: 'mrr', walkStartedAt: day(19) }]);
});
