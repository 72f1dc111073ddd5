import fc from 'fast-check';
import { EARLIEST, type Instant, instantFromMicros, instantToMicros } from '../../values/instant.js';
import { type Density, divisions } from './division.js';
import type { SyncWindow } from './windows.js';

const SECOND = 1_000_000;
const HOUR = 3_600 * SECOND;
const MIDNIGHT = instantToMicros('2026-11-20T00:00:00.000000Z' as Instant);

/** So many hours after an arbitrary midnight. */
const at = (hours: number) => instantFromMicros(MIDNIGHT + hours * HOUR);
const hoursOf = (instant: Instant | null) => (instant === null ? null : (instantToMicros(instant) - MIDNIGHT) / HOUR);

function windowOf(parts: Partial<SyncWindow> = {}): SyncWindow {
  return {
    ...{ id: '1', feed: { kind: 'transactions' }, kind: 'backfill', from: null, to: null, stopAt: null },
    ...{ cursor: 'c', reachedAt: null, restarts: 0, ...parts },
  };
}

/** A page spans an hour, wherever one looks. */
const even: Density = { spanAbove: HOUR, spanBelow: HOUR, averageSpan: HOUR, run: null, startsAt: null };
const minutes = (count: number) => (count * HOUR) / 60;

/** Where the parts of a window end that is divided into so many more; whole hours and minutes, as rounded to the second. */
function placesOf(window: SyncWindow, density: Partial<Density>, missing: number): number[] {
  return divisions([{ window, density: { ...even, ...density } }], missing).flatMap(({ becomes, opens }) =>
    [becomes?.stopAt ?? null, ...opens.slice(0, -1).map(({ from }) => from)].map((place) =>
      Number((hoursOf(place) ?? Number.NaN).toFixed(1)),
    ),
  );
}

describe('where a window is divided', () => {
  // Twelve hours are left, below the page that may be on its way: it counts with the window's own part.
  const window = { reachedAt: at(13), from: at(0) };
  test.each<[string, Partial<SyncWindow>, Partial<Density>, number, number[]]>([
    ['in two', window, {}, 1, [6.5]],
    ['in three', window, {}, 2, [8.7, 4.3]],
    ['in as many as are worth a request', { reachedAt: at(9.01), from: at(0) }, {}, 7, [7.7, 6.4, 5.1, 3.9, 2.6, 1.3]],
    ['not when none is wanted', window, {}, 0, []],
    ['not when half of it is hardly more than a page', { reachedAt: at(2.4), from: at(0) }, {}, 7, []],
    ['above where another one begins', { reachedAt: at(13.01), from: at(0), stopAt: at(8) }, {}, 7, [11.8, 10.5, 9.3]],
    ['above the feed’s beginning', { reachedAt: at(13.01) }, { startsAt: at(8) }, 7, [11.8, 10.5, 9.3]],
    ['sixteen pages into the unknown', { reachedAt: at(17) }, {}, 2, [11.7, 6.3]],
    ['not when nobody knows how dense it is', window, { spanAbove: null, averageSpan: null }, 7, []],
    ['before its first page, as its feed is on average', { to: at(13), from: at(0) }, { spanAbove: null }, 1, [6.5]],
    ['not before its first page, where nobody knows its end', { to: at(13) }, { spanAbove: null }, 1, []],
    ['not a window that is open at the top', { from: at(0) }, {}, 1, []],
    // Ten minutes are dense, and are expected to go on for forty; then come twelve hours of one page each.
    [
      'a burst down to where it is expected to end',
      { reachedAt: at(13), from: at(0) },
      { spanAbove: minutes(1), run: { since: at(13 + 1 / 6), span: minutes(1), pages: 10 } },
      3,
      [12.8, 12.6, 12.3],
    ],
    // One page says little of how long it goes on.
    ['a burst that has just begun', { reachedAt: at(1), from: at(0) }, { spanAbove: minutes(1) }, 7, [1, 1, 0.9]],
    [
      'below a second that takes many pages, which no filter divides',
      { reachedAt: at(6), from: at(0) },
      { spanAbove: 0, averageSpan: HOUR, run: { since: at(6), span: 0, pages: 5 } },
      1,
      [6],
    ],
  ])('%s', (_, parts, density, missing, hours) => {
    expect(placesOf(windowOf(parts), density, missing)).toEqual(hours);
  });

  describe('a second of many pages keeps no other window whole', () => {
    const run = { since: at(6), span: 0, pages: 40 };
    const second = { ...even, spanAbove: 0, run };
    const other = { window: windowOf({ id: 'other', reachedAt: at(11), from: at(0) }), density: even };
    const [twoSecondsBelow, farBelow] = [instantFromMicros(instantToMicros(at(6)) - 2 * SECOND), at(5)];
    test.each<[string, Instant, number, Record<string, number>]>([
      ['that is all of it', at(6), 3, { other: 3 }],
      ['with a second below it', twoSecondsBelow, 1, { other: 1 }],
      ['with a second below it, many wanted', twoSecondsBelow, 9, { other: 7 }],
      ['with an hour below it', farBelow, 9, { second: 1, other: 7 }],
    ])('%s', (_, from, missing, expected) => {
      const window = windowOf({ id: 'second', reachedAt: at(6), from });
      const found = divisions([{ window, density: second }, other], missing);
      expect(Object.fromEntries(found.map(({ was, opens }) => [was.id, opens.length]))).toEqual(expected);
    });
  });

  test('parts go where most is left for each', () => {
    const [small, large] = [
      windowOf({ id: 's', reachedAt: at(7), from: at(0) }),
      windowOf({ id: 'l', reachedAt: at(30), from: at(0) }),
    ];
    const found = divisions(
      [small, large].map((window) => ({ window, density: even })),
      5,
    );
    expect(found.map(({ was, opens }) => [was.id, opens.length])).toEqual([['l', 5]]);
    const more = divisions(
      [small, large].map((window) => ({ window, density: even })),
      12,
    );
    expect(more.map(({ was, opens }) => [was.id, opens.length])).toEqual([
      ['s', 1],
      ['l', 11],
    ]);
  });

  test('no place is older than anything of Shopify’s can be, however thinly a feed is strewn', () => {
    const twoYears = { ...even, spanAbove: 2 * 365 * 24 * HOUR };
    const [change] = divisions([{ window: windowOf({ reachedAt: at(0) }), density: twoYears }], 7);
    expect(change?.opens.length).toBeGreaterThan(0);
    expect(change?.opens.every(({ to }) => to !== null && to >= EARLIEST)).toBe(true);
  });
});

const span = fc.oneof(
  fc.constant(null),
  fc.constant(0),
  fc.integer({ min: 1, max: 400 * 24 }).map((hours) => (hours * HOUR) / 24),
);
const hours = fc.integer({ min: 0, max: 20_000 });

test('whatever is known, the parts leave no gap, none is of less than a second, and each is read by itself', () => {
  fc.assert(
    fc.property(
      hours,
      hours,
      span,
      span,
      span,
      fc.nat(40),
      (length, ran, spanAbove, spanBelow, averageSpan, missing) => {
        const reachedAt = at(length / 24);
        const window = windowOf({ reachedAt, from: at(0) });
        const run =
          spanAbove === null ? null : { since: at((length + ran) / 24), span: spanAbove, pages: 1 + (ran % 9) };
        const density = { spanAbove, spanBelow, averageSpan, run, startsAt: null };
        for (const { becomes, opens } of divisions([{ window, density }], missing)) {
          expect(opens.length).toBeGreaterThan(0);
          expect(opens.length).toBeLessThanOrEqual(missing);
          expect(becomes).toEqual({ ...window, stopAt: becomes?.stopAt });
          let above = becomes?.stopAt ?? null;
          expect(above !== null && above < reachedAt).toBe(true);
          for (const { from, to, cursor, stopAt } of opens) {
            expect([cursor, stopAt]).toEqual([null, null]);
            expect(to !== null && above !== null && to >= above && to < reachedAt).toBe(true);
            expect(from !== null && above !== null && instantToMicros(above) - instantToMicros(from) >= 1).toBe(true);
            above = from;
          }
          expect(above).toEqual(window.from);
        }
      },
    ),
    { numRuns: 5_000 },
  );
});
