import { PartnerAccount } from '../support/accounts/partner-account.js';
import { useInstallation } from '../support/servers/installation.js';
import { waitFor } from '../support/servers/wait-for.js';

/*
 * Data by which every worker ends that syncs it. The death of an idle try is noticed when its half a minute is over, the
 * others' by the heartbeat timeout of ten seconds, which is most of what this test takes.
 */
const installation = useInstallation({ SYNC_INTERVAL: '2s' });

test('a connection whose every sync kills its worker is seen to fail, though it was idle', async () => {
  const { sql } = installation;
  const account = new PartnerAccount(installation, { transactions: 20, events: 20 });
  await installation.startApi();
  const worker = await installation.startWorker();
  await account.connect();
  await account.backfilled();
  await waitFor('it to be synced while idle', async () => {
    const [pending] = (await account.workflow.describe()).raw.pendingActivities ?? [];
    return pending?.activityType?.name === 'syncWhileIdle';
  });
  await worker.end('SIGTERM');

  const failure = async () => {
    const [row] = await sql<{ errorCode: string | null }[]>`
      select error_code from connections where id = ${account.connectionId}
    `;
    return row?.errorCode ?? null;
  };
  // Started again and again, as by whoever supervises it: one idle try, and the three of the sync that makes up for it.
  let deaths = 0;
  for (let seen = await failure(); seen === null && deaths < 6; seen = await failure()) {
    const dying = await installation.startWorker('../test/processes/worker-that-dies.ts', {
      NODE_OPTIONS: '--import tsx',
    });
    await waitFor('its end, or a failure', async () => dying.exit !== undefined || (await failure()) !== null, {
      timeoutMs: 60_000,
    });
    if (dying.exit !== undefined) deaths += 1;
  }
  expect(await failure()).toBe('internal');
  expect(deaths).toBeLessThan(6);
}, 240_000);
