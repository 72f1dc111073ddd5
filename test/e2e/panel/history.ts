import type { PartnerAccount } from '../../support/accounts/partner-account.js';
import { DemoMerchants, type Merchant } from '../../support/merchants/demo-merchants.js';
import { connectPanelMerchants, type Happening } from '../../support/merchants/panel-merchants.js';
import { type Reader, usePages } from '../../support/pages/pages.js';
import { waitFor } from '../../support/servers/wait-for.js';

/* What has happened, as an agent reads it: the lifecycle first, usage folded by month. */
const pages = usePages();
const ORGANIZATION = 'org_panel';
const agent: Reader = { organizationId: ORGANIZATION, role: 'agent', width: 360 };
const METERED = { organizationId: 'org_metered', role: 'agent', width: 400, height: 900 } as const;

let demo: DemoMerchants;
let account: PartnerAccount;

const usage = (daysAgo: number, number: string, amount: string, currencyCode = 'USD'): Happening => ({
  type: 'USAGE_CHARGE_APPLIED',
  daysAgo,
  charge: { number, name: `Label ${number}`, amount, currencyCode },
});

beforeAll(async () => {
  demo = await DemoMerchants.sync(pages.installation, ORGANIZATION);
  account = await connectPanelMerchants(pages.installation, METERED.organizationId, [
    {
      shop: { number: '901', name: 'Metered', myshopifyDomain: 'metered.myshopify.com' },
      happenings: [
        { type: 'RELATIONSHIP_INSTALLED', daysAgo: 200 },
        { type: 'SUBSCRIPTION_CHARGE_ACTIVATED', daysAgo: 199, charge: { number: '1', name: 'Pro', amount: '5.00' } },
        // More than a page of single charges a month.
        ...Array.from({ length: 260 }, (_, index) => usage(100 - index / 3, String(1_000 + index), '0.10')),
        usage(50, '999', '1.234', 'KWD'),
      ],
    },
  ]);
}, 120_000);
afterAll(() => account.retire());

const panelOf = ({ myshopifyDomain }: Pick<Merchant, 'myshopifyDomain'>) => `/panel?shop=${myshopifyDomain}`;

async function shown(merchant: Merchant, reader = agent) {
  const embedded = await pages.open(panelOf(merchant), reader);
  await embedded.frame.getByRole('heading', { level: 1, name: merchant.name }).waitFor();
  await embedded.frame.locator('ol > li').first().waitFor();
  return embedded;
}

test('the history shows reasons, signs and absences', async () => {
  const returned = demo.find('back', ({ apps: [app] }) => (app?.firstSubscribedAt ?? '9') < (app?.installedAt ?? ''));
  const embedded = await shown(returned);
  const { frame, complaints } = embedded;
  await frame.getByRole('button', { name: 'Show all history' }).click();
  const history = frame.getByRole('list').filter({ hasText: 'Away for' });
  await history.waitFor();
  const text = await history.innerText();
  expect(text).toMatch(/Installed again[\s\S]*Away for \d+ (days?|months?)[\s\S]*Uninstalled[\s\S]*Installed/);
  expect(text).toMatch(/Uninstalled[\s\S]*(“.+”|No reason given)/);
  expect(text).toMatch(/[+-][$€¥][\d,.]+ \/ mo/);
  expect(await history.locator('time[datetime][title]').count()).toBeGreaterThan(3);
  expect(await pages.violations(embedded)).toEqual([]);
  await frame.getByRole('button', { name: 'Show the latest only' }).click();
  await history.waitFor({ state: 'detached' });
  expect(complaints).toEqual([]);
});

test('what is counted already is no news, and is in the history', async () => {
  const [row] = await pages.installation.sql<{ shopNumber: string }[]>`
    select shop_number from merchant_events where suppressed order by occurred_at desc limit 1
  `;
  const changed = demo.find('on another plan', ({ shopNumber }) => shopNumber === row?.shopNumber);
  const embedded = await shown(changed);
  const { frame, complaints } = embedded;
  const counted = frame.getByText('Already counted');
  expect(await counted.count()).toBe(0);
  await frame.getByRole('button', { name: 'Show all history' }).click();
  await counted.first().waitFor();
  expect(await pages.violations(embedded)).toEqual([]);
  expect(complaints).toEqual([]);
});

test('the first lines are of the lifecycle, and usage is a line a month', async () => {
  const embedded = await pages.open('/panel?shop=metered.myshopify.com', METERED);
  const { frame, complaints } = embedded;
  const lines = frame.locator('ol > li');
  await lines.first().waitFor();
  const first = await lines.allInnerTexts();
  expect(first.map((text) => text.split('\n')[0])).toEqual([expect.stringContaining('Subscribed to Pro'), 'Installed']);
  await frame.getByRole('button', { name: 'Show all history' }).click();
  const months = lines.filter({ hasText: 'Usage in' });
  await months.first().waitFor();
  const { items } = (await pages.installation.call(METERED.organizationId, 'GET', '/v1/merchants/901/history'))
    .json as unknown as { items: { kind: string; usage: { count: number; amounts: { amount: string }[] } }[] };
  const told = items.filter(({ kind }) => kind === 'usage');
  expect(await months.count()).toBe(told.length);
  expect(told.reduce((sum, { usage: { count } }) => sum + count, 0)).toBe(261);
  const withKwd = told.findIndex(({ usage: { amounts } }) => amounts.length === 2);
  expect(await months.nth(withKwd).innerText()).toMatch(/Usage in [A-Z]\w+ 2\d{3}\s*\+KWD\s1\.234 and \+\$\d\.\d0/);
  // Unfolded, each charge is there.
  const most = told.findIndex(({ usage: { count } }) => count > 50);
  await months.nth(most).locator('summary').click();
  await months
    .nth(most)
    .getByText(/^Label \d+$/)
    .first()
    .waitFor();
  expect(
    await months
      .nth(most)
      .getByText(/^Label \d+$/)
      .count(),
  ).toBe(50);
  expect(await pages.violations(embedded)).toEqual([]);
  await months.nth(most).getByRole('button', { name: 'Show more charges' }).click();
  await waitFor(
    'all charges of the month',
    async () =>
      (await months
        .nth(most)
        .getByText(/^Label \d+$/)
        .count()) === told[most]?.usage.count,
  );
  expect(complaints).toEqual([]);
});

test('a long history comes in pages, and the focus goes on', async () => {
  const { sql } = pages.installation;
  await sql`
    insert into merchant_events (
      organization_id, connection_id, app_number, shop_number, id, type, occurred_at, rank, test, suppressed, rule,
      confidence, evidence
    )
    select
      ${METERED.organizationId}, ${account.connectionId}, 4000001, 901, 'credit ' || n, 'credit',
      now() - n * interval '1 day', 0, false, false, 'credit', 'stated', '{}'
    from generate_series(1, 90) as n
  `;
  const { frame, complaints } = await pages.open('/panel?shop=metered.myshopify.com', METERED);
  await frame.getByText('Subscribed to Pro').waitFor();
  await frame.getByRole('button', { name: 'Show all history' }).click();
  const lines = frame.locator('ol > li');
  await lines.nth(49).waitFor();
  expect(await lines.count()).toBe(50);
  await frame.getByRole('button', { name: 'Show older' }).click();
  await lines.nth(50).waitFor();
  await waitFor('the focus on the first of the older ones', () =>
    frame.evaluate(`document.activeElement === document.querySelectorAll('ol > li')[50].querySelector('summary')`),
  );
  await frame.locator('#announcements', { hasText: /older events? shown/ }).waitFor();
  expect(complaints).toEqual([]);
});

test('the drawer of revenue folds usage, too', async () => {
  const wide = { ...METERED, width: 1280 };
  const embedded = await pages.open('/revenue?merchant=metered.myshopify.com', wide);
  const line = embedded.frame.getByRole('dialog').getByRole('listitem').filter({ hasText: 'Usage in' }).first();
  await line.getByText(/^\d+ charges?$/).click();
  await line
    .getByText(/^Label \d+$/)
    .first()
    .waitFor();
  expect(await pages.violations(embedded)).toEqual([]);
  expect(embedded.complaints).toEqual([]);
});
