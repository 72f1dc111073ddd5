import type { Frame } from 'playwright-core';
import type { ChurnReasons, Cohorts, RevenueMrrDefinitions, TrialFunnel } from '../../web/shared/api/types.js';
import { formatMoney, formatMoneyChange, lossOf } from '../../web/shared/format/money.js';
import { formatCount, formatPercent, formatShare } from '../../web/shared/format/numbers.js';
import { formatMonthShort } from '../../web/shared/format/time.js';
import { withLongNames } from '../support/merchants/long-names.js';
import { fitsWindow } from '../support/pages/page-width.js';
import { address, useRevenuePage } from '../support/pages/revenue-page.js';
import { shows } from '../support/pages/shows.js';

/* Who leaves and why, who stays, and who comes to pay; with the longest names that there are. */
const { pages, read, revenue, open } = useRevenuePage('org_revenue_reports', withLongNames);

/** How much wider an element is inside than outside, in px. */
const overhangOf = (selector: string) =>
  `(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)(document.querySelector('${selector}'))`;

const table = (frame: Frame, region: string) => frame.getByRole('region', { name: region }).getByRole('table');
const cells = async (frame: Frame, region: string) => {
  const rows = await table(frame, region).locator('tbody tr').all();
  return Promise.all(rows.map((row) => row.locator('th, td').allTextContents()));
};

test('why they leave, by app and plan, most frequent first', async () => {
  const reasons = await read<ChurnReasons>('/v1/revenue/churn-reasons?range=12m');
  expect(reasons.items.length).toBeGreaterThan(10);
  const embedded = await open('?range=12m');
  const { frame, complaints } = embedded;
  const expected = reasons.items.map(({ reason, appName, plan, count, mrrChange }) => [
    reason ?? 'None given',
    appName,
    plan ?? 'No plan, or not known',
    formatCount(count),
    mrrChange.map((money) => formatMoney(lossOf(money))).join('') || '–none',
  ]);
  await shows('the first reasons', () => cells(frame, 'Why they leave'), expected.slice(0, 10));
  await frame.getByRole('button', { name: `Show all ${formatCount(expected.length)}` }).press('Enter');
  await shows('the reasons', () => cells(frame, 'Why they leave'), expected);
  expect(await pages.violations(embedded)).toEqual([]);
  await frame.getByText(`${formatCount(reasons.total.count)} left in all.`).waitFor();
  await frame.getByRole('link', { name: 'See who left with MRR, in USD' }).press('Enter');
  await frame
    .getByRole('dialog', { name: 'Merchants behind Churn' })
    .getByRole('table', { name: 'Who left' })
    .waitFor();
  expect(await pages.violations(embedded)).toEqual([]);
  expect(complaints).toEqual([]);
});

test('the churn rate of each month in per cent, and who they were', async () => {
  const { shown } = await revenue('range=30d');
  const embedded = await open('');
  const { frame, complaints } = embedded;
  const rate = (percent: string | null) => (percent === null ? 'Nobody paid' : formatPercent(percent));
  const expected = shown.churn
    .toReversed()
    .map(({ month, merchantChurnRate, paying, stopped, mrrChurnRate, mrr, churnedMrr }) => [
      formatMonthShort(month),
      rate(merchantChurnRate),
      formatCount(paying),
      formatCount(stopped),
      rate(mrrChurnRate),
      formatMoney(mrr),
      formatMoney(lossOf(churnedMrr)),
    ]);
  await shows('the rates', () => cells(frame, 'Churn rate by month'), expected);
  const card = frame.locator('[data-figure="merchantChurn"] dd').first();
  expect(await card.textContent()).toBe(rate(shown.churnRate.merchants.value));
  const month = shown.churn.at(-2)?.month ?? '';
  await table(frame, 'Churn rate by month')
    .getByRole('link', { name: formatMonthShort(month) })
    .press('Enter');
  await shows('the month', () => address(embedded), `?behind=merchantChurn&on=${month}`);
  await frame.getByRole('dialog', { name: 'Merchants behind Merchant churn' }).getByText('in USD').waitFor();
  expect(complaints).toEqual([]);
});

test('cohorts: how many and how much of each month’s new subscribers is left', async () => {
  const { currencies } = await read<Cohorts>('/v1/revenue/cohorts');
  const cohorts = currencies.find(({ currencyCode }) => currencyCode === 'USD')?.cohorts ?? [];
  const [first] = cohorts;
  if (first === undefined) throw new Error('There is no cohort.');
  const { frame, complaints } = await open('');
  await shows(
    'the months',
    () => table(frame, 'Cohorts').getByRole('rowheader').allTextContents(),
    cohorts.map(({ month }) => formatMonthShort(month)),
  );
  const left = first.retained.map(
    ({ merchants, mrr }) =>
      `${formatCount(merchants)} (${formatShare(merchants / first.merchants)})${formatMoney(mrr)}`,
  );
  const row = await table(frame, 'Cohorts').getByRole('row').nth(1).getByRole('cell').allTextContents();
  expect(row.slice(1)).toEqual(left);
  expect(row[0]).toContain(formatMoney(first.mrr));
  await frame.getByText('Merchants by the month of their first subscription, in USD').waitFor();
  expect(complaints).toEqual([]);
});

test('the trial funnel: installed, trial started, converted, by app and plan', async () => {
  const { apps } = await read<TrialFunnel>('/v1/revenue/trial-funnel?range=90d');
  const { frame, complaints } = await open('?range=90d');
  const share = (count: number, of: number) =>
    `${formatCount(count)}${of === 0 ? '' : ` (${formatShare(count / of)})`}`;
  const expected = apps.flatMap((app) => [
    [
      app.appName,
      formatCount(app.installed),
      share(app.trialsStarted, app.installed),
      share(app.converted, app.trialsStarted),
      formatCount(app.stillTrialing),
      formatCount(app.subscribedWithoutTrial),
    ],
    ...app.plans.map((plan) => [
      plan.plan ?? 'Plan not known',
      '–not told by plan',
      formatCount(plan.trialsStarted),
      share(plan.converted, plan.trialsStarted),
      formatCount(plan.stillTrialing),
      '–not told by plan',
    ]),
  ]);
  expect(expected.length).toBeGreaterThan(2);
  await shows('the funnel', () => cells(frame, 'From installing to paying'), expected);
  expect(complaints).toEqual([]);
});

test('MRR by other definitions: what each would show, what makes the difference, and where that is published', async () => {
  const { currencies } = await read<RevenueMrrDefinitions>('/v1/revenue/mrr-definitions');
  const { shown } = await revenue('range=30d');
  const own = currencies.find(({ currencyCode }) => currencyCode === 'USD');
  if (own === undefined) throw new Error('There is no MRR.');
  expect(own.mrr).toEqual(shown.cards.mrr.value);
  const embedded = await open('');
  const { frame, complaints } = embedded;
  await frame.getByRole('button', { name: 'Compare' }).press('Enter');
  const rows = frame.getByRole('table', { name: 'MRR by four definitions' }).locator('tbody tr');
  await shows(
    'the definitions',
    async () => Promise.all((await rows.all()).map((row) => row.locator('th, td').allTextContents())),
    [
      ['Ours', formatMoney(own.mrr), ''],
      ...own.definitions.map(({ name, mrr, difference, items }) => [
        name,
        formatMoney(mrr),
        items.length === 0 ? 'none' : formatMoneyChange(difference),
      ]),
    ],
  );
  const chartmogul = own.definitions.find(({ definition }) => definition === 'chartmogul');
  const frozen = chartmogul?.items.find(({ rule }) => rule === 'frozen');
  const largest = frozen?.largest[0];
  if (chartmogul === undefined || frozen === undefined || largest === undefined) throw new Error('Nobody is frozen.');
  await frame.getByText('What makes the difference: ChartMogul').press('Enter');
  const item = frame.getByRole('listitem').filter({ hasText: 'Frozen charges count' });
  await item.getByText(formatMoneyChange(frozen.amount), { exact: true }).first().waitFor();
  await item.getByText(frozen.sentence).waitFor();
  const link = item.getByRole('link', { name: frozen.source.title });
  expect(await link.getAttribute('href')).toBe(frozen.source.url);
  await frame
    .getByText(/^Where the two agree/)
    .nth(1)
    .press('Enter');
  await frame.getByText('Metered charges are left out.').waitFor();
  await item.locator('details > summary').press('Enter');
  expect(await pages.violations(embedded)).toEqual([]);
  await item.getByRole('link', { name: largest.merchant.name }).first().press('Enter');
  await frame.getByRole('dialog', { name: `Merchant ${largest.merchant.name}` }).waitFor();
  expect(complaints).toEqual([]);
});

test.each(['', '?behind=churnedMrr', '?behind=activeMerchants', '?range=12m&table=1'])(
  'with the longest names nothing of "%s" is wider than a window of 320 px: tables are scrolled in their own box',
  async (query) => {
    const embedded = await open(query, { width: 320 });
    const { frame, complaints } = embedded;
    await frame.getByRole('region', { name: 'From installing to paying' }).waitFor();
    if (query.includes('behind')) {
      const dialog = frame.getByRole('dialog');
      await dialog.getByRole('table').waitFor();
      await shows('the dialog', () => frame.evaluate(overhangOf('dialog')), 0);
    }
    await fitsWindow(embedded);
    const cohorts = frame.getByRole('region', { name: 'Cohorts' });
    expect(await cohorts.getAttribute('tabindex')).toBe('0');
    expect(await frame.evaluate(overhangOf('[aria-label="Cohorts"]'))).toBeGreaterThan(0);
    expect(complaints).toEqual([]);
  },
);
