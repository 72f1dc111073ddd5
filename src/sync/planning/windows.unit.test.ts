import { EARLIEST, type Instant, instantFromMicros, instantToMicros } from '../../values/instant.js';
import {
  advanced,
  byUrgency,
  type Density,
  divided,
  pagesLeft,
  placesToDivide,
  restarted,
  type SyncWindow,
} from './windows.js';

const HOUR = 3_600_000_000;
const MINUTE = HOUR / 60;
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
/** A page spans an hour. */
const known: Density = { pageSpanMicros: HOUR, startsAt: null };

describe('how many pages a window has left', () => {
  test.each<[string, Partial<SyncWindow>, Partial<Density>, number]>([
    ['down to where another one begins', { reachedAt: at(10), stopAt: at(4), from: at(1) }, {}, 6],
    ['down to its filter', { reachedAt: at(10), from: at(1) }, {}, 9],
    ['down to where the feed begins', { reachedAt: at(10) }, { startsAt: at(3) }, 7],
    ['from its upper end, before its first page', { to: at(10), from: at(1) }, {}, 9],
    ['before its first page, with the feed’s beginning', { to: at(10) }, { startsAt: at(3) }, 7],
    ['sixteen where nobody knows the end', { reachedAt: at(10) }, {}, 16],
    ['nothing is said before the first page where nobody knows the end', { to: at(10) }, {}, 0],
    ['nothing is said where nobody knows how dense it is', { reachedAt: at(10) }, { pageSpanMicros: null }, 0],
    ['nothing is said where a page is one instant', { reachedAt: at(10) }, { pageSpanMicros: 0 }, 0],
    ['nothing is said of a window open at the top', { from: at(1) }, {}, 0],
  ])('%s', (_, window, density, pages) => {
    expect(pagesLeft(windowOf(window), { ...known, ...density })).toBe(pages);
  });
});

test('no place is older than anything of Shopify’s can be, however thinly a feed is strewn', () => {
  const twoYears: Density = { pageSpanMicros: 2 * 365 * 24 * HOUR, startsAt: null };
  const places = placesToDivide(windowOf({ reachedAt: at(0) }), twoYears, 7);
  expect(places?.length).toBeGreaterThan(0);
  expect(places?.every((place) => place >= EARLIEST)).toBe(true);
});

describe('where a window is divided', () => {
  // Twelve hours are left, of which the first may be on its way.
  const window = { reachedAt: at(13), from: at(0) };
  test.each<[string, Partial<SyncWindow>, Partial<Density>, number, number[] | null]>([
    ['in two', window, {}, 1, [6]],
    ['in three', window, {}, 2, [8, 4]],
    ['in as many as are worth a request', { reachedAt: at(9), from: at(0) }, {}, 7, [6, 4, 2]],
    ['not when none is wanted', window, {}, 0, null],
    ['not when half of it is less than two pages', { reachedAt: at(4.9), from: at(0) }, {}, 7, null],
    ['when half of it is two pages', { reachedAt: at(5), from: at(0) }, {}, 7, [2]],
    ['above where another one begins', { reachedAt: at(13), from: at(0), stopAt: at(8) }, {}, 7, [10]],
    ['above the feed’s beginning', { reachedAt: at(13) }, { startsAt: at(8) }, 7, [10]],
    ['sixteen pages into the unknown', { reachedAt: at(17) }, {}, 2, [11, 6]],
    ['not when nobody knows how dense it is', window, { pageSpanMicros: null }, 7, null],
    ['not when a page is one instant', window, { pageSpanMicros: 0 }, 7, null],
    // However dense it is: parts that overlap by ten minutes must be longer than that.
    ['not shorter than forty minutes', { reachedAt: at(1.3), from: at(0) }, { pageSpanMicros: 1 }, 7, null],
    [
      'into parts of forty minutes',
      { reachedAt: at(2.1), from: at(0) },
      { pageSpanMicros: 6 * MINUTE },
      7,
      [4 / 3, 2 / 3],
    ],
  ])('%s', (_, parts, density, wanted, hours) => {
    const places = placesToDivide(windowOf(parts), { ...known, ...density }, wanted);
    expect(places && places.map(hoursOf)).toEqual(hours && hours.map((hour) => expect.closeTo(hour, 5) as number));
  });
});

describe('what a division leaves', () => {
  const TEN_MINUTES = 1 / 6;
  test('the upper part keeps its filter and cursor, and ends where the next begins', () => {
    const window = windowOf({ reachedAt: at(13), from: at(0) });
    expect(divided(window, [at(8), at(4)])).toMatchObject({ was: window, becomes: { ...window, stopAt: at(8) } });
  });

  test.each<[string, Partial<SyncWindow>, number[], [number, number | null][]]>([
    [
      'down to its filter',
      { reachedAt: at(13), from: at(0) },
      [8, 4],
      [
        [8, 4],
        [4, 0],
      ],
    ],
    ['down to where another one begins', { reachedAt: at(13), from: at(0), stopAt: at(2) }, [8], [[8, 2]]],
    [
      'the last one open, where nobody knows the end',
      { reachedAt: at(13) },
      [8, 4],
      [
        [8, 4],
        [4, null],
      ],
    ],
    ['of one that has not begun', { to: at(13), from: at(0) }, [8], [[8, 0]]],
  ])('the lower parts, %s, overlap with what is above them', (_, parts, hours, expected) => {
    const { opens } = divided(windowOf(parts), hours.map(at));
    expect(opens.map(({ from, to }) => [hoursOf(to), hoursOf(from)])).toEqual(
      expected.map(([top, bottom]) => [top + TEN_MINUTES, bottom]),
    );
    for (const part of opens) {
      expect(part).toMatchObject({ kind: 'backfill', cursor: null, reachedAt: null, stopAt: null });
    }
  });

  test('no part begins above what the window has reached', () => {
    const { opens } = divided(windowOf({ reachedAt: at(8.1), from: at(0) }), [at(8)]);
    expect(opens.map(({ to }) => to)).toEqual([at(8.1)]);
  });
});

describe('a window whose cursor was refused begins again', () => {
  test.each<[string, Partial<SyncWindow>, { from: number | null; to: number | null }]>([
    ['below what it has', { from: at(0), to: at(20), reachedAt: at(13) }, { from: 0, to: 13 }],
    ['above where another one begins', { from: at(0), stopAt: at(4), reachedAt: at(13) }, { from: 4, to: 13 }],
    ['from its filter, before its first page', { from: at(0), to: at(20) }, { from: 0, to: 20 }],
    ['as open as it was', {}, { from: null, to: null }],
  ])('%s', (_, parts, { from, to }) => {
    const window = windowOf({ ...parts, restarts: 1 });
    expect(restarted(window)).toEqual({
      was: window,
      becomes: {
        ...{ ...window, from: from === null ? null : at(from), to: to === null ? null : at(to) },
        ...{ cursor: null, stopAt: null, restarts: 2 },
      },
      opens: [],
    });
  });
});

describe('a window of which a page was stored', () => {
  const page = { lastCursor: 'd', hasNextPage: true, ends: at(5) };
  const begun = { from: at(0), to: at(20), reachedAt: at(8), restarts: 1 };
  test.each<[string, Partial<SyncWindow>, Partial<typeof page>, Partial<SyncWindow> | null]>([
    ['goes on below the page', begun, {}, { cursor: 'd', reachedAt: at(5), restarts: 0 }],
    [
      'goes on below its first page',
      { ...begun, cursor: null, reachedAt: null },
      {},
      { cursor: 'd', reachedAt: at(5) },
    ],
    ['goes on above where another one begins', { ...begun, stopAt: at(4) }, {}, { stopAt: at(4), cursor: 'd' }],
    ['that brought it no further may not begin again once more', { ...begun, reachedAt: at(5) }, {}, { restarts: 1 }],
    ['never reaches less far than before', { ...begun, reachedAt: at(3) }, {}, { reachedAt: at(3), cursor: 'd' }],
    ['is over where another one begins', { ...begun, stopAt: at(5) }, {}, null],
    ['is over with the last page', begun, { hasNextPage: false }, null],
  ])('%s', (_, parts, ofPage, becomes) => {
    const window = windowOf(parts);
    const change = advanced(window, { ...page, ...ofPage });
    expect(change).toMatchObject({ was: window, opens: [] });
    expect(change.becomes).toEqual(becomes && (expect.objectContaining(becomes) as SyncWindow));
  });
});

test('what is new comes before the past, the newest past first, and what nobody waits for comes last', () => {
  const inOrder = [
    windowOf({ id: 'new', kind: 'head', reachedAt: at(1) }),
    windowOf({ id: 'open at the top', kind: 'backfill' }),
    windowOf({ id: 'newest past', kind: 'backfill', to: at(20), reachedAt: at(9) }),
    windowOf({ id: 'not begun', kind: 'backfill', to: at(8) }),
    windowOf({ id: 'oldest past', kind: 'backfill', reachedAt: at(2) }),
    windowOf({ id: 'sweep', kind: 'sweep', reachedAt: at(19) }),
    windowOf({ id: 'walk', kind: 'walk' }),
  ];
  const sorted = inOrder.toReversed().sort(byUrgency);
  expect(sorted.map(({ id }) => id)).toEqual(inOrder.map(({ id }) => id));
});
