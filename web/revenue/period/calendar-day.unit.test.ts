import { daysBetween, daysOfMonth, isDay, isMonth, monthOf, plusDays } from './calendar-day.js';

test.each`
  text                      | day
  ${'2026-11-03'}           | ${true}
  ${'2028-02-29'}           | ${true}
  ${'2026-02-29'}           | ${false}
  ${'2026-13-01'}           | ${false}
  ${'2026-11-3'}            | ${false}
  ${'2026-11-03T00:00:00Z'} | ${false}
  ${''}                     | ${false}
`('$text is a day: $day', ({ text, day }: { text: string; day: boolean }) => {
  expect(isDay(text)).toBe(day);
});

test('days and months of the calendar', () => {
  expect(plusDays('2026-03-01', -1)).toBe('2026-02-28');
  expect(daysBetween('2026-02-28', '2026-03-01')).toBe(2);
  expect(daysOfMonth('2028-02')).toEqual({ from: '2028-02-01', to: '2028-02-29' });
  expect(daysOfMonth('2026-12')).toEqual({ from: '2026-12-01', to: '2026-12-31' });
  expect([monthOf('2026-11-03'), isMonth('2026-11'), isMonth('2026-00')]).toEqual(['2026-11', true, false]);
});
