import { expectEveryRow, storedKeys } from '../../test/support/accounts/ledger.js';
import { startSyncedAccount, type SyncedAccount, viewOf } from '../../test/support/accounts/synced-account.js';
import { waitFor } from '../../test/support/servers/wait-for.js';
import { pauseAll, resumeAll } from '../connections/commands/pause-all.js';
import { confirmDisconnected } from '../connections/store/confirm-disconnected.js';
import { deletePause, writePause } from '../connections/store/pauses.js';
import { readConnectionFacts } from '../connections/view/read-connection-facts.js';
import { type Tenant, withTenant } from '../postgres/tenant.js';
import { generatedWorld } from '../simulator/worlds/generated.js';
import type { Instant } from '../values/instant.js';
import { refreshShop } from './refresh/refresh-shop.js';

/* While operators have paused a connection nothing is sent for it; what was sent before is stored, and nothing is lost. */
const ORGANIZATION = '4242';
const TOKEN = 'prtapi_test_pause_000000000000001';
const anchor = '2026-11-20T12:00:00.000000Z' as Instant;

let account: SyncedAccount;

beforeEach(async () => {
  const size = { apps: 2, merchants: 40, transactions: 650, events: 420, rowsPerInstant: 7, days: 300 };
  const world = generatedWorld({ seed: 'pause', anchor, organizationId: ORGANIZATION, token: TOKEN, ...size });
  account = await startSyncedAccount(world, { partnerOrganizationId: ORGANIZATION, token: TOKEN });
});
afterEach(() => account.close());

const inTenant = <T>(work: (tenant: Tenant) => Promise<T>) =>
  withTenant(account.deps.sql, account.key.organizationId, work);
const byOperator = <T>(work: (tenant: Tenant) => Promise<T>) =>
  withTenant(account.operators, account.key.organizationId, work);
const requests = () => account.simulator.log.list().length;

/** Both ways to pause it, and the way back. */
const WAYS = {
  'by itself': {
    pause: () => byOperator((tenant) => writePause(tenant, account.key.connectionId, 'operator:test')),
    resume: () => byOperator((tenant) => deletePause(tenant, account.key.connectionId)),
  },
  'with all': {
    pause: () => pauseAll(account.operators, 'operator:test'),
    resume: () => resumeAll(account.operators, 'operator:test', 240_000),
  },
};
type Way = keyof typeof WAYS;
const ways = Object.keys(WAYS) as Way[];

async function syncAll(): Promise<void> {
  let { end } = await account.sync();
  while (end.outcome === 'more') ({ end } = await account.sync({ head: false }));
  expect(end).toEqual({ outcome: 'ok' });
}

test.each(ways)('paused %s, a sync and a refresh ask nobody, and the workflow is told why', async (way) => {
  await syncAll();
  await WAYS[way].pause();
  const before = requests();
  expect(await account.sync()).toMatchObject({ end: { outcome: 'paused' }, facts: null, requests: 0 });
  const [shop] = await account.sql<{ shopNumber: string }[]>`select shop_number from shops limit 1`;
  const refresh = { ...account.key, shop: shop?.shopNumber ?? '' };
  expect(await refreshShop(account.deps, refresh, new AbortController().signal)).toEqual({ outcome: 'not_now' });
  expect(requests()).toBe(before);
  const facts = () => inTenant((tenant) => readConnectionFacts(tenant, account.key.connectionId));
  expect(await facts()).toMatchObject({ status: 'connected', paused: true, failure: null });
  expect(await viewOf(account)).toMatchObject({ status: 'connected', phase: 'paused', nextSyncAt: null, warnings: [] });
  await WAYS[way].resume();
  expect(await facts()).toMatchObject({ paused: false });
  expect((await account.sync()).end).toEqual({ outcome: 'ok' });
});

test.each(ways)(
  'paused %s in the middle, a first sync stops at its next request and goes on where it was',
  async (way) => {
    await account.sync({ budgetMs: 1 });
    account.simulator.faults.set([{ effect: { kind: 'delay', ms: 300 } }]);
    const sent = requests();
    const sync = account.sync({ head: false });
    await waitFor('the next request', () => requests() > sent);
    await WAYS[way].pause();
    expect((await sync).end).toEqual({ outcome: 'paused' });
    const [run] = await account.sql`select outcome, error_code from sync_runs order by started_at desc limit 1`;
    expect(run).toEqual({ outcome: 'cancelled', errorCode: null });
    expect(await account.sql`select from sync_leases`).toHaveLength(0);
    account.simulator.faults.set([]);
    const [before, stored] = [requests(), await storedKeys(account.sql)];
    expect((await account.sync()).end).toEqual({ outcome: 'paused' });
    expect(requests()).toBe(before);
    expect(await storedKeys(account.sql)).toEqual(stored);
    await WAYS[way].resume();
    await syncAll();
    await expectEveryRow(account, ORGANIZATION);
  },
);

test('paused and resumed again and again, a first sync loses no row', async () => {
  for (let round = 0; round < 6; round += 1) {
    const { pause, resume } = WAYS[ways[round % 2] ?? 'by itself'];
    const sent = requests();
    let isOver = false;
    const sync = account.sync({ budgetMs: 400, head: round === 0 }).finally(() => (isOver = true));
    await waitFor('a request, or the end', () => isOver || requests() > sent);
    await pause();
    const { end } = await sync;
    expect(['paused', 'more', 'ok']).toContain(end.outcome);
    expect((await account.sync()).end).toEqual({ outcome: 'paused' });
    await resume();
  }
  await syncAll();
  await expectEveryRow(account, ORGANIZATION);
});

test('one paused both ways goes on only when neither holds', async () => {
  await WAYS['with all'].pause();
  await WAYS['by itself'].pause();
  await WAYS['with all'].resume();
  expect((await account.sync()).end).toEqual({ outcome: 'paused' });
  await WAYS['by itself'].resume();
  await syncAll();
});

test.each(ways)('paused %s, it is disconnected all the same', async (way) => {
  await WAYS[way].pause();
  await account.disconnect();
  expect((await account.sync()).end).toEqual({ outcome: 'disconnecting' });
  expect(await inTenant((tenant) => confirmDisconnected(tenant, account.key.connectionId))).toBe('disconnected');
  const [row] = await account.sql`select status, token_ciphertext from connections`;
  expect(row).toEqual({ status: 'disconnected', tokenCiphertext: null });
});

test('connected anew it is still paused: who paused it ends that', async () => {
  await WAYS['by itself'].pause();
  await account.disconnect();
  await account.reconnect(TOKEN);
  expect((await account.sync()).end).toEqual({ outcome: 'paused' });
});
