import fc from 'fast-check';
import { type Position, SortedRows } from './sorted-rows.js';

const rows = fc
  .uniqueArray(fc.record({ at: fc.integer({ min: 0, max: 9 }), tie: fc.integer({ min: 0, max: 200 }) }), {
    selector: ({ tie }) => tie,
    maxLength: 40,
  })
  .map((places) => places.map((place): Position => ({ ...place, feed: 'event' })));

test('pages of any size, walked by cursor in either order, are all the rows in order, each once', () => {
  fc.assert(
    fc.property(rows, fc.integer({ min: 1, max: 7 }), fc.boolean(), (given, limit, newestFirst) => {
      const sorted = new SortedRows<Position>();
      for (const row of given) sorted.add(row);
      const walked: Position[] = [];
      for (let more = true; more;) {
        const order = newestFirst ? 'newest first' : 'oldest first';
        const page = sorted.page({ order, limit, take: 'first', after: walked.at(-1), matches: () => true });
        walked.push(...page.rows);
        more = page.hasNextPage;
      }
      const expected = [...given].sort((a, b) => a.at - b.at || a.tie - b.tie);
      expect(walked).toEqual(newestFirst ? expected.reverse() : expected);
    }),
  );
});

test('bounds are included at both ends, filters hold, and `last` takes the end of the range', () => {
  fc.assert(
    fc.property(rows, fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 9 }), (given, from, to) => {
      const sorted = new SortedRows<Position>();
      sorted.addAll(given);
      const matches = ({ tie }: Position) => tie % 2 === 0;
      const query = { from, to, order: 'newest first', limit: 5, matches } as const;
      const expected = sorted.all.filter((row) => row.at >= from && row.at <= to && matches(row)).reverse();
      expect(sorted.page({ ...query, take: 'first' }).rows).toEqual(expected.slice(0, 5));
      expect(sorted.page({ ...query, take: 'last' }).rows).toEqual(expected.slice(-5));
    }),
  );
});

test('a cursor’s place holds when its row has gone', () => {
  const place = (at: number): Position => ({ at, tie: at, feed: 'event' });
  const sorted = new SortedRows<Position>();
  const [one, two, three] = [place(1), place(2), place(3)];
  sorted.addAll([one, two, three]);
  sorted.remove(two);
  expect(sorted.page({ order: 'newest first', limit: 5, take: 'first', after: two, matches: () => true }).rows).toEqual(
    [one],
  );
});
