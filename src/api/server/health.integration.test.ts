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
