import { PartnerAccount } from '../support/accounts/partner-account.js';
import { type OwnPostgres, startOwnPostgres } from '../support/database/own-postgres.js';
import { type FaultProxy, useFaultProxies } from '../support/servers/fault-proxy.js';
import { useInstallation } from '../support/servers/installation.js';
import type { AppProcess } from '../support/servers/processes.js';
import { allSyncAgain, healed } from './heal.js';

/* A database that stops at once, that becomes read-only, and that a name leads to although it is read-only. */
const BOUND_MS = 30_000;
let postgres: OwnPostgres;
const installation = useInstallation(
  { SYNC_INTERVAL: '2s' },
  async () => (postgres = await startOwnPostgres({ isDurable: true })),
);
const proxies = useFaultProxies();
let proxy: FaultProxy;
let worker: AppProcess;
let api: AppProcess;
let accounts: PartnerAccount[];

beforeAll(async () => {
  proxy = await proxies.start(installation.databaseUrl);
  const env = { DATABASE_URL: proxy.before(installation.databaseUrl) };
  api = await installation.startApi(env);
  worker = await installation.startWorker(undefined, env);
  accounts = Array.from({ length: 5 }, () => new PartnerAccount(installation, { transactions: 20, events: 20 }));
  for (const account of accounts) await account.connect();
  for (const account of accounts) await account.backfilled();
}, 240_000);

/** Commands until it is told to end; what was acknowledged must be there for ever. */
function command() {
  const acknowledged: string[] = [];
  const statuses: number[] = [];
  const over = new AbortController();
  const commanding = (async () => {
    while (!over.signal.aborted) {
      const account = new PartnerAccount(installation, { transactions: 30, events: 30 });
      const { partnerOrganizationId, token: accessToken } = account;
      const { status, json } = await account.call('POST', '', { partnerOrganizationId, accessToken });
      statuses.push(status);
      if (status === 201) acknowledged.push(String(json['id']));
    }
  })();
  const end = async () => {
    over.abort();
    await commanding;
  };
  return { acknowledged, statuses, end };
}

test.each(['SIGQUIT', 'SIGKILL'] as const)(
  'F13: Postgres ended by %s under load has everything that was acknowledged when it is back',
  async (signal) => {
    installation.simulator.settings.latencyMs = 300;
    const big = new PartnerAccount(installation, { transactions: 3_000, events: 600 });
    await big.connect();
    const load = command();
    try {
      await big.pagesRead(6);
      await healed('some commands are acknowledged', () => load.acknowledged.length >= 3, 60_000);
      const [{ count: rows }] = await installation.sql<[{ count: number }]>`select count(*)::int from transactions`;
      const known = [...load.acknowledged];
      await postgres.kill(signal);
      const refused = () => load.statuses.at(-1) === 503;
      await healed('without Postgres: a command is refused', refused, 30_000);
      await postgres.restart();
      const ids = await installation.sql<{ id: string }[]>`select id from connections`;
      expect(ids.map(({ id }) => id)).toEqual(expect.arrayContaining(known));
      const [{ count: now }] = await installation.sql<[{ count: number }]>`select count(*)::int from transactions`;
      expect(now).toBeGreaterThanOrEqual(rows);
      const before = load.acknowledged.length;
      const ms = await healed(
        `Postgres is back after ${signal}: a command is acknowledged`,
        () => load.acknowledged.length > before,
        60_000,
      );
      expect(ms).toBeLessThan(BOUND_MS);
    } finally {
      await load.end();
    }
    installation.simulator.settings.latencyMs = 0;
    expect(load.statuses.filter((status) => status !== 201 && status !== 503)).toEqual([]);
    await big.backfilled(120_000);
    expect(await big.storedKeys()).toEqual(big.ledgerKeys());
    expect([worker.exit, api.exit]).toEqual([undefined, undefined]);
    const ids = await installation.sql<{ id: string }[]>`select id from connections`;
    expect(ids.map(({ id }) => id)).toEqual(expect.arrayContaining(load.acknowledged));
  },
  400_000,
);

const asked = () => {
  const [account] = accounts;
  return account?.call('POST', `/${account.connectionId}/sync`);
};

test('F14: while the database takes no writes, commands are answered 503 and reads 200; both go on once it does', async () => {
  const { sql } = installation;
  await sql`alter system set default_transaction_read_only = on`;
  await sql`select pg_reload_conf()`;
  try {
    await healed('read-only: a command is refused', async () => (await asked())?.status === 503, 30_000);
    const [account] = accounts;
    expect((await account?.call('GET'))?.status).toBe(200);
    await healed('read-only: a sync fails', () => worker.output().includes('25006'), 60_000);
  } finally {
    await sql`alter system reset default_transaction_read_only`;
    await sql`select pg_reload_conf()`;
  }
  const allSynced = allSyncAgain(accounts);
  const [apiMs, workerMs] = await Promise.all([
    healed('writable again: a command is taken', async () => (await asked())?.status === 202, 60_000),
    healed('writable again: every connection synced', allSynced, 120_000),
  ]);
  expect(apiMs).toBeLessThan(BOUND_MS);
  expect(workerMs).toBeLessThan(BOUND_MS);
  const [account] = accounts;
  await healed('writable again: nothing is shown', async () => (await account?.view())?.error === null, 60_000);
}, 300_000);

test('F14: lines that lead to what was the primary are left, although it answers on them', async () => {
  const { sql } = installation;
  const database = new URL(installation.databaseUrl).pathname.slice(1);
  // Only sessions that begin meanwhile are read-only, and stay so: those of a name that led to the wrong server for a while.
  await sql`alter database ${sql(database)} set default_transaction_read_only = on`;
  proxy.cut();
  await healed('led astray: a command is refused', async () => (await asked())?.status === 503, 30_000);
  await sql.begin('read write', (own) => own`alter database ${own(database)} reset default_transaction_read_only`);
  const allSynced = allSyncAgain(accounts);
  const [apiMs, workerMs] = await Promise.all([
    healed('led right: a command is taken', async () => (await asked())?.status === 202, 90_000),
    healed('led right: every connection synced', allSynced, 120_000),
  ]);
  expect(apiMs).toBeLessThan(BOUND_MS);
  expect(workerMs).toBeLessThan(BOUND_MS);
}, 300_000);
