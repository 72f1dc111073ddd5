import { mrrAxis, movementAxis } from './axes.js';
import type { SeriesPoint } from './points.js';

const money = (amount: string) => ({ amount, currencyCode: 'USD' });
const day = (mrr: string, churn = '0.00'): SeriesPoint => ({
  date: '2026-11-03',
  mrr: money(mrr),
  complete: true,
  new: money('0.00'),
  reactivation: money('0.00'),
  expansion: money('0.00'),
  contraction: money('0.00'),
  paused: money('0.00'),
  resumed: money('0.00'),
  churn: money(churn),
});

test.each`
  series                              | mrr                               | movements
  ${[]}                               | ${{ domain: ['auto', 'auto'] }}   | ${{ domain: [-1, 1], ticks: [0] }}
  ${[day('0.00'), day('0.00')]}       | ${{ domain: [0, 1], ticks: [0] }} | ${{ domain: [-1, 1], ticks: [0] }}
  ${[day('9.00'), day('9.00')]}       | ${{ domain: [0, 'auto'] }}        | ${{ domain: [-1, 1], ticks: [0] }}
  ${[day('9.00'), day('5.00', '-4')]} | ${{ domain: ['auto', 'auto'] }}   | ${{ domain: ['auto', 'auto'] }}
`('the axes of $series.length days', (row: { series: SeriesPoint[]; mrr: object; movements: object }) => {
  expect(mrrAxis(row.series)).toEqual(row.mrr);
  expect(movementAxis(row.series)).toEqual(row.movements);
});
