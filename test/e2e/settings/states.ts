import { PartnerAccount } from '../../support/accounts/partner-account.js';
import { fitsWindow } from '../../support/pages/page-width.js';
import { type EmbeddedPage, usePages } from '../../support/pages/pages.js';
import { onSettings } from '../../support/pages/settings-page.js';
import { showAs } from '../../support/pages/view.js';
import { waitFor } from '../../support/servers/wait-for.js';

/* What the settings page says in each state, and that it is true there. Nothing syncs unless it is told to, and the first failure is the end. */
const pages = usePages({ SYNC_INTERVAL: '24h', FAILURE_LIMIT: '1' });
const SMALL = { transactions: 60, events: 40 };
const LONG_NAME = `Unbroken${'0123456789'.repeat(20)}`;

let account: PartnerAccount;
beforeEach(() => {
  account = new PartnerAccount(pages.installation, SMALL);
});
afterEach(async () => {
  pages.installation.simulator.faults.set([]);
  pages.installation.simulator.settings.latencyMs = 0;
  await account.retire();
});

const open = (path = '/settings/shopify', role: 'owner' | 'agent' = 'owner') =>
  pages.open(path, { organizationId: account.organizationId, role });
const shopify = () => pages.installation.simulator.world.found(account.partnerOrganizationId);

/** Down to 320 px the page scrolls one way only. */
async function fitsNarrowWindow(embedded: EmbeddedPage) {
  const before = embedded.page.viewportSize();
  await showAs(embedded, { width: 320, height: 900, colorScheme: 'light' });
  await fitsWindow(embedded);
  if (before !== null) await showAs(embedded, { ...before, colorScheme: 'light' });
}

test('left while it connects, the page shows that it does; then what comes next', async () => {
  const embedded = await open();
  const { frame, complaints } = embedded;
  const on = onSettings(embedded);
  await on.stateIs('Not connected');
  pages.installation.simulator.settings.latencyMs = 3_000;
  await on.connect(account.partnerOrganizationId, account.token);
  await on.stateIs('Connecting');
  await frame.evaluate('location.reload()');
  await on.text(`Organization ${account.partnerOrganizationId} is being connected.`).waitFor();
  await on.announced('is being connected');
  await on.stateIs('Connecting');
  expect(await pages.violations(embedded)).toEqual([]);
  await on.heading('What comes next').waitFor();
  await on
    .text('are still being counted')
    .or(on.text(/installs? so far/))
    .first()
    .waitFor();
  expect(await frame.getByText(/\b0 installs/).count()).toBe(0);
  pages.installation.simulator.settings.latencyMs = 0;
  expect(await pages.violations(embedded)).toEqual([]);
  await on.stateIs('Connected');
  // What becomes of it from now on is not about that connecting.
  expect(await frame.evaluate(`sessionStorage.getItem('convot.connecting')`)).toBeNull();
  expect(complaints).toEqual([]);
});

test('a Dev Dashboard address is explained, and nothing of a secret is shown', async () => {
  const embedded = await open();
  const { frame, complaints } = embedded;
  const on = onSettings(embedded);
  await on.connect('https://dev.shopify.com/dashboard/1234567', `“shpss_${'5'.repeat(32)}”`);
  await on.text('This is an address of the Dev Dashboard.').waitFor();
  await on.text('It is an app’s client secret').waitFor();
  await on.field('Partner Organization ID').fill(`shpss_${'5'.repeat(32)}`);
  await on.text('This is an access token. It belongs into the field below').waitFor();
  expect(await frame.getByText('55555').count()).toBe(0);
  expect(await pages.violations(embedded)).toEqual([]);
  await fitsNarrowWindow(embedded);
  await on.field('Partner Organization ID').fill(`“https://www.partners.shopify.com/organizations/123 4567/apps?x#y”`);
  expect(await on.field('Partner Organization ID').inputValue()).toBe('1234567');
  await on.token().fill(` «${account.token}»\u200b`);
  expect(await on.token().inputValue()).toBe(account.token);
  expect(complaints).toEqual([]);
});

test('stopped, every app says so, and the way to mend it is linked; the reason stands on the line of the sync', async () => {
  await account.connect();
  await account.backfilled();
  const embedded = await open();
  const { frame, complaints } = embedded;
  const on = onSettings(embedded);
  await on.stateIs('Connected');
  shopify().issue(account.token, ['manage_apps']);
  await on.button('Sync now').click();
  await on.stateIs('Error');
  await on.text('edit the API client and tick View financials. Then press “Try again”.').waitFor();
  const link = frame.getByRole('link', { name: 'Open your Partner API clients' }).first();
  expect(await link.getAttribute('href')).toBe(
    `https://partners.shopify.com/${account.partnerOrganizationId}/settings/partner_api_clients`,
  );
  expect(await on.list('Auto-discovered').getByText('Stopped').count()).toBe(2);
  expect(await frame.getByText('We keep trying').count()).toBe(0);
  expect(await frame.getByText('Runs by itself').count()).toBe(0);
  await on.text('Syncing has stopped. Reconnect first.').waitFor();
  await on.text('The token lacks a permission.').waitFor();
  expect(await on.list('Last 24 hours').getByRole('listitem').count()).toBe(24);
  await on.text(/1 sync failed, around/).waitFor();
  expect(await pages.violations(embedded)).toEqual([]);
  await fitsNarrowWindow(embedded);
  expect(complaints).toEqual([]);
});

test('while Shopify’s rate limit is waited for nothing is said to run now', async () => {
  await account.connect();
  await account.backfilled();
  const embedded = await open();
  const on = onSettings(embedded);
  await on.stateIs('Connected');
  const when = { organizationId: account.partnerOrganizationId };
  pages.installation.simulator.faults.set([{ when, effect: { kind: 'throttle', retryAfter: '60' } }]);
  await on.button('Sync now').click();
  await on.text(/Waiting for Shopify, resumes/).waitFor();
  expect(await embedded.frame.getByText('Running now').count()).toBe(0);
  expect(embedded.complaints).toEqual([]);
});

test('the end of each sync is said, the second alike', async () => {
  await account.connect();
  await account.backfilled();
  const embedded = await open();
  const { frame, complaints } = embedded;
  const on = onSettings(embedded);
  await on.stateIs('Connected');
  await frame.evaluate(`{
    globalThis.heard = [];
    const region = document.getElementById('announcements');
    new MutationObserver(() => globalThis.heard.push(region.textContent)).observe(region, { childList: true });
  }`);
  for (const times of [1, 2]) {
    await on.button('Sync now').click();
    const heard = `globalThis.heard.filter((text) => text.includes('Sync finished.')).length`;
    await waitFor(`the end of sync ${times}`, async () => (await frame.evaluate<number>(heard)) === times);
  }
  expect(complaints).toEqual([]);
});

test('disconnected says when and by whom, on every page; beside another each has landmarks of its own, and owners a log', async () => {
  const { ledger } = shopify();
  ledger.apps.set('5000001', { number: '5000001', name: LONG_NAME, apiKey: 'key' });
  await account.connect();
  await account.backfilled();
  await account.call('POST', `/${account.connectionId}/apps`, { appId: 'gid://partners/App/5000001' });
  await account.call('POST', `/${account.connectionId}/disconnect`);
  const other = new PartnerAccount(pages.installation, SMALL, account.organizationId);
  const embedded = await open();
  const { frame, complaints } = embedded;
  const on = onSettings(embedded);
  await on.stateIs('Disconnected');
  await on.text(/^Disconnected by \S+ · /).waitFor();
  expect(await frame.getByText('Runs by itself').count()).toBe(0);
  await on.text('This organization is disconnected. Reconnect first.').waitFor();
  const { json } = await pages.installation.call(account.organizationId, 'GET', '/v1/merchants?limit=1');
  const [merchant] = json['items'] as { myshopifyDomain: string }[];
  for (const path of ['/revenue', `/panel?shop=${merchant?.myshopifyDomain ?? ''}`]) {
    const page = await open(path, 'agent');
    await page.frame
      .getByText(/Shopify was disconnected on .* by /)
      .first()
      .waitFor();
  }

  await on.button('Connect another').click();
  await on.button('Cancel').click();
  await on.isFocused(on.button('Connect another')).waitFor();
  await on.button('Connect another').click();
  await on.connect(other.partnerOrganizationId, other.token);
  await on.heading(`Organization ${other.partnerOrganizationId}`).waitFor();
  for (const { partnerOrganizationId } of [account, other]) {
    await frame.getByRole('region', { name: `Syncing Organization ${partnerOrganizationId}` }).waitFor();
  }
  const revenue = await open('/revenue', 'agent');
  await revenue.frame.getByText(`Organization ${account.partnerOrganizationId} was disconnected on`).waitFor();
  const log = frame.getByRole('table', { name: 'Who did what' });
  await log.getByText(`Connected organization ${other.partnerOrganizationId}`).waitFor();
  await log.getByText(`Disconnected organization ${account.partnerOrganizationId}`).waitFor();
  await log.getByText(`Added ${LONG_NAME}`).waitFor();
  expect(await pages.violations(embedded)).toEqual([]);
  await fitsNarrowWindow(embedded);
  const agent = await open('/settings/shopify', 'agent');
  await onSettings(agent).text('Only an owner of your Convot organization can change the rest.').waitFor();
  expect(await agent.frame.getByRole('heading', { name: 'Audit log' }).count()).toBe(0);
  await other.retire();
  expect(complaints).toEqual([]);
});
