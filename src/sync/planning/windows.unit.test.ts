import { type Instant, instantFromMicros, instantToMicros } from '../../values/instant.js';
import { advanced, byUrgency, restarted, type SyncWindow } from './windows.js';

const HOUR = 3_600_000_000;
const MIDNIGHT = instantToMicros('2026-11-20T00:00:00.000000Z' as Instant);

/** So many hours after an arbitrary midnight. */
const at = (hours: number) => instantFromMicros(MIDNIGHT + hours * HOUR);

function windowOf(parts: Partial<SyncWindow> = {}): SyncWindow {
  return {
    ...{ id: '1', feed: { kind: 'transactions' }, kind: 'backfill', from: null, to: null, stopAt: null },
    ...{ cursor: 'c', reachedAt: null, restarts: 0, ...parts },
  };
}
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
