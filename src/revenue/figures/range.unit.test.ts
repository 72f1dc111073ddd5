import { type RangeName, RANGES } from '../../contract/revenue-words.js';
import type { Day } from '../../values/day.js';
import { completeMonths, momentsOf, rangeUntil } from './range.js';

const TODAY = '2026-03-15' as Day;

test.each`
  name           | previousFrom    | from            | days
  ${'yesterday'} | ${'2026-03-13'} | ${'2026-03-14'} | ${1}
  ${'7d'}        | ${'2026-03-01'} | ${'2026-03-08'} | ${7}
  ${'30d'}       | ${'2026-01-14'} | ${'2026-02-13'} | ${30}
  ${'90d'}       | ${'2025-09-16'} | ${'2025-12-15'} | ${90}
  ${'12m'}       | ${'2024-03-15'} | ${'2025-03-15'} | ${365}
`('$name ends yesterday', ({ name, previousFrom, from, days }: Record<string, string> & { name: RangeName }) => {
  const range = rangeUntil(TODAY, name);
  expect(range).toMatchObject({ previousFrom, from, to: '2026-03-14', end: TODAY });
  expect([range.days.length, range.days[0], range.days.at(-1)]).toEqual([days, from, '2026-03-14']);
});

test('every day of a range is there once, over a leap day too', () => {
  const { days } = rangeUntil('2028-03-02' as Day, '7d');
  expect(days).toEqual([
    ...['2028-02-24', '2028-02-25', '2028-02-26', '2028-02-27', '2028-02-28', '2028-02-29', '2028-03-01'],
  ]);
});

test.each`
  end             | oldest          | newest
  ${'2026-03-15'} | ${'2025-03-01'} | ${'2026-03-01'}
  ${'2026-03-01'} | ${'2025-03-01'} | ${'2026-03-01'}
  ${'2026-02-28'} | ${'2025-02-01'} | ${'2026-02-01'}
  ${'2026-01-01'} | ${'2025-01-01'} | ${'2026-01-01'}
`(
  'the twelve months complete at $end begin $oldest and end $newest',
  ({ end, oldest, newest }: Record<string, Day>) => {
    const starts = completeMonths(end as Day);
    expect([starts.length, starts[0], starts.at(-1)]).toEqual([13, oldest, newest]);
  },
);

test('the moments of any range are in order, each once, and fit the bits of an integer', () => {
  for (const name of RANGES) {
    for (const today of ['2026-03-15', '2026-03-01', '2028-02-29', '2027-01-01'] as Day[]) {
      const range = rangeUntil(today, name);
      const moments = momentsOf(range);
      expect(moments).toEqual([...new Set(moments)].sort());
      expect(moments).toEqual(expect.arrayContaining([range.from, range.end]));
      expect(moments.length).toBeLessThanOrEqual(30);
    }
  }
});
