import { daysOfMonth, isMonth } from './month.js';

test('the days of a month', () => {
  expect(daysOfMonth('2028-02')).toEqual({ from: '2028-02-01', to: '2028-02-29' });
  expect(daysOfMonth('2026-12')).toEqual({ from: '2026-12-01', to: '2026-12-31' });
  expect([isMonth('2026-11'), isMonth('2026-00'), isMonth('2026-11-03')]).toEqual([true, false, false]);
});
