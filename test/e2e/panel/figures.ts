import type { Frame } from 'playwright-core';
import type { PartnerAccount } from '../../support/accounts/partner-account.js';
import { connectPanelMerchants, type Happening } from '../../support/merchants/panel-merchants.js';
import { type Reader, usePages } from '../../support/pages/pages.js';
import { shows } from '../../support/pages/shows.js';

/* What an agent sees at a glance: since when, what is really paid, and why. */
const pages = usePages();
const ORGANIZATION = 'org_panel_figures';
const agent: Reader = { organizationId: ORGANIZATION, role: 'agent', width: 400, height: 900 };

const shop = (number: string, name: string) => ({
  number,
  name,
  myshopifyDomain: `shop-${number}.myshopify.com`,
});
const installed = (daysAgo: number, app?: string): Happening => ({
  type: 'RELATIONSHIP_INSTALLED',
  daysAgo,
  ...(app === undefined ? {} : { app }),
});
const pro = { number: '71', name: 'Pro', amount: '49.00' };
const ACTIVATED = 'SUBSCRIPTION_CHARGE_ACTIVATED';

let account: PartnerAccount;

beforeAll(async () => {
  account = await connectPanelMerchants(
    pages.installation,
    ORGANIZATION,
    [
      {
        shop: shop('901', 'Returned'),
        happenings: [
          installed(422),
          { type: ACTIVATED, daysAgo: 421, charge: { ...pro, number: '11' } },
          { type: 'RELATIONSHIP_UNINSTALLED', daysAgo: 341, description: 'Our developer built it' },
          installed(153),
          { type: ACTIVATED, daysAgo: 152, charge: { ...pro, number: '12', billedAfter: 30 } },
        ],
      },
      {
        shop: shop('902', 'Churned'),
        happenings: [
          installed(321),
          { type: ACTIVATED, daysAgo: 320, charge: { ...pro, number: '21' } },
          { type: 'SUBSCRIPTION_CHARGE_CANCELED', daysAgo: 17, charge: { ...pro, number: '21' } },
        ],
      },
      { shop: shop('903', 'Only installed'), happenings: [installed(26)] },
      {
        shop: shop('904', 'Yearly'),
        happenings: [
          installed(3),
          {
            type: ACTIVATED,
            daysAgo: 2,
            charge: { number: '41', name: 'Pro Annual', amount: '490.00', billedAfter: 366 },
          },
        ],
      },
      {
        shop: shop('905', 'Trying'),
        happenings: [installed(4), { type: ACTIVATED, daysAgo: 3, charge: { ...pro, number: '51', billedAfter: 14 } }],
      },
      {
        shop: shop('906', 'Frozen'),
        happenings: [
          installed(100),
          { type: ACTIVATED, daysAgo: 99, charge: { ...pro, number: '61', amount: '29.00' } },
          { type: 'SUBSCRIPTION_CHARGE_FROZEN', daysAgo: 9, charge: { ...pro, number: '61', amount: '29.00' } },
        ],
      },
      {
        shop: shop('907', 'In two apps'),
        happenings: [
          installed(60),
          { type: ACTIVATED, daysAgo: 59, charge: { ...pro, number: '72' } },
          installed(40, '4000002'),
        ],
      },
      { shop: shop('908', '\u200b \u00a0'), happenings: [installed(5)] },
    ],
    { '4000001': 'Parcel Pilot', '4000002': 'Ribbon' },
  );
}, 120_000);
afterAll(() => account.retire());

const app = (frame: Frame) => frame.getByRole('region', { name: 'Parcel Pilot' });

async function shown(number: string, name: string, reader = agent) {
  const embedded = await pages.open(`/panel?shop=shop-${number}.myshopify.com`, reader);
  await embedded.frame.getByRole('heading', { level: 1, name }).waitFor();
  await embedded.frame.locator('ol > li').first().waitFor();
  return embedded;
}

const day = String.raw`[A-Z][a-z]{2} \d{1,2}(, \d{4})?`;

test.each<[string, string, RegExp]>([
  ['901', 'Returned', new RegExp(`^Customer for 13 months, left once \\(${day}.– ${day}: Our developer built it\\)$`)],
  ['902', 'Churned', new RegExp(`^Customer ${day}.– ${day}$`)],
  ['903', 'Only installed', new RegExp(`^Installed ${day}, never subscribed$`)],
  ['904', 'Yearly', /^Customer for 2 days$/],
  ['905', 'Trying', new RegExp(`^In a trial, ${day}.– ${day}$`)],
  ['906', 'Frozen', new RegExp(`^Customer for 3 months, frozen since ${day}$`)],
  ['907', 'In two apps', /^Customer for 1 month$/],
])('the line under the name of %s, %s', async (number, name, line) => {
  const embedded = await shown(number, name);
  const { frame, complaints } = embedded;
  expect(await frame.locator('h1 + div p').first().innerText()).toMatch(line);
  expect(await pages.violations(embedded)).toEqual([]);
  expect(complaints).toEqual([]);
});

test.each<[string, string, RegExp]>([
  ['901', 'Returned', /^Price\s*\$49\.00 \/ mo$/m],
  ['904', 'Yearly', /^Price\s*\$490\.00 \/ year \(≈ \$40\.83 \/ mo\)$/m],
  ['905', 'Trying', /^Price\s*\$0 until [A-Z][a-z]{2} \d+, then \$49\.00$/m],
  ['906', 'Frozen', /^Price\s*\$29\.00, frozen$/m],
])('the real price of %s, %s', async (number, name, price) => {
  const { frame } = await shown(number, name);
  expect(await app(frame).innerText()).toMatch(price);
});

test('who churned has no price', async () => {
  const { frame } = await shown('902', 'Churned');
  expect(await app(frame).innerText()).not.toContain('Price');
});

test('why is reckoned, then told by rows in words; the rule and the ids are behind Details', async () => {
  const embedded = await shown('904', 'Yearly');
  const { frame, page, complaints } = embedded;
  const mrr = app(frame)
    .locator('details', { has: frame.locator('summary', { hasText: 'MRR' }) })
    .first();
  await mrr.locator('summary').first().focus();
  await page.keyboard.press('Enter');
  await mrr.getByText(/\$490\.00 ÷ 12 = \$40\.83\. Pro Annual activated [A-Z][a-z]{2} \d+, \d{4}\./).waitFor();
  const rule = mrr.getByText('MRR is the list price of the charges that are live');
  expect([
    await rule.isVisible(),
    await mrr
      .getByText(/^event\//)
      .first()
      .isVisible(),
  ]).toEqual([false, false]);
  expect(await pages.violations(embedded)).toEqual([]);
  await mrr.getByText('Details', { exact: true }).click();
  await rule.waitFor();
  await mrr
    .getByText(/^event\/4000001\/904\/SUBSCRIPTION_CHARGE_ACTIVATED/)
    .first()
    .waitFor();
  await app(frame).getByText('What Shopify does not tell').click();
  await app(frame).getByText('Trials are stated only where').waitFor();
  await frame.evaluate(`document.querySelectorAll('details').forEach((details) => { details.open = true; })`);
  expect(await pages.violations(embedded)).toEqual([]);
  expect(complaints).toEqual([]);
});

test('why a merchant may leave is said at a glance, then a sentence a reason, with its rows', async () => {
  const embedded = await shown('901', 'Returned');
  const { frame, complaints } = embedded;
  const risk = app(frame)
    .locator('details', { has: frame.locator('summary', { hasText: 'Risk' }) })
    .first();
  expect(await risk.locator('summary').first().innerText()).toMatch(
    /^Risk\s*High: payment late and uninstalled before$/,
  );
  await risk.locator('summary').first().click();
  const text = (await risk.innerText()).replaceAll('\u00a0', ' ');
  expect(text).toMatch(new RegExp(`By ${day} a payment should have been recorded, and none was\\.`));
  expect(text).toMatch(new RegExp(`Had uninstalled the app before, and came back on ${day}\\.`));
  expect(await pages.violations(embedded)).toEqual([]);
  await risk.getByText('Details', { exact: true }).click();
  await risk.getByText(/^No sale of a live charge was recorded by when/).waitFor();
  await risk
    .getByText(/^event\/4000001\/901\/RELATIONSHIP_UNINSTALLED/)
    .first()
    .waitFor();
  expect(await pages.violations(embedded)).toEqual([]);
  expect(complaints).toEqual([]);
});

test('who is at no risk has no line of it', async () => {
  const { frame } = await shown('904', 'Yearly');
  expect(await app(frame).locator('summary', { hasText: 'Risk' }).count()).toBe(0);
});

test('a correction is mentioned where its figure stands', async () => {
  const { sql } = pages.installation;
  await sql`
    insert into merchant_corrections (
      organization_id, connection_id, app_number, shop_number, figure, at, from_mrr, to_mrr, currency, cause, evidence
    )
    values (
      ${ORGANIZATION}, ${account.connectionId}, 4000001, 906, 'mrr', now() - interval '9 days', ${29 * 12_000_000}, 0,
      'USD', 'row', '{}'
    )
  `;
  const embedded = await shown('906', 'Frozen');
  const { frame } = embedded;
  const row = app(frame).locator('summary', { hasText: /^MRR(?! by)/ });
  await row.getByText('Corrected', { exact: true }).waitFor();
  expect(await frame.getByText('Corrected', { exact: true }).count()).toBe(1);
  await row.click();
  await frame
    .getByText(/^Corrected [A-Z].*, because a row came late: MRR from .* on was \$0\.00, not \$29\.00\.$/)
    .waitFor();
  expect(await pages.violations(embedded)).toEqual([]);
});

test('the domain can be copied, and the shop opened in the Partner Dashboard', async () => {
  const { frame, page } = await shown('901', 'Returned');
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await frame.getByRole('button', { name: 'Copy the domain' }).click();
  await frame.locator('#announcements', { hasText: 'Domain copied' }).waitFor();
  expect(await page.evaluate('navigator.clipboard.readText()')).toBe('shop-901.myshopify.com');
  const link = frame.getByRole('link', { name: 'Partner Dashboard (opens in a new tab)' });
  expect(await link.getAttribute('href')).toBe(
    `https://partners.shopify.com/${account.partnerOrganizationId}/stores/901`,
  );
});

test('a shop of whose name nothing can be seen is called by its domain, everywhere', async () => {
  const domain = 'shop-908.myshopify.com';
  const { frame } = await shown('908', domain);
  expect(await frame.title()).toBe(`${domain} — Merchant`);
  const { json } = await pages.installation.call(ORGANIZATION, 'GET', '/v1/merchants?search=shop-908');
  expect(json['items']).toMatchObject([{ name: domain }]);
  const { text } = await pages.installation.call(ORGANIZATION, 'GET', '/v1/merchants.csv?search=shop-908');
  expect(text).toContain(`"${domain}","${domain}"`);
  const drawer = await pages.open(`/revenue?merchant=${domain}`, { ...agent, width: 1280 });
  await drawer.frame.getByRole('dialog').getByRole('heading', { level: 2, name: domain }).waitFor();
});

test('the drawer of revenue tells the same', async () => {
  const embedded = await pages.open('/revenue?merchant=shop-904.myshopify.com', { ...agent, width: 1280 });
  const dialog = embedded.frame.getByRole('dialog');
  await dialog.getByText('Customer for 2 days').waitFor();
  await dialog.getByText('$490.00 / year (≈ $40.83 / mo)').waitFor();
  await dialog.getByText('Why these figures').click();
  await dialog.getByText(/\$490\.00 ÷ 12 = \$40\.83\. Pro Annual activated/).waitFor();
  expect(
    await dialog
      .getByText(/^event\//)
      .first()
      .isVisible(),
  ).toBe(false);
  expect(await pages.violations(embedded)).toEqual([]);
  expect(embedded.complaints).toEqual([]);
});

// The last one: the account is no longer whole.
test('while the history is not whole, it is at least so', async () => {
  const { sql } = pages.installation;
  await sql`update sync_status set backfilled = false where connection_id = ${account.connectionId}`;
  const { frame } = await shown('901', 'Returned');
  const line = await frame.locator('h1 + div p').first().innerText();
  expect(line).toMatch(new RegExp(`^Customer since at least ${day}, left once`));
});

test('MRR opens to what others would show for it, and why', async () => {
  const embedded = await shown('906', 'Frozen');
  const { frame, complaints } = embedded;
  await app(frame).getByText('MRR', { exact: true }).first().click();
  await app(frame).getByText('MRR by other definitions').press('Enter');
  const rows = app(frame).getByRole('table', { name: 'MRR of this merchant by four definitions' }).locator('tbody tr');
  await shows('the definitions', () => rows.allInnerTexts(), [
    'Ours\t$0.00\t',
    'Mantle\t$0.00\tnone',
    'ChartMogul\t$0.00\tnone',
    'ProfitWell\t$0.00\tnone',
  ]);
  await app(frame).getByText('Nothing differs here: ChartMogul').press('Enter');
  await app(frame).getByText('Would differ, but not here').first().press('Enter');
  await app(frame).getByText('a subscription that is past due goes on counting').waitFor();
  expect(await pages.violations(embedded)).toEqual([]);
  expect(complaints).toEqual([]);
  const paying = await shown('904', 'Yearly');
  await app(paying.frame).getByText('MRR', { exact: true }).first().click();
  await app(paying.frame).getByText('MRR by other definitions').press('Enter');
  await app(paying.frame).getByText('What makes the difference: ProfitWell').press('Enter');
  await app(paying.frame).getByText('Not billed yet').last().waitFor();
  await app(paying.frame).getByText('Parcel Pilot. No row says otherwise.').last().waitFor();
  expect(await pages.violations(paying)).toEqual([]);
});
