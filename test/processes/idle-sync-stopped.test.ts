import { PartnerAccount } from '../support/accounts/partner-account.js';
import { useInstallation } from '../support/servers/installation.js';
import { waitFor } from '../support/servers/wait-for.js';

/* What may happen while a connection that has nothing new asks for what is: every request takes ten seconds. */
const installation = useInstallation({ SYNC_INTERVAL: '2s' });

let account: PartnerAccount;

beforeAll(async () => {
  await installation.startWorker();
  await installation.startApi();
}, 90_000);
beforeEach(async () => {
  installation.simulator.settings.latencyMs = 0;
  account = new PartnerAccount(installation, { transactions: 20, events: 20 });
  await account.connect();
  await account.backfilled();
  installation.simulator.settings.latencyMs = 10_000;
});
afterEach(() => account.retire());

/** Resolves while an idle sync waits for Shopify. */
async function askingWhileIdle(): Promise<void> {
  const before = account.requests().length;
  await waitFor('a request of an idle sync to be under way', async () => {
    if (account.requests().length === before) return false;
    const [pending] = (await account.workflow.describe()).raw.pendingActivities ?? [];
    return pending?.activityType?.name === 'syncWhileIdle' && account.requests().some(({ status }) => status === null);
  });
}

test('disconnecting does not wait for it, and leaves no token to ask with', async () => {
  await askingWhileIdle();
  expect(await account.call('POST', `/${account.connectionId}/disconnect`)).toMatchObject({ status: 202 });
  await waitFor('the workflow to end', async () => (await account.workflow.describe()).status.name === 'COMPLETED');
  expect(account.requests().at(-1)?.status).toBeNull(); // Shopify has not even answered
  const [row] = await installation.sql`
    select status, token_ciphertext from connections where id = ${account.connectionId}
  `;
  expect(row).toMatchObject({ status: 'disconnected', tokenCiphertext: null });
}, 90_000);

test('asking for a sync stops it, and the next one has what is new', async () => {
  await askingWhileIdle();
  const stopped = account.requests().at(-1);
  const domain = await account.loseShop('Too dear');
  installation.simulator.settings.latencyMs = 0;
  expect(await account.call('POST', `/${account.connectionId}/sync`)).toMatchObject({ status: 202 });
  await waitFor('the shop to be seen leaving', async () => {
    const rows = await installation.sql`
      select from merchant_apps
      join merchants using (organization_id, shop_number)
      where organization_id = ${account.organizationId} and myshopify_domain = ${domain} and status = 'churned'
    `;
    return rows.length > 0;
  });
  expect(stopped?.status).toBeNull();
  expect(await account.view()).toMatchObject({ status: 'connected', error: null });
}, 90_000);
