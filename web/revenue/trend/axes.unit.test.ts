import { movementAxis, mrrAxis, raisedStart } from './axes.js';
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
const days = (...amounts: string[]) => amounts.map((amount) => day(amount));

test.each`
  amounts                   | domain              | raised
  ${[]}                     | ${[0, 1]}           | ${null}
  ${['0.00', '0.00']}       | ${[0, 1]}           | ${null}
  ${['9.00', '9.00']}       | ${[0, 10]}          | ${null}
  ${['9.00', '0.00']}       | ${[0, 10]}          | ${null}
  ${['100.00', '20.00']}    | ${[0, 100]}         | ${null}
  ${['9.00', '5.00']}       | ${[5, 9]}           | ${5}
  ${['12430.00', '12100']}  | ${[12_100, 12_500]} | ${12_100}
  ${['100000', '99999.99']} | ${[99_999.99, 1e5]} | ${99_999.99}
`('MRR of $amounts is drawn from $domain', (row: { amounts: string[]; domain: number[]; raised: number | null }) => {
  const axis = mrrAxis(days(...row.amounts));
  expect(axis.domain.map((end) => end.toFixed(2))).toEqual(row.domain.map((end) => end.toFixed(2)));
  expect([axis.ticks[0], axis.ticks.at(-1)]).toEqual(
    axis.domain[0] === 0 && axis.ticks.length === 1 ? [0, 0] : axis.domain,
  );
  expect(raisedStart(axis)?.toFixed(2)).toBe(row.raised?.toFixed(2));
});

test('movements have no scale where nothing moved', () => {
  expect(movementAxis(days('9.00'))).toEqual({ domain: [-1, 1], ticks: [0] });
  expect(movementAxis([day('5.00', '-4')])).toEqual({ domain: ['auto', 'auto'] });
});
