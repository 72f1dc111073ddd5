import type { Frame } from 'playwright-core';
import { daysOfMonth } from '../../../web/revenue/period/month.js';
import type { MovementList, RevenueMerchantList } from '../../../web/shared/api/types.js';
import { formatMoney, formatMoneyChange, lossOf } from '../../../web/shared/format/money.js';
import { formatDay } from '../../../web/shared/format/time.js';
import { address, goBack, useRevenuePage } from '../../support/pages/revenue-page.js';
import { shows } from '../../support/pages/shows.js';

/* From each number of the revenue page to the merchants behind it. */
const { pages, read, revenue, open } = useRevenuePage('org_revenue');

const dialog = (frame: Frame, figure: string) => frame.getByRole('dialog', { name: `Merchants behind ${figure}` });
const names = (frame: Frame, figure: string) =>
  dialog(frame, figure).getByRole('rowheader').getByRole('link').allTextContents();
const figure = (frame: Frame, name: string) => frame.locator(`[data-figure="${name}"]`).getByRole('link');
const movements = (query: string) => read<MovementList>(`/v1/revenue/movements?${query}`);
const standing = (query: string) => read<RevenueMerchantList>(`/v1/revenue/merchants?${query}`);
const namesOf = (items: readonly { merchant: { name: string; myshopifyDomain: string } }[]) =>
  items.map(({ merchant }) => merchant.name);

test('churned MRR leads to who left, when, what was lost and why; from there to a merchant, and Back leads out again', async () => {
  const { range } = await revenue('range=90d');
  const days = `from=${range.from}&to=${range.to}`;
  const left = await movements(`${days}&movement=churn&currency=USD&limit=25`);
  const [first] = left.items;
  if (first === undefined) throw new Error('Nobody left.');
  const embedded = await open('?range=90d', { role: 'agent' });
  const { page, frame, complaints } = embedded;
  await figure(frame, 'churnedMrr').press('Enter');
  const list = dialog(frame, 'Churned MRR');
  const table = list.getByRole('table', { name: 'Who left' });
  await shows('who left', () => names(frame, 'Churned MRR'), namesOf(left.items));
  expect(await table.getByRole('columnheader').allTextContents()).toEqual([
    'Merchant',
    'App and plan',
    'Left on',
    'MRR lost',
    'Reason',
  ]);
  const days1 = left.items.map(({ occurredAt }) => occurredAt);
  expect(days1).toEqual(days1.toSorted().toReversed());
  const row = table.getByRole('row').nth(1);
  const cells = await row.getByRole('cell').allTextContents();
  expect(cells.slice(1, 3)).toEqual([formatDay(first.occurredAt), formatMoney(lossOf(first.mrrChange))]);
  expect(cells[3]).toContain(first.reason ?? 'None given');
  const [total] = left.totals;
  await list.getByText(`${formatMoney(lossOf(total?.mrrChange ?? first.mrrChange))} of MRR lost`).waitFor();
  expect(await address(embedded)).toBe('?range=90d&behind=churnedMrr');
  expect(await pages.violations(embedded)).toEqual([]);

  await row.getByRole('link').press('Enter');
  const merchant = frame.getByRole('dialog', { name: `Merchant ${first.merchant.name}` });
  await merchant.getByRole('heading', { name: 'History' }).waitFor();
  expect(await address(embedded)).toBe(`?range=90d&behind=churnedMrr&merchant=${first.merchant.shopNumber}`);
  await page.keyboard.press('Escape');
  await merchant.waitFor({ state: 'detached' });
  await shows('focus on its row', () => frame.locator(':focus').textContent(), first.merchant.name);
  await goBack(embedded);
  await list.waitFor({ state: 'detached' });
  await shows('focus on the figure', () => frame.locator('[data-figure="churnedMrr"] a:focus').count(), 1);
  expect(complaints).toEqual([]);
});

test.each`
  name                 | title                 | standingOf
  ${'mrr'}             | ${'MRR'}              | ${'paying'}
  ${'arr'}             | ${'ARR'}              | ${'paying'}
  ${'arpu'}            | ${'ARPU'}             | ${'paying'}
  ${'activeMerchants'} | ${'Active merchants'} | ${'active'}
`(
  '$title leads to who was there at the end of the range',
  async ({ name, title, standingOf }: Record<string, string>) => {
    const { range, shown } = await revenue('range=30d');
    const there = await standing(`standing=${standingOf ?? ''}&asOf=${range.to}&currency=USD&limit=25`);
    const { frame, complaints } = await open('');
    await figure(frame, name ?? '').click();
    await shows('who was there', () => names(frame, title ?? ''), namesOf(there.items));
    const mrr = formatMoney(shown.cards.mrr.value);
    await dialog(frame, title ?? '')
      .getByText(`${String(there.merchants)} merchants with ${mrr} of MRR together`)
      .waitFor();
    expect(complaints).toEqual([]);
  },
);

test.each`
  name               | title               | months
  ${'newMrr'}        | ${'New MRR'}        | ${0}
  ${'merchantChurn'} | ${'Merchant churn'} | ${1}
  ${'mrrChurn'}      | ${'MRR churn'}      | ${1}
  ${'projectedLtv'}  | ${'Projected LTV'}  | ${12}
`(
  '$title, opened by a link, leads to whom it was made of',
  async (row: { name: string; title: string; months: number }) => {
    const { range, shown } = await revenue('range=30d');
    const first = shown.churn.at(-row.months)?.month ?? '';
    const { to } = daysOfMonth(shown.churn.at(-1)?.month ?? '');
    const days = row.months === 0 ? `from=${range.from}&to=${range.to}` : `from=${first}-01&to=${to}`;
    const movement = row.name === 'newMrr' ? 'new' : 'churn';
    const { items } = await movements(`${days}&movement=${movement}&currency=USD&limit=25`);
    const { frame, complaints } = await open(`?behind=${row.name}`);
    await dialog(frame, row.title).getByText('in USD').waitFor();
    await shows('whom', () => names(frame, row.title), namesOf(items));
    expect(complaints).toEqual([]);
  },
);

test('bars, the points of the chart and the movements of its table lead to whom they are made of', async () => {
  const { shown } = await revenue('range=30d');
  const point = shown.series.findLast(({ expansion }) => Number(expansion.amount) !== 0);
  if (point === undefined) throw new Error('Nobody has upgraded.');
  const day = `from=${point.date}&to=${point.date}`;
  const upgrades = await movements(`${day}&movement=expansion&currency=USD&limit=25`);
  const embedded = await open('');
  const { page, frame, complaints } = embedded;

  // The newest bar of expansions.
  const bars = frame.locator('.recharts-bar').nth(2).locator('.recharts-bar-rectangle path');
  await bars.last().click();
  await shows('whose bar it is', () => names(frame, 'Expansion'), namesOf(upgrades.items));
  expect(await address(embedded)).toBe(`?behind=expansion&on=${point.date}`);
  const cells = dialog(frame, 'Expansion').getByRole('row').nth(1).getByRole('cell');
  await shows(
    'how much',
    () => cells.nth(2).textContent(),
    formatMoneyChange(upgrades.items[0]?.mrrChange ?? point.mrr),
  );
  await shows('why', async () => (await cells.nth(3).textContent())?.startsWith('Expansion: '), true);
  await page.keyboard.press('Escape');
  await dialog(frame, 'Expansion').waitFor({ state: 'detached' });

  await frame.getByRole('application').focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  const second = shown.series[1]?.date ?? '';
  await shows('the second day', () => address(embedded), `?behind=movements&on=${second}`);
  await dialog(frame, 'All movements').getByText(formatDay(second)).first().waitFor();
  expect(await pages.violations(embedded)).toEqual([]);
  await page.keyboard.press('Escape');

  await frame.getByRole('link', { name: 'Churn, show the merchants behind Churn in all of these days' }).press('Enter');
  await shows('the movement of all days', () => address(embedded), '?behind=churn');
  await page.keyboard.press('Escape');
  await frame.getByRole('button', { name: 'Show as table' }).click();
  const amount = formatMoneyChange(point.expansion);
  const what = `${amount}, show the merchants behind Expansion, ${formatDay(point.date)}`;
  await frame.getByRole('link', { name: what }).press('Enter');
  await shows('the same as the bar', () => names(frame, 'Expansion'), namesOf(upgrades.items));
  expect(complaints).toEqual([]);
});

test('a long list goes on where it ended', async () => {
  const { range } = await revenue('range=12m');
  const days = `from=${range.from}&to=${range.to}&movement=new&currency=USD&limit=25`;
  const first = await movements(days);
  const second = await movements(`${days}&cursor=${encodeURIComponent(first.nextCursor ?? '')}`);
  const { frame, complaints } = await open('?range=12m&behind=new');
  await dialog(frame, 'New').getByRole('button', { name: 'Show more' }).click();
  await shows('two pages', () => names(frame, 'New'), namesOf([...first.items, ...second.items]));
  await shows(
    'focus on the first new one',
    () => frame.locator(':focus').textContent(),
    namesOf(second.items)[0] ?? '',
  );
  expect(complaints).toEqual([]);
});
