import { PartnerAccount } from '../../support/accounts/partner-account.js';
import { usePages } from '../../support/pages/pages.js';
import { onSettings } from '../../support/pages/settings-page.js';
import { waitFor } from '../../support/servers/wait-for.js';

/* The settings page when something is wrong. Nothing syncs unless it is told to, and the second failure is the end. */
const pages = usePages({ SYNC_INTERVAL: '24h', FAILURE_LIMIT: '2' });

let account: PartnerAccount;
beforeEach(async () => {
  account = new PartnerAccount(pages.installation, { transactions: 60, events: 40 });
  await account.connect();
  await account.backfilled();
});
afterEach(async () => {
  pages.installation.simulator.faults.set([]);
  await account.retire();
});

const open = (role: 'owner' | 'agent' = 'owner') =>
  pages.open('/settings/shopify', { organizationId: account.organizationId, role });
const shopify = () => pages.installation.simulator.world.found(account.partnerOrganizationId);
test('a refused token is counted, ends in an error, and is replaced by a new one', async () => {
  const embedded = await open();
  const { frame, complaints } = embedded;
  const on = onSettings(embedded);
  await on.stateIs('Connected');
  shopify().revoke(account.token);
  await on.button('Sync now').click();
  await on.text('Shopify is not accepting it (1 of 2 tries)').waitFor();
  await on.stateIs('Needs attention');
  await on.announced('Needs attention: Token is invalid or expired');
  await on.button('Replace token').first().click();
  await on.isFocused(on.token('New Partner API Access Token')).waitFor();
  await on.button('Replace token').waitFor({ state: 'detached' });
  await on.button('Cancel').click();
  await on.text('Shopify did not accept the token.').waitFor();
  expect(await pages.violations(embedded)).toEqual([]);

  await account.dayPasses();
  await on.button('Sync now').click();
  await on.stateIs('Error');
  await on.announced('Shopify stopped accepting the token.');
  await on.text(/Shopify stopped accepting it on .* Add a new token to resume\./).waitFor();
  const syncNow = on.button('Sync now', { disabled: true });
  expect(await syncNow.getAttribute('title')).toBe('Syncing has stopped. Reconnect first.');
  expect(await pages.violations(embedded)).toEqual([]);

  const token = on.token('New Partner API Access Token');
  const wrong = `prtapi_${'1'.repeat(32)}`;
  await token.fill(wrong);
  await on.button('Reconnect').click();
  await frame.getByRole('alert').filter({ hasText: 'Check that it was copied completely' }).waitFor();
  for (let tries = 2; tries <= 7; tries += 1) {
    await account.call('POST', `/${account.connectionId}/reconnect`, { accessToken: wrong });
  }
  await on.button('Reconnect').click();
  await frame.getByRole('alert').filter({ hasText: '2 tries left' }).waitFor();
  const fresh = `prtapi_${'2'.repeat(28)}beef`;
  shopify().issue(fresh);
  await token.fill(fresh);
  await on.button('Reconnect').click();
  await on.text('ends in beef').waitFor();
  await on.stateIs('Connected');
  expect(complaints).toEqual([]);
});

test('a permission that was taken away is named; given back at Shopify, the stored token is tried again', async () => {
  const embedded = await open();
  const { frame, complaints } = embedded;
  const on = onSettings(embedded);
  await on.stateIs('Connected');
  shopify().issue(account.token, ['manage_apps']);
  await on.button('Sync now').click();
  await on.text('1 of 2 tries. After that, syncing stops until you reconnect.').waitFor();
  await on.text("this token can't read transactions").waitFor();
  await account.dayPasses();
  await on.button('Sync now').click();
  await on.stateIs('Error');

  await on.button('Try again').click();
  await frame.getByRole('alert').filter({ hasText: "this token can't read transactions" }).waitFor();
  shopify().issue(account.token, [], { form: 'http_403', message: 'no', code: null });
  await on.button('Try again').click();
  const both = frame.getByRole('alert').filter({ hasText: "this token can't read installs and uninstalls" });
  await both.filter({ hasText: "this token can't read transactions" }).waitFor();
  expect(await pages.violations(embedded)).toEqual([]);
  shopify().issue(account.token);
  await on.button('Try again').click();
  await on.stateIs('Connected');
  await on.announced('Sync finished.');
  expect(complaints).toEqual([]);
});

test('an outage of Shopify is told calmly, and does not change the state', async () => {
  const embedded = await open();
  const { frame, complaints } = embedded;
  const on = onSettings(embedded);
  await on.stateIs('Connected');
  const { faults } = pages.installation.simulator;
  faults.set([{ when: { organizationId: account.partnerOrganizationId }, effect: { kind: 'http', status: 503 } }]);
  await on.button('Sync now').click();
  await on.text("Shopify isn't responding. We'll keep retrying; nothing is lost.").waitFor();
  await on.stateIs('Connected');
  expect(await pages.violations(embedded)).toEqual([]);

  await on.button('Replace token').click();
  await on.token('New Partner API Access Token').fill(account.token);
  await on.button('Save and sync').click();
  await frame.getByRole('alert').filter({ hasText: 'so nothing was changed' }).waitFor();
  expect(await on.token('New Partner API Access Token').inputValue()).toBe(account.token);
  expect(complaints).toEqual([]);
});

test('without a network a press says so, and nothing of a sync', async () => {
  const embedded = await open();
  const { page, frame, complaints } = embedded;
  const on = onSettings(embedded);
  await on.stateIs('Connected');
  await page.context().setOffline(true);
  await on.button('Sync now').click();
  await frame.getByRole('alert').filter({ hasText: 'Check your internet connection' }).waitFor();
  await on.button('Sync now').waitFor();
  expect(await frame.locator('#announcements').textContent()).not.toContain('Sync');
  await page.context().setOffline(false);

  // And it goes once it no longer holds.
  await account.call('POST', `/${account.connectionId}/disconnect`);
  await on.button('Refresh').click();
  await frame.getByRole('alert').waitFor({ state: 'detached' });
  expect(complaints).toEqual([]);
});

test('Shopify’s rate limit is waited for, which is still syncing', async () => {
  const embedded = await open();
  const { complaints } = embedded;
  const on = onSettings(embedded);
  await on.stateIs('Connected');
  const { faults } = pages.installation.simulator;
  const when = { organizationId: account.partnerOrganizationId };
  faults.set([{ when, effect: { kind: 'throttle', retryAfter: '60' } }]);
  await on.button('Sync now').click();
  await on.text(/Shopify asked us to slow down\. Syncing resumes in about \d+ seconds\./).waitFor();
  await on.stateIs('Syncing');
  expect(await pages.violations(embedded)).toEqual([]);
  expect(complaints).toEqual([]);
});

test('disconnecting says what stays; the same organization is reconnected with a token only', async () => {
  const embedded = await open();
  const { complaints } = embedded;
  const on = onSettings(embedded);
  await on.stateIs('Connected');
  await on.button('Disconnect').click();
  const dialog = on.dialog;
  await dialog.getByText('We cannot revoke the token at Shopify.').waitFor();
  expect(await pages.violations(embedded)).toEqual([]);
  await dialog.getByRole('button', { name: 'Disconnect' }).click();
  await on.stateIs('Disconnected');
  await on.text('No token is stored').waitFor();
  expect(await pages.violations(embedded)).toEqual([]);

  await on.token('New Partner API Access Token').fill(account.token);
  await on.button('Reconnect').click();
  await on.stateIs('Connected');
  await on.text(`ends in ${account.token.slice(-4)}`).waitFor();
  await on.isFocused(on.heading(`Organization ${account.partnerOrganizationId}`)).waitFor();
  expect(complaints).toEqual([]);
});

test('a second organization has a section of its own; the same one twice is refused at its field', async () => {
  const embedded = await open();
  const { frame, complaints } = embedded;
  const on = onSettings(embedded);
  await on.button('Connect another').click();
  await on.connect(account.partnerOrganizationId, account.token);
  await on.text('This organization is already connected.').waitFor();
  const other = new PartnerAccount(pages.installation, { transactions: 9, events: 9 }, account.organizationId);
  await on.connect(other.partnerOrganizationId, other.token);
  await on.heading(`Organization ${other.partnerOrganizationId}`).waitFor();
  await on.stateIs('Connected');
  expect(await frame.getByRole('button', { name: 'Sync now' }).count()).toBe(2);
  expect(await pages.violations(embedded)).toEqual([]);
  expect(complaints).toEqual([]);
});

test('live updates can be paused: then nothing changes until it is asked for', async () => {
  const embedded = await open();
  const { frame, complaints } = embedded;
  const on = onSettings(embedded);
  await on.stateIs('Connected');
  await on.button('Pause live updates').click();
  await on.announced('Live updates are paused');
  await account.call('POST', `/${account.connectionId}/disconnect`);
  await waitFor('disconnected', async () => (await account.view()).status === 'disconnected');
  expect(await frame.title()).toContain('Connected —');
  await on.button('Refresh').click();
  await on.stateIs('Disconnected');
  expect(complaints).toEqual([]);
});
