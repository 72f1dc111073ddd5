import '../support/servers/quiet-temporal.js';
import { Client, Connection } from '@temporalio/client';
import { NativeConnection, Worker } from '@temporalio/worker';
import { updatesWorkflowId } from '../../src/contract/names.js';
import type { ForwardResult, UpdateActivities } from '../../src/contract/update-activities.js';
import { createStartUpdates } from '../../src/webhooks/start-updates.js';
import { updatesWorkerOptions, workerOptions } from '../../src/worker/worker-options.js';
import globalSetup from '../support/run/global-setup.js';
import globalTeardown from '../support/run/global-teardown.js';
import { startDevServer } from '../support/servers/temporal.js';
import { writeHistory } from './write-history.js';

/*
 * Records how an organization's changes were told, as record.ts does what becomes of connections: while a receiver is away
 * it lasts over deployments. After `npm run build`: `npx tsx test/replay/record-updates.ts`.
 */
const identity = 'recorder';
const organizationId = 'org_recorded';
const results: ForwardResult[] = [
  { outcome: 'refused', waitMs: 20 },
  { outcome: 'refused', waitMs: 30 },
  { outcome: 'more', waitMs: 10 },
  { outcome: 'more', waitMs: 0 },
];

await globalSetup();
const server = await startDevServer();
try {
  const connection = await Connection.connect({ address: server.address });
  const nativeConnection = await NativeConnection.connect({ address: server.address });
  const client = new Client({ connection, identity });
  const start = createStartUpdates(client);
  const activities: UpdateActivities = {
    forwardUpdates: async () => {
      const result = results.shift();
      // Changes come while it looks.
      if (result?.outcome === 'more') await start(organizationId);
      return result ?? { outcome: 'told' };
    },
  };
  const workers = await Promise.all([
    Worker.create({ ...workerOptions, connection: nativeConnection, identity }),
    Worker.create({ ...updatesWorkerOptions, connection: nativeConnection, identity, activities }),
  ]);
  await workers[0].runUntil(() =>
    workers[1].runUntil(async () => {
      const handle = client.workflow.getHandle(updatesWorkflowId(organizationId));
      await start(organizationId);
      await handle.result();
      await writeHistory(handle, 'merchant-updates');
    }),
  );
  await Promise.all([connection.close(), nativeConnection.close()]);
} finally {
  await server.stop();
  await globalTeardown();
}
