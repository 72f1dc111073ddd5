import { createSignalConnection } from '../../src/connections/runs/signal-connection.js';
import type { ConnectionSignal } from '../../src/contract/signals.js';
import { Random } from '../../src/simulator/random.js';
import { chunksOf } from '../../src/values/chunks-of.js';
import { PartnerAccount } from '../support/accounts/partner-account.js';
import { randomSeed } from '../support/run/random-seed.js';
import { useInstallation } from '../support/servers/installation.js';
import { waitFor } from '../support/servers/wait-for.js';
import { healed } from './heal.js';

/*
 * Commands come in floods, in the worst moment, and their nudges in any order. What was commanded stands in the row; a nudge
 * only says that it is to be looked at.
 */
const installation = useInstallation({ SYNC_INTERVAL: '1h' });
const NEW_APP = '4999999';

beforeAll(async () => {
  await installation.startApi();
  await installation.startWorker();
}, 120_000);
beforeEach(() => {
  installation.simulator.settings.latencyMs = 300;
});

/** An app of the account's that no row names, so that it can be added and taken away by hand. */
function foundApp({ partnerOrganizationId }: PartnerAccount): void {
  const ledger = installation.simulator.world.organization(partnerOrganizationId)?.ledger;
  ledger?.apps.set(NEW_APP, { number: NEW_APP, name: 'Quiet', apiKey: 'key' });
}

async function signals({ workflow }: PartnerAccount): Promise<number> {
  const { events } = await workflow.fetchHistory();
  return (events ?? []).filter((event) => event.workflowExecutionSignaledEventAttributes != null).length;
}

test('C2: three thousand syncs asked for in a first sync are a few signals and one sync more, and an added app is not lost among them', async () => {
  const account = new PartnerAccount(installation, { transactions: 3_000, events: 900 });
  foundApp(account);
  await account.connect();
  await account.pagesRead(3);
  const path = `/${account.connectionId}`;
  const statuses: number[] = [];
  const ask = async () => void statuses.push((await account.call('POST', `${path}/sync`)).status);
  const flood = (async () => {
    for (const chunk of chunksOf(
      Array.from({ length: 3_000 }, () => ask),
      50,
    )) {
      await Promise.all(chunk.map((each) => each()));
    }
  })();
  const isAdded = async () => {
    const appId = `gid://partners/App/${NEW_APP}`;
    return [200, 201].includes((await account.call('POST', `${path}/apps`, { appId })).status);
  };
  await waitFor('the app to be added', isAdded);
  await flood;
  await account.backfilled();
  await waitFor('its feed to be read', async () => {
    const rows = await installation.sql`
      select head_from from sync_feeds
      where connection_id = ${account.connectionId} and feed = ${`events/${NEW_APP}`}
    `;
    return rows.length > 0 && account.requests().some(({ variables }) => JSON.stringify(variables).includes(NEW_APP));
  });
  expect(statuses.filter((status) => ![202, 429, 503].includes(status))).toEqual([]);
  expect(statuses.filter((status) => status === 202).length).toBeGreaterThan(100);
  // One in five seconds at most (src/connections/store/sync-requests.ts).
  expect(await signals(account)).toBeLessThan(40);
  expect(await account.storedKeys()).toEqual(account.ledgerKeys());
  await account.retire();
}, 300_000);

test(`C3: nudges that come in any order, twice or for nothing leave each connection as its row says (RANDOM_SEED=${randomSeed})`, async () => {
  installation.simulator.settings.latencyMs = 20;
  const random = new Random(`${randomSeed}/C3`);
  const signal = createSignalConnection(installation.temporal);
  const accounts = Array.from({ length: 8 }, () => new PartnerAccount(installation, { transactions: 60, events: 60 }));
  for (const account of accounts) await account.connect();
  for (const account of accounts) await account.backfilled();
  const wanted = new Map<PartnerAccount, string>();
  await Promise.all(
    accounts.map(async (account, index) => {
      const { organizationId, connectionId, partnerOrganizationId } = account;
      const late: ConnectionSignal[] = ['syncNow', 'addApp'];
      const commands = index % 2 === 0 ? ['disconnect', 'reconnect', 'disconnect'] : ['disconnect', 'reconnect'];
      for (const command of commands) {
        const body = command === 'reconnect' ? { accessToken: account.token } : undefined;
        const { status } = await account.call('POST', `/${connectionId}/${command}`, body);
        expect(status).toBeLessThan(300);
        late.push(command === 'reconnect' ? 'reconnect' : 'disconnect');
      }
      wanted.set(account, index % 2 === 0 ? 'disconnected' : 'connected');
      // All of them again, shuffled, and some twice.
      for (let left = [...late, ...late.slice(1)]; left.length > 0;) {
        const [next] = left.splice(random.between(0, left.length - 1), 1);
        if (next !== undefined) await signal({ organizationId, connectionId, partnerOrganizationId }, next);
      }
    }),
  );
  for (const [account, status] of wanted) {
    await healed(`shuffled nudges: ${status}`, async () => (await account.view()).status === status, 60_000);
  }
  for (const [account, status] of wanted) {
    if (status === 'connected') {
      await account.backfilled();
      expect((await account.workflow.describe()).status.name).toBe('RUNNING');
    } else {
      // The nudges that came after the end began runs, which read the row and end.
      const isOver = async () => (await account.workflow.describe()).status.name === 'COMPLETED';
      await waitFor('its last run to end', isOver);
    }
    expect(await account.storedKeys()).toEqual(account.ledgerKeys());
    await account.retire();
  }
}, 300_000);

test(`C5: disconnected at twenty moments of first syncs, nothing is sent after it was confirmed, and no token is left (RANDOM_SEED=${randomSeed})`, async () => {
  const random = new Random(`${randomSeed}/C5`);
  const accounts = Array.from(
    { length: 20 },
    () => new PartnerAccount(installation, { transactions: 1_500, events: 300 }),
  );
  const confirmed = await Promise.all(
    accounts.map(async (account) => {
      await account.connect();
      const momentMs = performance.now() + random.between(0, 4_000);
      await waitFor('a moment by chance', () => performance.now() >= momentMs);
      expect((await account.call('POST', `/${account.connectionId}/disconnect`)).status).toBeLessThan(300);
      const isOver = async () => (await account.view()).status === 'disconnected';
      await waitFor('disconnected', isOver, { timeoutMs: 90_000 });
      return account.requests().length;
    }),
  );
  const rows = await installation.sql`
    select id from connections where token_ciphertext is not null and id in ${installation.sql(accounts.map(({ connectionId }) => connectionId))}
  `;
  expect(rows).toEqual([]);
  // Somebody else's whole first sync later.
  const other = new PartnerAccount(installation, { transactions: 600, events: 200 });
  await other.connect();
  await other.backfilled();
  expect(accounts.map((account) => account.requests().length)).toEqual(confirmed);
  // In the middle of it, or nothing was shown.
  expect(confirmed.some((count) => count > 1)).toBe(true);
  await other.retire();
}, 300_000);

test(`C10: an app that is added and taken away again and again in a first sync is read as it was left (RANDOM_SEED=${randomSeed})`, async () => {
  const random = new Random(`${randomSeed}/C10`);
  const account = new PartnerAccount(installation, { transactions: 6_000, events: 1_500 });
  foundApp(account);
  await account.connect();
  const path = `/${account.connectionId}/apps`;
  for (let turn = 0; turn < 12; turn += 1) {
    const { status } = random.chance(0.5)
      ? await account.call('POST', path, { appId: `gid://partners/App/${NEW_APP}` })
      : await account.call('DELETE', `${path}/${NEW_APP}`);
    expect(status).toBeLessThan(300);
    await account.pagesRead(Math.min(3 * turn, 24));
  }
  expect((await account.call('DELETE', `${path}/${NEW_APP}`)).status).toBe(204);
  const naming = () =>
    account.requests().filter(({ variables }) => JSON.stringify(variables).includes(`App/${NEW_APP}`)).length;
  const asked = naming();
  await account.backfilled();
  // What was on its way may have left a moment later.
  expect(naming()).toBeLessThanOrEqual(asked + 1);
  expect(await account.storedKeys()).toEqual(account.ledgerKeys());
  const { json } = await account.call('GET', path);
  expect(JSON.stringify(json)).not.toContain(NEW_APP);
  await account.retire();
}, 300_000);
