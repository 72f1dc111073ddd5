import type { Frame } from 'playwright-core';
import { DEMO_ORGANIZATION_ID, DEMO_TOKEN } from '../../../src/simulator/worlds/demo/demo-world.js';
import { PartnerAccount } from '../../support/accounts/partner-account.js';
import { DemoMerchants, type Merchant } from '../../support/merchants/demo-merchants.js';
import { type Reader, usePages } from '../../support/pages/pages.js';
import { waitFor } from '../../support/servers/wait-for.js';

/* What agents see beside a conversation, with the merchants of the demonstration world. */
const pages = usePages({ FAILURE_LIMIT: '1' });
const ORGANIZATION = 'org_panel';
const agent: Reader = { organizationId: ORGANIZATION, role: 'agent', width: 360 };
const owner: Reader = { ...agent, role: 'owner' };
/** What is there without scrolling, at the least that hosts give. */
const FIRST_VIEW_PX = 400;

let demo: DemoMerchants;

beforeAll(async () => {
  demo = await DemoMerchants.sync(pages.installation, ORGANIZATION);
}, 120_000);

const panelOf = ({ myshopifyDomain }: Pick<Merchant, 'myshopifyDomain'>) => `/panel?shop=${myshopifyDomain}`;
const inOneApp = (merchant: Merchant) => merchant.apps.length === 1;
const figures = (frame: Frame, app: string) => frame.getByRole('region', { name: app });
const isIn = (status: Merchant['apps'][number]['status']) => (merchant: Merchant) =>
  inOneApp(merchant) && merchant.apps[0]?.status === status;

async function shown(merchant: Merchant, reader = agent) {
  const embedded = await pages.open(panelOf(merchant), reader);
  await embedded.frame.getByRole('heading', { level: 1, name: merchant.name }).waitFor();
  await embedded.frame.locator('ol > li').first().waitFor();
  return embedded;
}

test.each<[string, (merchant: Merchant) => boolean, readonly RegExp[]]>([
  [
    'active',
    isIn('active'),
    [/Active/, /Price\s*[$€¥][\d,.]+ \/ /, /MRR\s*(≈ )?[$€¥][\d,.]+ \/ mo/, /Lifetime value\s*[$€¥]/],
  ],
  [
    'trialing',
    isIn('trialing'),
    [/Trialing/, /Price\s*[$€¥]0 until \w+ \d+, then [$€¥][\d,.]+/, /Trial ends\s*\S+/, /MRR\s*.0(\.00)? \/ mo/],
  ],
  ['frozen', isIn('frozen'), [/Frozen/, /Price\s*[$€¥][\d,.]+( \/ year)?, frozen/, /Billing is paused/]],
  [
    'churned by an uninstall',
    (merchant) => isIn('churned')(merchant) && merchant.apps[0]?.detail === 'uninstalled',
    [/Churned/, /Uninstalled the app, \w+ \d+/, /MRR\s*.0(\.00)? \/ mo/],
  ],
  ['installed without a plan', isIn('installed'), [/Installed/, /Never subscribed/, /No plan/]],
  [
    'billed by the year',
    (merchant) => merchant.apps[0]?.interval === 'ANNUAL' && isIn('active')(merchant),
    [/yearly/, /Price\s*[$€¥][\d,.]+ \/ year \(≈ [$€¥][\d,.]+ \/ mo\)/],
  ],
])('a merchant who is %s', async (what, isWanted, texts) => {
  const merchant = demo.find(what, isWanted);
  const embedded = await shown(merchant);
  const { frame, complaints } = embedded;
  const app = figures(frame, merchant.apps[0]?.appName ?? '');
  for (const text of texts) expect(await app.innerText()).toMatch(text);
  await frame.getByText(merchant.myshopifyDomain).waitFor();
  await frame.getByText(/^Synced/).waitFor();
  expect(await frame.title()).toBe(`${merchant.name} — Merchant`);
  // The figures, and the latest events below them; a line under the name that takes two leaves less.
  const box = await app.boundingBox();
  expect((box?.y ?? FIRST_VIEW_PX) + (box?.height ?? 0)).toBeLessThan(FIRST_VIEW_PX - 60);
  expect(await frame.locator('ol > li').count()).toBeLessThanOrEqual(3);
  expect(await pages.violations(embedded)).toEqual([]);
  expect(complaints).toEqual([]);
});

test('several apps are shown apart, and summed', async () => {
  const merchant = demo.find('on two apps', ({ apps }) => apps.length === 2);
  const embedded = await shown(merchant);
  const { frame, complaints } = embedded;
  for (const { appName } of merchant.apps) await figures(frame, appName ?? '').waitFor();
  const together = await figures(frame, '2 apps together').innerText();
  const amount = merchant.mrr[0]?.amount ?? 'none';
  expect(together.replaceAll(',', '')).toContain(amount.replace(/^(\d+)\.00$/, '$1'));
  expect(await frame.locator('ol').innerText()).toContain(merchant.apps[1]?.appName);
  expect(await pages.violations(embedded)).toEqual([]);
  expect(complaints).toEqual([]);
});

test('currencies are never added', async () => {
  const merchant = demo.find('paying in two currencies', ({ lifetimeValue }) => lifetimeValue.length === 2);
  const { frame, complaints } = await shown(merchant);
  const text = await figures(frame, merchant.apps[0]?.appName ?? '').innerText();
  expect(text).toMatch(/Lifetime value\s*[$€¥][\d,.]+ and [$€¥][\d,.]+/);
  expect(complaints).toEqual([]);
});

test('a test charge is in no figure', async () => {
  const reviewer = demo.find('an app reviewer', ({ name }) => name.startsWith('App Review'));
  const embedded = await shown(reviewer);
  const { frame, complaints } = embedded;
  expect(await frame.getByText('Test · Not in MRR').count()).toBeGreaterThan(0);
  expect(await figures(frame, reviewer.apps[0]?.appName ?? '').innerText()).not.toMatch(/[1-9]\d*\.\d\d \/ mo/);
  expect(await pages.violations(embedded)).toEqual([]);
  expect(complaints).toEqual([]);
});

test('a name turns and hides nothing that stands around it', async () => {
  const merchant = demo.find('paying', isIn('active'));
  const { sql } = pages.installation;
  const callThem = (name: string) => sql`
    update merchants set name = ${name} where organization_id = ${ORGANIZATION} and shop_number = ${merchant.shopNumber}
  `;
  await callThem('نور\u202eAlder\u001b');
  try {
    const { frame, complaints } = await pages.open(panelOf(merchant), agent);
    expect(await frame.locator('h1 bdi').innerText()).toBe('نور\uFFFDAlder\uFFFD');
    expect(await frame.title()).toBe('\u2068نور\uFFFDAlder\uFFFD\u2069 — Merchant');
    expect(complaints).toEqual([]);
  } finally {
    await callThem(merchant.name);
  }
});

test('what cannot be read says so, and can be tried again', async () => {
  const { sql } = pages.installation;
  const merchant = demo.find('paying', isIn('active'));
  await sql`revoke select on merchants from convot_api`;
  const embedded = await pages.open(panelOf(merchant), { ...agent, allow: '' });
  const { frame, complaints } = embedded;
  try {
    await frame.getByText('Something went wrong on our side.').first().waitFor();
    expect(await frame.title()).toBe('Error — Merchant');
    await frame.locator('#announcements', { hasText: 'Something went wrong on our side.' }).waitFor();
    // This host does not allow the frame to copy.
    await frame.getByRole('button', { name: 'Copy the reference' }).click();
    await frame.getByRole('alert').filter({ hasText: 'Select the text and copy it yourself.' }).waitFor();
    expect(await pages.violations(embedded)).toEqual([]);
    await frame.getByRole('button', { name: 'Try again' }).press('Enter');
    await frame.getByRole('button', { name: 'Trying …' }).waitFor();
    await frame.getByRole('button', { name: 'Try again' }).waitFor();
    expect(await frame.evaluate('document.activeElement.textContent')).toBe('Try again');
  } finally {
    await sql`grant select on merchants to convot_api`;
  }
  await frame.getByRole('button', { name: 'Try again' }).click();
  await frame.getByRole('heading', { level: 1, name: merchant.name }).waitFor();
  expect(complaints).toEqual([expect.stringContaining('Clipboard API has been blocked')]);
});

test('where nothing is connected owners are led to the settings, and agents are told whom to ask', async () => {
  const asOwner = await pages.open('/panel?shop=a.myshopify.com', { ...owner, organizationId: 'org_new' });
  await asOwner.frame.getByRole('heading', { name: 'Shopify isn’t connected' }).waitFor();
  await asOwner.frame.getByRole('button', { name: 'Open settings' }).click();
  await waitFor('the host to be told', async () => (await asOwner.told()).some(({ page }) => page === 'settings'));
  expect(await pages.violations(asOwner)).toEqual([]);

  const asAgent = await pages.open('/panel?shop=a.myshopify.com', { ...agent, organizationId: 'org_new' });
  await asAgent.frame.getByText('Ask an owner of your Convot organization').waitFor();
  expect(await asAgent.frame.getByRole('button').count()).toBe(0);
  expect(await pages.violations(asAgent)).toEqual([]);
  expect([...asOwner.complaints, ...asAgent.complaints]).toEqual([]);
});

test('during the first sync what is there is shown as a part', async () => {
  const { simulator } = pages.installation;
  const account = new PartnerAccount(pages.installation, { transactions: 1_000, events: 1_000 });
  const { organizationId, partnerOrganizationId } = account;
  simulator.faults.set([
    {
      when: { organizationId: partnerOrganizationId, withCursor: true },
      effect: { kind: 'throttle', retryAfter: '60' },
    },
  ]);
  try {
    await account.connect();
    const domain = await waitFor('the first merchants', async () => {
      const { json } = await pages.installation.call(organizationId, 'GET', '/v1/merchants?limit=1');
      return (json['items'] as Merchant[])[0]?.myshopifyDomain;
    });
    const embedded = await pages.open(`/panel?shop=${domain}`, { ...agent, organizationId });
    await embedded.frame.getByText(/^First sync/).waitFor();
    expect(await pages.violations(embedded)).toEqual([]);
    await embedded.send({ type: 'convot.shop', domain: 'not-yet.myshopify.com' });
    await embedded.frame.getByText('The first sync is still running').waitFor();
    expect(embedded.complaints).toEqual([]);
  } finally {
    simulator.faults.set([]);
    await account.retire();
  }
});

// The last one: the account stays in error.
test('figures that are not kept up to date say since when', async () => {
  const { installation } = pages;
  const merchant = demo.find('paying', isIn('active'));
  installation.simulator.world.found(DEMO_ORGANIZATION_ID).revoke(DEMO_TOKEN);
  await installation.call(ORGANIZATION, 'POST', `/v1/connections/${demo.connectionId}/sync`);
  await waitFor('the connection to stop', async () => {
    const { json } = await installation.call(ORGANIZATION, 'GET', `/v1/connections/${demo.connectionId}`);
    return json['status'] === 'error';
  });
  const asOwner = await shown(merchant, owner);
  await asOwner.frame.getByText(/^As of \d+:\d\d.*Nothing newer yet\./).waitFor();
  await asOwner.frame.getByRole('button', { name: 'See why' }).click();
  await waitFor('the host to be told', async () => (await asOwner.told()).some(({ page }) => page === 'settings'));
  expect(await pages.violations(asOwner)).toEqual([]);
  const asAgent = await shown(merchant, agent);
  await asAgent.frame.getByText('Ask an owner why.').waitFor();
  expect([...asOwner.complaints, ...asAgent.complaints]).toEqual([]);
});
