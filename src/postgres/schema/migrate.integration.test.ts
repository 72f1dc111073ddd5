import { randomBytes } from 'node:crypto';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database/database.js';
import { schemaText } from '../../../test/support/database/schema-text.js';
import { paths } from '../../process/paths.js';
import { connectPostgres } from '../client.js';
import type { Sql } from '../sql.js';
import { EARLIER_MIGRATIONS } from './adopt-earlier.js';
import { migrate } from './migrate.js';

const FILES = readdirSync(paths.migrations).filter((file) => /^\d/.test(file));
const NAMES = FILES.map((file) => file.replace('.sql', ''));
/** Those that the earlier ones became. */
const CLOSED = 10;
const ADOPTED = '0028_disconnected_by, adopted as 0010_webhooks';

let database: TestDatabase;
let sql: Sql;
let folder: string;

beforeEach(async () => {
  database = await createTestDatabase();
  sql = connectPostgres(database.url, { applicationName: 'test', max: 1 });
  folder = mkdtempSync(join(tmpdir(), 'convot-migrations-'));
});
afterEach(async () => {
  await sql.end();
  await database.drop();
  rmSync(folder, { recursive: true });
});

const ledger = () => sql`select number, name, checksum, breaking, state from migrations order by number`;

async function empty(): Promise<void> {
  await sql`drop schema public cascade`;
  await sql`create schema public`;
  await sql`grant usage on schema public to public`;
}

/** A folder with our first `count` migrations. */
function first(count: number): string {
  for (const file of FILES.slice(0, count)) cpSync(join(paths.migrations, file), join(folder, file));
  return folder;
}

test('two migrators at once bring an empty database up to date, each migration by one of them', async () => {
  const before = await ledger();
  await empty();
  const applied = await Promise.all([1, 2].map(() => migrate(database.url, paths.migrations)));
  expect(applied.flat()).toEqual(NAMES);
  expect(await ledger()).toEqual(before);
});

test('a migrated database is what schema.sql says', async () => {
  const said = readFileSync(join(paths.migrations, 'schema.sql'), 'utf8');
  const is = await schemaText(sql);
  if (is !== said) {
    // In full, and with what to do: a diff of what differs.
    expect(`${is}\n-- \`npm run schema\` writes src/postgres/migrations/schema.sql anew.`).toBe(said);
  }
});

test('a file that fails leaves nothing, and what came before it stays', async () => {
  await empty();
  first(1);
  writeFileSync(join(folder, '0002_broken.sql'), '--! compatible\ncreate table half (id integer); select 1 / 0;');
  await expect(migrate(database.url, folder)).rejects.toThrow('division by zero');
  expect(await sql`select name from migrations`).toEqual([{ name: NAMES[0] }]);
  expect(await sql`select to_regclass('half') as half`).toEqual([{ half: null }]);
});

test('a migration that was changed after it was applied is refused', async () => {
  await sql`update migrations set checksum = 'of another text' where number = 3`;
  await expect(migrate(database.url, paths.migrations)).rejects.toMatchObject({
    code: 'migration_changed',
    message: expect.stringContaining(`Migration ${NAMES[2] ?? ''} was changed`) as string,
  });
});

test('a number that is missing is refused', async () => {
  first(3);
  rmSync(join(folder, FILES[1] ?? ''));
  await expect(migrate(database.url, folder)).rejects.toMatchObject({ code: 'migration_out_of_sequence' });
});

test('a newer database is refused when its migration says so, and only then', async () => {
  await sql`insert into migrations (number, name, checksum, breaking) values (900, '0900_new', '', false)`;
  expect(await migrate(database.url, paths.migrations)).toEqual([]);
  await sql`update migrations set breaking = true where number = 900`;
  await expect(migrate(database.url, paths.migrations)).rejects.toMatchObject({ code: 'database_ahead' });
});

/** As `tools/docker/postgres/create-roles.sh` makes it, in an empty database that is its own. */
async function createMigrator(): Promise<{ url: string; drop: () => Promise<void> }> {
  const name = `migrator_${randomBytes(4).toString('hex')}`;
  const password = randomBytes(16).toString('hex');
  // eslint-disable-next-line no-restricted-syntax -- a password is no parameter; all of this is the test's own text
  await sql.unsafe(`create role ${name} login password '${password}'`);
  await sql`grant convot_api, convot_worker, convot_operator, convot_backup, convot_readonly to ${sql(name)} with admin option`;
  await sql`drop schema public cascade`;
  await sql`create schema public authorization ${sql(name)}`;
  const url = Object.assign(new URL(database.url), { username: name, password }).href;
  const drop = async () => {
    await sql`drop owned by ${sql(name)} cascade`;
    await sql`drop role ${sql(name)}`;
  };
  return { url, drop };
}

test('an owner that row-level security binds changes the rows of every tenant', async () => {
  const migrator = await createMigrator();
  try {
    await migrate(migrator.url, first(FILES.indexOf('0014_stated.sql')));
    for (const feed of ['timeline', 'transactions']) {
      await sql`
        insert into sync_feeds (organization_id, connection_id, feed, head_from, head_digest)
        values ('org', gen_random_uuid(), ${feed}, now(), 'read')
      `;
      await sql`
        insert into sync_windows (organization_id, connection_id, feed, kind)
        values ('org', gen_random_uuid(), ${feed}, 'backfill')
      `;
    }
    await migrate(migrator.url, paths.migrations);
    expect(await sql`select feed, head_digest, head_from is null as is_anew from sync_feeds order by feed`).toEqual([
      { feed: 'timeline', headDigest: null, isAnew: true },
      { feed: 'transactions', headDigest: 'read', isAnew: false },
    ]);
    expect(await sql`select feed from sync_windows`).toEqual([{ feed: 'transactions' }]);
  } finally {
    await migrator.drop();
  }
});

describe('a database of the migrations before the books were closed', () => {
  /** How it stood at the last of them: its policies named the tenant row by row, but for four tables. */
  async function earlier(): Promise<void> {
    await empty();
    await migrate(database.url, first(CLOSED));
    await sql`
      do $do$
      declare
        bound regclass;
      begin
        for bound in select polrelid from pg_policy where polname = 'tenant' loop
          execute format(
            'alter policy tenant on %s using (organization_id = current_organization())'
              ' with check (organization_id = current_organization())',
            bound
          );
        end loop;
        for bound in select unnest(array['merchants', 'merchant_apps', 'merchant_app_money', 'apps']) loop
          execute format('alter policy tenant on %s using (organization_id = (select current_organization()))', bound);
        end loop;
        create or replace procedure bind_to_tenant(bound regclass) language plpgsql as $$ begin null; end $$;
      end $do$
    `;
    await sql`delete from migrations`;
    for (const [index, [name, checksum]] of EARLIER_MIGRATIONS.entries()) {
      await sql`insert into migrations (number, name, checksum, breaking) values (${index + 1}, ${name}, ${checksum}, false)`;
    }
  }

  test('is adopted with its rows, and is what a new one is', async () => {
    const [schema, rows] = [await schemaText(sql), await ledger()];
    await earlier();
    expect(await schemaText(sql)).not.toBe(schema);
    await sql`insert into token_key_checks (key_id, check_value) values ('first', 'kept')`;
    expect(await migrate(database.url, paths.migrations)).toEqual([ADOPTED, ...NAMES.slice(CLOSED)]);
    expect(await schemaText(sql)).toBe(schema);
    expect(await ledger()).toEqual(rows);
    expect(await sql`select check_value from token_key_checks`).toEqual([{ checkValue: 'kept' }]);
    expect(await migrate(database.url, paths.migrations)).toEqual([]);
  });

  test('is adopted once by two at once', async () => {
    const rows = await ledger();
    await earlier();
    const applied = await Promise.all([1, 2].map(() => migrate(database.url, paths.migrations)));
    expect(applied.flat()).toEqual([ADOPTED, ...NAMES.slice(CLOSED)]);
    expect(await ledger()).toEqual(rows);
  });

  test.each([
    [
      'in the middle of them',
      19,
      'database_behind',
      '0019_plans_of_any_tenant; this version goes on from 0028_disconn',
    ],
    ['before the last one', 27, 'database_behind', '0027_revenue_lists;'],
    ['at the first one', 1, 'database_behind', '0001_roles;'],
  ])('is refused and left alone when it stands %s', async (_, last, code, words) => {
    await earlier();
    await sql`delete from migrations where number > ${last}`;
    const before = [await schemaText(sql), await ledger()];
    await expect(migrate(database.url, paths.migrations)).rejects.toMatchObject({
      code,
      message: expect.stringContaining(words) as string,
    });
    expect([await schemaText(sql), await ledger()]).toEqual(before);
  });

  test.each([
    [
      'another text',
      (tried: Sql) => tried`update migrations set checksum = 'another' where number = 5`,
      '0005_windows',
    ],
    ['another name', (tried: Sql) => tried`update migrations set name = '0028_own' where number = 28`, '0028_own'],
    [
      'one more',
      (tried: Sql) =>
        tried`insert into migrations (number, name, checksum, breaking) values (29, '0029_own', '', false)`,
      '0029_own',
    ],
  ])('is refused and left alone when there is %s among them', async (_, change, name) => {
    await earlier();
    await change(sql);
    const before = [await schemaText(sql), await ledger()];
    await expect(migrate(database.url, paths.migrations)).rejects.toMatchObject({
      code: 'migration_changed',
      message: expect.stringContaining(name) as string,
    });
    expect([await schemaText(sql), await ledger()]).toEqual(before);
  });
});
