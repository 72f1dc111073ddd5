import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inheritedEnvironment } from '../../config/config.js';
import { connectPostgres } from '../../postgres/client.js';
import { paths } from '../../process/paths.js';
import { freePort } from '../processes/ports.js';
import { ProcessGroup } from '../processes/process-group.js';
import { postgresUser, throwAwayHome } from './home.js';
import { startPostgres } from './server.js';

const processes = new ProcessGroup();
const user = postgresUser();
const home = throwAwayHome(user);
processes.removeAfterwards(home);

afterAll(async () => {
  await processes.killAll();
  rmSync(home, { recursive: true, force: true });
});

async function start() {
  const [env, port] = [inheritedEnvironment(), await freePort()];
  const logFile = join(home, 'postgres.log');
  return startPostgres({ processes, env, say: () => undefined, root: paths.root, home, user, port, logFile });
}

async function ask<T>(url: string, question: (sql: ReturnType<typeof connectPostgres>) => Promise<T>): Promise<T> {
  const sql = connectPostgres(url, { applicationName: 'test', max: 1 });
  try {
    return await question(sql);
  } finally {
    await sql.end();
  }
}

test('what was committed is there after the server was killed', async () => {
  const first = await start();
  await ask(first.url, async (sql) => {
    await sql`create table kept (value text)`;
    await sql`insert into kept values ('still here')`;
  });
  first.process.kill('SIGKILL');
  await first.process.exited;

  const second = await start();
  expect(await ask(second.url, (sql) => sql`select value from kept`)).toEqual([{ value: 'still here' }]);
  await second.process.stop();
});

test('a pid file whose number belongs to somebody else now holds nobody up', async () => {
  writeFileSync(join(home, 'data', 'postmaster.pid'), `${process.pid}\n${home}/data\n`);
  const server = await start();
  expect(await ask(server.url, (sql) => sql`select 1 as one`)).toEqual([{ one: 1 }]);
  await server.process.stop();
});

test('a server left behind by an earlier start is stopped, not joined', async () => {
  const left = await start();
  const next = await start();
  expect(left.process.exit).toBeDefined();
  expect(next.process.exit).toBeUndefined();
});

test('the password is asked for', async () => {
  const { url } = await start();
  const guess = new URL(url);
  guess.password = 'guess';
  await expect(ask(guess.href, (sql) => sql`select 1`.execute())).rejects.toThrow(/password/);
});
