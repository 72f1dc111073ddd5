import { drawnPoint, incompleteStretches, movementsOf, type SeriesPoint } from './points.js';

const jpy = (amount: string) => ({ amount, currencyCode: 'JPY' });
const point = (date: string, more: Partial<SeriesPoint> = {}): SeriesPoint => ({
  date,
  mrr: jpy('17300'),
  complete: true,
  new: jpy('0'),
  reactivation: jpy('0'),
  expansion: jpy('0'),
  contraction: jpy('0'),
  paused: jpy('0'),
  resumed: jpy('0'),
  churn: jpy('0'),
  ...more,
});

test('a day is drawn where its amounts are, and keeps its text', () => {
  const day = point('2026-11-03', { new: jpy('3900'), churn: jpy('-1200') });
  expect(drawnPoint(day)).toMatchObject({ date: '2026-11-03', mrr: 17_300, new: 3900, churn: -1200, point: day });
});

test('only what moved is told, in the order of the legend', () => {
  expect(movementsOf(point('2026-11-03'))).toEqual([]);
  expect(movementsOf(point('2026-11-03', { churn: jpy('-1'), resumed: jpy('1') }))).toEqual(['resumed', 'churn']);
});

test.each`
  days     | stretches
  ${'ccc'} | ${[]}
  ${'cci'} | ${['3–3']}
  ${'iic'} | ${['1–2']}
  ${'ici'} | ${['1–1', '3–3']}
  ${'iii'} | ${['1–3']}
`('$days: incomplete $stretches', ({ days, stretches }: { days: string; stretches: string[] }) => {
  const series = Array.from(days, (day, index) => point(String(index + 1), { complete: day === 'c' }));
  expect(incompleteStretches(series).map(({ from, to }) => `${from}–${to}`)).toEqual(stretches);
});
