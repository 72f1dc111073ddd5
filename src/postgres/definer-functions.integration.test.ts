import { createTestDatabase, type TestDatabase } from '../../test/support/database/database.js';
import { connectPostgres } from './client.js';
import { withTenant } from './tenant.js';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

test('a function that runs as its owner looks for no table among those that its caller made', async () => {
  const sql = connectPostgres(database.url, { applicationName: 'test', max: 1 });
  try {
    // What Postgres does not find in the path it looks for in pg_temp before all else, unless pg_temp is named.
    const paths = await sql<{ name: string; path: string | null }[]>`
      select proname as name, substring(array_to_string(proconfig, ';') from 'search_path=([^;]*)') as path
      from pg_proc
      where prosecdef and pronamespace = current_schema()::regnamespace
      order by proname
    `;
    expect(paths).toEqual([
      { name: 'backlog_metrics', path: 'public, pg_temp' },
      { name: 'connection_metrics', path: 'public, pg_temp' },
      { name: 'count_refused_tokens', path: 'public, pg_temp' },
      { name: 'delay_turn', path: 'public, pg_temp' },
      { name: 'erase_organization_rows', path: 'public, pg_temp' },
      { name: 'erase_shop', path: 'public, pg_temp' },
      { name: 'find_shops', path: 'public, pg_temp' },
      { name: 'freshness_metrics', path: 'public, pg_temp' },
      { name: 'last_changes', path: 'public, pg_temp' },
      { name: 'note_changed_merchants', path: 'public, pg_temp' },
      { name: 'note_derived_merchants', path: 'public, pg_temp' },
      { name: 'note_erased_merchant', path: 'public, pg_temp' },
      { name: 'note_hidden_merchants', path: 'public, pg_temp' },
      { name: 'note_moved_merchants', path: 'public, pg_temp' },
      { name: 'note_renamed_app', path: 'public, pg_temp' },
      { name: 'note_token_key', path: 'public, pg_temp' },
      { name: 'note_wholeness', path: 'public, pg_temp' },
      { name: 'organizations_behind', path: 'public, pg_temp' },
      { name: 'outbox_metrics', path: 'public, pg_temp' },
      { name: 'refresh_statistics', path: 'public, pg_temp' },
      { name: 'roll_up_merchants_of_app', path: 'public, pg_temp' },
      { name: 'take_turn', path: 'public, pg_temp' },
      { name: 'yield_turns', path: 'public, pg_temp' },
    ]);
  } finally {
    await sql.end();
  }
});

test('a search does not read a table of that name that the caller made', async () => {
  const api = connectPostgres(database.url, { applicationName: 'test', role: 'convot_api', max: 1 });
  try {
    const found = await api.begin(async (sql) => {
      await sql`select set_config('app.organization_id', 'org', true)`;
      await sql`create temporary table merchant_names (organization_id text, shop_number bigint, words text, grams bigint[])`;
      await sql`grant select on merchant_names to public`;
      await sql`insert into merchant_names values ('org', 666, 'planted', search_grams('org', 'planted'))`;
      return sql`select find_shops('planted', 5)`;
    });
    expect(found).toEqual([]);
  } finally {
    await api.end();
  }
});

/**
 * Their owner sees all rows of the tables that figures are counted from, and here, being a superuser, of every table: what
 * keeps them to one organization is that they name it themselves.
 */
test('called by one organization, with the names of another’s rows, they find, change and erase nothing of that', async () => {
  const all = connectPostgres(database.url, { applicationName: 'test', max: 1 });
  const operators = connectPostgres(database.url, { applicationName: 'test', role: 'convot_operator', max: 1 });
  const id = '00000000-0000-4000-8000-000000000001';
  try {
    await all`
      insert into connections (organization_id, id, partner_organization_id, status, connected_by, connected_at)
      values ('theirs', ${id}, '1', 'disconnected', 'test', now())
    `;
    await all`insert into sync_status (organization_id, connection_id) values ('theirs', ${id})`;
    await all`insert into merchant_marks (organization_id, connection_id, app_number, shop_number) values ('theirs', ${id}, 1, 11)`;
    await all`
      insert into quarantined_rows (organization_id, connection_id, hash, feed, reason, row_key, raw)
      values ('theirs', ${id}, 'hash', 'transactions', 'shape', 'key', 'raw')
    `;
    const stored = () => all`
      select (select count(*) from connections) as connections, (select count(*) from sync_status) as statuses,
        (select count(*) from merchant_marks) as marks, (select count(*) from quarantined_rows) as quarantined
    `;
    const before = await stored();
    const found = await withTenant(operators, 'ours', async ({ sql }) => {
      const erased =
        await sql`select erase_shop(11, '{theirs.myshopify.com}', '{theirs.myshopify.com}', '{11}', '{1 1}', '{hash}') as counts`;
      const rows = await sql`select * from erase_organization_rows(100)`;
      return { erased, rows };
    });
    expect(found.erased).toEqual([{ counts: {} }]);
    expect(found.rows).toEqual([{ own: null, removed: '0' }]);
    expect(await stored()).toEqual(before);
    // Nor without any organization.
    await operators`select erase_shop(11, '{theirs.myshopify.com}', '{theirs.myshopify.com}', '{11}', '{1 1}', '{hash}')`;
    await operators`select * from erase_organization_rows(100)`;
    expect(await stored()).toEqual(before);
  } finally {
    await Promise.all([all.end(), operators.end()]);
  }
});
