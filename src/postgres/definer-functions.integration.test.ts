import { createTestDatabase, type TestDatabase } from '../../test/support/database/database.js';
import { connectPostgres } from './client.js';

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
      { name: 'note_token_key', path: 'public, pg_temp' },
      { name: 'note_wholeness', path: 'public, pg_temp' },
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
