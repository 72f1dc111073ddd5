import '../support/servers/quiet-temporal.js';
import { Client, Connection } from '@temporalio/client';
import { NativeConnection, Worker } from '@temporalio/worker';
import type { ReconcileActivities } from '../../src/contract/reconcile-activities.js';
import { workerOptions } from '../../src/worker/worker-options.js';
import globalSetup from '../support/run/global-setup.js';
import globalTeardown from '../support/run/global-teardown.js';
import { startDevServer } from '../support/servers/temporal.js';
import { waitFor } from '../support/servers/wait-for.js';
import { writeHistory } from './write-history.js';

/*
 * Records a run of the reconciler, as record.ts does those of connections: it lasts for five minutes, across a
 * deployment. After `npm run build`: `npx tsx test/replay/record-reconciler.ts`.
 */
const identity = 'recorder';
let looks = 0;

const activities: ReconcileActivities = {
  // One look fails: the next is its retry.
  nudgeLate: () => {
    looks += 1;
    if (looks === 2) return Promise.reject(new Error('the database is away'));
    return Promise.resolve({ nudged: 1, restarted: 0, deliveries: 2, failed: 0 });
  },
  reconcilePage: (after) =>
    Promise.resolve({ lookedAt: 500, failed: 0, next: after === null ? '7d9f6f3e-0000-4000-8000-000000000000' : null }),
};

await globalSetup();
const server = await startDevServer();
try {
  const connection = await Connection.connect({ address: server.address });
  const nativeConnection = await NativeConnection.connect({ address: server.address });
  const client = new Client({ connection, identity });
  const worker = await Worker.create({ ...workerOptions, connection: nativeConnection, identity, activities });
  await worker.runUntil(async () => {
    const { taskQueue } = workerOptions;
    const handle = await client.workflow.start('reconcile', { workflowId: 'reconciler', taskQueue });
    await waitFor('three looks', () => looks >= 3, { timeoutMs: 60_000 });
    await waitFor('the wait after them', async () => {
      const { events } = await handle.fetchHistory();
      return (events ?? []).filter(({ timerStartedEventAttributes }) => timerStartedEventAttributes).length >= 3;
    });
    await writeHistory(handle, 'reconciler');
    await handle.terminate();
  });
  await Promise.all([connection.close(), nativeConnection.close()]);
} finally {
  await server.stop();
  await globalTeardown();
}
