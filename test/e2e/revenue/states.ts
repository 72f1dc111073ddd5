import { PartnerAccount } from '../../support/accounts/partner-account.js';
import { usePages } from '../../support/pages/pages.js';
import { shows } from '../../support/pages/shows.js';
import { waitFor } from '../../support/servers/wait-for.js';

/* The revenue page of accounts that are not in order. The first failed sync ends in error. */
const pages = usePages({ FAILURE_LIMIT: '1' });
const SMALL = { transactions: 260, events: 60 };

test('without a connection an owner is shown the way to the settings, others whom to ask', async () => {
  const owner = await pages.open('/revenue', { organizationId: 'org_unconnected' });
  await owner.frame.getByRole('button', { name: 'Open Shopify settings' }).click();
  expect(await owner.told()).toContainEqual({ type: 'convot.open', page: 'settings' });
  expect(await pages.violations(owner)).toEqual([]);
  const agent = await pages.open('/revenue', { organizationId: 'org_unconnected', role: 'agent' });
  await agent.frame.getByText('Ask an owner of your Convot organization').waitFor();
  expect(await agent.frame.getByRole('button').count()).toBe(0);
  expect([...owner.complaints, ...agent.complaints]).toEqual([]);
});

test('during the first sync figures are said to be partial, and are whole by themselves once it is over', async () => {
  const { faults } = pages.installation.simulator;
  const account = new PartnerAccount(pages.installation, SMALL);
  const { partnerOrganizationId: organizationId } = account;
  faults.set([{ when: { organizationId, withCursor: true }, effect: { kind: 'throttle', retryAfter: '1' } }]);
  await account.connect();
  const embedded = await pages.open('/revenue', { organizationId: account.organizationId });
  const { frame, complaints } = embedded;
  const partial = frame.getByText('The first sync is still running');
  await partial.waitFor();
  await frame
    .getByText('No merchants yet.')
    .or(frame.getByRole('table', { name: 'Merchants, with' }))
    .waitFor();
  expect(await pages.violations(embedded)).toEqual([]);
  faults.set([]);
  await partial.waitFor({ state: 'detached', timeout: 60_000 });
  await frame.getByRole('table', { name: 'Merchants, with' }).waitFor();
  expect(complaints).toEqual([]);
  await account.retire();
});

test('half of the past that nobody goes on with is compared with nothing, and is said to have stopped', async () => {
  const account = new PartnerAccount(pages.installation, SMALL);
  await account.connect();
  await account.backfilled();
  // As in the middle of it, and in an error.
  await account.retire();
  const { sql } = pages.installation;
  await sql`
    update connections set status = 'error', error_code = 'token_rejected', error_since = now(), error_reference = 'r'
    where id = ${account.connectionId}
  `;
  await sql`update sync_status set backfilled = false where connection_id = ${account.connectionId}`;
  const embedded = await pages.open('/revenue', { organizationId: account.organizationId });
  const { frame, complaints } = embedded;
  await frame.getByText('not compared with earlier days before the first sync is whole').waitFor();
  await frame.getByText('Shaded stretches are incomplete: the first sync stopped before it was whole.').waitFor();
  await frame.getByRole('heading', { name: 'From installing to paying' }).waitFor();
  expect(await frame.getByText(/up from|down from|more lost|less lost/).count()).toBe(0);
  expect(await pages.violations(embedded)).toEqual([]);
  await sql`update sync_status set backfilled = true where connection_id = ${account.connectionId}`;
  await frame.evaluate('location.reload()');
  await frame.getByText('compared with the 30 days before').waitFor();
  expect(complaints).toEqual([]);
});

test('that there is no revenue yet is said only where there is none at all', async () => {
  const account = new PartnerAccount(pages.installation, SMALL);
  await account.connect();
  await account.backfilled();
  const { organizationId } = account;
  const ofApp = await pages.open('/revenue?app=999', { organizationId });
  await ofApp.frame.getByText('This app has no recurring revenue').waitFor();
  expect(await ofApp.frame.getByText('No revenue yet').count()).toBe(0);
  expect(await pages.violations(ofApp)).toEqual([]);
  await ofApp.frame.getByRole('button', { name: 'Show all apps' }).press('Enter');
  await ofApp.frame.getByText('compared with the 30 days before').waitFor();
  const before = await pages.open('/revenue?asOf=2001-01-01', { organizationId });
  await before.frame.locator('[data-figure="mrr"]').getByText('0.00').first().waitFor();
  expect(await before.frame.getByText('No revenue yet').count()).toBe(0);
  expect([...ofApp.complaints, ...before.complaints]).toEqual([]);
  await account.retire();

  const empty = new PartnerAccount(pages.installation, { transactions: 0, events: 0 });
  await empty.connect();
  await empty.backfilled();
  const none = await pages.open('/revenue', { organizationId: empty.organizationId });
  await none.frame.getByText('No revenue yet.').waitFor();
  expect(none.complaints).toEqual([]);
  await empty.retire();
});

test('once syncing has stopped, figures stay and are said to be old; without a network it can be tried again', async () => {
  const account = new PartnerAccount(pages.installation, SMALL);
  await account.connect();
  await account.backfilled();
  pages.installation.simulator.world.found(account.partnerOrganizationId).revoke(account.token);
  await account.call('POST', `/${account.connectionId}/sync`);
  await waitFor('syncing to stop', async () => (await account.view()).status === 'error');
  const { sql } = pages.installation;
  await sql`update sync_status set last_synced_at = now() - interval '4 days' where connection_id = ${account.connectionId}`;
  const embedded = await pages.open('/revenue', { organizationId: account.organizationId });
  const { page, frame, complaints } = embedded;
  await frame.getByText('Syncing is behind or has stopped').waitFor();
  await frame.getByRole('table', { name: 'Merchants, with' }).waitFor();
  expect(await pages.violations(embedded)).toEqual([]);

  await frame.getByText('Shaded stretches are incomplete').waitFor();
  await frame.getByRole('button', { name: 'Show as table' }).click();
  // That day itself and the three since; today is not shown.
  await shows('the incomplete days', () => frame.getByText('Incomplete', { exact: true }).count(), 4);
  // So that the network's return alone brings nothing new.
  await frame.getByRole('button', { name: 'Pause live updates' }).click();
  await page.context().setOffline(true);
  await frame.getByLabel('7 days').check();
  await frame.getByText('We can’t be reached.').first().waitFor();
  expect(await pages.violations(embedded)).toEqual([]);
  await page.context().setOffline(false);
  await frame.getByRole('button', { name: 'Try again' }).first().click();
  await frame.getByText('compared with the 7 days before').waitFor();
  expect(complaints).toEqual([]);
  await account.retire();
});
