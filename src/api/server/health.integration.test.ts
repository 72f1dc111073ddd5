import { createTestDatabase, type TestDatabase } from '../../../test/support/database/database.js';
import { useFaultProxies } from '../../../test/support/servers/fault-proxy.js';
import { waitFor } from '../../../test/support/servers/wait-for.js';
import { connectPostgres } from '../../postgres/client.js';
import { createLogger } from '../../process/log.js';
import { Liveness } from './health.js';

const proxies = useFaultProxies();
let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
}, 30_000);
afterAll(() => database.drop());

test('a pool that is stuck asks for a restart only while a fresh connection works', async () => {
  const proxy = await proxies.start(database.url);
  const url = proxy.before(database.url);
  // Without deadlines, so that nothing heals.
  const sql = connectPostgres(url, { applicationName: 'stuck', max: 1, statementTimeoutMs: 0 });
  let freshAsked = 0;
  const fresh = () => {
    freshAsked += 1;
    return connectPostgres(url, { applicationName: 'fresh', max: 1, statementTimeoutMs: 1_000 });
  };
  const log = createLogger('api', 'silent');
  const liveness = new Liveness({ sql, fresh, log, lookEveryMs: 200, patienceMs: 500 });
  try {
    await sql`select 1`;
    proxy.swallow();
    await waitFor('a fresh connection to be tried', () => freshAsked > 2);
    expect(liveness.isStuck).toBe(false);
    proxy.pass();
    await waitFor('it to be stuck', () => liveness.isStuck);
    proxy.cut();
    await waitFor('it to be well again', () => !liveness.isStuck);
  } finally {
    liveness.stop();
    await sql.end({ timeout: 0 });
  }
}, 30_000);

test('a pool that is only read from looks where the address leads now once its lines take no writes', async () => {
  const operator = connectPostgres(database.url, { applicationName: 'operator', max: 1 });
  const name = new URL(database.url).pathname.slice(1);
  await operator`alter database ${operator(name)} set default_transaction_read_only = on`;
  const sql = connectPostgres(database.url, { applicationName: 'reading', role: 'convot_api', max: 1 });
  const pid = async () => (await sql<{ pid: number }[]>`select pg_backend_pid() as pid`)[0]?.pid;
  const log = createLogger('api', 'silent');
  const liveness = new Liveness({ sql, fresh: () => operator, log, lookEveryMs: 500 });
  try {
    const before = await pid();
    await waitFor('another line', async () => (await pid()) !== before);
  } finally {
    liveness.stop();
    await sql.end({ timeout: 1 });
    await operator`alter database ${operator(name)} reset default_transaction_read_only`;
    await operator.end();
  }
}, 60_000);
