import { createTestDatabase, type TestDatabase } from '../../../test/support/database/database.js';
import { useMoreMigrations } from '../../../test/support/database/more-migrations.js';
import { waitFor } from '../../../test/support/servers/wait-for.js';
import { connectPostgres } from '../client.js';
import type { Sql } from '../sql.js';
import { withTenant } from '../tenant.js';
import { migrate } from './migrate.js';
import { SCHEMA_VERSION } from './schema-version.js';

/* Breaking migrations, and code that does not know them: what this file opens is of the version before them. */
const more = useMoreMigrations();
let database: TestDatabase;
let admin: Sql;

beforeEach(async () => {
  database = await createTestDatabase();
  admin = connectPostgres(database.url, { applicationName: 'test', max: 2 });
});
afterEach(async () => {
  await admin.end();
  await database.drop();
});

const RENAMING = '--! breaking\nalter table plan_intervals rename column set_by to told_by;';
/** A pool as a process of the version before opens it. */
const olderPool = (name = 'convot-worker') =>
  connectPostgres(database.url, { applicationName: name, role: 'convot_worker', max: 1 });
const ofTenant = (sql: Sql) => withTenant(sql, 'org', ({ sql: open }) => open`select count(*) from connections`);
const stateOf = async (number: number) => {
  const [line] = await admin<{ state: string }[]>`select state from migrations where number = ${number}`;
  return line?.state;
};
const announced = (number: number) => waitFor('the announcement', async () => (await stateOf(number)) === 'announced');
const standing = () =>
  admin`select minimum_schema_version() as minimum, (select max(number) from migrations) as newest`;
const untouched = [{ minimum: 0, newest: SCHEMA_VERSION }];
const refused = { code: '55000', message: expect.stringContaining('older than a breaking') as string };

test('a breaking migration is announced, and waits until older code has ended', async () => {
  const older = olderPool();
  await ofTenant(older);
  const { number } = more.add('renamed', RENAMING);
  const migrated = migrate(database.url, more.directory);
  try {
    await announced(number);
    // Until it ends by itself the older process is served as ever.
    await ofTenant(older);
  } finally {
    await older.end();
  }
  await migrated;
  expect(await stateOf(number)).toBe('done');
});

test('older code that was cut off meanwhile, and comes back, is refused by the database; who looks by hand is not', async () => {
  const [older, byHand] = [olderPool(), olderPool('psql')];
  more.add('renamed', RENAMING);
  try {
    await ofTenant(older);
    await admin`
      select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and application_name = 'convot-worker'
    `;
    await migrate(database.url, more.directory);
    await expect(ofTenant(older)).rejects.toMatchObject(refused);
    const write = withTenant(
      older,
      'org',
      ({ sql }) => sql`insert into merchant_marks values ('org', gen_random_uuid(), 1, 1)`,
    );
    await expect(write).rejects.toMatchObject(refused);
    await ofTenant(byHand);
  } finally {
    await older.end();
    await byHand.end();
  }
});

test('the refusal reaches statements that were planned before', async () => {
  const older = olderPool();
  try {
    // From the sixth time on by one plan for all.
    for (let times = 0; times < 8; times += 1) await ofTenant(older);
    await admin`
      create or replace function minimum_schema_version() returns integer language sql stable parallel safe return 9999
    `;
    await expect(ofTenant(older)).rejects.toMatchObject(refused);
  } finally {
    await older.end();
  }
});

test('one that fails is taken back', async () => {
  more.add('renamed', RENAMING);
  const { number } = more.add('failing', '--! breaking\nselect 1 / 0;');
  await expect(migrate(database.url, more.directory)).rejects.toThrow('division by zero');
  expect(await stateOf(number)).toBeUndefined();
  // What the one before it refuses stays refused; nothing more.
  expect(await standing()).toEqual([{ minimum: number - 1, newest: number - 1 }]);
  more.mend('--! breaking\nselect 1;');
  await migrate(database.url, more.directory);
  expect(await stateOf(number)).toBe('done');
});

test('one whose older code does not end gives up in time, and changes nothing', async () => {
  const older = olderPool('convot-api');
  more.add('renamed', RENAMING);
  try {
    await ofTenant(older);
    await expect(migrate(database.url, more.directory, { waitMs: 0 })).rejects.toMatchObject({
      code: 'older_code_running',
      message: expect.stringContaining('convot-api (1)') as string,
    });
    expect(await standing()).toEqual(untouched);
    await ofTenant(older);
  } finally {
    await older.end();
  }
});

test('one that is interrupted while it waits is taken back', async () => {
  const older = olderPool();
  const { number } = more.add('renamed', RENAMING);
  const told = new AbortController();
  try {
    await ofTenant(older);
    const migrated = migrate(database.url, more.directory, { signal: told.signal });
    const ended = expect(migrated).rejects.toThrow('interrupted');
    await announced(number);
    told.abort(new Error('interrupted'));
    await ended;
    expect(await standing()).toEqual(untouched);
  } finally {
    await older.end();
  }
});

test('one whose session is cut while it waits does nothing more, as another migrator may have the lock', async () => {
  const older = olderPool();
  const { number } = more.add('renamed', RENAMING);
  try {
    await ofTenant(older);
    const cut = expect(migrate(database.url, more.directory)).rejects.toThrow();
    await announced(number);
    await admin`
      select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and application_name = 'convot-migrate'
    `;
    await cut;
  } finally {
    await older.end();
  }
  // Nothing is in its way any more. It is neither carried out nor taken back.
  expect(await stateOf(number)).toBe('announced');
  expect(await admin`select minimum_schema_version() as minimum`).toEqual([{ minimum: 0 }]);
  await migrate(database.url, more.directory);
  expect(await stateOf(number)).toBe('done');
});

describe('what a migrator that died has announced', () => {
  beforeEach(async () => {
    await admin`
      insert into migrations (number, name, checksum, breaking, state)
      values (${SCHEMA_VERSION + 1}, 'renamed', '', true, 'announced')
    `;
    await admin`
      create or replace function minimum_schema_version() returns integer language sql stable parallel safe return 9999
    `;
  });

  test('the next one of its version carries out', async () => {
    const { number } = more.add('renamed', RENAMING);
    await migrate(database.url, more.directory);
    expect(await stateOf(number)).toBe('done');
    expect(await standing()).toEqual([{ minimum: number, newest: number }]);
  });

  test('the next one of the version before takes back', async () => {
    expect(await migrate(database.url, more.directory)).toEqual([]);
    expect(await standing()).toEqual(untouched);
    const older = olderPool();
    try {
      await ofTenant(older);
    } finally {
      await older.end();
    }
  });
});
