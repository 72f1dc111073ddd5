import { startSyncedAccount, type SyncedAccount } from '../../test/support/accounts/synced-account.js';
import { withTenant } from '../postgres/tenant.js';
import { generatedWorld } from '../simulator/worlds/generated.js';
import { instantFromMs } from '../values/instant.js';
import { listRunHours, listRuns } from './store/sync-runs.js';

/* What is left of syncs: a line each, of those that found nothing one for all. The tests follow one another. */
const ORGANIZATION = '4242';
const TOKEN = 'prtapi_test_idle_00000000000000001';

let account: SyncedAccount;

beforeAll(async () => {
  const size = { apps: 1, merchants: 5, transactions: 30, events: 20 };
  const anchor = instantFromMs(Date.now());
  const world = generatedWorld({ seed: 'idle', anchor, organizationId: ORGANIZATION, token: TOKEN, ...size });
  account = await startSyncedAccount(world, { partnerOrganizationId: ORGANIZATION, token: TOKEN });
  let isIdle = false;
  // Sweep and walk take turns with the rest, and are over after a few.
  for (let tries = 0; !isIdle && tries < 20; tries += 1) {
    const { end, requests } = await account.sync();
    isIdle = end.outcome === 'ok' && requests === 1;
  }
  expect(isIdle).toBe(true);
});
afterAll(() => account.close());

const stored = () => account.sql<{ id: string }[]>`select id from sync_runs`;
const read = <T>(query: (tenant: Parameters<typeof listRuns>[0]) => Promise<T>) =>
  withTenant(account.deps.sql, account.key.organizationId, query);
const listed = () => read((tenant) => listRuns(tenant, account.key.connectionId, 100, null));
const hours = () => read((tenant) => listRunHours(tenant, account.key.connectionId));
const finished = async () => (await hours()).reduce((sum, hour) => sum + hour.finished, 0);

test('those that find nothing add no row, the newest is listed, and by the hour all count', async () => {
  const [rows, before] = [await stored(), await finished()];
  for (let count = 1; count <= 3; count += 1) {
    await account.sync();
    expect(await finished()).toBe(before + count);
  }
  expect(await stored()).toEqual(rows);
  const runs = await listed();
  expect(runs).toHaveLength(rows.length + 1);
  expect(runs[0]).toMatchObject({ kind: 'head', outcome: 'ok', requests: 1, newRows: 0, errorCode: null });
  expect(runs[0]?.endedAt).not.toBeNull();
  expect(runs.map(({ startedAt }) => startedAt)).toEqual(
    runs
      .map(({ startedAt }) => startedAt)
      .toSorted()
      .toReversed(),
  );
  const [newest] = runs;
  const rest = await read((tenant) => listRuns(tenant, account.key.connectionId, 100, newest ?? null));
  expect(rest).toEqual(runs.slice(1));
});

test('one that fails has a row, and the one that works again', async () => {
  const rows = await stored();
  account.simulator.faults.set([{ effect: { kind: 'http', status: 500 } }]);
  await expect(account.sync()).rejects.toThrow();
  account.simulator.faults.set([]);
  // As the activity that judges the failure writes it.
  await account.sql`update connections set error_code = 'shopify_unavailable', error_since = now()`;
  await account.sync();
  const outcomes = (await listed()).slice(0, 2).map(({ outcome }) => outcome);
  expect(outcomes).toEqual(['ok', 'failed']);
  expect(await stored()).toHaveLength(rows.length + 2);
});

test.each([
  ['an hour', '1 hour', [1, 7, 9]],
  ['three hours', '3 hours', [1, 0, 0, 7, 9]],
  ['two days', '2 days', [1]],
  ['nothing, and was begun before', '-1 hour', [8, 9]],
])('after %s the hours have moved on', async (_, passed, expected) => {
  const [{ counts }] = await account.sql<[{ counts: number[] }]>`
    select to_jsonb(count_idle_sync(
      ('{7,9' || repeat(',0', 22) || '}')::smallint[], '2026-11-20T10:00:00Z', timestamptz '2026-11-20T10:00:00Z' + ${passed}::interval
    )) as counts
  `;
  expect(counts).toEqual([...expected, ...Array.from({ length: 24 - expected.length }, () => 0)]);
});
