import { createTestDatabase, type TestDatabase } from '../../../test/support/database/database.js';
import { connectPostgres, type DatabaseRole } from '../../postgres/client.js';
import type { Sql } from '../../postgres/sql.js';
import { type Simulator, startSimulator } from '../../simulator/simulator.js';
import { SmallWorld } from '../../simulator/testing-world.js';
import { Secret } from '../../values/secret.js';
import { createPartnerApi } from '../client/client.js';
import type { PartnerApi } from '../client/partner-api.js';
import { createClientBudgets } from './client-budgets.js';
import { paced } from './paced.js';
import { REQUESTS_PER_SECOND } from './pacer.js';

/* Who knows nothing of each other but the token: each with a pool and a budget of its own, as a process has. */
const small = new SmallWorld();
const pools: Sql[] = [];
let database: TestDatabase;
let simulator: Simulator;

beforeAll(async () => {
  database = await createTestDatabase();
  simulator = await startSimulator({ world: small.world, settings: { requestsPerSecond: null } });
});
afterAll(async () => {
  await Promise.all(pools.map((pool) => pool.end()));
  await Promise.all([simulator.close(), database.drop()]);
});

function processOf(role: DatabaseRole): PartnerApi {
  const sql = connectPostgres(database.url, { applicationName: 'test', role, max: 2 });
  pools.push(sql);
  const partnerApi = createPartnerApi({ url: simulator.url, version: '2026-07' });
  return paced(partnerApi, { sql, budgetOf: createClientBudgets(), patienceMs: 60_000 });
}

const question = () => ({
  credentials: { partnerOrganizationId: small.organizationId, accessToken: new Secret(small.token) },
  document: 'query Q { transactions(first: 1) { edges { cursor } } }',
  variables: {},
});

/* What arrives when is the machine's matter, too: that Shopify throttles nobody is shown by the fault suite and `bench pace`. */
test('two workers and an api with one token have one pace together', async () => {
  const worker = async (ask: PartnerApi) => {
    for (let request = 0; request < 8; request += 1) await ask(question());
  };
  // As connecting does: both probes, while syncs of the same account are at work.
  const api = async (ask: PartnerApi) => {
    await Promise.all([ask(question()), ask(question())]);
    await Promise.all([ask(question()), ask(question())]);
  };
  await Promise.all([
    worker(processOf('convot_worker')),
    worker(processOf('convot_worker')),
    api(processOf('convot_api')),
  ]);
  const log = simulator.log.list();
  expect(log.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 200));
  const [first, last] = [log[0], log.at(-1)].map((request) => request?.monotonicMs ?? 0);
  // Four in each second, and more than a little late the first of them is not; each by itself would take half of that.
  expect((last ?? 0) - (first ?? 0)).toBeGreaterThan((20 / REQUESTS_PER_SECOND - 1.5) * 1_000);
});
