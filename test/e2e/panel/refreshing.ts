import type { PartnerAccount } from '../../support/accounts/partner-account.js';
import { connectPanelMerchants, letHappen, type PanelShop } from '../../support/merchants/panel-merchants.js';
import { type Reader, usePages } from '../../support/pages/pages.js';
import { waitFor } from '../../support/servers/wait-for.js';

/* What happened at Shopify a moment ago is seen by whoever opens the conversation: long before the next sync. */
const pages = usePages();
const ORGANIZATION = 'org_panel_refreshing';
const agent: Reader = { organizationId: ORGANIZATION, role: 'agent', width: 400, height: 900 };

const shop = (number: string, name: string): PanelShop => ({
  number,
  name,
  myshopifyDomain: `shop-${number}.myshopify.com`,
});
const leaving = shop('941', 'Leaving');
const staying = shop('942', 'Staying');
const installed = (daysAgo: number) => ({ type: 'RELATIONSHIP_INSTALLED', daysAgo });
const subscribed = (number: string) => ({
  type: 'SUBSCRIPTION_CHARGE_ACTIVATED',
  daysAgo: 59,
  charge: { number, name: 'Pro', amount: '49.00', billedAfter: 30 },
});

let account: PartnerAccount;

beforeAll(async () => {
  account = await connectPanelMerchants(pages.installation, ORGANIZATION, [
    { shop: leaving, happenings: [installed(60), subscribed('94')] },
    { shop: staying, happenings: [installed(60), subscribed('95')] },
  ]);
}, 120_000);
afterAll(() => account.retire());

const panelOf = ({ myshopifyDomain }: PanelShop) => `/panel?shop=${myshopifyDomain}`;
const happens = (to: PanelShop, type: string) =>
  letHappen(pages.installation, account, [{ shop: to, happenings: [{ type, daysAgo: 0 }] }]);
/** How often Shopify was asked for this shop alone. */
const askedFor = ({ number, myshopifyDomain }: PanelShop) =>
  account.requests().filter(({ variables }) => {
    const values = Object.values(variables);
    return values.includes(`gid://partners/Shop/${number}`) || values.includes(myshopifyDomain);
  }).length;
/** Changes with each sync that begins or ends. */
const syncs = () =>
  pages.installation.sql`select phase_at from sync_status where connection_id = ${account.connectionId}`;

test('an uninstall is on the open panel without a sync, and Shopify was asked once for all who look', async () => {
  const before = await syncs();
  await happens(leaving, 'RELATIONSHIP_UNINSTALLED');
  const panels = await Promise.all([pages.open(panelOf(leaving), agent), pages.open(panelOf(leaving), agent)]);
  for (const embedded of panels) {
    const { frame, complaints } = embedded;
    const app = frame.getByRole('region', { name: 'Parcel Pilot' });
    await app.getByText('Churned', { exact: true }).waitFor();
    await app.getByText(/^Uninstalled the app/).waitFor();
    await frame.locator('ol > li').first().getByText('Uninstalled', { exact: true }).waitFor();
    await frame.getByText(/^Synced/).waitFor();
    expect(await pages.violations(embedded)).toEqual([]);
    expect(complaints).toEqual([]);
  }
  expect(askedFor(leaving)).toBe(1);
  expect(await syncs()).toEqual(before);
});

test('the next conversation in an open panel is asked for, too', async () => {
  const embedded = await pages.open(panelOf(leaving), agent);
  await embedded.frame.getByRole('heading', { level: 1, name: leaving.name }).waitFor();
  await happens(staying, 'RELATIONSHIP_DEACTIVATED');
  await embedded.send({ type: 'convot.shop', domain: staying.myshopifyDomain });
  await embedded.frame.getByRole('heading', { level: 1, name: staying.name }).waitFor();
  await embedded.frame.locator('ol > li').first().getByText('Closed or paused the shop').waitFor();
  expect(embedded.complaints).toEqual([]);
});

test('a merchant that Shopify had told of to nobody is found by its domain', async () => {
  const newcomer = shop('943', 'Newcomer');
  await happens(newcomer, 'RELATIONSHIP_INSTALLED');
  const { frame, complaints } = await pages.open(panelOf(newcomer), agent);
  await frame.getByRole('heading', { level: 1, name: newcomer.name }).waitFor();
  expect(askedFor(newcomer)).toBe(1);
  expect(complaints).toEqual([]);
});

test('while it lasts the panel says so, and shows what is stored', async () => {
  const { sql, simulator } = pages.installation;
  await sql`update shop_refreshes set asked_at = asked_at - interval '1 minute'`;
  const asked = askedFor(leaving);
  simulator.faults.set([
    { when: { organizationId: account.partnerOrganizationId }, effect: { kind: 'delay', ms: 2_000 } },
  ]);
  try {
    const embedded = await pages.open(panelOf(leaving), agent);
    const { frame } = embedded;
    await frame.getByText('Asking Shopify for what is new …').waitFor();
    await frame.getByRole('region', { name: 'Parcel Pilot' }).getByText('Churned', { exact: true }).waitFor();
    await waitFor('Shopify to be asked', () => askedFor(leaving) > asked);
    await frame.getByText(/^Synced/).waitFor();
    expect(embedded.complaints).toEqual([]);
  } finally {
    simulator.faults.set([]);
  }
});
