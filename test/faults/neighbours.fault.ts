import { storedKeys } from '../support/accounts/ledger.js';
import { PartnerAccount } from '../support/accounts/partner-account.js';
import { useInstallation } from '../support/servers/installation.js';
import { waitFor } from '../support/servers/wait-for.js';
import { healed, told } from './heal.js';

/* Accounts beside each other: two of one organization, and a huge one in its first sync beside many that are small. */
const INTERVAL_MS = 5_000;
const installation = useInstallation({ SYNC_INTERVAL: `${INTERVAL_MS / 1_000}s` });

beforeAll(async () => {
  await installation.startApi();
  await installation.startWorker();
}, 120_000);

test('C7: two Partner accounts of one organization have their own rows, cursors and tokens', async () => {
  const size = { transactions: 1_200, events: 300 };
  const one = new PartnerAccount(installation, size);
  const two = new PartnerAccount(installation, { transactions: 900, events: 200 }, one.organizationId);
  installation.simulator.settings.latencyMs = 100;
  await Promise.all([one.connect(), two.connect()]);
  expect(one.connectionId).not.toBe(two.connectionId);
  await Promise.all([one.backfilled(), two.backfilled()]);
  installation.simulator.settings.latencyMs = 0;
  for (const account of [one, two]) expect(await account.storedKeys()).toEqual(account.ledgerKeys());
  // Each token only ever for the account that it was issued for.
  const hashes = [one, two].map((account) => new Set(account.requests().map(({ tokenHash }) => tokenHash)));
  expect(hashes.map((of) => of.size)).toEqual([1, 1]);
  expect([...(hashes[0] ?? [])]).not.toEqual([...(hashes[1] ?? [])]);
  expect(installation.simulator.log.list().filter(({ status }) => status === 401)).toEqual([]);

  // What happens to the one is nothing to the other: a token that is refused, a disconnect, a new row.
  installation.simulator.world.organization(one.partnerOrganizationId)?.revoke(one.token);
  await healed('one of two is refused', async () => (await one.view()).error !== null, 60_000);
  await two.loseShop('of the second');
  const isStored = async () => JSON.stringify(await two.storedKeys()) === JSON.stringify(two.ledgerKeys());
  await healed('the other of two: its new row is stored', isStored, 30_000);
  expect(await two.view()).toMatchObject({ status: 'connected', error: null });
  const before = await one.storedKeys();
  await one.call('POST', `/${one.connectionId}/disconnect`);
  await healed('one of two is disconnected', async () => (await one.view()).status === 'disconnected', 60_000);
  const asked = two.requests().length;
  await healed('the other of two syncs on', () => two.requests().length > asked, 30_000);
  expect(await one.storedKeys()).toEqual(before);
  await two.retire();
}, 300_000);

test('C8: one Partner account in two organizations: both have all of it, and what one ends the other keeps', async () => {
  const one = new PartnerAccount(installation, { transactions: 300, events: 100 });
  await one.connect();
  await one.backfilled();
  const organizationId = `${one.organizationId}_other`;
  const { partnerOrganizationId, token: accessToken } = one;
  const connect = await installation.call(organizationId, 'POST', '/v1/connections', {
    partnerOrganizationId,
    accessToken,
  });
  expect(connect.status).toBe(201);
  const other = String(connect.json['id']);
  const view = () => installation.call(organizationId, 'GET', `/v1/connections/${other}`);
  const isWhole = async () =>
    JSON.stringify(await storedKeys(installation.sql, other)) === JSON.stringify(one.ledgerKeys());
  await healed('the same account of another organization: all of it', isWhole, 60_000);
  // Neither can see that there is another.
  expect((await one.call('GET', `/${other}`)).status).toBe(404);
  expect((await one.call('GET')).text).not.toContain(other);

  await one.call('POST', `/${one.connectionId}/disconnect`);
  await healed('one organization has disconnected', async () => (await one.view()).status === 'disconnected', 60_000);
  const asked = one.requests().length;
  await healed('the other organization syncs on', () => one.requests().length > asked + 1, 30_000);
  expect((await view()).json).toMatchObject({ status: 'connected', error: null });
  expect(await one.storedKeys()).toEqual(one.ledgerKeys());
  await installation.call(organizationId, 'POST', `/v1/connections/${other}/disconnect`);
}, 300_000);

test('C12: twenty small accounts stay fresh while a huge one is in its first sync', async () => {
  const small = Array.from({ length: 20 }, () => new PartnerAccount(installation, { transactions: 20, events: 20 }));
  for (const account of small) await account.connect();
  for (const account of small) await account.backfilled();
  const huge = new PartnerAccount(installation, { transactions: 150_000, events: 30_000 });
  await huge.connect();
  await huge.pagesRead(20);
  const lateness: number[] = [];
  const beganMs = performance.now();
  const look = async () => {
    const [{ late }] = await installation.sql<[{ late: number }]>`
      select extract(epoch from max(now() - d.fresh_at))::float8 * 1000 - ${INTERVAL_MS} as late
      from connection_directory d
      where d.connection_id in ${installation.sql(small.map(({ connectionId }) => connectionId))}
    `;
    lateness.push(late);
    return performance.now() - beganMs > 40_000;
  };
  await waitFor('forty seconds of it', look, { timeoutMs: 60_000, intervalMs: 500 });
  const [status] =
    await installation.sql`select backfilled from sync_status where connection_id = ${huge.connectionId}`;
  const stored = (await huge.storedKeys()).transactions.length;
  told(`a huge neighbour: ${stored} rows stored meanwhile, a small one's rows at the oldest`, Math.max(...lateness));
  // Otherwise there was no neighbour.
  expect(status?.['backfilled']).toBe(false);
  expect(stored).toBeGreaterThan(5_000);
  // Out of date is what is older than two and a half intervals (docs/operations.md, the objective), a minute at least.
  expect(Math.max(...lateness)).toBeLessThan(20_000);
  for (const account of small) expect(await account.view()).toMatchObject({ consecutiveFailures: 0, error: null });
  await huge.call('POST', `/${huge.connectionId}/disconnect`);
}, 400_000);
