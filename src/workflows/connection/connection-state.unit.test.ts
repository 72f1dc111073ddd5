import type { SyncEnd, SyncFailure } from '../../contract/connection-activities.js';
import { type ConnectionFacts, GONE, type RowStatus } from '../../contract/connection-facts.js';
import type { ConnectionEvent } from './connection-event.js';
import { initialState, next } from './connection-state.js';
import type { ConnectionState } from './standing.js';
import { describeStanding } from './state-table.js';

const policy = { intervalMs: 240_000, failureLimit: 3 };
const start: ConnectionState = { ...initialState(), policy };

const credential: SyncFailure = {
  kind: 'credential',
  code: 'token_rejected',
  permission: null,
  reference: 'r',
  generation: 1,
};

const connected: ConnectionFacts = { ...GONE, status: 'connected' };
const read = (status: RowStatus): ConnectionEvent => ({ type: 'rowRead', facts: { ...GONE, status }, nowMs: 0 });
const ended = (end: SyncEnd, nowMs = 0): ConnectionEvent => ({
  type: 'syncEnded',
  end,
  facts: connected,
  nowMs,
  delayMs: 1_000,
  policy,
});
const failed = (failure: SyncFailure): ConnectionEvent => ({ type: 'syncFailed', failure, policy });
const recorded = (terminal: boolean) => ({ verdict: { ...verdict, terminal }, facts: connected });
const verdict = { consecutiveFailures: 1, terminal: false, delayMs: 240_000 };

/** The events of the table, by the words used there. */
const events: Record<string, ConnectionEvent> = {
  timer: { type: 'timerFired' },
  syncNow: { type: 'syncNow' },
  addApp: { type: 'addApp' },
  disconnect: { type: 'disconnect' },
  reconnect: { type: 'reconnect' },
  ok: ended({ outcome: 'ok' }),
  more: ended({ outcome: 'more', waitMs: 0 }),
  throttled: ended({ outcome: 'more', waitMs: 60_000 }),
  'throttled before the head': ended({ outcome: 'more', waitMs: 60_000, head: true }),
  interrupted: ended({ outcome: 'interrupted' }),
  superseded: ended({ outcome: 'superseded' }),
  'row says error': ended({ outcome: 'error' }),
  'row says disconnecting': ended({ outcome: 'disconnecting' }),
  'row is gone': ended({ outcome: 'gone' }),
  'row says paused': ended({ outcome: 'paused' }),
  'token refused': failed(credential),
  stopped: { type: 'syncStopped' },
  recorded: { type: 'failureRecorded', recorded: recorded(false), nowMs: 0 },
  'the last recorded': { type: 'failureRecorded', recorded: recorded(true), nowMs: 0 },
  'not recorded': { type: 'failureRecorded', recorded: null, nowMs: 0 },
  'stop confirmed': { type: 'stopConfirmed', answer: 'disconnected', nowMs: 0 },
  'still leased': { type: 'stopConfirmed', answer: { leasedForMs: 5_000 }, nowMs: 0 },
  revived: { type: 'stopConfirmed', answer: 'revived', nowMs: 0 },
  'read connected': read('connected'),
  'read error': read('error'),
  'read paused': { type: 'rowRead', facts: { ...connected, paused: true }, nowMs: 0 },
  'read disconnected': read('disconnected'),
};

function after(words: string): ConnectionState {
  return words
    .split(', ')
    .filter((word) => word !== '')
    .reduce((state, word) => {
      const event = events[word];
      if (event === undefined) throw new Error(`no event ${word}`);
      return next(state, event);
    }, start);
}

test.each`
  events                                                                | then
  ${''}                                                                 | ${'sync due'}
  ${'syncNow'}                                                          | ${'sync due'}
  ${'timer'}                                                            | ${'syncing'}
  ${'timer, ok'}                                                        | ${'idle until 1000'}
  ${'timer, more'}                                                      | ${'sync due, going on'}
  ${'timer, throttled'}                                                 | ${'sync due at 60000, going on'}
  ${'timer, throttled before the head'}                                 | ${'sync due at 60000'}
  ${'timer, throttled, syncNow'}                                        | ${'sync due at 60000'}
  ${'timer, throttled, disconnect'}                                     | ${'disconnecting, confirming'}
  ${'timer, throttled, reconnect'}                                      | ${'sync due'}
  ${'disconnect'}                                                       | ${'disconnecting, confirming'}
  ${'timer, interrupted'}                                               | ${'sync due at 10000'}
  ${'timer, superseded'}                                                | ${'sync due'}
  ${'timer, row says error'}                                            | ${'error'}
  ${'timer, row says disconnecting'}                                    | ${'disconnecting, confirming'}
  ${'timer, row is gone'}                                               | ${'disconnected, reading the row'}
  ${'timer, syncNow'}                                                   | ${'syncing, once more after'}
  ${'timer, syncNow, syncNow, addApp, ok'}                              | ${'sync due'}
  ${'timer, syncNow, ok, timer, ok'}                                    | ${'idle until 1000'}
  ${'timer, syncNow, more'}                                             | ${'sync due'}
  ${'timer, disconnect'}                                                | ${'disconnecting, stopping'}
  ${'timer, disconnect, stopped'}                                       | ${'disconnecting, confirming'}
  ${'timer, disconnect, ok'}                                            | ${'disconnecting, confirming'}
  ${'timer, disconnect, token refused'}                                 | ${'disconnecting, confirming'}
  ${'timer, disconnect, reconnect, stopped'}                            | ${'sync due'}
  ${'timer, disconnect, reconnect, disconnect, stopped'}                | ${'disconnecting, confirming'}
  ${'timer, reconnect'}                                                 | ${'stopping, then syncing'}
  ${'timer, reconnect, ok'}                                             | ${'sync due'}
  ${'timer, reconnect, disconnect'}                                     | ${'disconnecting, stopping'}
  ${'timer, ok, timer'}                                                 | ${'sync due'}
  ${'timer, ok, syncNow'}                                               | ${'sync due'}
  ${'timer, ok, disconnect'}                                            | ${'disconnecting, confirming'}
  ${'timer, token refused'}                                             | ${'recording'}
  ${'timer, token refused, recorded'}                                   | ${'idle until 240000'}
  ${'timer, token refused, the last recorded'}                          | ${'error'}
  ${'timer, token refused, recorded, timer, timer'}                     | ${'syncing'}
  ${'timer, token refused, reconnect, not recorded'}                    | ${'sync due'}
  ${'timer, token refused, disconnect, not recorded'}                   | ${'disconnecting, confirming'}
  ${'timer, token refused, not recorded'}                               | ${'sync due'}
  ${'timer, token refused, syncNow, recorded'}                          | ${'sync due'}
  ${'timer, token refused, disconnect, recorded'}                       | ${'disconnecting, confirming'}
  ${'timer, token refused, reconnect, recorded'}                        | ${'sync due'}
  ${'timer, row says disconnecting, still leased'}                      | ${'disconnecting, waiting'}
  ${'timer, row says disconnecting, still leased, timer'}               | ${'disconnecting, confirming'}
  ${'timer, row says disconnecting, still leased, reconnect, timer'}    | ${'sync due'}
  ${'timer, row says disconnecting, revived'}                           | ${'sync due'}
  ${'timer, row says disconnecting, stop confirmed'}                    | ${'disconnected, reading the row'}
  ${'timer, row says disconnecting, stop confirmed, read disconnected'} | ${'over'}
  ${'timer, row says disconnecting, stop confirmed, read connected'}    | ${'sync due'}
  ${'timer, row says disconnecting, stop confirmed, reconnect'}         | ${'sync due'}
  ${'timer, row says error, syncNow'}                                   | ${'error'}
  ${'timer, row says error, addApp'}                                    | ${'error'}
  ${'timer, row says error, timer'}                                     | ${'error, reading the row'}
  ${'timer, row says error, timer, read error'}                         | ${'error'}
  ${'timer, row says error, timer, read connected'}                     | ${'sync due'}
  ${'timer, row says error, disconnect'}                                | ${'disconnecting, confirming'}
  ${'timer, row says error, reconnect'}                                 | ${'sync due'}
  ${'timer, ok, ok'}                                                    | ${'idle until 1000'}
  ${'timer, ok, more'}                                                  | ${'sync due, going on'}
  ${'timer, ok, token refused'}                                         | ${'recording'}
  ${'timer, ok, row says paused'}                                       | ${'paused, reading the row'}
  ${'timer, ok, row says disconnecting'}                                | ${'disconnecting, confirming'}
  ${'read paused'}                                                      | ${'paused, reading the row'}
  ${'read paused, timer'}                                               | ${'paused, reading the row'}
  ${'timer, row says paused'}                                           | ${'paused, reading the row'}
  ${'timer, syncNow, row says paused'}                                  | ${'paused, reading the row'}
  ${'timer, row says paused, read paused'}                              | ${'paused'}
  ${'read paused, read paused'}                                         | ${'paused'}
  ${'timer, row says paused, syncNow'}                                  | ${'paused, reading the row again'}
  ${'timer, row says paused, syncNow, read paused'}                     | ${'paused, reading the row'}
  ${'timer, row says paused, syncNow, read paused, read connected'}     | ${'sync due'}
  ${'timer, row says paused, read connected'}                           | ${'sync due'}
  ${'timer, row says paused, read error'}                               | ${'error'}
  ${'timer, row says paused, read paused, syncNow'}                     | ${'paused, reading the row'}
  ${'timer, row says paused, read paused, addApp'}                      | ${'paused, reading the row'}
  ${'timer, row says paused, read paused, reconnect'}                   | ${'paused, reading the row'}
  ${'timer, row says paused, read paused, disconnect'}                  | ${'disconnecting, confirming'}
  ${'timer, row says paused, read paused, syncNow, read connected'}     | ${'sync due'}
  ${'timer, ok, reconnect, read paused'}                                | ${'paused, reading the row'}
  ${'timer, token refused, not recorded, read paused'}                  | ${'paused, reading the row'}
  ${'timer, row says error, timer, read paused'}                        | ${'paused'}
`('$events → $then', ({ events: words, then }: { events: string; then: string }) => {
  expect(describeStanding(after(words).standing)).toBe(then);
});

test('an event that means nothing in a state changes nothing', () => {
  const idle = after('timer, ok');
  for (const event of ['stopped', 'recorded', 'stop confirmed', 'read error']) {
    const { standing } = next(idle, events[event] ?? { type: 'timerFired' });
    expect(standing).toBe(idle.standing);
  }
});

test('what is asked for while something is wrong is said to be asked for', () => {
  const failing = after('timer, token refused, recorded');
  const askedFor = (word: string) => {
    const due = next(failing, events[word] ?? { type: 'timerFired' });
    return next(next(due, { type: 'timerFired' }), failed(credential)).standing;
  };
  expect(askedFor('syncNow')).toMatchObject({ step: 'recording', asked: true });
  expect(askedFor('timer')).toMatchObject({ step: 'recording', asked: false });
});

test('only the wait after the first success is spread, however many runs that takes', () => {
  expect(after('timer, token refused, recorded, timer').isFirstWait).toBe(true);
  expect(after('timer, more, timer').isFirstWait).toBe(true);
  expect(after('timer, ok').isFirstWait).toBe(false);
});

test.each(['reconnect', 'superseded', 'row says error', 'row says paused', 'not recorded'])(
  '%s: the rows are others, and are read again',
  (word) => {
    const before = word === 'not recorded' ? 'timer, ok, timer, timer, token refused' : 'timer, ok, timer, timer';
    expect(after(before).facts).toEqual(connected);
    expect(after(`${before}, ${word}`).facts).toBeNull();
  },
);

test('what a sync read that a reconnect has stopped is from before it', () => {
  expect(after('timer, ok, timer, timer, reconnect, ok').facts).toBeNull();
});

test.each(['interrupted', 'row says disconnecting', 'token refused', 'stopped', 'syncNow'])(
  '%s: says nothing new of the rows',
  (word) => {
    expect(after(`timer, ok, timer, timer, ${word}`).facts).toEqual(connected);
  },
);
