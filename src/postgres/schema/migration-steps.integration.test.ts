import { createTestDatabase, type TestDatabase } from '../../../test/support/database/database.js';
import { useMoreMigrations } from '../../../test/support/database/more-migrations.js';
import { waitFor } from '../../../test/support/servers/wait-for.js';
import { connectPostgres } from '../client.js';
import type { Sql } from '../sql.js';
import { migrate } from './migrate.js';
import { SCHEMA_VERSION } from './schema-version.js';

/* Migrations in steps, which are carried out outside of a transaction. */
const more = useMoreMigrations();
let database: TestDatabase;
let sql: Sql;

beforeEach(async () => {
  database = await createTestDatabase();
  sql = connectPostgres(database.url, { applicationName: 'test', max: 2 });
});
afterEach(async () => {
  await sql.end();
  await database.drop();
});

const stateOf = async (number: number) => {
  const [line] = await sql<{ state: string }[]>`select state from migrations where number = ${number}`;
  return line?.state;
};

// Each can be carried out again. The second one is as long as the test wants it.
const STEPS = [
  'create table if not exists stepped (id integer);',
  'select pg_advisory_lock(4711); select pg_advisory_unlock(4711);',
  'drop index concurrently if exists stepped_by_id;',
  'create index concurrently stepped_by_id on stepped (id);',
];

test('one that is killed half-way says so in the ledger, and the next migrate goes on with it', async () => {
  const { number, name } = more.add('stepped', `--! compatible, in steps\n${STEPS.join('\n--! step\n')}\n`);
  const holder = connectPostgres(database.url, { applicationName: 'test', max: 1 });
  try {
    await holder`select pg_advisory_lock(4711)`;
    const killed = migrate(database.url, more.directory);
    const inItsSecondStep = async () => {
      const [waiting] = await sql`
        select pid from pg_stat_activity
        where datname = current_database() and application_name = 'convot-migrate' and wait_event = 'advisory'
      `;
      return waiting;
    };
    await waitFor('its second step', inItsSecondStep);
    await sql`
      select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and application_name = 'convot-migrate'
    `;
    await expect(killed).rejects.toThrow();
    expect(await stateOf(number)).toBe('begun');
    expect(await sql`select to_regclass('stepped')::text as made, to_regclass('stepped_by_id') as not_made`).toEqual([
      { made: 'stepped', notMade: null },
    ]);
  } finally {
    await holder.end();
  }
  expect(await migrate(database.url, more.directory)).toEqual([name]);
  expect(await stateOf(number)).toBe('done');
  expect(await sql`select indisvalid from pg_index where indexrelid = 'stepped_by_id'::regclass`).toEqual([
    { indisvalid: true },
  ]);
  expect(await migrate(database.url, more.directory)).toEqual([]);
});

test('one whose step fails may be mended until it is done', async () => {
  const { number } = more.add(
    'mended',
    '--! breaking, in steps\ncreate table if not exists half (id integer);\n--! step\nselect 1 / 0;',
  );
  await expect(migrate(database.url, more.directory)).rejects.toThrow('division by zero');
  // There is no way back: older code stays away.
  expect(await stateOf(number)).toBe('begun');
  expect(await sql`select minimum_schema_version() as oldest`).toEqual([{ oldest: number }]);
  more.mend('--! breaking, in steps\ncreate table if not exists half (id integer);\n--! step\nselect 1;');
  await migrate(database.url, more.directory);
  expect(await stateOf(number)).toBe('done');
  more.mend('--! breaking\nselect 2;');
  await expect(migrate(database.url, more.directory)).rejects.toMatchObject({ code: 'migration_changed' });
});

test('two migrators at once, one of which makes an index concurrently: the other’s wait is in nobody’s way', async () => {
  const { name } = more.add('indexed', `--! compatible, in steps\n${STEPS.join('\n--! step\n')}\n`);
  const holder = connectPostgres(database.url, { applicationName: 'test', max: 1 });
  try {
    await holder`select pg_advisory_lock(4711)`;
    const both = [1, 2].map(() => migrate(database.url, more.directory));
    await waitFor('both of them', async () => {
      const [{ count }] = await sql<[{ count: number }]>`
        select count(*)::integer from pg_stat_activity
        where datname = current_database() and application_name = 'convot-migrate'
      `;
      return count === 2;
    });
    await holder`select pg_advisory_unlock(4711)`;
    expect((await Promise.all(both)).flat()).toEqual([name]);
  } finally {
    await holder.end();
  }
  expect(await sql`select indisvalid from pg_index where indexrelid = 'stepped_by_id'::regclass`).toEqual([
    { indisvalid: true },
  ]);
});

test('one that is done already is not noted again, and rolled back', async () => {
  // As if by another migrator.
  const { number } = more.add(
    'twice',
    `--! compatible\ninsert into migrations values (${SCHEMA_VERSION + 1}, 'twice', '', false, now(), 'done');`,
  );
  await expect(migrate(database.url, more.directory)).rejects.toMatchObject({ code: 'migrated_meanwhile' });
  expect(await stateOf(number)).toBeUndefined();
});
