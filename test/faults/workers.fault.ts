import type { RunningProcess } from '../../src/dev/processes/process-group.js';
import { Random } from '../../src/simulator/random.js';
import { monotonicMs } from '../../src/simulator/request-log.js';
import { PartnerAccount } from '../support/accounts/partner-account.js';
import { watchStoredPages } from '../support/accounts/stored-pages.js';
import { randomSeed } from '../support/run/random-seed.js';
import { useInstallation } from '../support/servers/installation.js';
import type { AppProcess } from '../support/servers/processes.js';
import { waitFor } from '../support/servers/wait-for.js';
import { healed, told } from './heal.js';

/* Workers that end: killed between two tasks, told to by a deployment at any moment, or out of memory. */
/** `shutdownGraceTime` of src/worker/worker-options.ts. */
const GRACE_MS = 1_000;
const installation = useInstallation({ SYNC_INTERVAL: '2s' });

beforeAll(async () => {
  await watchStoredPages(installation.sql);
  await installation.startApi();
}, 120_000);

test('F4: killed after a sync is complete and before the workflow hears of it, another worker goes on', async () => {
  const account = new PartnerAccount(installation, { transactions: 250, events: 130 });
  const dying = await installation.startWorker('../test/faults/worker-dying-on-result.ts', {
    NODE_OPTIONS: '--import tsx',
  });
  await account.connect();
  const { runId } = await account.workflow.describe();
  expect(await dying.exited).toMatchObject({ signal: 'SIGKILL' });
  const { events } = await account.workflow.fetchHistory();
  const names = (events ?? []).map((event) => Object.keys(event).find((key) => key.endsWith('EventAttributes')));
  const completed = names.lastIndexOf('activityTaskCompletedEventAttributes');
  expect(completed).toBeGreaterThan(0);
  expect(names.slice(completed)).not.toContain('workflowTaskCompletedEventAttributes');

  const requests = account.requests().length;
  const worker = await installation.startWorker();
  await healed('killed between two tasks: synced again', () => account.requests().length > requests, 60_000);
  await account.backfilled();
  expect((await account.workflow.describe()).runId).toBe(runId);
  expect(await account.storedKeys()).toEqual(account.ledgerKeys());
  expect(account.pagesAskedAgain()).toEqual([]);
  await account.retire();
  await worker.end('SIGTERM');
}, 240_000);

test(`F5: told to end at ten moments of first syncs, a worker ends well and asks for little again (RANDOM_SEED=${randomSeed})`, async () => {
  const random = new Random(`${randomSeed}/F5`);
  installation.simulator.settings.latencyMs = 150;
  const accounts: PartnerAccount[] = [];
  const onTheWay = new Set<string>();
  let worker = await installation.startWorker();
  for (let round = 1; round <= 10; round += 1) {
    const account = new PartnerAccount(installation, { transactions: 1_500, events: 300 });
    accounts.push(account);
    await account.connect();
    const momentMs = performance.now() + random.between(0, 3_000);
    await waitFor('a moment by chance', () => performance.now() >= momentMs);
    const saidAtMs = performance.now();
    worker.kill('SIGTERM');
    await waitFor('the worker to end', () => worker.exit !== undefined, { timeoutMs: 25_000 });
    expect(told(`SIGTERM ${round}: ended`, performance.now() - saidAtMs)).toBeLessThan(GRACE_MS + 5_000);
    expect(worker.exit).toMatchObject({ code: 0 });
    for (const each of accounts) for (const page of each.pagesOnTheWay(monotonicMs())) onTheWay.add(page);
    worker = await installation.startWorker();
  }
  await Promise.all(accounts.map((account) => account.backfilled(120_000)));
  for (const account of accounts) {
    expect(await account.storedKeys()).toEqual(account.ledgerKeys());
    expect([...onTheWay]).toEqual(expect.arrayContaining(account.pagesAskedAgain()));
    expect(await account.pagesAskedForNothing()).toEqual([]);
    expect(await account.view()).toMatchObject({ status: 'connected', consecutiveFailures: 0, error: null });
    await account.retire();
  }
  await worker.end('SIGTERM');
}, 600_000);

test('F20: one connection whose syncs take all memory is shown to fail; the others go on', async () => {
  installation.simulator.settings.latencyMs = 0;
  const size = { transactions: 50, events: 50 };
  const hungry = new PartnerAccount(installation, size);
  const others = [1, 2, 3].map(() => new PartnerAccount(installation, size));
  const start = () =>
    installation.startWorker('../test/faults/worker-out-of-memory.ts', {
      NODE_OPTIONS: '--import tsx --max-old-space-size=160',
      TEST_HUNGRY_ORGANIZATION: hungry.organizationId,
    });
  let worker: AppProcess | undefined;
  const ends: RunningProcess['exit'][] = [];
  /** As whoever supervises it does. */
  const supervise = async () => {
    if (worker !== undefined && worker.exit === undefined) return;
    if (worker !== undefined) ends.push(worker.exit);
    // It may be out of memory before it has said that it is there.
    worker = await start().catch(() => installation.started.at(-1));
  };
  await supervise();
  for (const account of [...others, hungry]) await account.connect();
  const isShown = async () => {
    await supervise();
    return (await hungry.view()).error !== null;
  };
  await healed('out of memory: shown on the connection', isShown, 300_000);
  expect(ends.length).toBeGreaterThanOrEqual(2);
  expect(new Set(ends.map((end) => end?.signal))).toEqual(new Set(['SIGABRT']));
  expect(await hungry.view()).toMatchObject({ status: 'connected', error: { code: 'internal' } });
  // They lose syncs with the worker, too: each gets on all the same.
  for (const other of others) {
    const requests = other.requests().length;
    const getsOn = async () => {
      await supervise();
      return other.requests().length > requests && (await other.view()).error === null;
    };
    await healed('out of memory: another one synced', getsOn, 180_000);
  }

  await worker?.end('SIGKILL');
  await installation.startWorker();
  await hungry.call('POST', `/${hungry.connectionId}/sync`);
  await hungry.backfilled(120_000);
  expect(await hungry.storedKeys()).toEqual(hungry.ledgerKeys());
}, 600_000);
