import { createTestDatabase, type TestDatabase } from '../../test/support/database/database.js';
import { useFaultProxies } from '../../test/support/servers/fault-proxy.js';
import { waitFor } from '../../test/support/servers/wait-for.js';
import { connectPostgres } from './client.js';
import { isUnavailable } from './is-unavailable.js';
import type { Sql } from './sql.js';
import { type Tenant, withTenant } from './tenant.js';

/* What a transaction does whose connection is cut: by a restart of the server, a failover, an operator, a timeout. */
const proxies = useFaultProxies();
let database: TestDatabase;
let operator: Sql;
let sql: Sql;

beforeAll(async () => {
  database = await createTestDatabase();
  operator = connectPostgres(database.url, { applicationName: 'operator', max: 1 });
  await operator`create table notes (text text)`;
}, 30_000);
afterAll(async () => {
  await operator.end();
  await database.drop();
});
beforeEach(async () => {
  await operator`delete from notes`;
  sql = connectPostgres(database.url, { applicationName: 'cut', max: 1 });
});
afterEach(() => sql.end({ timeout: 1 }));

const cut = async (pid: number) => {
  const [row] = await operator<{ cut: boolean }[]>`select pg_terminate_backend(${pid}, 5000) as cut`;
  expect(row?.cut).toBe(true);
};
const pidOf = async (tenant: Tenant) => {
  const [row] = await tenant.sql<{ pid: number }[]>`select pg_backend_pid() as pid`;
  return row?.pid ?? 0;
};
/** Until whatever can go on by itself has. */
const turn = () => new Promise((resolve) => setImmediate(resolve));
/** Settles once `open` is called. */
function gate() {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open: () => open() };
}

test.each([1, 2, 3])(
  'a statement is under way: it fails, and the pool goes on, time %d',
  async () => {
    await expect(
      withTenant(sql, 'org_a', async (tenant) => {
        const pid = await pidOf(tenant);
        await Promise.all([tenant.sql`select pg_sleep(20)`, tenant.sql`insert into notes values ('waits')`, cut(pid)]);
      }),
    ).rejects.toMatchObject({ code: 'CONNECTION_CLOSED' });
    expect(await withTenant(sql, 'org_a', (tenant) => tenant.sql`select text from notes`)).toEqual([]);
  },
  15_000,
);

test.each(['is made', 'was made before'])(
  'its work goes on: no statement that %s reaches a later transaction',
  async (when) => {
    const resume = gate();
    const laterBegan = gate();
    let late: Promise<unknown> = Promise.resolve();
    const outcome = withTenant(sql, 'org_a', async (tenant) => {
      await tenant.sql`insert into notes values ('first')`;
      const pid = await pidOf(tenant);
      const insert = () => tenant.sql`insert into notes values ('late')`;
      const before = insert();
      void cut(pid);
      await resume.opened;
      late = (async () => (when === 'is made' ? insert() : before))();
      await late;
    });
    await expect(outcome).rejects.toMatchObject({ code: 'CONNECTION_CLOSED' });
    const later = withTenant(sql, 'org_b', async (tenant) => {
      await tenant.sql`insert into notes values ('later')`;
      laterBegan.open();
      await turn();
      await expect(late).rejects.toMatchObject({ code: 'CONNECTION_CLOSED' });
      return tenant.sql<{ organization: string }[]>`select current_setting('app.organization_id') as organization`;
    });
    await laterBegan.opened;
    resume.open();
    expect(await later).toEqual([{ organization: 'org_b' }]);
    expect(await operator`select text from notes`).toEqual([{ text: 'later' }]);
  },
  15_000,
);

test.each(['returns', 'throws'])(
  'its work %s afterwards: a later transaction is neither ended nor undone',
  async (end) => {
    const resume = gate();
    const laterBegan = gate();
    const outcome = withTenant(sql, 'org_a', async (tenant) => {
      void cut(await pidOf(tenant));
      await resume.opened;
      if (end === 'throws') throw new Error('for a reason of its own');
    });
    await expect(outcome).rejects.toMatchObject({ code: 'CONNECTION_CLOSED' });
    const later = withTenant(sql, 'org_b', async (tenant) => {
      await tenant.sql`insert into notes values ('later')`;
      laterBegan.open();
      await turn();
      await tenant.sql`insert into notes values ('last')`;
    });
    await laterBegan.opened;
    resume.open();
    await later;
    expect(await operator`select text from notes order by text`).toEqual([{ text: 'last' }, { text: 'later' }]);
  },
  15_000,
);

test('all connections are cut again and again under load: what fails may be tried again, and then it works', async () => {
  const pool = connectPostgres(database.url, { applicationName: 'loaded', max: 4 });
  const one = () =>
    withTenant(pool, 'org_a', async ({ sql: transaction }) => {
      await Promise.all([transaction`select pg_sleep(0.002)`, transaction`select 1`]);
      return transaction`select 2 as two`;
    });
  const errors: unknown[] = [];
  let isOver = false;
  let done = 0;
  const work = async () => {
    while (!isOver) {
      await one().then(
        () => (done += 1),
        (error: unknown) => errors.push(error),
      );
    }
  };
  const workers = [work(), work(), work(), work()];
  for (let times = 0; times < 30; times += 1) {
    const before = done;
    await waitFor('work to be done', () => done >= before + 8);
    await operator`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'loaded'`;
  }
  isOver = true;
  await Promise.all(workers);
  expect(errors.filter((error) => !isUnavailable(error))).toEqual([]);
  // One that was being connected may be the last to be told, after the time to connect.
  await one().catch(() => undefined);
  expect(await Promise.all(Array.from({ length: 40 }, one))).toEqual(Array.from({ length: 40 }, () => [{ two: 2 }]));
  await pool.end({ timeout: 5 });
}, 60_000);

test('a line that is reset at any moment of its beginning fails what was asked of it, and nothing else', async () => {
  const proxy = await proxies.start(database.url);
  const outcomes: unknown[] = [];
  for (const bytes of [1, 10, 200, 400, 450, 500, 600, 1_000, 5_000]) {
    proxy.breakNewLinesAfter(bytes, 'cut');
    const pool = connectPostgres(proxy.before(database.url), { applicationName: 'reset', max: 1 });
    outcomes.push(
      await withTenant(pool, 'org_a', ({ sql: transaction }) => transaction`select repeat('x', 4000)`).catch(
        (error: unknown) => error,
      ),
    );
    await pool.end({ timeout: 1 });
  }
  expect(outcomes.filter((outcome) => outcome instanceof Error && !isUnavailable(outcome))).toEqual([]);
  expect(outcomes.filter(isUnavailable).length).toBeGreaterThan(3);
}, 30_000);
