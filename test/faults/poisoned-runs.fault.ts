import { PartnerAccount } from '../support/accounts/partner-account.js';
import { useInstallation } from '../support/servers/installation.js';
import type { AppProcess } from '../support/servers/processes.js';
import { waitFor } from '../support/servers/wait-for.js';
import { healed } from './heal.js';

/* Runs whose history the deployed code cannot replay, and nobody lends a hand. */
const installation = useInstallation({ SYNC_INTERVAL: '5s' });
const WITH_TSX = { NODE_OPTIONS: '--import tsx' };

beforeAll(async () => {
  await installation.startApi();
}, 60_000);
// The next test's runs are not for the workers of this one.
afterEach(async () => {
  const workers = installation.started.filter(({ name, exit }) => name.includes('worker') && exit === undefined);
  for (const worker of workers) await worker.end('SIGKILL');
});

const runOf = async (account: PartnerAccount) => {
  const { runId, status, raw } = await account.workflow.describe();
  return { runId, status: status.name, taskAttempts: raw.pendingWorkflowTask?.attempt ?? 0 };
};

/** Connected and synced by other code, whose worker is gone. */
async function poisoned(count: number): Promise<PartnerAccount[]> {
  const other = await installation.startWorker('../test/faults/other-code-worker.ts', WITH_TSX);
  const size = { transactions: 20, events: 20 };
  const accounts = Array.from({ length: count }, () => new PartnerAccount(installation, size));
  for (const account of accounts) {
    await account.connect();
    await account.backfilled();
  }
  await other.end('SIGTERM');
  return accounts;
}

/** A run whose connection is idle sleeps: nothing of it is replayed before there is news. @returns the runs */
async function woken(accounts: readonly PartnerAccount[]): Promise<string[]> {
  const runIds = await Promise.all(accounts.map(async (account) => (await runOf(account)).runId));
  for (const account of accounts) await account.loseShop('');
  return runIds;
}

/** Waits until each has been synced twice more; then looks that nothing was lost. @returns how long that took */
async function allSyncAgain(
  what: string,
  accounts: readonly PartnerAccount[],
  before: readonly string[],
): Promise<number> {
  const requests = accounts.map((account) => account.requests().length);
  const ms = await healed(
    what,
    () => accounts.every((account, index) => account.requests().length >= (requests[index] ?? 0) + 2),
    200_000,
  );
  for (const [index, account] of accounts.entries()) {
    const { runId, status } = await runOf(account);
    expect(status).toBe('RUNNING');
    expect(runId).not.toBe(before[index]);
    expect(await account.storedKeys()).toEqual(account.ledgerKeys());
    expect(await account.view()).toMatchObject({ status: 'connected', error: null, consecutiveFailures: 0 });
  }
  for (const account of accounts) await account.retire();
  return ms;
}

/** As the alert RunsFail counts them. */
async function failedRuns(worker: AppProcess): Promise<number> {
  const [, port = ''] = await worker.printed(/"metricsPort":(\d+)/);
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  const [, count = '0'] = /^temporal_workflow_failed_total\{.*workflow_type="connection".*\} (\d+)$/m.exec(text) ?? [];
  return Number(count);
}

test('runs that cannot be replayed fail at once, and Temporal begins others, which lose nothing', async () => {
  const accounts = await poisoned(3);
  const worker = await installation.startWorker(undefined, { METRICS_PORT: '0' });
  const failed = await woken(accounts);
  const ms = await allSyncAgain('runs that cannot be replayed: all sync again', accounts, failed);
  // Two intervals, and the second until another run begins: no look of the reconciler's was waited for.
  expect(ms).toBeLessThan(40_000);
  expect(worker.output()).not.toContain('a run that stood still was started anew');
  expect(await failedRuns(worker)).toBe(accounts.length);
  for (const [index, { workflow }] of accounts.entries()) {
    const run = installation.temporal.workflow.getHandle(workflow.workflowId, failed[index]);
    const { events } = await run.fetchHistory();
    expect((events ?? []).some((event) => event.workflowTaskFailedEventAttributes)).toBe(false);
    expect((await run.describe()).status.name).toBe('FAILED');
  }
});

test('a signal that a failed run had not come to is made up for by what the row says', async () => {
  const [account] = await poisoned(1);
  if (account === undefined) throw new Error('no account');
  const { runId } = await runOf(account);
  // Nobody is there to hear of it.
  expect((await account.call('POST', `/${account.connectionId}/disconnect`)).status).toBe(202);
  await installation.startWorker();
  const isConfirmed = async () => {
    const [row] = await installation.sql`select status from connections where id = ${account.connectionId}`;
    return row?.['status'] === 'disconnected';
  };
  await healed('a disconnect whose signal a failed run had: confirmed', isConfirmed, 40_000);
  expect((await runOf(account)).runId).not.toBe(runId);
});

test('runs whose workflow task fails again and again are started anew by the reconciler', async () => {
  const accounts = await poisoned(2);
  const [first] = accounts;
  if (first === undefined) throw new Error('no account');
  const worker = await installation.startWorker('../test/faults/failing-tasks-worker.ts', WITH_TSX);
  const failing = await woken(accounts);
  await waitFor('a task that fails again and again', async () => (await runOf(first)).taskAttempts >= 2, {
    timeoutMs: 60_000,
  });
  await allSyncAgain('runs whose workflow task fails: all sync again', accounts, failing);
  expect(worker.output()).toContain('a run that stood still was started anew');
});
