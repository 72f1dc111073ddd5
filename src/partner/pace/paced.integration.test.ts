import { createTestDatabase, type TestDatabase } from '../../../test/support/database/database.js';
import { slowTurns } from '../../../test/support/database/slow-turns.js';
import { connectPostgres } from '../../postgres/client.js';
import type { Sql } from '../../postgres/sql.js';
import { type Simulator, startSimulator } from '../../simulator/simulator.js';
import { SmallWorld } from '../../simulator/testing-world.js';
import { Secret } from '../../values/secret.js';
import { createPartnerApi } from '../client/client.js';
import { createClientBudgets } from './client-budgets.js';
import { paced } from './paced.js';
import { patiently } from './patient.js';
import { tokenKeyOf } from './token-key.js';

let database: TestDatabase;
let sql: Sql;
let simulator: Simulator;
const small = new SmallWorld();

beforeAll(async () => {
  database = await createTestDatabase();
  sql = connectPostgres(database.url, { applicationName: 'test', role: 'convot_api', max: 4 });
});
afterAll(async () => {
  await sql.end();
  await database.drop();
});
beforeEach(async () => {
  simulator = await startSimulator({ world: small.world, settings: { requestsPerSecond: null } });
});
afterEach(() => simulator.close());

const partnerApi = () => createPartnerApi({ url: simulator.url, version: '2026-07' });
const question = (token = small.token) => ({
  credentials: { partnerOrganizationId: small.organizationId, accessToken: new Secret(token) },
  document: 'query Q { transactions(first: 1) { edges { cursor } } }',
  variables: {},
});

describe('paced', () => {
  test('who has no turn in time is told so, and Shopify is not asked; another token has a line of its own', async () => {
    const budgetOf = createClientBudgets({ requestsPerSecond: 1 });
    const ask = paced(partnerApi(), { sql, budgetOf, patienceMs: 500 });
    // After a rest two go at once.
    const answers = await Promise.allSettled([ask(question()), ask(question()), ask(question())]);
    const [answered] = [{ status: 'fulfilled' }];
    expect(answers).toMatchObject([answered, answered, { reason: { code: 'no_turn' } }]);
    expect(simulator.log.list()).toHaveLength(2);
    const other = `prtapi_${'b'.repeat(32)}`;
    simulator.world.found(small.organizationId).issue(other);
    await ask(question(other));
  });

  test('a throttle slows down whoever comes next', async () => {
    const another = `prtapi_${'c'.repeat(32)}`;
    simulator.world.found(small.organizationId).issue(another);
    const ask = paced(partnerApi(), { sql, budgetOf: createClientBudgets(), patienceMs: 60_000 });
    simulator.faults.set([{ effect: { kind: 'throttle' }, when: { requests: [2] } }]);
    await ask(question(another));
    await expect(ask(question(another))).rejects.toMatchObject({ code: 'throttled' });
    const owner = connectPostgres(database.url, { applicationName: 'test', max: 1 });
    try {
      const [pace] = await owner<{ stretch: number }[]>`
        select stretch from token_paces where token_key = ${tokenKeyOf(new Secret(another))}
      `;
      // A quarter, which fades with time.
      expect(pace?.stretch).toBeGreaterThan(1.1);
    } finally {
      await owner.end();
    }
  });
});

test('however slow the database is, who has a turn uses it', async () => {
  const slow = `prtapi_${'d'.repeat(32)}`;
  simulator.world.found(small.organizationId).issue(slow);
  const owner = connectPostgres(database.url, { applicationName: 'test', max: 1 });
  try {
    const quick = await slowTurns(owner, 'statement');
    const ask = paced(partnerApi(), { sql, budgetOf: createClientBudgets(), patienceMs: 5_000 });
    await ask(question(slow));
    expect(simulator.log.list()).toHaveLength(1);
    const [pace] = await owner<{ turns: number }[]>`
      select cardinality(free_at) as turns from token_paces where token_key = ${tokenKeyOf(new Secret(slow))}
    `;
    expect(pace).toEqual({ turns: 1 });
    await quick();
  } finally {
    await owner.end();
  }
});

describe('patiently', () => {
  test('asks again when Shopify asked to wait, and not before', async () => {
    simulator.faults.set([{ effect: { kind: 'throttle', retryAfter: '0.2' }, when: { times: 2 } }]);
    const beganAtMs = performance.now();
    await patiently(partnerApi(), 60_000)(question());
    expect(performance.now() - beganAtMs).toBeGreaterThan(399);
    expect(simulator.log.list().map(({ status }) => status)).toEqual([429, 429, 200]);
  });

  test('those that were told to wait together do not come back together', async () => {
    const many = 20;
    simulator.faults.set([{ effect: { kind: 'throttle', retryAfter: '0.2' }, when: { times: many } }]);
    await Promise.all(Array.from({ length: many }, () => patiently(partnerApi(), 60_000)(question())));
    const again = simulator.log.list().slice(many);
    expect(again).toHaveLength(many);
    const times = again.map(({ monotonicMs }) => monotonicMs);
    // Spread over a tenth of a second, but for what chance leaves out.
    expect(Math.max(...times) - Math.min(...times)).toBeGreaterThan(25);
  });

  test('has no more patience for all questions together than for one', async () => {
    simulator.faults.set([{ effect: { kind: 'throttle', retryAfter: '0.3' }, when: { requests: [1, 3] } }]);
    const ask = patiently(partnerApi(), 500);
    await ask(question());
    await expect(ask(question())).rejects.toMatchObject({ code: 'throttled' });
  });

  test('does not wait longer than it has patience for', async () => {
    simulator.faults.set([{ effect: { kind: 'throttle', retryAfter: '60' } }]);
    await expect(patiently(partnerApi(), 5_000)(question())).rejects.toMatchObject({ code: 'throttled' });
    expect(simulator.log.list()).toHaveLength(1);
  });
});
