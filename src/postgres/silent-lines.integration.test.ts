import { createTestDatabase, type TestDatabase } from '../../test/support/database/database.js';
import { type FaultProxy, useFaultProxies } from '../../test/support/servers/fault-proxy.js';
import { waitFor } from '../../test/support/servers/wait-for.js';
import { connectPostgres } from './client.js';
import { isUnavailable } from './is-unavailable.js';
import type { Sql } from './sql.js';
import { withTenant } from './tenant.js';

/*
 * What becomes of a statement whose line has fallen silent. A deadline takes four seconds here, so all of it happens at
 * once, each on a pool and through a proxy of its own.
 */
interface Stage {
  readonly proxy: FaultProxy;
  readonly sql: Sql;
}
const proxies = useFaultProxies();
let database: TestDatabase;
const happenings = new Map<string, Promise<unknown>>();

beforeAll(async () => {
  database = await createTestDatabase();
  for (const [name, happening] of Object.entries(scenes)) {
    const outcome = onStage(happening);
    outcome.catch(() => undefined); // its own test tells of it
    happenings.set(name, outcome);
  }
}, 30_000);
afterAll(async () => {
  await Promise.allSettled(happenings.values());
  await database.drop();
}, 60_000);

async function onStage(happening: (stage: Stage) => Promise<void>): Promise<void> {
  const proxy = await proxies.start(database.url);
  const url = proxy.before(database.url);
  const sql = connectPostgres(url, { applicationName: 'silent', max: 1, statementTimeoutMs: 1_000 });
  try {
    await happening({ proxy, sql });
  } finally {
    await sql.end({ timeout: 1 });
  }
}

/** Fails with what its caller may try again. @returns the code */
async function lost(work: Promise<unknown>): Promise<unknown> {
  const error = await work.then(
    (value) => ({ value }),
    (reason: unknown) => reason,
  );
  if (!isUnavailable(error)) throw new Error('It was to fail with what may be tried again.', { cause: error });
  return (error as { code: string }).code;
}

async function works(sql: Sql): Promise<true> {
  expect(await sql`select 1 as one`).toEqual([{ one: 1 }]);
  return true;
}

const scenes: Record<string, (stage: Stage) => Promise<void>> = {
  'a statement fails, its line is thrown away, and the next one has another': async ({ proxy, sql }) => {
    await works(sql);
    proxy.silence();
    expect(await lost(sql`select 1`)).toBe('CONNECTION_CLOSED');
    await works(sql);
  },

  'an answer that stops in its middle is none': async ({ proxy, sql }) => {
    const rows = sql`select n, repeat('x', 20000), pg_sleep(0.02) from generate_series(1, 30) n`;
    expect(await lost(rows.forEach(() => proxy.silence()))).toBe('CONNECTION_CLOSED');
    await works(sql);
  },

  'a transaction fails in its middle': async ({ proxy, sql }) => {
    const outcome = withTenant(sql, 'org_a', async (tenant) => {
      await tenant.sql`select 1`;
      proxy.silence();
      return tenant.sql`select 2`;
    });
    expect(await lost(outcome)).toBe('CONNECTION_CLOSED');
    await works(sql);
  },

  'a transaction that cannot begin is not begun': async ({ proxy, sql }) => {
    await works(sql);
    proxy.silence();
    let isBegun = false;
    expect(await lost(withTenant(sql, 'org_a', () => Promise.resolve((isBegun = true))))).toBe('CONNECTION_CLOSED');
    await works(sql);
    expect(isBegun).toBe(false);
  },

  'a commit that is not answered counts as failed, whatever the server made of it': async ({ proxy, sql }) => {
    const outcome = withTenant(sql, 'org_a', async (tenant) => {
      await tenant.sql`select 1`;
      proxy.silence();
    });
    expect(await lost(outcome)).toBe('CONNECTION_CLOSED');
    await works(sql);
  },

  'where new lines are silent, too, each attempt ends, and the first one that passes works': async ({ proxy, sql }) => {
    await works(sql);
    proxy.swallow();
    await Promise.all(Array.from({ length: 4 }, () => lost(sql`select 1`)));
    await lost(sql`select 1`);
    proxy.pass();
    await waitFor('the pool to work', () => works(sql));
  },

  'who waits for a turn does not wait for ever, and harms nobody whose turn it is': async ({ proxy, sql }) => {
    let isOver = false;
    const holder = withTenant(sql, 'org_a', async (tenant) => {
      while (!isOver) await tenant.sql`select pg_sleep(0.1)`;
      return 'done';
    });
    await waitFor('the transaction to begin', () => proxy.lines > 0);
    let isBegun = false;
    const begin = withTenant(sql, 'org_a', () => Promise.resolve((isBegun = true)));
    expect(await Promise.all([lost(sql`select 1`), lost(begin)])).toEqual(['ETIMEDOUT', 'ETIMEDOUT']);
    isOver = true;
    expect(await holder).toBe('done');
    await works(sql);
    expect(isBegun).toBe(false);
  },

  'wherever a host falls silent in its transaction, the locks of it are free soon': async ({ proxy }) => {
    const operator = connectPostgres(database.url, { applicationName: 'operator', max: 2 });
    const pools: Sql[] = [];
    try {
      await operator`create table rows (id int primary key, note text)`;
      const moments = Array.from({ length: 40 }, (_, place) => 400 + place * 25);
      await operator`insert into rows select unnest(${moments}::int[])`;
      const outcomes: Promise<unknown>[] = [];
      for (const bytes of moments) {
        proxy.breakNewLinesAfter(bytes, 'silence');
        const pool = connectPostgres(proxy.before(database.url), { applicationName: 'silent', max: 1 });
        pools.push(pool);
        const outcome = withTenant(pool, 'org_a', async (tenant) => {
          await tenant.sql`select from rows where id = ${bytes} for update`;
          await tenant.sql`select note from rows where id = ${bytes} and note = ${'a'}`;
          await tenant.sql`update rows set note = ${'a'} where id = ${bytes} and id = any(${[1, bytes]})`;
          await tenant.sql`insert into rows select ${-bytes}, unnest(${['b', null]}::text[]) limit 1`;
        });
        outcomes.push(outcome.catch(() => undefined));
        await waitFor('its line', () => proxy.lines === pools.length, { intervalMs: 5 });
      }
      const locked = async () => {
        const [row] = await operator<{ count: number }[]>`
          select count(*)::int as count from pg_stat_activity
          where application_name = 'silent' and datname = current_database() and xact_start is not null
        `;
        return row?.count ?? 0;
      };
      await waitFor('locks to be held', async () => (await locked()) > 3);
      await waitFor('locks to be free', async () => (await locked()) === 0, { timeoutMs: 14_000 });
      await Promise.all(outcomes);
    } finally {
      await Promise.all(pools.map((pool) => pool.end({ timeout: 0 })));
      await operator.end({ timeout: 1 });
    }
  },

  'a pool ends although its line is silent, and leaves no socket behind': async ({ proxy, sql }) => {
    await works(sql);
    proxy.silence();
    const outcome = lost(sql`select 1`);
    await sql.end({ timeout: 0.1 });
    await outcome;
    await waitFor('our end to be closed', () => proxy.abandoned === 1);
  },
};

test.each(Object.keys(scenes))('%s', (name) => happenings.get(name), 60_000);
