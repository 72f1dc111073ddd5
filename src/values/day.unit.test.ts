import { daysBetween, endOf, monthOf, parseDay, plusDays } from './day.js';

test.each`
  text             | isDay
  ${'2026-02-28'}  | ${true}
  ${'2028-02-29'}  | ${true}
  ${'2999-12-31'}  | ${true}
  ${'2026-02-29'}  | ${false}
  ${'2026-13-01'}  | ${false}
  ${'2026-00-10'}  | ${false}
  ${'2026-1-1'}    | ${false}
  ${'1999-12-31'}  | ${false}
  ${'0000-01-01'}  | ${false}
  ${'+02026-01-1'} | ${false}
  ${'yesterday'}   | ${false}
  ${''}            | ${false}
`('$text is a day: $isDay', ({ text, isDay }: { text: string; isDay: boolean }) => {
  expect(parseDay(text)).toBe(isDay ? text : null);
});

test('days of the calendar', () => {
  expect(plusDays('2026-03-01', -1)).toBe('2026-02-28');
  expect(daysBetween('2026-02-28', '2026-03-01')).toBe(2);
  expect(endOf('2026-02-28')).toBe(Date.parse('2026-03-01T00:00:00Z'));
  expect(monthOf('2026-11-03')).toBe('2026-11');
});
