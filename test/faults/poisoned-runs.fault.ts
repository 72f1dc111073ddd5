import { connectionWorkflowId } from '../../src/contract/names.js';
import { PartnerAccount } from '../support/accounts/partner-account.js';
import { useInstallation } from '../support/servers/installation.js';
import { waitFor } from '../support/servers/wait-for.js';
import { healed } from './heal.js';

/* Runs whose history the deployed code cannot replay: each of their workflow tasks fails, and nobody lends a hand. */
const installation = useInstallation({ SYNC_INTERVAL: '5s' });

const handleOf = ({ connectionId }: PartnerAccount) =>
  installation.temporal.workflow.getHandle(connectionWorkflowId(connectionId));

test('runs that cannot be replayed are started anew, and lose nothing', async () => {
  const size = { transactions: 20, events: 20 };
  const accounts = [1, 2, 3].map(() => new PartnerAccount(installation, size));
  await installation.startApi();
  const other = await installation.startWorker('../test/faults/other-code-worker.ts', { NODE_OPTIONS: '--import tsx' });
  for (const account of accounts) {
    await account.connect();
    await account.backfilled();
  }
  await other.end('SIGTERM');
  const before = await Promise.all(accounts.map(async (account) => (await handleOf(account).describe()).runId));
  const [first] = accounts;
  if (first === undefined) throw new Error('no account');
  const requests = accounts.map((account) => account.requests().length);

  const worker = await installation.startWorker();
  await waitFor(
    'a task that fails again and again',
    async () => {
      const { raw } = await handleOf(first).describe();
      return (raw.pendingWorkflowTask?.attempt ?? 0) >= 2;
    },
    { timeoutMs: 60_000 },
  );

  await healed(
    'runs that cannot be replayed: all sync again',
    () => accounts.every((account, index) => account.requests().length >= (requests[index] ?? 0) + 2),
    200_000,
  );
  for (const [index, account] of accounts.entries()) {
    const { runId, status } = await handleOf(account).describe();
    expect(status.name).toBe('RUNNING');
    expect(runId).not.toBe(before[index]);
    expect(await account.storedKeys()).toEqual(account.ledgerKeys());
    expect(await account.view()).toMatchObject({ status: 'connected', error: null, consecutiveFailures: 0 });
  }
  expect(worker.output()).toContain('a run that stood still was started anew');
  const [{ nudges }] = await installation.sql<[{ nudges: number }]>`
    select max(nudges)::integer as nudges from connection_directory
  `;
  expect(nudges).toBeLessThanOrEqual(1);
});
