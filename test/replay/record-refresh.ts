import '../support/servers/quiet-temporal.js';
import { Client, Connection } from '@temporalio/client';
import { NativeConnection, Worker } from '@temporalio/worker';
import { refreshWorkflowId } from '../../src/contract/names.js';
import type { RefreshActivities } from '../../src/contract/refresh-activities.js';
import { createStartRefresh } from '../../src/merchants/refresh/start-refresh.js';
import { refreshWorkerOptions, workerOptions } from '../../src/worker/worker-options.js';
import globalSetup from '../support/run/global-setup.js';
import globalTeardown from '../support/run/global-teardown.js';
import { startDevServer } from '../support/servers/temporal.js';
import { writeHistory } from './write-history.js';

/*
 * Records the history of one shop that was refreshed, as record.ts does those of connections. After `npm run build`:
 * `npx tsx test/replay/record-refresh.ts`.
 */
const identity = 'recorder';
const refresh = { organizationId: 'org_recorded', connectionId: 'recorded', shop: '901' };

await globalSetup();
const server = await startDevServer();
try {
  const connection = await Connection.connect({ address: server.address });
  const nativeConnection = await NativeConnection.connect({ address: server.address });
  const client = new Client({ connection, identity });
  const activities: RefreshActivities = { refreshShop: () => Promise.resolve({ outcome: 'stored', newRows: 1 }) };
  const workers = await Promise.all([
    Worker.create({ ...workerOptions, connection: nativeConnection, identity }),
    Worker.create({ ...refreshWorkerOptions, connection: nativeConnection, identity, activities }),
  ]);
  await workers[0].runUntil(() =>
    workers[1].runUntil(async () => {
      const handle = client.workflow.getHandle(refreshWorkflowId(refresh.connectionId, refresh.shop));
      await createStartRefresh(client)(refresh);
      await handle.result();
      await writeHistory(handle, 'merchant-refresh');
    }),
  );
  await Promise.all([connection.close(), nativeConnection.close()]);
} finally {
  await server.stop();
  await globalTeardown();
}
