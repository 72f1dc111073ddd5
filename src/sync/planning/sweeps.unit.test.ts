import { type Instant, plusMs } from '../../values/instant.js';
import type { FeedState } from './plan.js';
import { type SweepFacts, windowsDue } from './sweeps.js';
import type { SyncWindow, WindowKind } from './windows.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

const now = '2026-11-20T12:00:00.000000Z' as Instant;
const ago = (ms: number) => plusMs(now, -ms);

const state = (feed: FeedState['feed']): FeedState => ({
  ...{ feed, headFrom: null, headDigest: null, startsAt: null, app: null },
});
const feeds = [state({ kind: 'events', appNumber: '1' }), state({ kind: 'timeline' }), state({ kind: 'transactions' })];
const open = (kind: WindowKind): SyncWindow => ({
  ...{ id: '1', feed: { kind: 'transactions' }, kind, from: null, to: null, stopAt: null, cursor: null },
  ...{ reachedAt: null, restarts: 0 },
});

/** A connection that has all there is and has begun neither. */
const whole: SweepFacts = {
  now,
  backfilled: true,
  progressStartedAt: ago(DAY_MS),
  sweepStartedAt: null,
  walkStartedAt: null,
  walkRequestedAt: null,
  backgroundRestsUntil: null,
};
const swept = { ...whole, sweepStartedAt: ago(HOUR_MS / 2) };

describe('which windows are due', () => {
  test.each<[string, Partial<SweepFacts>, WindowKind[], string[]]>([
    ['the first sweep as soon as all is there', {}, [], ['sweep']],
    ['nothing while the past is still being read', { backfilled: false }, [], []],
    ['nothing before there was a sync', { progressStartedAt: null }, [], []],
    ['nothing within an hour of the last sweep', swept, [], []],
    ['nothing a moment before the hour is over', { sweepStartedAt: ago(HOUR_MS - 1) }, [], []],
    ['a sweep at the hour', { sweepStartedAt: ago(HOUR_MS) }, [], ['sweep']],
    ['no sweep while one is open, however long it takes', { sweepStartedAt: ago(9 * HOUR_MS) }, ['sweep'], []],
    ['a sweep beside a walk', { sweepStartedAt: ago(HOUR_MS) }, ['walk'], ['sweep']],
    ['a sweep while new rows are still being read', {}, ['head'], ['sweep']],
    ['no walk in the week of the backfill', { ...swept, progressStartedAt: ago(7 * DAY_MS - 1) }, [], []],
    ['a walk a week after the backfill', { ...swept, progressStartedAt: ago(7 * DAY_MS) }, [], ['walk']],
    [
      'no walk within a week of the last',
      { ...swept, progressStartedAt: ago(99 * DAY_MS), walkStartedAt: ago(DAY_MS) },
      [],
      [],
    ],
    ['a walk a week after the last', { ...swept, walkStartedAt: ago(7 * DAY_MS) }, [], ['walk']],
    ['no walk while one is open', { ...swept, walkStartedAt: ago(30 * DAY_MS) }, ['walk'], []],
    ['a walk that was asked for', { ...swept, walkStartedAt: ago(DAY_MS), walkRequestedAt: ago(1) }, [], ['walk']],
    ['one that was asked for before there was any', { ...swept, walkRequestedAt: ago(1) }, [], ['walk']],
    ['no second one', { ...swept, walkStartedAt: ago(1), walkRequestedAt: ago(2) }, [], []],
    ['none beside one that began before', { ...swept, walkStartedAt: ago(2), walkRequestedAt: ago(1) }, ['walk'], []],
    [
      'both after a long absence',
      { sweepStartedAt: ago(9 * DAY_MS), walkStartedAt: ago(9 * DAY_MS) },
      [],
      ['sweep', 'walk'],
    ],
    [
      'both also while they rest',
      { walkStartedAt: ago(8 * DAY_MS), backgroundRestsUntil: plusMs(now, HOUR_MS) },
      [],
      ['sweep', 'walk'],
    ],
  ])('%s', (_, facts, kindsOpen, due) => {
    const plan = { feeds, windows: kindsOpen.map(open) };
    expect(windowsDue({ ...whole, ...facts }, plan).map(({ kind }) => kind)).toEqual(due);
  });

  test('a sweep reads thirty days below the last one, however long ago, and up to what is newest', () => {
    const sweepStartedAt = ago(9 * DAY_MS);
    const [sweep] = windowsDue({ ...whole, sweepStartedAt }, { feeds, windows: [] });
    const rest = { kind: 'sweep', from: ago(39 * DAY_MS), to: null, stopAt: null, cursor: null, reachedAt: null };
    expect(sweep?.windows).toEqual([
      { feed: { kind: 'events', appNumber: '1' }, ...rest },
      { feed: { kind: 'timeline' }, ...rest, to: plusMs(now, DAY_MS) },
      { feed: { kind: 'transactions' }, ...rest },
    ]);
  });

  test('of the timeline, which takes no span of more than a year, a sweep after a long absence reads what it may', () => {
    const sweepStartedAt = ago(400 * DAY_MS);
    const [sweep] = windowsDue({ ...whole, sweepStartedAt }, { feeds, windows: [] });
    expect(sweep?.windows.map(({ from }) => from)).toEqual([ago(430 * DAY_MS), ago(363 * DAY_MS), ago(430 * DAY_MS)]);
  });

  test('the first sweep reads thirty days below the beginning of the first sync', () => {
    const [sweep] = windowsDue(whole, { feeds, windows: [] });
    expect(sweep?.windows.map(({ from }) => from)).toEqual(feeds.map(() => ago(31 * DAY_MS)));
  });

  test('a walk reads everything up to now, but the timeline', () => {
    const [walk] = windowsDue({ ...swept, walkStartedAt: ago(8 * DAY_MS) }, { feeds, windows: [] });
    const rest = { kind: 'walk', from: null, to: now, stopAt: null, cursor: null, reachedAt: null };
    expect(walk?.windows).toEqual([
      { feed: { kind: 'events', appNumber: '1' }, ...rest },
      { feed: { kind: 'transactions' }, ...rest },
    ]);
  });
});
