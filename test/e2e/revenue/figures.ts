import { readFileSync } from 'node:fs';
import type { Frame } from 'playwright-core';
import type { Merchant, MerchantHistoryLine, Page as ListPage } from '../../../web/shared/api/types.js';
import { formatMoney, formatMoneyChange } from '../../../web/shared/format/money.js';
import { formatDay } from '../../../web/shared/format/time.js';
import { address, goBack, useRevenuePage } from '../../support/pages/revenue-page.js';
import { shows } from '../../support/pages/shows.js';
import { waitFor } from '../../support/servers/wait-for.js';

/* The revenue page over the demonstration's two years, synced for real. What it shows is what the api answers. */
const organizationId = 'org_revenue';
const { pages, read, open: openAs, revenue: answer } = useRevenuePage(organizationId);
const PARCEL_PILOT = 'gid://partners/App/4436393';
const FIGURES = ['mrr', 'arr', 'newMrr', 'churnedMrr', 'arpu', 'projectedLtv'] as const;
const MOVEMENTS = ['new', 'reactivation', 'expansion', 'resumed', 'contraction', 'paused', 'churn'] as const;

const revenue = async (query: string, currency?: string) => {
  const { shown, activeMerchants, range } = await answer(query, currency);
  return { ...shown, allMerchants: activeMerchants, range };
};
const merchants = (query: string) => read<ListPage<Merchant>>(`/v1/merchants?${query}`);

const open = (query: string, role: 'owner' | 'agent' = 'owner') => openAs(query, { role });

const card = (frame: Frame, name: string) => frame.locator(`[data-figure="${name}"] dd`).first();
const cards = (frame: Frame) =>
  Promise.all([...FIGURES, 'activeMerchants'].map((name) => card(frame, name).textContent()));
const cardsOf = ({ cards: figures, allMerchants }: Awaited<ReturnType<typeof revenue>>) => [
  ...FIGURES.map((name) => (figures[name].value === null ? 'Not enough data' : formatMoney(figures[name].value))),
  String(allMerchants.value),
];
const list = (frame: Frame) => frame.getByRole('table', { name: 'Merchants, with' });
const listed = (frame: Frame) => list(frame).getByRole('rowheader').getByRole('link').allTextContents();
const namesOf = ({ items }: ListPage<Merchant>) => items.map(({ name }) => name);
const cents = (text: string) => Number(text.replaceAll(/[^0-9-]/g, ''));

test('figures are those of the api, and the apps add up to MRR', async () => {
  const embedded = await open('', 'agent');
  const { frame, complaints } = embedded;
  await shows('the figures', () => cards(frame), cardsOf(await revenue('range=30d')));
  const mrrByApp = await frame
    .getByRole('table', { name: /^MRR and active merchants by app/ })
    .locator('tbody td:nth-of-type(1)')
    .allTextContents();
  const mrr = await card(frame, 'mrr').textContent();
  expect(mrrByApp.length).toBeGreaterThan(1);
  expect(mrrByApp.map(cents).reduce((sum, each) => sum + each, 0)).toBe(cents(mrr ?? ''));
  await frame.locator('[data-figure="churnedMrr"] summary').click();
  await frame.getByText('A freeze, a change of plan and a trial that ends are not churn.').first().waitFor();
  await frame.getByRole('application').waitFor();
  expect(await pages.violations(embedded)).toEqual([]);
  expect(complaints).toEqual([]);
});

test('range, app and currency are chosen, kept in the address, and undone by Back', async () => {
  const embedded = await open('');
  const { frame, complaints } = embedded;
  const shown = () => cards(frame);
  await frame.getByLabel('90 days').check();
  await shows('90 days', shown, cardsOf(await revenue('range=90d')));
  await frame.getByLabel('App', { exact: true }).selectOption('Parcel Pilot');
  await shows('one app', shown, cardsOf(await revenue(`range=90d&appId=${PARCEL_PILOT}`)));
  await frame.getByLabel('Currency').selectOption('JPY');
  const inYen = cardsOf(await revenue(`range=90d&appId=${PARCEL_PILOT}`, 'JPY'));
  await shows('another currency', shown, inYen);
  expect(await address(embedded)).toBe('?range=90d&app=4436393&currency=JPY');
  await frame.evaluate('location.reload()');
  await shows('the same after a reload', shown, inYen);
  await goBack(embedded);
  await goBack(embedded);
  await shows('all apps again', shown, cardsOf(await revenue('range=90d')));
  expect(complaints).toEqual([]);
});

test('an address that cannot be meant shows what the page begins with', async () => {
  const { frame, complaints } = await open('?range=never&app=x&currency=€&sort=name&order=up&status=gone&table=maybe');
  await shows('the figures', () => cards(frame), cardsOf(await revenue('range=30d')));
  await shows('the merchants', () => listed(frame), namesOf(await merchants('limit=25')));
  expect(complaints).toEqual([]);
});

test('merchants are sorted by the currency whose figures are shown, also where the address names another', async () => {
  const { frame, complaints } = await open('?currency=ZZZ');
  await shows('the currency', () => frame.getByLabel('Currency').inputValue(), 'USD');
  const byUsd = namesOf(await merchants('limit=25&currency=USD'));
  expect(byUsd).not.toEqual(namesOf(await merchants('limit=25&currency=ZZZ')));
  await shows('the merchants', () => listed(frame), byUsd);
  expect(complaints).toEqual([]);
});

test('the chart is walked by keyboard, and its table has every number', async () => {
  const embedded = await open('?range=7d');
  const { page, frame, complaints } = embedded;
  const { series, range } = await revenue('range=7d');
  await frame.getByRole('application').focus();
  await page.keyboard.press('ArrowRight');
  const said = () => frame.locator('#announcements').textContent();
  const second = series[1];
  const start = `${formatDay(second?.date ?? '')}: MRR ${formatMoney(second?.mrr ?? { amount: '', currencyCode: '' })}.`;
  await shows('the second day', async () => (await said())?.startsWith(start), true);
  await page.keyboard.press('Tab');
  await shows('focus behind both charts', () => frame.locator(':focus').textContent(), 'New');
  await frame.getByRole('button', { name: 'Show as table' }).click();
  const table = frame.getByRole('table', { name: 'MRR and its movements' });
  const cells = await table.locator('tbody td').allTextContents();
  const expected = series
    .toReversed()
    .flatMap((point) => [formatMoney(point.mrr), ...MOVEMENTS.map((name) => formatMoneyChange(point[name]))]);
  expect(cells).toEqual(expected);
  const days = await table.getByRole('rowheader').locator('time').allTextContents();
  expect([days.at(-1), days[0]]).toEqual([formatDay(range.from), formatDay(range.to)]);
  expect(await address(embedded)).toBe('?range=7d&table=1');
  expect(await pages.violations(embedded)).toEqual([]);
  expect(complaints).toEqual([]);
});

test('merchants are searched, filtered, sorted, and shown page after page', async () => {
  const embedded = await open('');
  const { page, frame, complaints } = embedded;
  const shown = () => listed(frame);
  const first = await merchants('limit=25');
  await shows('the first page', shown, namesOf(first));
  const more = frame.getByRole('button', { name: 'Show more' });
  await page.context().setOffline(true);
  await more.press('Enter');
  await frame.getByRole('alert').getByText('We can’t be reached.').waitFor();
  await page.context().setOffline(false);
  await more.press('Enter');
  const second = await merchants(`limit=25&cursor=${encodeURIComponent(first.nextCursor ?? '')}`);
  await shows('two pages', shown, [...namesOf(first), ...namesOf(second)]);
  await shows('focus on the first new one', () => frame.locator(':focus').textContent(), second.items[0]?.name ?? '');

  const header = frame.getByRole('columnheader', { name: 'Last event' });
  await header.getByRole('button').click();
  await shows('the latest first', shown, namesOf(await merchants('limit=25&sort=lastEventAt')));
  expect(await header.getAttribute('aria-sort')).toBe('descending');
  await header.getByRole('button').click();
  await shows('the earliest first', shown, namesOf(await merchants('limit=25&sort=lastEventAt&order=asc')));
  expect(await header.getAttribute('aria-sort')).toBe('ascending');

  await frame.getByLabel('Status').selectOption('Trialing');
  await frame.getByLabel('Plan').selectOption('Basic');
  const query = 'limit=25&sort=lastEventAt&order=asc&status=trialing&plan=Basic';
  const trials = namesOf(await merchants(query));
  expect(trials).not.toEqual([]);
  await shows('trials of Basic', shown, trials);
  await frame.getByLabel('Search').pressSequentially('NO SUCH SHOP');
  await frame.getByRole('main').getByText('No merchants match.').waitFor();
  expect(await pages.violations(embedded)).toEqual([]);
  await frame.getByRole('button', { name: 'Clear filters' }).press('Enter');
  await shows('focus on the search', () => frame.locator(':focus').getAttribute('type'), 'search');
  await page.keyboard.type('blue heron');
  await shows('those found', shown, namesOf(await merchants('search=blue%20heron&sort=lastEventAt&order=asc')));
  // What is found is the same before the last letters.
  const searched = '?sort=lastEventAt&order=asc&search=blue+heron';
  await waitFor('the address', async () => (await address(embedded)) === searched);
  expect(complaints).toEqual([]);
});

test('a merchant’s whole history is opened from its row or by a link, and closed by Escape or Back', async () => {
  const [merchant] = (await merchants('limit=1&sort=lastEventAt')).items;
  if (merchant === undefined) throw new Error('There is no merchant.');
  const history = await read<ListPage<MerchantHistoryLine>>(`/v1/merchants/${merchant.myshopifyDomain}/history`);
  const embedded = await open('?sort=lastEventAt');
  const { page, frame, complaints } = embedded;
  const link = list(frame).getByRole('link', { name: merchant.name }).first();
  const drawer = frame.getByRole('dialog', { name: `Merchant ${merchant.name}` });
  await link.click();
  await drawer.getByRole('heading', { name: 'History' }).waitFor();
  await shows('its history', () => drawer.locator('ol > li').count(), history.items.length);
  await drawer.getByRole('table', { name: 'Subscription charges' }).waitFor();
  await drawer.getByText('Why these figures').first().click();
  await drawer.getByText('Details', { exact: true }).first().click();
  await drawer
    .getByText(/^(Stated|Inferred|Assumed)\./)
    .first()
    .waitFor();
  expect(await pages.violations(embedded)).toEqual([]);
  await page.keyboard.press('Escape');
  await drawer.waitFor({ state: 'detached' });
  await shows('focus on its row', () => frame.locator(':focus').textContent(), merchant.name);
  expect(await address(embedded)).toBe('?sort=lastEventAt');
  await link.click();
  await drawer.waitFor();
  await goBack(embedded);
  await drawer.waitFor({ state: 'detached' });

  const linked = await open(`?merchant=${merchant.myshopifyDomain}`, 'agent');
  await linked.frame.getByRole('dialog').getByRole('heading', { name: merchant.name }).waitFor();
  const unknown = await open('?merchant=nobody.myshopify.com', 'agent');
  await unknown.frame.getByText('There is no merchant with this address.').waitFor();
  expect([...complaints, ...linked.complaints, ...unknown.complaints]).toEqual([]);
});

test('a press anywhere on a row opens it, and once closed no step back or forward does again', async () => {
  const embedded = await open('?sort=lastEventAt');
  const { frame, complaints } = embedded;
  const [name] = namesOf(await merchants('limit=1&sort=lastEventAt'));
  await frame.getByLabel('7 days').check();
  await list(frame).getByRole('row').nth(1).getByRole('cell').nth(2).click();
  const drawer = frame.getByRole('dialog', { name: `Merchant ${name ?? ''}` });
  await drawer.getByRole('heading', { name: 'History' }).waitFor();
  await frame.getByRole('button', { name: 'Close' }).click();
  await drawer.waitFor({ state: 'detached' });
  await shows('focus on its row', () => frame.locator(':focus').textContent(), name);
  await goBack(embedded);
  await shows('the step before', () => address(embedded), '?sort=lastEventAt');
  await frame.evaluate('history.forward()');
  await shows('the step after', () => address(embedded), '?sort=lastEventAt&range=7d');
  expect(await drawer.count()).toBe(0);

  // A press that begins in the dialog, and one in its empty part, are not beside it.
  const unknown = await open('?merchant=nobody.myshopify.com');
  const text = unknown.frame.getByText('There is no merchant with this address.');
  const box = await text.boundingBox();
  if (box === null) throw new Error('The text has no place.');
  await unknown.page.mouse.move(box.x + 20, box.y + 10);
  await unknown.page.mouse.down();
  await unknown.page.mouse.move(100, box.y + 10);
  await unknown.page.mouse.up();
  await unknown.page.mouse.click(box.x + 20, 700);
  expect(await text.count()).toBe(1);
  await unknown.page.mouse.click(100, 700);
  await text.waitFor({ state: 'detached' });
  expect([...complaints, ...unknown.complaints]).toEqual([]);
});

test.each`
  button                        | path                                                       | name
  ${'Download revenue (CSV)'}   | ${`/v1/revenue.csv?range=7d&appId=${PARCEL_PILOT}`}        | ${/^revenue-\d{4}-\d\d-\d\d-\d{4}-\d\d-\d\d\.csv$/}
  ${'Download merchants (CSV)'} | ${`/v1/merchants.csv?status=active&appId=${PARCEL_PILOT}`} | ${/^merchants-\d{4}-\d\d-\d\d\.csv$/}
`(
  '$button saves what is shown, for Excel, too',
  async ({ button, path, name }: { button: string; path: string; name: RegExp }) => {
    const { page, frame, complaints } = await open('?range=7d&app=4436393&status=active');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      frame.getByRole('button', { name: button }).click(),
    ]);
    expect(download.suggestedFilename()).toMatch(name);
    const { text } = await pages.installation.call(organizationId, 'GET', path);
    expect(text.split('\r\n').length).toBeGreaterThan(5);
    expect(readFileSync(await download.path(), 'utf8')).toBe(`\uFEFF${text}`);
    expect(complaints).toEqual([]);
  },
);
