import { createTestDatabase, type TestDatabase } from '../../test/support/database/database.js';
import { connectPostgres } from './client.js';
import type { Sql } from './sql.js';
import { withTenant } from './tenant.js';

let database: TestDatabase;
let sql: Sql;

beforeAll(async () => {
  database = await createTestDatabase();
  sql = connectPostgres(database.url, { applicationName: 'test', role: 'convot_worker', max: 1 });
});
afterAll(async () => {
  await sql.end();
  await database.drop();
});

test('every table that names a tenant is bound to it, its owner too, by a policy that looks it up once', async () => {
  const unlike = await sql`
    select c.relname
    from pg_class c
    join pg_attribute a on a.attrelid = c.oid and attname = 'organization_id'
    left join pg_policies p on schemaname = current_schema() and tablename = c.relname and policyname = 'tenant'
    where c.relkind = 'r' and c.relnamespace = current_schema()::regnamespace
      and (
        c.relrowsecurity, c.relforcerowsecurity, p.roles, p.cmd,
        qual = '(organization_id = ( SELECT current_organization() AS current_organization))', qual = with_check
      ) is distinct from (true, true, array['public'::name], 'ALL', true, true)
  `;
  expect(unlike).toEqual([]);
});

test.each(['connections', 'transactions', 'merchant_events', 'webhook_messages'])(
  'the tenant of %s is looked up once a statement, and its index found by it',
  async (table) => {
    const plan = await withTenant(sql, 'org', async ({ sql: tenantSql }) => {
      await tenantSql`set local enable_seqscan = off`;
      return tenantSql<{ 'QUERY PLAN': string }[]>`explain select from ${tenantSql(table)}`;
    });
    const lines = plan.map((row) => Object.values(row).join());
    expect(lines.join('\n')).toMatch(/InitPlan 1/);
    expect(lines.join('\n')).toMatch(/Index Cond: \(organization_id = (\$0|\(InitPlan 1\)\.col1)\)/);
  },
);

test('a directory is read across tenants by the worker without a tenant’s being looked up', async () => {
  for (const table of ['connection_directory', 'webhook_directory']) {
    const plan = await sql`explain select from ${sql(table)}`;
    expect(JSON.stringify(plan)).not.toContain('InitPlan');
  }
});
