import { expectEveryRow, ledgerKeys, storedKeys } from '../../test/support/accounts/ledger.js';
import { startSyncedAccount, type SyncedAccount } from '../../test/support/accounts/synced-account.js';
import { waitFor } from '../../test/support/servers/wait-for.js';
import { confirmDisconnected } from '../connections/store/confirm-disconnected.js';
import { withTenant } from '../postgres/tenant.js';
import { generatedWorld } from '../simulator/worlds/generated.js';
import type { Instant } from '../values/instant.js';

const ORGANIZATION = '4242';
const TOKEN = 'prtapi_test_sync_0000000000000001';
const size = { apps: 3, merchants: 40, transactions: 650, events: 420 };

let account: SyncedAccount;

beforeEach(async () => {
  const anchor = '2026-11-20T12:00:00.000000Z' as Instant;
  const world = generatedWorld({
    seed: 'sync',
    anchor,
    organizationId: ORGANIZATION,
    token: TOKEN,
    rowsPerInstant: 7,
    days: 300,
    ...size,
  });
  account = await startSyncedAccount(world, { partnerOrganizationId: ORGANIZATION, token: TOKEN });
});
afterEach(() => account.close());

async function syncAll() {
  let result = await account.sync();
  while (result.end.outcome === 'more') result = await account.sync({ head: false });
  return result;
}

async function expectEverything() {
  await expectEveryRow(account, ORGANIZATION);
}

/** So many transactions of the last minutes. */
function putNewRows(count: number): void {
  const organization = account.simulator.world.organization(ORGANIZATION);
  const [newest] = organization?.ledger.transactions.all ?? [];
  if (organization === undefined || newest === undefined) throw new Error('the world is empty');
  for (let number = 1; number <= count; number += 1) {
    const at = account.clock.nowMs * 1000 - number * 1_000_000;
    organization.ledger.put({ ...newest, tie: 900_000_000 + number, at, visibleAt: at });
  }
}

/** From now on the database takes no such change. */
async function refuse(changes: 'insert or update' | 'update or delete', table: string): Promise<void> {
  const { sql } = account;
  const kinds = changes === 'insert or update' ? sql`insert or update` : sql`update or delete`;
  await sql`create function refuse() returns trigger language plpgsql as $$ begin raise exception 'no'; end $$`;
  await sql`create trigger refuse after ${kinds} on ${sql(table)} for each row execute function refuse()`;
}

test('a first sync stores every row once', async () => {
  expect((await syncAll()).end).toEqual({ outcome: 'ok' });
  await expectEverything();
  expect(ledgerKeys(account.simulator, ORGANIZATION).transactions).toHaveLength(size.transactions);
});

test('a sync that uses up its budget goes on at the next page', async () => {
  const results = [await account.sync({ budgetMs: 1 })];
  while (results.at(-1)?.end.outcome === 'more') results.push(await account.sync({ budgetMs: 1, head: false }));
  expect(results.length).toBeGreaterThan(8);
  await expectEverything();
  const cursors = account.simulator.log
    .list()
    .flatMap(({ variables }) => Object.entries(variables).filter(([name]) => name.startsWith('after')));
  expect(new Set(cursors.map(([, cursor]) => cursor)).size).toBe(cursors.length);
});

test('going on with the past is not a look at what is new', async () => {
  await account.sync({ budgetMs: 1 });
  await account.sync({ budgetMs: 1, head: false });
  const lastSynced = () => account.sql`select last_synced_at from sync_status`;
  const before = await lastSynced();
  expect(before[0]?.['lastSyncedAt']).toEqual(expect.any(String));
  expect((await account.sync({ budgetMs: 1, head: false })).end).toMatchObject({ outcome: 'more' });
  expect(await lastSynced()).toEqual(before);
});

test('an idle sync is one request, however many apps there are', async () => {
  await syncAll();
  await account.sync();
  // A page that is stored rewrites its feed: none does.
  const feeds = () => account.sql`select feed, xmin::text from sync_feeds order by feed`;
  const before = await feeds();
  const { requests, newRows } = await account.sync();
  expect({ requests, newRows }).toEqual({ requests: 1, newRows: 0 });
  expect(await feeds()).toEqual(before);
});

test('what is new is found by the next sync', async () => {
  await syncAll();
  putNewRows(250);
  expect((await syncAll()).newRows).toBe(250);
  await expectEverything();
});

test('a page and its cursor are stored together or not at all', async () => {
  await account.sync({ budgetMs: 1 });
  await account.sync({ budgetMs: 1, head: false });
  await refuse('update or delete', 'sync_windows');
  const before = await storedKeys(account.sql);
  await expect(account.sync({ budgetMs: 1, head: false })).rejects.toThrow('The sync failed.');
  expect(await storedKeys(account.sql)).toEqual(before);
  await account.sql`drop function refuse cascade`;
  await syncAll();
  await expectEverything();
});

test('a disconnect in the middle stops the sync, and nothing is sent or stored after it', async () => {
  await account.sync({ budgetMs: 1 });
  account.simulator.faults.set([{ effect: { kind: 'delay', ms: 300 } }]);
  const sync = account.sync({ head: false });
  const sent = account.simulator.log.list().length;
  await waitFor('the next request', () => account.simulator.log.list().length > sent);
  await account.disconnect();
  const stored = await storedKeys(account.sql);
  // Leases of before the disconnect may still be used; of new ones the first would end the sync otherwise than it should.
  await refuse('insert or update', 'sync_leases');
  const { organizationId, connectionId } = account.key;
  const confirm = () => withTenant(account.sql, organizationId, (tenant) => confirmDisconnected(tenant, connectionId));
  await waitFor('no lease to be left', async () => (await confirm()) === 'disconnected');
  const requests = account.simulator.log.list().length;
  // Its lease given back, it looks at the row: before or after that is confirmed.
  expect(['disconnecting', 'gone']).toContain((await sync).end.outcome);
  expect(account.simulator.log.list()).toHaveLength(requests);
  expect(await storedKeys(account.sql)).toEqual(stored);
  const [connection] = await account.sql`select token_ciphertext from connections`;
  expect(connection?.['tokenCiphertext']).toBeNull();
});

test('a reconnect under a running sync supersedes it', async () => {
  await account.sync({ budgetMs: 1 });
  account.simulator.faults.set([{ effect: { kind: 'delay', ms: 300 }, when: { times: 1 } }]);
  const sent = account.simulator.log.list().length;
  const sync = account.sync({ head: false });
  await waitFor('the next request', () => account.simulator.log.list().length > sent);
  await account.reconnect(TOKEN);
  expect((await sync).end).toEqual({ outcome: 'superseded' });
  await syncAll();
  await expectEverything();
});

test('a refused token is a failure of the credential kind', async () => {
  account.simulator.world.organization(ORGANIZATION)?.revoke(TOKEN);
  await expect(account.sync()).rejects.toMatchObject({ cause: { code: 'token_rejected', kind: 'credential' } });
});

test.each(['null', 'partial', 'http_403'] as const)(
  'without View financials (refused as %s) the events are stored all the same, and the permission is named',
  async (form) => {
    const denial = { form, message: 'no', code: null };
    account.simulator.world.organization(ORGANIZATION)?.issue(TOKEN, ['manage_apps'], denial);
    await expect(account.sync()).rejects.toMatchObject({
      cause: { code: 'permission_missing', permission: 'view_financials' },
    });
    await expect(account.sync()).rejects.toMatchObject({ cause: { code: 'permission_missing' } });
    const { transactions, appEvents } = await storedKeys(account.sql);
    expect(transactions).toEqual([]);
    expect(appEvents).toEqual(ledgerKeys(account.simulator, ORGANIZATION).appEvents);
  },
);

test.each(['null', 'partial', 'http_403'] as const)(
  'without Manage apps (refused as %s) the transactions are stored all the same, and the permission is named',
  async (form) => {
    const denial = { form, message: 'no', code: null };
    account.simulator.world.organization(ORGANIZATION)?.issue(TOKEN, ['view_financials'], denial);
    await expect(account.sync()).rejects.toMatchObject({
      cause: { code: 'permission_missing', permission: 'manage_apps' },
    });
    const { transactions, appEvents } = await storedKeys(account.sql);
    expect(transactions).toEqual(ledgerKeys(account.simulator, ORGANIZATION).transactions);
    expect(appEvents).toEqual([]);
  },
);

test('a throttle is waited for, shown, and no failure', async () => {
  account.simulator.faults.set([{ effect: { kind: 'throttle', form: 'body' }, when: { requests: [2], times: 1 } }]);
  expect((await syncAll()).end).toEqual({ outcome: 'ok' });
  await expectEverything();
});

test('a throttle longer than the budget ends the sync with the wait, which binds the next one too', async () => {
  account.simulator.faults.set([{ effect: { kind: 'throttle', retryAfter: '40' }, when: { requests: [2], times: 1 } }]);
  const { end } = await account.sync({ budgetMs: 5_000 });
  expect(end).toMatchObject({ outcome: 'more' });
  const requests = account.simulator.log.list().length;
  expect((await account.sync({ budgetMs: 1_000 })).end).toMatchObject({ outcome: 'more' });
  expect(account.simulator.log.list()).toHaveLength(requests);
  const [status] = await account.sql`select waiting_until > now() + interval '30 s' as long from sync_status`;
  expect(status).toEqual({ long: true });
});

test('newest rows that a throttle kept from being read are left to the next sync; what is below them alone is not', async () => {
  await syncAll();
  await account.sync(); // the first sweep
  putNewRows(250);
  const throttle = { kind: 'throttle', retryAfter: '40' } as const;
  const waitMs = expect.any(Number) as number;
  account.simulator.faults.set([{ effect: throttle, when: { times: 1 } }]);
  expect((await account.sync({ budgetMs: 5_000 })).end).toEqual({ outcome: 'more', waitMs, head: true });
  await account.sql`update sync_status set waiting_until = null`;
  account.simulator.faults.set([{ effect: throttle, when: { withCursor: true, times: 1 } }]);
  expect((await account.sync({ budgetMs: 5_000 })).end).toEqual({ outcome: 'more', waitMs });
});

test('a cut connection after a stored page neither counts nor resets', async () => {
  // All but the first ones: pages that are answered in between would tell that it is not Shopify that is ill.
  const requests = Array.from({ length: 100 }, (_, index) => index + 3);
  account.simulator.faults.set([{ effect: { kind: 'reset' }, when: { requests } }]);
  expect((await account.sync()).end).toEqual({ outcome: 'interrupted' });
  account.simulator.faults.set([]);
  await syncAll();
  await expectEverything();
});

test('a page that always fails is counted, once a sync no longer gets on', async () => {
  account.simulator.faults.set([{ effect: { kind: 'http', status: 503 }, when: { field: 'transactions' } }]);
  expect((await account.sync()).end).toEqual({ outcome: 'interrupted' });
  // What stands beside it was read, in narrower requests.
  expect((await storedKeys(account.sql)).appEvents).toEqual(ledgerKeys(account.simulator, ORGANIZATION).appEvents);
  await expect(account.sync()).rejects.toMatchObject({ cause: { code: 'shopify_unavailable', kind: 'unavailable' } });
});

test('what is not answered by a permission is no head scan', async () => {
  account.simulator.world.organization(ORGANIZATION)?.issue(TOKEN, ['manage_apps']);
  await expect(account.sync()).rejects.toMatchObject({ cause: { code: 'permission_missing' } });
  const [status] = await account.sql`select last_synced_at, head_scanned_at from sync_status`;
  expect(status).toEqual({ lastSyncedAt: null, headScannedAt: null });
});

test('a request to wait lets what is on its way arrive', async () => {
  account.simulator.faults.set([
    { effect: { kind: 'throttle', retryAfter: '60' }, when: { requests: [4], times: 1 } },
    { effect: { kind: 'delay', ms: 400 }, when: { withCursor: true } },
  ]);
  const { end, newRows } = await account.sync();
  expect(end).toMatchObject({ outcome: 'more' });
  const stored = await storedKeys(account.sql);
  expect(stored.transactions.length + stored.appEvents.length).toBe(newRows);
  const answered = account.simulator.log.list().flatMap(({ status, fields }) => (status === 200 ? fields : []));
  const rows = answered.filter(({ alias }) => alias.startsWith('page')).reduce((sum, field) => sum + field.rows, 0);
  // Every answer that came was stored; only the timeline's rows are not kept.
  const timeline = answered.filter(({ field }) => field === 'events').reduce((sum, field) => sum + field.rows, 0);
  expect(newRows).toBe(rows - timeline);
});

test('an app that can no longer be read does not keep sweeps from beginning again', async () => {
  await syncAll();
  account.simulator.world.organization(ORGANIZATION)?.ledger.apps.delete('4000001');
  await syncAll();
  const again = () => account.sql`
    update sync_status set sweep_started_at = sweep_started_at - interval '2 hours', sparing_until = null
    returning sweep_started_at
  `;
  const [before] = await again();
  await syncAll();
  const [after] = await account.sql`select sweep_started_at from sync_status`;
  expect(String(after?.['sweepStartedAt']) > String(before?.['sweepStartedAt'])).toBe(true);
  expect(await account.sql`select from sync_windows`).toHaveLength(0);
});

test('an app that can no longer be seen holds up nobody else', async () => {
  await account.sync({ budgetMs: 1 });
  await account.sync({ budgetMs: 1, head: false });
  account.simulator.world.organization(ORGANIZATION)?.ledger.apps.delete('4000001');
  expect((await syncAll()).end).toEqual({ outcome: 'ok' });
  const [status] = await account.sql`select backfilled, last_synced_at = head_scanned_at as current from sync_status`;
  expect(status).toEqual({ backfilled: true, current: true });
  const [app] = await account.sql`select problem from apps where app_number = 4000001`;
  expect(app).toEqual({ problem: 'not_visible' });
});

test('a throttle while a refusal is being explained is no failure', async () => {
  account.simulator.world.organization(ORGANIZATION)?.issue(TOKEN, ['manage_apps']);
  account.simulator.faults.set([
    { effect: { kind: 'throttle', retryAfter: '60' }, when: { alias: 'probe', field: 'transactions' } },
  ]);
  expect((await account.sync()).end).toMatchObject({ outcome: 'more' });
});

test('a refused cursor restarts its window once, below what it has', async () => {
  account.simulator.faults.set([
    {
      effect: { kind: 'graphql_error', message: 'Invalid cursor', data: 'field' },
      when: { withCursor: true, times: 1 },
    },
  ]);
  await syncAll();
  await expectEverything();
});
