import { PartnerAccount } from '../support/accounts/partner-account.js';
import { askHealth } from '../support/servers/ask-health.js';
import { useInstallation } from '../support/servers/installation.js';
import { useAppProcesses } from '../support/servers/processes.js';
import { waitFor } from '../support/servers/wait-for.js';
import { healed } from './heal.js';

/* After a power cut the parts come back in any order: Temporal a minute after everybody who needs it. */
const LATER_MS = 60_000;
const installation = useInstallation({ SYNC_INTERVAL: '2s' });
const processes = useAppProcesses();

test('F7: a worker that starts a minute before Temporal says that it is not well, and then works by itself', async () => {
  const { temporalServer } = installation;
  await temporalServer.kill('SIGKILL');
  const beganMs = performance.now();
  const worker = await processes.start('worker/main.js', { env: installation.environment() });
  await worker.printed(/Temporal does not answer/, 60_000);
  await installation.startApi();
  // What is commanded meanwhile is taken, and waits.
  const account = new PartnerAccount(installation, { transactions: 50, events: 50 });
  const { partnerOrganizationId, token: accessToken } = account;
  const { status, json } = await account.call('POST', '', { partnerOrganizationId, accessToken });
  expect(status).toBe(201);
  account.connectionId = String(json['id']);
  expect((await askHealth(worker)).isWell).toBe(false);
  await waitFor('a minute to pass', () => performance.now() - beganMs > LATER_MS, { timeoutMs: LATER_MS * 2 });
  expect((await askHealth(worker)).isWell).toBe(false);
  expect(worker.exit).toBeUndefined();

  await temporalServer.restart();
  await healed('late Temporal: the worker works', () => worker.printed(/worker started/, 0).then(() => true), 60_000);
  await healed('late Temporal: first sync whole', () => account.backfilled(0).then(() => true), 90_000);
  await healed('late Temporal: well', async () => (await askHealth(worker)).isWell, 90_000);
  expect(await account.storedKeys()).toEqual(account.ledgerKeys());
}, 400_000);
