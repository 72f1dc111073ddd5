import { parseDay } from './day.js';

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
