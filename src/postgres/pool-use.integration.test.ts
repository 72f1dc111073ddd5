import { createTestDatabase, type TestDatabase } from '../../test/support/database/database.js';
import { waitFor } from '../../test/support/servers/wait-for.js';
import { connectPostgres } from './client.js';
import { PoolUse } from './pool-use.js';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

test('a pool tells what is in use, what is idle, and all that waits, until it is over', async () => {
  const use = new PoolUse(2);
  const sql = connectPostgres(database.url, { applicationName: 'test', max: use.limit, use });
  try {
    expect(use.now()).toEqual({ inUse: 0, idle: 0, waiting: 0 });
    let endAll: () => void = () => undefined;
    const end = new Promise<void>((resolve) => (endAll = resolve));
    let begun = 0;
    const hold = () =>
      sql.begin(async (open) => {
        await open`select 1`;
        begun += 1;
        await end;
      });
    const held = [hold(), hold()];
    await waitFor('both to have a line', () => begun === 2);
    expect(use.now()).toEqual({ inUse: 2, idle: 0, waiting: 0 });
    const late = [hold(), ...[2, 3].map(async (each) => sql`select ${each}`)];
    await waitFor('three to wait', () => use.now().waiting === 3);
    expect(use.now()).toEqual({ inUse: 2, idle: 0, waiting: 3 });
    endAll();
    await Promise.all([...held, ...late]);
    expect(use.now()).toEqual({ inUse: 0, idle: 2, waiting: 0 });
  } finally {
    await sql.end();
  }
  expect(use.now()).toEqual({ inUse: 0, idle: 0, waiting: 0 });
});

test('statements by themselves share lines, so that no more are in use than are open; another pool does not count', async () => {
  const use = new PoolUse(2);
  const sql = connectPostgres(database.url, { applicationName: 'test', max: use.limit, use });
  const spare = connectPostgres(database.url, { applicationName: 'test', max: 1 });
  let statements: Promise<unknown>[] = [];
  try {
    await spare.begin(async (open) => {
      await open`select pg_advisory_xact_lock(1)`;
      statements = Array.from({ length: 5 }, async () => sql`select pg_advisory_xact_lock_shared(1)`);
      await waitFor('both lines to be open', () => use.now().inUse === 2);
      expect(use.now()).toEqual({ inUse: 2, idle: 0, waiting: 0 });
    });
    await Promise.all(statements);
    expect(use.now()).toEqual({ inUse: 0, idle: 2, waiting: 0 });
  } finally {
    await Promise.all([sql.end(), spare.end()]);
  }
});
