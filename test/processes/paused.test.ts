import { connectionHealthKey } from '../../src/contract/names.js';
import { PartnerAccount } from '../support/accounts/partner-account.js';
import { runCli } from '../support/servers/cli.js';
import { useInstallation } from '../support/servers/installation.js';
import { waitFor } from '../support/servers/wait-for.js';

/* Operators pause everything while it runs: nothing more is sent, whoever comes or is started anew, until they resume it. */
const installation = useInstallation({ SYNC_INTERVAL: '5s' });
const cli = (...args: string[]) => runCli(installation.environment(), ...args);

test('a pause of all outlasts workers and holds for who connects later; resumed, every row comes', async () => {
  const { simulator, sql } = installation;
  const [running, idle, later] = [
    new PartnerAccount(installation, { transactions: 2_500, events: 600 }),
    new PartnerAccount(installation, { transactions: 60, events: 40 }),
    new PartnerAccount(installation, { transactions: 60, events: 40 }),
  ];
  await installation.startApi();
  const worker = await installation.startWorker();
  await idle.connect();
  await idle.backfilled();
  simulator.settings.latencyMs = 400; // so that it is caught in the middle
  await running.connect();
  await waitFor('its first rows', async () => (await running.storedKeys()).transactions.length > 0);

  await cli('pause', '--all');
  await waitFor('requests to be over', async () => {
    const [leases] = await sql<
      [{ count: number }]
    >`select count(*)::integer as count from sync_leases where until > now()`;
    return leases.count === 0;
  });
  simulator.settings.latencyMs = 0;
  const organizations = [running, idle, later].map(({ partnerOrganizationId }) => partnerOrganizationId);
  const requests = () =>
    simulator.log.list().filter(({ organizationId }) => organizations.includes(organizationId)).length;
  const before = requests();
  await later.connect();
  const sent = requests(); // of the token that its owner entered
  expect(sent).toBeGreaterThan(before);
  for (const account of [running, idle, later]) {
    expect(await account.view()).toMatchObject({ status: 'connected', phase: 'paused' });
    await waitFor('its run to know', async () => {
      const { typedSearchAttributes } = await account.workflow.describe();
      return typedSearchAttributes.get(connectionHealthKey) === 'paused';
    });
  }

  await worker.end('SIGTERM');
  await installation.startWorker();
  // The reconciler of the new worker has looked at what is late, and passed over what is paused.
  await sql`
    update connection_directory set next_sync_at = now() - interval '1 hour', nudged_at = now() - interval '1 hour', nudges = 0
  `;
  const canary = new PartnerAccount(installation, { transactions: 20, events: 20 });
  await canary.connect();
  await canary.call('POST', `/${canary.connectionId}/disconnect`);
  await waitFor('a disconnect to get on', async () => (await canary.view()).status === 'disconnected');
  const nudged = await sql`select from connection_directory where nudges > 0`;
  expect(nudged).toHaveLength(0);
  expect(requests()).toBe(sent);

  await cli('resume', '--all');
  for (const account of [running, idle, later]) {
    await account.backfilled();
    expect(await account.storedKeys()).toEqual(account.ledgerKeys());
  }
  expect(await sql`select from connections where error_code is not null`).toHaveLength(0);
}, 180_000);
