import { PartnerAccount } from '../support/accounts/partner-account.js';
import { whileLocked } from '../support/database/table-lock.js';
import { type FaultProxy, useFaultProxies } from '../support/servers/fault-proxy.js';
import { useInstallation } from '../support/servers/installation.js';
import type { AppProcess } from '../support/servers/processes.js';
import { waitFor } from '../support/servers/wait-for.js';
import { healed } from './heal.js';

/*
 * Lines to Postgres that fall silent: an address that swallows packets, as after a failover or behind a router that
 * forgot them. Their ends learn nothing, and the server's own timeouts never come. New lines pass.
 */
const BOUND_MS = 30_000;
const ENOUGH_FOR_A_POOL = 25;
const installation = useInstallation({ SYNC_INTERVAL: '2s' });
const proxies = useFaultProxies();

const accounts: PartnerAccount[] = [];
let toWorker: FaultProxy;
let toApi: FaultProxy;
let worker: AppProcess;
let api: AppProcess;

beforeAll(async () => {
  toWorker = await proxies.start(installation.databaseUrl);
  toApi = await proxies.start(installation.databaseUrl);
  api = await installation.startApi({ DATABASE_URL: toApi.before(installation.databaseUrl) });
  worker = await installation.startWorker(undefined, { DATABASE_URL: toWorker.before(installation.databaseUrl) });
  for (let count = 0; count < ENOUGH_FOR_A_POOL; count += 1) {
    accounts.push(new PartnerAccount(installation, { transactions: 2, events: 2 }));
  }
  for (const account of accounts) await account.connect();
  for (const account of accounts) await account.backfilled();
}, 240_000);

/** Nobody gets on until a pool has opened every line that it may have. */
async function allLinesOpen(proxy: FaultProxy, max: number, work: () => unknown): Promise<void> {
  await whileLocked(installation.sql, ['connections'], async () => {
    work();
    await waitFor(`${max} lines`, () => proxy.lines >= max, { timeoutMs: 10_000 });
  });
}

const syncsSince = async () => {
  const rows = await installation.sql<{ connectionId: string; at: string }[]>`
    select connection_id, last_synced_at as at from sync_status
  `;
  const before = new Map(rows.map(({ connectionId, at }) => [connectionId, at]));
  return async () => {
    const now = await installation.sql<{ connectionId: string; at: string }[]>`
      select connection_id, last_synced_at as at from sync_status
    `;
    return now.every(({ connectionId, at }) => at > (before.get(connectionId) ?? ''));
  };
};

/** An api that is silent would hold up whoever asks it. */
async function answersInTime(): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<number>((resolve) => {
    timer = setTimeout(() => resolve(0), 2_000);
  });
  const [account] = accounts;
  const status = await Promise.race([account?.call('GET').then((answer) => answer.status), tooLate]);
  clearTimeout(timer);
  return status === 200;
}

test('a worker whose lines are all silent syncs every connection again within 30 s', async () => {
  await allLinesOpen(toWorker, 20, () => undefined);
  toWorker.silence();
  const everySynced = await syncsSince();
  expect(await healed('silent lines, worker: every connection synced', everySynced, 180_000)).toBeLessThan(BOUND_MS);
});

test('an api whose lines are all silent answers again within 30 s', async () => {
  const asked: Promise<unknown>[] = [];
  await allLinesOpen(toApi, 10, () => {
    for (const account of accounts) asked.push(account.call('GET'));
  });
  await Promise.all(asked);
  toApi.silence();
  const waiting = Promise.all(accounts.map((account) => account.call('GET')));
  expect(await healed('silent lines, api: an answer', answersInTime, 180_000)).toBeLessThan(BOUND_MS);
  // Who was in the middle of it was told to try again.
  const statuses = (await waiting).map(({ status }) => status);
  expect(statuses.filter((status) => status !== 200 && status !== 503)).toEqual([]);
});

test('an address that swallows everything for a while: both are back within 30 s of its end', async () => {
  toWorker.swallow();
  toApi.swallow();
  const waiting = accounts.map((account) => account.call('GET'));
  const statuses = (await Promise.all(waiting)).map(({ status }) => status);
  expect(new Set(statuses)).toEqual(new Set([503]));
  toWorker.pass();
  toApi.pass();
  const everySynced = await syncsSince();
  const [apiMs, workerMs] = await Promise.all([
    healed('swallowed lines, api: an answer', answersInTime, 180_000),
    healed('swallowed lines, worker: every connection synced', everySynced, 180_000),
  ]);
  expect(apiMs).toBeLessThan(BOUND_MS);
  expect(workerMs).toBeLessThan(BOUND_MS);
});

test('SIGTERM ends a worker and an api whose lines are silent, within their grace time and 5 s', async () => {
  toWorker.swallow();
  toApi.swallow();
  const asked = accounts.map((account) => account.call('GET').catch(() => undefined));
  await waitFor('syncs to hang', async () => {
    const [{ count } = { count: 0 }] = await installation.sql<{ count: number }[]>`
      select count(*)::int as count from sync_status where last_synced_at < now() - interval '5 s'
    `;
    return count === accounts.length;
  });
  worker.kill('SIGTERM');
  api.kill('SIGTERM');
  await Promise.all([
    healed('silent lines, worker: ended', () => worker.exit !== undefined, 22_000),
    healed('silent lines, api: ended', () => api.exit !== undefined, 17_000),
  ]);
  await Promise.all(asked);
});
