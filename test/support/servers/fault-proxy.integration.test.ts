import { connectPostgres } from '../../../src/postgres/client.js';
import type { Sql } from '../../../src/postgres/sql.js';
import { createTestDatabase, type TestDatabase } from '../database/database.js';
import { type FaultProxy, useFaultProxies } from './fault-proxy.js';

/* That each fault does what it says. */
const proxies = useFaultProxies();
let database: TestDatabase;
let direct: Sql;
let through: Sql;
let proxy: FaultProxy;

beforeAll(async () => {
  database = await createTestDatabase();
  direct = connectPostgres(database.url, { applicationName: 'test', max: 1 });
  await direct`create table noted (what text)`;
  proxy = await proxies.start(database.url);
  through = connectPostgres(proxy.before(database.url), { applicationName: 'test', max: 1 });
});
afterAll(async () => {
  await through.end({ timeout: 1 });
  await direct.end();
  await database.drop();
});
afterEach(() => proxy.pass());

const note = (what: string) => through.begin((sql) => sql`insert into noted values (${what})`);
const isNoted = async (what: string) => (await direct`select from noted where what = ${what}`).length === 1;

test.each([
  ['before it arrives', 'before', false],
  ['once it is carried out', 'after', true],
] as const)('a commit that is lost %s', async (what, when, stays) => {
  // The statement has a name on this line by then, and is run by that only.
  await note(`${what}: one that is not lost`);
  await note(`${what}: one more`);
  const before = proxy.counts.lostCommits;
  proxy.loseCommits(1, when);
  await expect(note(what)).rejects.toThrow();
  expect(proxy.counts.lostCommits).toBe(before + 1);
  expect(await isNoted(what)).toBe(stays);
  await note(`${what}: the next one`);
  expect(await isNoted(`${what}: the next one`)).toBe(true);
});

test('slow lines: all arrives, in order and late', async () => {
  await through`select 1`;
  proxy.slow(150);
  const began = performance.now();
  await Promise.all(['a', 'b', 'c'].map((what) => through`insert into noted values (${`slow ${what}`})`));
  expect(performance.now() - began).toBeGreaterThan(300);
  expect(proxy.counts.slowBytes).toBeGreaterThan(0);
  expect(await direct`select what from noted where what like 'slow %'`).toHaveLength(3);
});

test('lost answers: what was asked is carried out, and nobody hears of it', async () => {
  await through`select 1`;
  proxy.loseAnswers();
  const asked = through`insert into noted values ('unheard')`.execute();
  const heard = expect(asked).rejects.toThrow();
  while (!(await isNoted('unheard')));
  proxy.cut();
  await heard;
  expect(proxy.counts.swallowedBytes).toBeGreaterThan(0);
});
