import { useFaultProxies, type FaultProxy } from '../support/fault-proxy.js';
import { useInstallation } from '../support/installation.js';
import { PartnerAccount } from '../support/partner-account.js';
import { waitFor } from '../support/wait-for.js';
import { healed } from './heal.js';

/*
 * Lines to Postgres that fall silent: an address that swallows packets, as after a failover or behind a router that
 * forgot them. Their ends learn nothing, and the server's own timeouts never come. New lines pass.
 */
const BOUND_MS = 30_000;
const installation = useInstallation({ SYNC_INTERVAL: '2s' });
const proxies = useFaultProxies();

let account: PartnerAccount;
let toWorker: FaultProxy;
let toApi: FaultProxy;

beforeAll(async () => {
  account = new PartnerAccount(installation, { transactions: 20, events: 20 });
  toWorker = await proxies.start(installation.databaseUrl);
  toApi = await proxies.start(installation.databaseUrl);
  await installation.startApi({ DATABASE_URL: toApi.before(installation.databaseUrl) });
  await installation.startWorker(undefined, { DATABASE_URL: toWorker.before(installation.databaseUrl) });
  await account.connect();
  await account.backfilled();
}, 180_000);

async function lastSyncedAt(): Promise<string> {
  const [row] = await installation.sql<{ at: string }[]>`
    select last_synced_at as at from sync_status where connection_id = ${account.connectionId}
  `;
  return row?.at ?? '';
}

test('a worker whose lines are all silent syncs again within 30 s', async () => {
  toWorker.silence();
  const before = await lastSyncedAt();
  expect(await healed('silent lines, worker', async () => (await lastSyncedAt()) > before, 180_000)).toBeLessThan(
    BOUND_MS,
  );
});

test('an api whose lines are all silent answers again within 30 s', async () => {
  // As many lines as there are: each of them has to be found out.
  await Promise.all(Array.from({ length: 30 }, () => account.view()));
  await waitFor('the api to have its lines', () => toApi.lines > 1);
  toApi.silence();
  const answers = async () => (await account.call('GET', `/${account.connectionId}`)).status === 200;
  expect(await healed('silent lines, api', answers, 180_000)).toBeLessThan(BOUND_MS);
});
