import { readdirSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { Connection } from '@temporalio/client';
import { registerSearchAttributes } from '../../src/dev/temporal/register-search-attributes.js';
import { PartnerAccount } from '../support/accounts/partner-account.js';
import { useInstallation } from '../support/servers/installation.js';
import { waitFor } from '../support/servers/wait-for.js';
import { healed } from './heal.js';

/* Temporal's store lost with the namespace, which a development server makes anew only where it is the default one. */
const NAMESPACE = 'partner-sync';
const installation = useInstallation({ SYNC_INTERVAL: '2s', TEMPORAL_NAMESPACE: NAMESPACE });

/** As tools/docker/temporal/create-namespace.sh does. */
async function makeNamespace(): Promise<void> {
  const connection = await Connection.connect({ address: installation.temporalServer.address });
  try {
    const workflowExecutionRetentionPeriod = { seconds: 86_400 as never };
    await connection.workflowService.registerNamespace({ namespace: NAMESPACE, workflowExecutionRetentionPeriod });
    // It takes some seconds to be known everywhere.
    await waitFor('search attributes', () => registerSearchAttributes(connection, NAMESPACE).then(() => true));
  } finally {
    await connection.close();
  }
}

test('workers end, and once somebody has made it again everything goes on', async () => {
  await makeNamespace();
  const [worker] = await Promise.all([installation.startWorker(), installation.startApi()]);
  const account = new PartnerAccount(installation, { transactions: 20, events: 20 });
  const { partnerOrganizationId, token } = account;
  const { json } = await account.call('POST', '', { partnerOrganizationId, accessToken: token });
  account.connectionId = String(json['id']);
  await account.backfilled();

  await installation.temporalServer.kill('SIGKILL');
  const [folder, name] = [dirname(installation.temporalDatabaseFile), basename(installation.temporalDatabaseFile)];
  for (const file of readdirSync(folder)) if (file.startsWith(name)) rmSync(join(folder, file));
  await installation.temporalServer.restart();
  // The SDK itself tries for a minute.
  await healed('a worker without its namespace to end', () => worker.exit !== undefined, 150_000);
  await expect(installation.startWorker()).rejects.toThrow(`Namespace not found: '${NAMESPACE}'`);

  await makeNamespace();
  await waitFor('a worker to start', () => installation.startWorker().catch(() => undefined), { timeoutMs: 60_000 });
  const before = account.requests().length;
  await healed('syncs to go on', () => account.requests().length > before, 120_000);
}, 400_000);
