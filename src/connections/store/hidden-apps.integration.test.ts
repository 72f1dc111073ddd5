import { createTestDatabase, type TestDatabase } from '../../../test/support/database/database.js';
import { deriveMany } from '../../../test/support/merchants/many-merchants.js';
import { connectPostgres } from '../../postgres/client.js';
import type { Sql } from '../../postgres/sql.js';
import { withTenant } from '../../postgres/tenant.js';

const ORGANIZATION = 'org_many';
/** More than are summed up at a time. */
const MERCHANTS = 1200;

let database: TestDatabase;
let owner: Sql;
let api: Sql;

beforeAll(async () => {
  database = await createTestDatabase();
  owner = connectPostgres(database.url, { applicationName: 'test', max: 1 });
  api = connectPostgres(database.url, { applicationName: 'test', role: 'convot_api', max: 1 });
  await deriveMany(owner, ORGANIZATION, MERCHANTS);
});
afterAll(async () => {
  await Promise.all([owner.end(), api.end()]);
  await database.drop();
});

async function listed(): Promise<string[]> {
  const tables = ['merchants', 'merchant_entries', 'merchant_entry_amounts', 'merchant_names'];
  const rows = await Promise.all(
    tables.map(
      (table) => owner<{ row: string }[]>`select ${table} || t::text as row from ${owner(table)} t order by 1`,
    ),
  );
  return rows.flat().map(({ row }) => row);
}

test('an app that very many merchants have is hidden from all of them, and shown again', async () => {
  const before = await listed();
  const setRemoved = (isRemoved: boolean) =>
    withTenant(api, ORGANIZATION, async ({ sql }) => {
      await sql`update apps set removed_at = case when ${isRemoved} then now() end where app_number = 1`;
    });
  await setRemoved(true);
  // Every third has the other app, too.
  expect(await owner`select from merchants`).toHaveLength(MERCHANTS / 3);
  expect(await owner`select from merchant_entries where app_number = 1`).toHaveLength(0);
  await setRemoved(false);
  expect(await listed()).toEqual(before);
});
