import { PartnerAccount } from '../../support/accounts/partner-account.js';
import { usePages } from '../../support/pages/pages.js';
import { onSettings } from '../../support/pages/settings-page.js';
import { runCli } from '../../support/servers/cli.js';
import { waitFor } from '../../support/servers/wait-for.js';

/* What people see while operators have paused their connection. Nothing syncs unless it is told to. */
const pages = usePages({ SYNC_INTERVAL: '24h' });

let account: PartnerAccount;
beforeEach(async () => {
  account = new PartnerAccount(pages.installation, { transactions: 60, events: 40 });
  await account.connect();
  await account.backfilled();
});
afterEach(() => account.retire());

const open = (path = '/settings/shopify', role: 'owner' | 'agent' = 'owner') =>
  pages.open(path, { organizationId: account.organizationId, role });
const cli = (...args: string[]) => runCli(pages.installation.environment(), ...args);

test('paused, every page says by whom and that nothing is asked of anybody; resumed, it syncs', async () => {
  const embedded = await open();
  const { frame, complaints } = embedded;
  const on = onSettings(embedded);
  await on.stateIs('Connected');
  await cli('pause', account.connectionId);
  await on.button('Refresh').click();
  await on.stateIs('Paused');
  await on.announced('Paused by Convot’s operators.');
  await on.text('Paused by Convot’s operators. Your token and your data are kept.').waitFor();
  await on.text('Syncing goes on by itself, where it stopped, when they resume it.').waitFor();
  expect(await on.button('Sync now', { disabled: true }).getAttribute('title')).toBe(
    'Paused by Convot’s operators. You need not do anything.',
  );
  expect(await on.list('Auto-discovered').getByText('Paused').count()).toBe(2);
  expect(await frame.getByText('Next sync').count()).toBe(0);
  expect(await frame.getByText('Needs attention').count()).toBe(0);
  await on.text(/^Paused organization/).waitFor();
  expect(await pages.violations(embedded)).toEqual([]);

  const revenue = await open('/revenue', 'agent');
  await revenue.frame.getByText('Convot’s operators have paused syncing').waitFor();
  expect(await pages.violations(revenue)).toEqual([]);
  const { json } = await pages.installation.call(account.organizationId, 'GET', '/v1/merchants?limit=1');
  const [merchant] = json['items'] as { shopNumber: string }[];
  const panel = await open(`/panel?shop=${merchant?.shopNumber ?? ''}`, 'agent');
  await panel.frame
    .getByText(/As of .* Paused by Convot’s operators\./)
    .first()
    .waitFor();
  expect(await pages.violations(panel)).toEqual([]);

  await cli('resume', account.connectionId);
  await on.button('Refresh').click();
  await on.stateIs('Connected');
  await on.announced('Syncing was resumed.');
  expect([...complaints, ...revenue.complaints, ...panel.complaints]).toEqual([]);
});

test('a new token is stored while it is paused, and it can be disconnected', async () => {
  await cli('pause', account.connectionId);
  const embedded = await open();
  const on = onSettings(embedded);
  await on.stateIs('Paused');
  const fresh = `prtapi_${'7'.repeat(28)}beef`;
  pages.installation.simulator.world.found(account.partnerOrganizationId).issue(fresh);
  await on.button('Replace token').click();
  await on.token('New Partner API Access Token').fill(fresh);
  await on.button('Save and sync').click();
  await on.text('ends in beef').waitFor();
  await on.stateIs('Paused');
  await on.button('Disconnect').click();
  await on.dialog.getByRole('button', { name: 'Disconnect' }).click();
  await on.stateIs('Disconnected');
  await waitFor('the end of its workflow', async () => (await account.workflow.describe()).status.name === 'COMPLETED');
  expect(embedded.complaints).toEqual([]);
});
