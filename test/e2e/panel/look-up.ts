import { DemoMerchants, type Merchant } from '../../support/merchants/demo-merchants.js';
import { type Reader, usePages } from '../../support/pages/pages.js';

/* Another merchant than the conversation's is looked up, and left again. */
const pages = usePages();
const ORGANIZATION = 'org_panel';
const agent: Reader = { organizationId: ORGANIZATION, role: 'agent', width: 360 };

let demo: DemoMerchants;

beforeAll(async () => {
  demo = await DemoMerchants.sync(pages.installation, ORGANIZATION);
}, 120_000);

const panelOf = ({ myshopifyDomain }: Pick<Merchant, 'myshopifyDomain'>) => `/panel?shop=${myshopifyDomain}`;
const isIn = (status: Merchant['apps'][number]['status']) => (merchant: Merchant) =>
  merchant.apps.length === 1 && merchant.apps[0]?.status === status;

test('without a linked merchant one can be looked up', async () => {
  const embedded = await pages.open('/panel?shop=nobody-knows.myshopify.com', agent);
  const { frame, page, complaints } = embedded;
  await frame.getByRole('heading', { name: 'No Shopify merchant linked to this conversation' }).waitFor();
  const search = frame.getByRole('searchbox', { name: 'Name or domain' });
  await search.press('Enter');
  await frame.getByRole('alert').filter({ hasText: 'Enter a name or a domain.' }).waitFor();
  expect(await pages.violations(embedded)).toEqual([]);
  await search.fill('no such shop anywhere');
  // It is asked for again, as by every poll; the reader is not interrupted.
  const askedAgain = page.waitForResponse(/merchants\/nobody-knows/);
  await frame.evaluate(`document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))`);
  await (await askedAgain).finished();
  await search.press('Enter');
  await frame.getByText('No merchant matches “no such shop anywhere”.').first().waitFor();

  const wanted = demo.find('paying', isIn('active'));
  await search.fill('myshopify');
  await search.press('Enter');
  await frame.getByRole('button', { name: 'Show more' }).waitFor();
  expect(await pages.violations(embedded)).toEqual([]);
  await search.fill(`https://${wanted.myshopifyDomain}/admin`);
  await search.press('Enter');
  await frame.getByText('1 merchant found').first().waitFor();
  await frame.getByRole('button', { name: wanted.myshopifyDomain }).press('Enter');
  await frame.getByRole('heading', { level: 1, name: wanted.name }).waitFor();
  expect(await frame.evaluate('document.activeElement.localName')).toBe('main');

  expect(complaints).toEqual([]);
});

test('looking up another says nothing false, can be given up, and leads back to its results', async () => {
  const own = demo.find('paying', isIn('active'));
  const embedded = await pages.open(panelOf(own), agent);
  const { frame, page, complaints } = embedded;
  const heading = (name: string) => frame.getByRole('heading', { level: 1, name, exact: true });
  await heading(own.name).waitFor();
  await frame.getByRole('button', { name: 'Look up another' }).click();
  await heading('Look up a merchant').waitFor();
  expect(await frame.getByText('No Shopify merchant linked').count()).toBe(0);
  expect(await frame.title()).toBe('Look up a merchant — Merchant');
  const search = frame.getByRole('searchbox', { name: 'Name or domain' });
  await page.keyboard.type('x');
  expect(await search.inputValue()).toBe('x');
  expect(await pages.violations(embedded)).toEqual([]);
  await frame.getByRole('button', { name: 'Cancel' }).click();
  await heading(own.name).waitFor();

  await frame.getByRole('button', { name: 'Look up another' }).click();
  await search.fill('myshopify');
  await search.press('Enter');
  const results = frame.getByRole('main').getByRole('listitem').getByRole('button');
  await results.first().waitFor();
  const others = demo.all.filter(({ shopNumber }) => shopNumber !== own.shopNumber);
  const [first, second] = await results.allInnerTexts();
  const found = [first, second].map((text) => others.find(({ myshopifyDomain }) => text?.includes(myshopifyDomain)));
  await results.first().press('Enter');
  const back = frame.getByRole('button', { name: 'Back to the results for “myshopify”' });
  await back.waitFor();
  if (found[0] !== undefined) await heading(found[0].name).waitFor();
  expect(await pages.violations(embedded)).toEqual([]);
  await back.click();
  await results.nth(1).press('Enter');
  await frame.getByRole('button', { name: 'Back to this conversation’s merchant' }).click();
  await heading(own.name).waitFor();
  expect(await back.count()).toBe(0);
  expect(complaints).toEqual([]);
});

test('the same conversation can be chosen again, and ends a look-up', async () => {
  const own = demo.find('paying', isIn('active'));
  const { frame, send } = await pages.open(panelOf(own), agent);
  const linked = frame.getByRole('heading', { level: 1, name: own.name, exact: true });
  await linked.waitFor();
  await frame.getByRole('button', { name: 'Look up another' }).click();
  await frame.getByRole('heading', { level: 1, name: 'Look up a merchant' }).waitFor();
  await send({ type: 'convot.shop', domain: own.myshopifyDomain });
  await linked.waitFor();
});

test('what was found is still found after a reload', async () => {
  const own = demo.find('paying', isIn('active'));
  const other = demo.find('frozen', isIn('frozen'));
  const { frame } = await pages.open(
    `${panelOf(own)}&found=${other.shopNumber}&search=${other.myshopifyDomain}`,
    agent,
  );
  await frame.getByRole('heading', { level: 1, name: other.name, exact: true }).waitFor();
  await frame.getByRole('button', { name: 'Back to the results for' }).click();
  await frame.getByText('1 merchant found').first().waitFor();
});

test('who was found and is gone since leads back, too', async () => {
  const own = demo.find('paying', isIn('active'));
  const embedded = await pages.open(`${panelOf(own)}&found=999999999`, agent);
  const { frame } = embedded;
  await frame.getByRole('heading', { level: 1, name: 'This merchant is no longer there.' }).waitFor();
  expect(await pages.violations(embedded)).toEqual([]);
  await frame.getByRole('button', { name: 'Back to this conversation’s merchant' }).click();
  await frame.getByRole('heading', { level: 1, name: own.name, exact: true }).waitFor();
});
