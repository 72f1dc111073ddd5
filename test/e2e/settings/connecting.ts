import { control } from '../../../src/simulator/testing.js';
import { instantFromMs } from '../../../src/values/instant.js';
import { PartnerAccount } from '../../support/accounts/partner-account.js';
import { usePages } from '../../support/pages/pages.js';
import { onSettings } from '../../support/pages/settings-page.js';

/* The settings page while all goes well: connecting, syncing, apps, disconnecting. Nothing syncs unless it is told to. */
const pages = usePages({ SYNC_INTERVAL: '24h' });
const SMALL = { transactions: 60, events: 40 };
const PATH = '/settings/shopify';

let account: PartnerAccount;
beforeEach(() => {
  account = new PartnerAccount(pages.installation, SMALL);
});
afterEach(async () => {
  pages.installation.simulator.settings.latencyMs = 0;
  await account.retire();
});

const open = (role: 'owner' | 'admin' | 'agent' = 'owner') =>
  pages.open(PATH, { organizationId: account.organizationId, role });

/** An app that the organization has at Shopify. With an event it is discovered, else it can only be added. */
async function foundApp(number: string, name: string, { withEvent }: { withEvent: boolean }): Promise<void> {
  const shop = { number: `9${number}`, name: 'A shop', myshopifyDomain: `a-shop-${number}.myshopify.com` };
  const occurredAt = instantFromMs(Date.now() - 1_000);
  const installed = { type: 'RELATIONSHIP_INSTALLED', appNumber: number, shopNumber: shop.number, occurredAt };
  await control(pages.installation.simulator, 'POST', 'rows', {
    organizationId: account.partnerOrganizationId,
    put: { apps: [{ number, name }], shops: [shop], events: withEvent ? [installed] : [] },
  });
}

test('what cannot be right is said at its field before anything is sent, and a pasted address is taken apart', async () => {
  const embedded = await open();
  const { frame, complaints } = embedded;
  const on = onSettings(embedded);
  await on.stateIs('Not connected');
  const organization = on.field('Partner Organization ID');
  const token = on.token();

  await on.button('Connect').click();
  await on.text('Enter the number from your Partner Dashboard address').waitFor();
  expect(await on.isFocused(organization).count()).toBe(1);
  await organization.fill(`https://partners.shopify.com/${account.partnerOrganizationId}/apps`);
  expect(await organization.inputValue()).toBe(account.partnerOrganizationId);
  expect(await organization.getAttribute('aria-invalid')).toBeNull();

  await token.fill('shpat_0123456789abcdef0123456789abcdef');
  await on.button('Connect').click();
  await on.text('This is not a Partner API access token.').waitFor();
  expect(await on.isFocused(token).getAttribute('type')).toBe('password');
  await on.button('Show Partner API Access Token').click();
  expect(await token.getAttribute('type')).toBe('text');
  await on.text('How to create an access token').click();
  await frame.getByRole('link', { name: 'opens in a new tab' }).waitFor();
  expect(await pages.violations(embedded)).toEqual([]);
  expect(complaints).toEqual([]);
});

test('Shopify’s refusals stand beside the token, the input is kept, and a right token connects', async () => {
  const { partnerOrganizationId, token } = account;
  const organization = pages.installation.simulator.world.found(partnerOrganizationId);
  const embedded = await open();
  const { frame, complaints } = embedded;
  const on = onSettings(embedded);
  await on.connect(partnerOrganizationId, `prtapi_${'0'.repeat(32)}`);
  await on.text('Token is invalid or expired.').waitFor();
  expect(await on.field('Partner Organization ID').inputValue()).toBe(partnerOrganizationId);

  organization.issue(token, ['manage_apps']);
  await on.connect(partnerOrganizationId, token);
  await on.text("this token can't read transactions").waitFor();
  expect(await pages.violations(embedded)).toEqual([]);
  organization.issue(token, ['view_financials']);
  await on.button('Connect').click();
  await on.text("this token can't read installs and uninstalls").waitFor();
  organization.revoke(token);
  await on.button('Connect').click();
  await on.text('Token is invalid or expired.').waitFor();

  organization.issue(token);
  await on.button('Connect').click();
  const heading = on.heading(`Organization ${partnerOrganizationId}`);
  await on.isFocused(heading).waitFor();
  await on.announced('Connected.');
  await on.text(`ends in ${token.slice(-4)}`).waitFor();
  expect(await frame.content()).not.toContain(token);
  expect(complaints).toEqual([]);
});

test('the first sync is shown in counts until it is whole; then one can be asked for', async () => {
  const { settings } = pages.installation.simulator;
  account = new PartnerAccount(pages.installation, { transactions: 2_000, events: 600 });
  settings.latencyMs = 400;
  const embedded = await open();
  const { frame, complaints } = embedded;
  const on = onSettings(embedded);
  await on.connect(account.partnerOrganizationId, account.token);
  await on.stateIs('Syncing');
  await on.text(/\d+ records imported so far/).waitFor();
  await on.text('may be incomplete until this is done').waitFor();
  // A second press is no mistake.
  await on.button('Syncing…').click();
  await on.text('A sync is already running. Another follows it.').waitFor();
  expect(await pages.violations(embedded)).toEqual([]);
  settings.latencyMs = 0;
  await on.stateIs('Connected');
  await on.text('History').waitFor();

  // Said last: what was said of the first sync is over.
  await on.button('Copy the ID of App 1').click();
  await on.announced('App ID copied');
  await on.button('Sync now').click();
  await on.announced('Sync finished');
  await on.text('Newest records').waitFor();
  expect(await frame.locator('time[datetime]').count()).toBeGreaterThan(3);
  expect(await pages.violations(embedded)).toEqual([]);
  expect(complaints).toEqual([]);
});

test('a sync that was asked for elsewhere is shown, and not said', async () => {
  const { settings } = pages.installation.simulator;
  await account.connect();
  await account.backfilled();
  const embedded = await open();
  const { complaints } = embedded;
  const on = onSettings(embedded);
  await on.button('Sync now').click();
  await on.announced('Sync finished');
  await on.button('Copy the ID of App 1').click();
  await on.announced('App ID copied');
  settings.latencyMs = 8_000;
  const onOther = onSettings(await open());
  await onOther.button('Sync now').click();
  await onOther.stateIs('Syncing');
  await on.button('Refresh').click();
  await on.stateIs('Syncing');
  settings.latencyMs = 0;
  await on.stateIs('Connected');
  await on.announced('App ID copied');
  expect(complaints).toEqual([]);
});

test('an app is added by number, GID or address, once, and moves when it is discovered', async () => {
  await foundApp('5000001', 'Fresh App', { withEvent: false });
  await foundApp('5000002', 'Other App', { withEvent: false });
  await account.connect();
  await account.backfilled();
  const embedded = await open();
  const { frame, complaints } = embedded;
  const on = onSettings(embedded);
  const field = on.field('App ID');
  const add = async (text: string) => {
    await field.fill(text);
    await on.button('Add app').click();
  };
  const auto = on.list('Auto-discovered');
  const manual = on.list('Added manually');
  await auto.getByText('App 1').waitFor();
  await on.button('Copy the ID of App 1').click();
  await on.announced('App ID copied');
  await on.text('An app without transactions can be added by its ID.').waitFor();

  await add('Fresh App');
  await on.text('Enter the app’s number').waitFor();
  await add('5000009');
  await on.text('This organization has no app with this ID.').waitFor();
  await add('gid://partners/App/4000001');
  await on.text('App 1 is already listed under “Auto-discovered”.').waitFor();
  expect(await pages.violations(embedded)).toEqual([]);
  await add('5000001');
  await on.announced('Fresh App was added.');
  await manual.getByText('Fresh App').waitFor();
  expect(await field.inputValue()).toBe('');
  await add(`https://partners.shopify.com/${account.partnerOrganizationId}/apps/5000002/overview`);
  await manual.getByText('Other App').waitFor();
  await add('5000002');
  await on.text('Other App is already listed under “Added manually”.').waitFor();

  await field.fill('');
  const welcome = on.text('Other App was added.');
  await welcome.waitFor();
  await on.button('Remove Other App').click();
  await frame.getByRole('dialog', { name: 'Remove Other App?' }).waitFor();
  expect(await pages.violations(embedded)).toEqual([]);
  await on.dialog.getByRole('button', { name: 'Remove' }).click();
  await on.announced('Other App was removed.');
  await welcome.waitFor({ state: 'detached' });
  expect(await on.isFocused(on.heading('Added manually')).count()).toBe(1);

  await foundApp('5000001', 'Fresh App', { withEvent: true });
  await on.button('Sync now').click();
  await auto.getByText('Fresh App').waitFor();
  await manual.waitFor({ state: 'detached' });
  await on.announced('Fresh App was discovered and is now listed under “Auto-discovered”.');
  expect(complaints).toEqual([]);
});

test('many apps can be filtered', async () => {
  for (let number = 5_000_001; number <= 5_000_010; number += 1) {
    await foundApp(String(number), `Extra ${number}`, { withEvent: true });
  }
  await account.connect();
  await account.backfilled();
  const embedded = await open();
  const { frame, complaints } = embedded;
  const on = onSettings(embedded);
  await frame.getByLabel('Filter apps').fill('extra 5000007');
  await on.text('Extra 5000008').waitFor({ state: 'detached' });
  expect(await on.list('Auto-discovered').getByRole('listitem').count()).toBe(1);
  expect(await pages.violations(embedded)).toEqual([]);
  expect(complaints).toEqual([]);
});

test.each(['admin', 'agent'] as const)(
  'the role %s sees everything, may sync, and is told why the rest is off',
  async (role) => {
    await account.connect();
    await account.backfilled();
    const embedded = await open(role);
    const { complaints } = embedded;
    const on = onSettings(embedded);
    await on.text('Only an owner of your Convot organization can change the rest.').waitFor();
    for (const name of ['Replace token', 'Add app', 'Disconnect', 'Connect another']) {
      const off = on.button(name, { disabled: true });
      expect(await off.getAttribute('title')).toBe('Only an owner of your Convot organization can do this.');
    }
    await on.button('Sync now').click();
    await on.announced('Sync finished');
    expect(await pages.violations(embedded)).toEqual([]);
    expect(complaints).toEqual([]);
  },
);

test('one who is no owner sees the way to connect, but cannot', async () => {
  const embedded = await open('agent');
  const { complaints } = embedded;
  const on = onSettings(embedded);
  await on.button('Connect', { disabled: true }).waitFor();
  expect(await on.field('Partner Organization ID').isDisabled()).toBe(true);
  expect(await pages.violations(embedded)).toEqual([]);
  expect(complaints).toEqual([]);
});

test('the whole way by keyboard alone: connect, add an app, sync, disconnect', async () => {
  await foundApp('5000001', 'Fresh App', { withEvent: false });
  const embedded = await open();
  const { page, complaints } = embedded;
  const on = onSettings(embedded);
  const type = (text: string) => page.keyboard.type(text);
  const press = (key: string) => page.keyboard.press(key);
  await on.tabTo(on.field('Partner Organization ID'));
  await type(account.partnerOrganizationId);
  await on.tabTo(on.token());
  await type(account.token);
  await press('Enter');
  await on.stateIs('Connected');

  await on.tabTo(on.field('App ID'));
  await type('5000001');
  await press('Enter');
  await on.list('Added manually').getByText('Fresh App').waitFor();

  await on.stateIs('Connected');
  await on.tabTo(on.button('Sync now'));
  await press('Enter');
  await on.announced('Sync finished');

  await on.tabTo(on.button('Disconnect'));
  await press('Enter');
  const cancel = on.dialog.getByRole('button', { name: 'Cancel' });
  await on.isFocused(cancel).waitFor();
  await press('Escape');
  await on.isFocused(on.button('Disconnect')).waitFor();
  await press('Enter');
  await on.tabTo(on.dialog.getByRole('button', { name: 'Disconnect' }));
  await press('Enter');
  await on.stateIs('Disconnected');
  expect(complaints).toEqual([]);
});
