import '../../../test/support/servers/quiet-temporal.js';
import { randomUUID } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import { NativeConnection, Worker } from '@temporalio/worker';
import { startDevServer, type TestDevServer } from '../../../test/support/servers/temporal.js';
import { waitFor } from '../../../test/support/servers/wait-for.js';
import { createSyncWhileIdle } from '../../activities/sync-while-idle.js';
import type { ConnectionActivities } from '../../contract/connection-activities.js';
import { type ConnectionFacts, GONE } from '../../contract/connection-facts.js';
import { workerOptions } from '../../worker/worker-options.js';
import { createConnectionRuns } from './connection-runs.js';
import { createSignalConnection } from './signal-connection.js';

/* What a real server says of a run's activity. Nobody does first syncs here. */
let server: TestDevServer;
let connection: Connection;
let nativeConnection: NativeConnection;
let client: Client;

beforeAll(async () => {
  server = await startDevServer();
  connection = await Connection.connect({ address: server.address });
  nativeConnection = await NativeConnection.connect({ address: server.address });
  client = new Client({ connection });
}, 90_000);
afterAll(async () => {
  await Promise.all([connection.close(), nativeConnection.close()]);
  await server.stop();
});

const whole: ConnectionFacts = { ...GONE, status: 'connected' };
const HOUR_MS = 3_600_000;

/** What stands once the run's activity is there. @param readFacts how its row is read */
async function standing(activity: string, attempt: number, readFacts: ConnectionActivities['readFacts']) {
  const sync: ConnectionActivities['syncConnection'] = () => {
    const policy = { intervalMs: HOUR_MS, failureLimit: 5 };
    const none = { requests: 0, rows: 0, newRows: 0 };
    return Promise.resolve({ end: { outcome: 'ok' }, facts: whole, delayMs: HOUR_MS, policy, ...none, isIdle: true });
  };
  const activities: ConnectionActivities = {
    readFacts,
    syncConnection: sync,
    syncWhileIdle: createSyncWhileIdle(sync),
    recordFailure: () => Promise.resolve(null),
    confirmDisconnected: () => Promise.resolve('disconnected'),
  };
  const worker = await Worker.create({
    ...workerOptions,
    connection: nativeConnection,
    activities,
    shutdownGraceTime: 0,
  });
  const identity = { organizationId: 'org_test', connectionId: randomUUID(), partnerOrganizationId: '4242' };
  return worker.runUntil(async () => {
    await createSignalConnection(client)(identity, 'reconnect');
    const handle = client.workflow.getHandle(`connection/${identity.connectionId}`);
    await waitFor(`try ${attempt} of ${activity}`, async () => {
      const [pending] = (await handle.describe()).raw.pendingActivities ?? [];
      return pending?.activityType?.name === activity && (pending.attempt ?? 0) >= attempt;
    });
    const found = await createConnectionRuns(client).standing(identity.connectionId);
    await handle.terminate();
    return found;
  });
}

test('one that rests until its next sync has nothing under way', async () => {
  expect(await standing('syncWhileIdle', 2, () => Promise.resolve(whole))).toMatchObject({ hasActivity: false });
});

test('one whose sync waits for a worker has', async () => {
  const first = { ...whole, firstSync: { rows: 0, completeBackTo: null } };
  expect(await standing('syncConnection', 1, () => Promise.resolve(first))).toMatchObject({ hasActivity: true });
});

test('one that tries again and again to read its row, while Postgres is away, has', async () => {
  const away = () => Promise.reject(new Error('Postgres is away.'));
  expect(await standing('readFacts', 3, away)).toMatchObject({ hasActivity: true });
});

test('a connection without a run has nothing', async () => {
  expect(await createConnectionRuns(client).standing(randomUUID())).toEqual({ taskAttempts: 0, hasActivity: false });
});
