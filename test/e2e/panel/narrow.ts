import type { PartnerAccount } from '../../support/accounts/partner-account.js';
import { connectPanelMerchants, type Happening } from '../../support/merchants/panel-merchants.js';
import { fitsWindow } from '../../support/pages/page-width.js';
import { type EmbeddedPage, type Reader, usePages } from '../../support/pages/pages.js';

/* At 400 % zoom, which is 320 px: with the longest names and amounts nothing is wider than the window, or broken within. */
const pages = usePages();
const ORGANIZATION = 'org_panel_narrow';
const NARROW: Reader = { organizationId: ORGANIZATION, role: 'agent', width: 320, height: 900 };
const LONG = 'Unbroken'.repeat(12);
const DOMAIN = `${'a-very-long-shop-address-'.repeat(6)}x.myshopify.com`;
const AMOUNT = '1234567.125';

let account: PartnerAccount;

const charge = (number: string, amount: string) => ({ number, name: `${LONG}${LONG}`, amount, currencyCode: 'KWD' });
const happenings: Happening[] = [
  { type: 'RELATIONSHIP_INSTALLED', daysAgo: 400 },
  { type: 'SUBSCRIPTION_CHARGE_ACTIVATED', daysAgo: 399, charge: charge('1', AMOUNT) },
  { type: 'RELATIONSHIP_UNINSTALLED', daysAgo: 300, description: LONG.repeat(3) },
  { type: 'RELATIONSHIP_INSTALLED', daysAgo: 200 },
  {
    type: 'SUBSCRIPTION_CHARGE_ACTIVATED',
    daysAgo: 199,
    charge: { ...charge('2', `${AMOUNT.slice(0, -3)}250`), billedAfter: 365 },
  },
  { type: 'USAGE_CHARGE_APPLIED', daysAgo: 20, charge: charge('3', AMOUNT) },
];

beforeAll(async () => {
  account = await connectPanelMerchants(
    pages.installation,
    ORGANIZATION,
    [{ shop: { number: '901', name: LONG, myshopifyDomain: DOMAIN }, happenings }],
    { '4000001': LONG },
  );
}, 120_000);
afterAll(() => account.retire());

const TOO_WIDE = `[...document.querySelectorAll('*')]
  .filter((element) => element.getBoundingClientRect().right > innerWidth + 0.5 && !element.closest('.visually-hidden, [role=region]'))
  .map((element) => element.outerHTML.slice(0, 120))`;

/** Amounts and dates of which a line begins in the middle. */
const BROKEN = `(() => {
  const broken = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    if (node.parentElement.closest('.visually-hidden, code, script')) continue;
    const wanted = /[+-]?KWD\\s[\\d,.]*\\d|[A-Z][a-z]{2} \\d{1,2}, \\d{4}/g;
    for (const match of node.data.matchAll(wanted)) {
      const range = document.createRange();
      range.setStart(node, match.index);
      range.setEnd(node, match.index + match[0].length);
      const tops = new Set([...range.getClientRects()].filter(({ width }) => width > 0).map(({ top }) => Math.round(top)));
      if (tops.size > 1) broken.push(match[0]);
    }
  }
  return broken;
})()`;

async function expectToFit(embedded: EmbeddedPage) {
  const { frame } = embedded;
  await fitsWindow(embedded);
  expect(await frame.evaluate(TOO_WIDE)).toEqual([]);
  expect(await frame.evaluate(BROKEN)).toEqual([]);
}

const UNFOLD = `document.querySelectorAll('details').forEach((details) => { details.open = true; })`;

test.each([280, 320, 400])('the panel with the longest of everything, %d px wide', async (width) => {
  const embedded = await pages.open(`/panel?shop=${DOMAIN}`, { ...NARROW, width });
  const { frame, complaints } = embedded;
  await frame.getByRole('heading', { level: 1, name: LONG }).waitFor();
  await frame.getByRole('button', { name: 'Show all history' }).click();
  await frame.getByText('Usage in').first().waitFor();
  await expectToFit(embedded);
  await frame.evaluate(UNFOLD);
  await frame.getByText('And 0 more').waitFor({ state: 'detached' });
  await expectToFit(embedded);
  expect(await pages.violations(embedded)).toEqual([]);
  expect(complaints).toEqual([]);
});

test('the search and what it finds', async () => {
  const embedded = await pages.open(`/panel?shop=${DOMAIN}&look-up=1&search=${LONG}`, NARROW);
  const { frame } = embedded;
  await frame.getByText('1 merchant found').first().waitFor();
  await expectToFit(embedded);
  await frame.getByRole('listitem').getByRole('button').click();
  await frame.getByRole('button', { name: 'Back to the results for' }).waitFor();
  await frame.getByRole('button', { name: 'Show all history' }).waitFor();
  await expectToFit(embedded);
});

test('the drawer of revenue', async () => {
  const { frame } = await pages.open(`/revenue?merchant=${DOMAIN}`, NARROW);
  const dialog = frame.getByRole('dialog');
  await dialog.getByText('Usage in').first().waitFor();
  await dialog.getByText('Why these figures').click();
  // The page behind it has tests of its own.
  expect(await frame.evaluate(TOO_WIDE.replace("'*'", "'dialog *'"))).toEqual([]);
  expect(await frame.evaluate(BROKEN.replace('document.body', "document.querySelector('dialog')"))).toEqual([]);
});
