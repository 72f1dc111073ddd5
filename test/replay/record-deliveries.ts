import '../support/servers/quiet-temporal.js';
import { Client, Connection } from '@temporalio/client';
import { NativeConnection, Worker } from '@temporalio/worker';
import type { DeliverResult } from '../../src/contract/delivery-activities.js';
import { webhookWorkflowId } from '../../src/contract/names.js';
import { createStartDelivery, createStartDeliveryNow } from '../../src/webhooks/start-delivery.js';
import { deliveryWorkerOptions, workerOptions } from '../../src/worker/worker-options.js';
import globalSetup from '../support/run/global-setup.js';
import globalTeardown from '../support/run/global-teardown.js';
import { startDevServer } from '../support/servers/temporal.js';
import { waitFor } from '../support/servers/wait-for.js';
import { writeHistory } from './write-history.js';

/*
 * Records histories of deliveries, as record.ts does those of connections: a delivery may last for three days, over
 * several deployments. After `npm run build`: `npx tsx test/replay/record-deliveries.ts`.
 */
const identity = 'recorder';
const failed = (waitMs: number): DeliverResult => ({ outcome: 'failed', waitMs });

/** How the attempts of each message go; then it is settled. */
const attempts: Record<string, DeliverResult[]> = {
  'delivery-after-failures': [failed(20), failed(30)],
  'delivery-wanted-at-once': [failed(3_600_000)],
};

await globalSetup();
const server = await startDevServer();
try {
  const connection = await Connection.connect({ address: server.address });
  const nativeConnection = await NativeConnection.connect({ address: server.address });
  const client = new Client({ connection, identity });
  const deliver = ({ messageId }: { messageId: string }): Promise<DeliverResult> =>
    Promise.resolve(attempts[messageId]?.shift() ?? { outcome: 'settled' });
  const workers = await Promise.all([
    Worker.create({ ...workerOptions, connection: nativeConnection, identity }),
    Worker.create({ ...deliveryWorkerOptions, connection: nativeConnection, identity, activities: { deliver } }),
  ]);
  await workers[0].runUntil(() =>
    workers[1].runUntil(async () => {
      for (const messageId of Object.keys(attempts)) {
        const message = { organizationId: 'org_recorded', messageId };
        const handle = client.workflow.getHandle(webhookWorkflowId(messageId));
        await createStartDelivery(client)(message);
        if (messageId === 'delivery-wanted-at-once') {
          await waitFor('the first attempt', async () => {
            const { events } = await handle.fetchHistory();
            return events?.some(({ timerStartedEventAttributes }) => timerStartedEventAttributes);
          });
          await createStartDeliveryNow(client)(message);
        }
        await handle.result();
        await writeHistory(handle, messageId);
      }
    }),
  );
  await Promise.all([connection.close(), nativeConnection.close()]);
} finally {
  await server.stop();
  await globalTeardown();
}
