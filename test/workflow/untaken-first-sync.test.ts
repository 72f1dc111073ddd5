import '../support/servers/quiet-temporal.js';
import { randomUUID } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time.js';
import { NativeConnection, Worker } from '@temporalio/worker';
import { createSyncWhileIdle } from '../../src/activities/sync-while-idle.js';
import { createSignalConnection } from '../../src/connections/runs/signal-connection.js';
import type { ConnectionActivities } from '../../src/contract/connection-activities.js';
import { GONE } from '../../src/contract/connection-facts.js';
import { connectionWorkflowId } from '../../src/contract/names.js';
import { stateQuery } from '../../src/contract/signals.js';
import { firstSyncWorkerOptions, workerOptions } from '../../src/worker/worker-options.js';
import { startDevServer, type TestDevServer } from '../support/servers/temporal.js';
import { waitFor } from '../support/servers/wait-for.js';

/*
 * The time-skipping server skips no time while a task waits for a worker. A real one can be told meanwhile that the half
 * hour is a second.
 */
let server: TestDevServer;
let connection: Connection;
let nativeConnection: NativeConnection;

beforeAll(async () => {
  server = await startDevServer();
  connection = await Connection.connect({ address: server.address });
  nativeConnection = await NativeConnection.connect({ address: server.address });
}, 90_000);
afterAll(async () => {
  await Promise.all([connection.close(), nativeConnection.close()]);
  await server.stop();
});

const first = { ...GONE, status: 'connected', firstSync: { rows: 0, completeBackTo: null } } as const;
const failures: unknown[] = [];
let syncs = 0;

const sync: ConnectionActivities['syncConnection'] = () => {
  syncs += 1;
  const policy = { intervalMs: 3_600_000, failureLimit: 5 };
  const facts = { ...first, firstSync: null };
  const counts = { requests: 0, rows: 0, newRows: 0 };
  return Promise.resolve({ end: { outcome: 'ok' }, facts, delayMs: 3_600_000, policy, ...counts });
};
const activities: ConnectionActivities = {
  readFacts: () => Promise.resolve(first),
  syncConnection: sync,
  syncWhileIdle: createSyncWhileIdle(sync),
  recordFailure: ({ failure }) => {
    failures.push(failure);
    return Promise.resolve(null);
  },
  confirmDisconnected: () => Promise.resolve('disconnected'),
};

test('a first sync that no worker takes in time is asked for anew, and has not failed', async () => {
  const client = new Client({ connection });
  const identity = { organizationId: 'org_test', connectionId: randomUUID(), partnerOrganizationId: '4242' };
  const workflowId = connectionWorkflowId(identity.connectionId);
  const handle = client.workflow.getHandle(workflowId);
  const pending = async () => (await handle.describe()).raw.pendingActivities?.[0];
  const common = { connection: nativeConnection, activities, shutdownGraceTime: 0 };
  const worker = await Worker.create({ ...workerOptions, ...common });
  await worker.runUntil(async () => {
    await createSignalConnection(client)(identity, 'reconnect');
    const waiting = await waitFor('its first sync', async () => {
      const activity = await pending();
      return activity?.activityType?.name === 'syncConnection' && activity;
    });
    await client.workflowService.updateActivityOptions({
      namespace: server.namespace,
      execution: { workflowId },
      id: waiting.activityId ?? '',
      activityOptions: { scheduleToStartTimeout: msToTs(1_000) },
      updateMask: { paths: ['schedule_to_start_timeout'] },
    });
    await waitFor('it to be asked for anew', async () => {
      const activity = await pending();
      return activity?.activityType?.name === 'syncConnection' && activity.activityId !== waiting.activityId;
    });
    expect(syncs).toBe(0);
    expect(failures).toEqual([]);

    const firstSyncs = await Worker.create({ ...firstSyncWorkerOptions, ...common });
    await firstSyncs.runUntil(() =>
      waitFor('it to be idle', async () => (await handle.query(stateQuery)).state === 'idle'),
    );
    expect(syncs).toBe(1);
    expect(failures).toEqual([]);
    await handle.terminate();
  });
});
