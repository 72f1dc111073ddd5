import { createTestDatabase, type TestDatabase } from '../../../test/support/database/database.js';
import { connectPostgres } from '../../postgres/client.js';
import type { Sql } from '../../postgres/sql.js';

let database: TestDatabase;
let sql: Sql;

beforeAll(async () => {
  database = await createTestDatabase();
  sql = connectPostgres(database.url, { applicationName: 'test', max: 1 });
});
afterAll(async () => {
  await sql.end();
  await database.drop();
});

/*
 * Tables with `shop_number` are found by `erase_shop` itself. Of all others each column that could hold words of a shop
 * is named here, with why an erasure may leave it: a new one has to be thought about.
 */
const BY_NAME_IN_ERASE_SHOP = ['audit_log', 'quarantined_rows', 'shop_refreshes'];
const WITHOUT_SHOPS: Readonly<Record<string, readonly string[]>> = {
  api_version_check: ['own_version', 'supported', 'next_version', 'next_outcome', 'refused'], // our queries
  apps: ['name', 'source', 'problem'],
  connection_directory: ['status', 'refused_code', 'trouble', 'trouble_message_id'],
  connections: [
    ...['partner_organization_id', 'status', 'token_ciphertext', 'token_hint', 'connected_by', 'disconnected_by'],
    ...['error_code', 'error_permission', 'error_reference', 'failure_key', 'paused_by'],
  ],
  credential_storms: ['code'],
  credential_tries: ['partner_organization_id'],
  erased_names: ['hash'], // keyed
  erasure_key: ['ciphertext'],
  erasures: ['actor', 'kind', 'counts'],
  idempotency_keys: ['key', 'request_hash', 'response_body'], // keyed; answers to commands, which name no shop
  installation_key: ['ciphertext'],
  migrations: ['name', 'checksum', 'state'],
  mrr_days: ['currency', 'type'], // sums, from which a trigger takes what is deleted
  pause_of_all: ['paused_by'],
  plan_intervals: ['plan', 'billing_interval', 'set_by'], // of an app
  sealed_tokens: ['key_id'],
  // What owners ask of merchants, and call it.
  segments: ['name', 'criteria', 'statuses', 'plans', 'mrr_currency', 'risks', 'created_by', 'updated_by'],
  sync_feeds: ['feed', 'head_digest'], // a hash of a whole page
  sync_runs: ['kind', 'outcome', 'error_code'],
  sync_status: ['phase', 'served_version', 'idle_kind'],
  sync_windows: ['feed', 'kind', 'cursor'], // a place in a feed, gone with the window
  token_key_checks: ['key_id', 'check_value'],
  token_paces: ['token_key'],
  update_cursors: ['epoch', 'installation_epoch'], // hashes
  webhook_directory: ['message_id'], // goes with its message
};

test('an erasure knows every column of every table that could hold anything of a shop', async () => {
  const columns = await sql<{ table: string; column: string }[]>`
    select c.relname as table, a.attname as column
    from pg_class c
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where c.relkind in ('r', 'p', 'm') and c.relnamespace = current_schema()::regnamespace
      and a.attname <> 'organization_id'
      and (a.atttypid in ('text'::regtype, 'varchar'::regtype, 'json'::regtype, 'jsonb'::regtype, 'bytea'::regtype, 'text[]'::regtype, 'jsonb[]'::regtype)
        or a.attname ~ 'shop')
      and not exists (
        select from pg_attribute s
        join pg_attribute o on o.attrelid = s.attrelid and o.attname = 'organization_id'
        where s.attrelid = c.oid and s.attname = 'shop_number'
      )
    order by 1, a.attnum
  `;
  const left = columns.filter(
    ({ table, column }) => !BY_NAME_IN_ERASE_SHOP.includes(table) && WITHOUT_SHOPS[table]?.includes(column) !== true,
  );
  // Where one is found: does it hold anything of a shop? Then erase_shop has to remove it, else name it above.
  expect(left).toEqual([]);
});

test('every table of an organization is emptied when it is erased', async () => {
  const unreached = await sql`
    select c.relname
    from pg_class c
    where c.relkind = 'r' and c.relnamespace = current_schema()::regnamespace
      and not exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'organization_id')
    order by 1
  `;
  // Whose rows are of no organization, or go by a trigger with the connection that they name.
  expect(unreached.map(({ relname }) => String(relname))).toEqual([
    ...['api_version_check', 'credential_storms', 'doctor_report', 'erasure_key', 'feed_epoch', 'installation_key'],
    ...['last_backup', 'migrations', 'pause_of_all', 'sealed_tokens', 'token_key_checks', 'token_paces'],
  ]);
});
