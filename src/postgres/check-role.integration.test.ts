import { randomBytes } from 'node:crypto';
import { createTestDatabase, type TestDatabase } from '../../test/support/database/database.js';
import { checkRole } from './check-role.js';
import { connectPostgres, type DatabaseRole } from './client.js';
import type { Sql } from './sql.js';

/* Which logins a process starts with. Roles belong to the whole cluster: these have names of their own. */
const suffix = randomBytes(4).toString('hex');
const password = randomBytes(16).toString('hex');
const named = (name: string) => `check_${name}_${suffix}`;
const made: string[] = [];

let database: TestDatabase;
let admin: Sql;

beforeAll(async () => {
  database = await createTestDatabase();
  admin = connectPostgres(database.url, { applicationName: 'test', max: 1 });
});
afterAll(async () => {
  for (const role of made.reverse()) await admin`drop role ${admin(role)}`;
  await admin.end();
  await database.drop();
});

async function createRole(name: string, attributes: string, ...memberOf: string[]): Promise<string> {
  const role = named(name);
  // eslint-disable-next-line no-restricted-syntax -- attributes are no parameters; all of this is the test's own text
  await admin.unsafe(`create role ${role} login password '${password}' ${attributes}`);
  made.push(role);
  for (const group of memberOf) await admin`grant ${admin(group)} to ${admin(role)}`;
  return role;
}

async function check(login: string | null, isProduction: boolean, role: DatabaseRole = 'convot_api'): Promise<void> {
  const url = new URL(database.url);
  if (login !== null) Object.assign(url, { username: login, password });
  const sql = connectPostgres(url.href, { applicationName: 'test', role, max: 1 });
  try {
    await checkRole(sql, isProduction);
  } finally {
    await sql.end();
  }
}

test('a superuser may hand its connection over in development, and not in production', async () => {
  await check(null, false);
  await expect(check(null, true)).rejects.toThrow(/^The login \w+ is a superuser: one `reset role`/);
});

test('in production a login that may only take its role is good', async () => {
  const login = await createRole('plain', '', 'convot_api', 'convot_worker');
  await check(login, true);
  await check(login, true, 'convot_worker');
});

test.each([
  ['bypasses row-level security', 'bypassrls', 'is bound by no row-level security'],
  ['copies the cluster', 'replication', 'is allowed to copy the whole cluster'],
])('in production a login that %s is refused', async (_, attribute, why) => {
  await expect(check(await createRole(attribute, attribute, 'convot_api'), true)).rejects.toThrow(why);
});

test('in production a login that may become such a one is refused, through others and without inheriting, too', async () => {
  const mighty = await createRole('mighty', 'superuser');
  const between = await createRole('between', 'noinherit', mighty);
  const login = await createRole('member', 'noinherit', 'convot_api', between);
  await expect(check(login, true)).rejects.toThrow(`${login} is a member of ${mighty}, which is a superuser`);
  await check(login, false);
  const runner = await createRole('runner', '', 'convot_api', 'pg_execute_server_program');
  await expect(check(runner, true)).rejects.toThrow('a member of pg_execute_server_program, which is as good as');
});
