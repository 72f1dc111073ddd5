import { randomUUID } from 'node:crypto';
import { FaultedAccount } from '../../test/support/accounts/faulted-account.js';
import { slowTurns } from '../../test/support/database/slow-turns.js';
import { fencedBy } from '../connections/store/sync-fence.js';
import { createClientBudgets } from '../partner/pace/client-budgets.js';
import { type Tenant, withTenant } from '../postgres/tenant.js';
import { Secret } from '../values/secret.js';
import { takeLease } from './lease.js';
import { MustWait, PacedClient, type RequestScope } from './paced-client.js';
import { SyncClock } from './sync-session.js';

const QUERY = { document: 'query Q { transactions(first: 1) { edges { cursor } } }', variables: {} };

let faulted: FaultedAccount;

beforeAll(async () => {
  faulted = await FaultedAccount.start();
});
afterAll(() => faulted.close());

/** Of a request that a person waits for, beside whatever syncs are at work. */
async function priorityScope(budgetMs: number): Promise<RequestScope> {
  const { deps, key, sql } = faulted.account;
  const [row] = await sql<{ generation: number; partnerOrganizationId: string; tokenCiphertext: string }[]>`
    select generation, partner_organization_id, token_ciphertext from connections
  `;
  if (row === undefined) throw new Error('nothing is connected');
  const { generation, partnerOrganizationId, tokenCiphertext } = row;
  const fence = { connectionId: key.connectionId, generation };
  const ofTenant = <T>(work: (tenant: Tenant) => Promise<T>) => withTenant(deps.sql, key.organizationId, work);
  return {
    ...{ deps, fence, id: randomUUID(), clock: new SyncClock(budgetMs), stop: new AbortController() },
    credentials: { partnerOrganizationId, accessToken: deps.tokenCipher.decrypt(key, tokenCiphertext) },
    withTenant: ofTenant,
    fenced: fencedBy(fence, ofTenant),
    firstLease: null,
    isPriority: true,
  };
}

const leases = async () => (await faulted.account.sql`select from sync_leases`).length;

test('a priority request is sent under a lease of its own, which it gives back', async () => {
  const client = new PacedClient(await priorityScope(30_000));
  expect((await client.ask(QUERY)).errors).toEqual([]);
  expect(await leases()).toBe(1);
  await client.close();
  expect(await leases()).toBe(0);
});

test('a priority turn that is refused keeps no other request waiting', async () => {
  // Nobody used its pace yet, and a turn counts long enough for any machine.
  const scope = await priorityScope(30_000);
  const deps = { ...scope.deps, budgetOf: createClientBudgets({ requestsPerSecond: 0.05 }) };
  const credentials = { ...scope.credentials, accessToken: new Secret('prtapi_test_refused_00000000001') };
  const take = () => scope.withTenant((tenant) => takeLease(tenant, { ...scope, deps, credentials }, true));
  expect((await take()).answer.turn?.granted).toBe(true);
  const refused = (await take()).answer.turn;
  expect(refused?.granted).toBe(false);
  expect(refused?.waitMs).toBeGreaterThan(40_000);
  const slot = await deps.budgetOf(credentials).pacer.acquire(scope.stop.signal, 10_000);
  expect(slot).not.toBeNull();
});

test.each(['statement', 'commit'] as const)('however long a %s takes, requests are sent', async (what) => {
  const scope = await priorityScope(30_000);
  const quick = await slowTurns(faulted.account.sql, what);
  try {
    const client = new PacedClient({ ...scope, isPriority: false });
    for (let request = 1; request <= 3; request += 1) await client.ask(QUERY);
    expect(client.requests).toBe(3);
    await client.close();
  } finally {
    await quick();
  }
});

test('while Shopify wants us to wait, or under another generation, nothing is sent', async () => {
  const { account } = faulted;
  const requests = account.simulator.log.list().length;
  await account.sql`update sync_status set waiting_until = now() + interval '1 minute'`;
  await expect(new PacedClient(await priorityScope(3_000)).ask(QUERY)).rejects.toThrow(MustWait);
  await account.sql`update sync_status set waiting_until = null`;
  const outdated = await priorityScope(3_000);
  await account.reconnect('prtapi_test_other_0000000000000001');
  await expect(new PacedClient(outdated).ask(QUERY)).rejects.toMatchObject({ code: 'sync_superseded' });
  expect(account.simulator.log.list()).toHaveLength(requests);
});
