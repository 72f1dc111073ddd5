import type { Frame } from 'playwright-core';
import { daysBetween, endOf, plusDays } from '../../../src/values/day.js';
import type { Merchant, MerchantInFull, Page as ListPage, RevenueMerchantList } from '../../../web/shared/api/types.js';
import { formatMoney } from '../../../web/shared/format/money.js';
import { formatDay, formatMonthShort } from '../../../web/shared/format/time.js';
import { tenureText } from '../../../web/shared/merchant/tenure-text.js';
import { fitsWindow } from '../../support/pages/page-width.js';
import { address, goBack, useRevenuePage } from '../../support/pages/revenue-page.js';
import { shows } from '../../support/pages/shows.js';

/* Which days the revenue page is of: a range of the reader's own, months, and any past day. */
const { pages, read, revenue, open } = useRevenuePage('org_revenue');

const mrr = (frame: Frame) => frame.locator('[data-figure="mrr"] dd').first().textContent();
const fields = (frame: Frame) => frame.getByRole('form', { name: 'From one day to another' });

test('a range of the reader’s own is typed, kept in the address, and compared with as many days before', async () => {
  const { range } = await revenue('range=30d');
  const from = plusDays(range.to, -100);
  const to = plusDays(range.to, -90);
  const { shown } = await revenue(`from=${from}&to=${to}`);
  const embedded = await open('');
  const { frame, complaints } = embedded;
  await frame.getByLabel('Custom').check();
  // It begins with what is shown.
  await shows('the first day', () => fields(frame).getByLabel('From').inputValue(), range.from);
  await fields(frame).getByLabel('From').fill(from);
  await fields(frame).getByLabel('To').fill(to);
  await fields(frame).getByLabel('To').press('Enter');
  await shows('its MRR', () => mrr(frame), formatMoney(shown.cards.mrr.value));
  await frame.getByText(`${formatDay(from)} – ${formatDay(to)}, compared with the 11 days before`).waitFor();
  expect(await address(embedded)).toBe(`?from=${from}&to=${to}`);
  await frame.getByRole('application').waitFor();
  expect(await pages.violations(embedded)).toEqual([]);
  await goBack(embedded);
  await shows('the days before', () => fields(frame).getByLabel('From').inputValue(), range.from);
  await frame.getByLabel('7 days').check();
  await shows('a range by name', () => address(embedded), '?range=7d');
  expect(complaints).toEqual([]);
});

test('days that are no range are said to be wrong beside the one to mend, and the figures stay', async () => {
  const { range, shown } = await revenue('range=30d');
  const embedded = await open(`?from=${range.to}&to=${range.from}`);
  const { frame, complaints } = embedded;
  await frame.getByRole('alert').getByText('The first day is after the last one.').waitFor();
  await shows('the figures', () => mrr(frame), formatMoney(shown.cards.mrr.value));
  const today = plusDays(range.to, 1);
  await fields(frame).getByLabel('From').fill(range.from);
  await shows('no complaint while it is typed', () => frame.getByRole('alert').count(), 0);
  await fields(frame).getByLabel('To').fill(today);
  await fields(frame).getByRole('button', { name: 'Show' }).click();
  const to = fields(frame).getByLabel('To');
  await frame.getByRole('alert').getByText('Choose a day before today').waitFor();
  await shows('focus on what is wrong', () => frame.evaluate('document.activeElement.labels?.[0]?.textContent'), 'To');
  expect(await to.getAttribute('aria-invalid')).toBe('true');
  expect(await pages.violations(embedded)).toEqual([]);
  await to.fill('');
  await to.press('Enter');
  await frame.getByRole('alert').getByText('Enter a whole date.').waitFor();
  await to.fill(range.to);
  await fields(frame).getByLabel('From').fill('2001-01-01');
  await to.press('Enter');
  await frame.getByRole('alert').getByText('These are more than ten years.').waitFor();
  expect(complaints).toEqual([]);
});

test('twelve months are told month by month, and an axis that does not begin at zero says so', async () => {
  const { shown } = await revenue('range=12m&unit=month');
  const embedded = await open('?range=12m');
  const { frame, complaints } = embedded;
  await frame.getByText(/^The value axis begins at \$[\d.]+K?, not at zero/).waitFor();
  await frame.getByRole('application', { name: 'month by month' }).waitFor();
  await frame.getByRole('button', { name: 'Show as table' }).click();
  const months = frame.getByRole('table', { name: 'newest month first' }).getByRole('rowheader').locator('time');
  const expected = shown.series.map(({ date }) => formatMonthShort(date)).toReversed();
  await shows('the months', () => months.allTextContents(), expected);
  expect(await frame.getByText('The value axis begins').count()).toBe(0);
  expect(complaints).toEqual([]);
});

test('the whole page is shown as of a past day, is marked so, and leads back to today', async () => {
  const { range } = await revenue('range=30d');
  const asOf = plusDays(range.to, -150);
  const past = await revenue(`range=30d&asOf=${asOf}`);
  const there = await read<RevenueMerchantList>(
    `/v1/revenue/merchants?standing=active&asOf=${asOf}&currency=USD&limit=25`,
  );
  const embedded = await open('');
  const { page, frame, complaints } = embedded;
  await frame.getByLabel('As of the end of').fill(asOf);
  await frame.getByLabel('As of the end of').press('Enter');
  await frame.getByText(`Everything here is shown as it stood at the end of ${formatDay(asOf)}`).waitFor();
  await shows('its MRR', () => mrr(frame), formatMoney(past.shown.cards.mrr.value));
  expect(await address(embedded)).toBe(`?asOf=${asOf}`);
  // Where it was typed, the reader goes on.
  await shows('the focus', () => frame.evaluate('document.activeElement.labels?.[0]?.textContent'), 'As of the end of');
  const merchants = frame.getByRole('region', { name: `Active merchants at the end of ${formatDay(asOf)}` });
  const names = () => merchants.getByRole('rowheader').getByRole('link').allTextContents();
  const expected = there.items.map(({ merchant }) => merchant.name);
  await shows('its merchants', names, expected);
  await frame.getByRole('heading', { name: 'From installing to paying' }).waitFor();
  expect(await pages.violations(embedded)).toEqual([]);

  const [first] = there.items;
  const then = await read<MerchantInFull>(`/v1/merchants/${first?.merchant.shopNumber ?? ''}?asOf=${asOf}`);
  await merchants.getByRole('link').first().click();
  const drawer = frame.getByRole('dialog', { name: `Merchant ${then.name}` });
  await drawer.getByText(`As it stood at the end of ${formatDay(asOf)}`).waitFor();
  await drawer.getByText(tenureText(then, endOf(asOf))).waitFor();
  await drawer
    .getByText(formatMoney(then.mrr[0] ?? { amount: '0', currencyCode: 'USD' }))
    .first()
    .waitFor();
  expect(await pages.violations(embedded)).toEqual([]);
  await page.keyboard.press('Escape');
  await drawer.waitFor({ state: 'detached' });

  // A range of the reader's own ends with the day that everything is shown as of.
  await frame.getByLabel('Custom').check();
  await shows('both', () => address(embedded), `?asOf=${asOf}&from=${past.range.from}&to=${asOf}`);
  await frame.getByRole('button', { name: 'Back to today' }).click();
  await shows('today', () => address(embedded), '');
  const { items } = await read<ListPage<Merchant>>('/v1/merchants?limit=1&currency=USD');
  await frame
    .getByRole('table', { name: 'Merchants, with' })
    .getByText(items[0]?.name ?? '')
    .first()
    .waitFor();
  for (const [day, problem] of [
    [plusDays(range.to, 1), 'Choose a day before today'],
    ['1999-12-31', 'Choose a later day'],
  ] as const) {
    await frame.getByLabel('As of the end of').fill(day);
    await frame.getByLabel('As of the end of').press('Enter');
    await frame.getByRole('alert').getByText(problem).waitFor();
  }
  expect(complaints).toEqual([]);
});

test('nothing of it is wider than a window of 320 px', async () => {
  const { range } = await revenue('range=30d');
  expect(daysBetween(range.from, range.to)).toBe(30);
  for (const query of [
    `?from=${range.to}&to=${range.from}`,
    '?range=12m&table=1',
    `?asOf=${plusDays(range.to, -90)}`,
  ]) {
    const embedded = await open(query, { width: 320 });
    await embedded.frame.getByRole('heading', { name: 'From installing to paying' }).waitFor();
    await fitsWindow(embedded);
  }
});
