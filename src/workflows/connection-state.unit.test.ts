import { initialState, next, type ConnectionEvent } from './connection-state.js';
import { describeStanding } from './describe-standing.js';
import type { SyncFailure } from './failures.js';
import type { ConnectionState, SyncEnd } from './standing.js';

const HOUR = 3_600_000;
const policy = { intervalMs: 240_000, failureLimit: 3 };
const start: ConnectionState = { ...initialState(0), policy };

const credential: SyncFailure = {
  kind: 'credential',
  code: 'token_rejected',
  permission: null,
  reference: 'r',
  generation: 1,
};
const outage: SyncFailure = { ...credential, kind: 'other', code: 'shopify_unavailable' };

const ended = (end: SyncEnd, nowMs = 0): ConnectionEvent => ({ type: 'syncEnded', end, nowMs, delayMs: 1_000, policy });
const failed = (failure: SyncFailure, nowMs = 0): ConnectionEvent => ({ type: 'syncFailed', failure, nowMs, policy });

/** The events of the table, by the words used there. */
const events: Record<string, ConnectionEvent> = {
  timer: { type: 'timerFired' },
  syncNow: { type: 'syncNow' },
  addApp: { type: 'addApp' },
  disconnect: { type: 'disconnect' },
  reconnect: { type: 'reconnect', nowMs: 0 },
  ok: ended({ outcome: 'ok' }),
  more: ended({ outcome: 'more', waitMs: 0 }),
  throttled: ended({ outcome: 'more', waitMs: 60_000 }),
  'throttled before the head': ended({ outcome: 'more', waitMs: 60_000, head: true }),
  interrupted: ended({ outcome: 'interrupted' }),
  superseded: ended({ outcome: 'superseded' }),
  'row says error': ended({ outcome: 'error' }),
  'row says disconnecting': ended({ outcome: 'disconnecting' }),
  'row is gone': ended({ outcome: 'gone' }),
  'token refused': failed(credential),
  outage: failed(outage),
  stopped: { type: 'syncStopped' },
  recorded: { type: 'failureRecorded', held: true, nowMs: 0 },
  'not recorded': { type: 'failureRecorded', held: false, nowMs: 0 },
  'stop confirmed': { type: 'stopConfirmed', answer: 'disconnected', nowMs: 0 },
  'still leased': { type: 'stopConfirmed', answer: { leasedForMs: 5_000 }, nowMs: 0 },
  revived: { type: 'stopConfirmed', answer: 'revived', nowMs: 0 },
  'read connected': { type: 'rowRead', status: 'connected' },
  'read error': { type: 'rowRead', status: 'error' },
  'read disconnected': { type: 'rowRead', status: 'disconnected' },
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
  events                                                        | then
  ${''}                                                         | ${'sync due'}
  ${'syncNow'}                                                  | ${'sync due'}
  ${'timer'}                                                    | ${'syncing'}
  ${'timer, ok'}                                                | ${'idle until 1000'}
  ${'timer, more'}                                              | ${'sync due, going on'}
  ${'timer, throttled'}                                         | ${'sync due at 60000, going on'}
  ${'timer, throttled before the head'}                         | ${'sync due at 60000'}
  ${'timer, throttled, syncNow'}                                | ${'sync due at 60000'}
  ${'timer, throttled, disconnect'}                             | ${'disconnecting, confirming'}
  ${'timer, interrupted'}                                       | ${'sync due at 10000'}
  ${'timer, superseded'}                                        | ${'sync due'}
  ${'timer, row says error'}                                    | ${'error'}
  ${'timer, row says disconnecting'}                            | ${'disconnecting, confirming'}
  ${'timer, row is gone'}                                       | ${'disconnected, reading the row'}
  ${'timer, syncNow'}                                           | ${'syncing, once more after'}
  ${'timer, syncNow, syncNow, addApp, ok'}                      | ${'sync due'}
  ${'timer, syncNow, ok, timer, ok'}                            | ${'idle until 1000'}
  ${'timer, syncNow, more'}                                     | ${'sync due'}
  ${'timer, disconnect'}                                        | ${'disconnecting, stopping'}
  ${'timer, disconnect, stopped'}                               | ${'disconnecting, confirming'}
  ${'timer, disconnect, ok'}                                    | ${'disconnecting, confirming'}
  ${'timer, disconnect, token refused'}                         | ${'disconnecting, confirming'}
  ${'timer, disconnect, reconnect, stopped'}                    | ${'sync due'}
  ${'timer, disconnect, reconnect, disconnect, stopped'}        | ${'disconnecting, confirming'}
  ${'timer, reconnect'}                                         | ${'stopping, then syncing'}
  ${'timer, reconnect, ok'}                                     | ${'sync due'}
  ${'timer, reconnect, disconnect'}                             | ${'disconnecting, stopping'}
  ${'timer, ok, timer'}                                         | ${'sync due'}
  ${'timer, ok, syncNow'}                                       | ${'sync due'}
  ${'timer, ok, disconnect'}                                    | ${'disconnecting, confirming'}
  ${'timer, token refused'}                                     | ${'recording'}
  ${'timer, token refused, recorded'}                           | ${'idle until 240000'}
  ${'timer, token refused, not recorded'}                       | ${'sync due'}
  ${'timer, token refused, syncNow, recorded'}                  | ${'sync due'}
  ${'timer, token refused, disconnect, recorded'}               | ${'disconnecting, confirming'}
  ${'timer, token refused, reconnect, recorded'}                | ${'sync due'}
  ${'timer, ok, disconnect, still leased'}                      | ${'disconnecting, waiting'}
  ${'timer, ok, disconnect, still leased, timer'}               | ${'disconnecting, confirming'}
  ${'timer, ok, disconnect, still leased, reconnect, timer'}    | ${'sync due'}
  ${'timer, ok, disconnect, revived'}                           | ${'sync due'}
  ${'timer, ok, disconnect, stop confirmed'}                    | ${'disconnected, reading the row'}
  ${'timer, ok, disconnect, stop confirmed, read disconnected'} | ${'over'}
  ${'timer, ok, disconnect, stop confirmed, read connected'}    | ${'sync due'}
  ${'timer, ok, disconnect, stop confirmed, reconnect'}         | ${'sync due'}
  ${'timer, row says error, syncNow'}                           | ${'error'}
  ${'timer, row says error, addApp'}                            | ${'error'}
  ${'timer, row says error, timer'}                             | ${'error, reading the row'}
  ${'timer, row says error, timer, read error'}                 | ${'error'}
  ${'timer, row says error, timer, read connected'}             | ${'sync due'}
  ${'timer, row says error, disconnect'}                        | ${'disconnecting, confirming'}
  ${'timer, row says error, reconnect'}                         | ${'sync due'}
`('$events → $then', ({ events: words, then }: { events: string; then: string }) => {
  expect(describeStanding(after(words).standing)).toBe(then);
});

test('an event that means nothing in a state changes nothing', () => {
  const idle = after('timer, ok');
  for (const event of ['ok', 'token refused', 'stopped', 'recorded', 'stop confirmed', 'read error']) {
    const { standing } = next(idle, events[event] ?? { type: 'timerFired' });
    expect(standing).toBe(idle.standing);
  }
});

describe('failures', () => {
  function failTimes(state: ConnectionState, failure: SyncFailure, times: number, nowMs = 0): ConnectionState {
    let failing = state;
    for (let time = 0; time < times; time += 1) {
      failing = { ...failing, standing: { name: 'syncing', step: 'running', head: true, again: false } };
      failing = next(next(failing, failed(failure, nowMs)), { type: 'failureRecorded', held: true, nowMs });
    }
    return failing;
  }

  test('a refused credential ends in error at the limit', () => {
    expect(failTimes(start, credential, 2).standing.name).toBe('idle');
    expect(failTimes(start, credential, 3).standing.name).toBe('error');
  });

  test('one success in between begins the count anew', () => {
    const once = failTimes(start, credential, 2);
    const well = next(
      { ...once, standing: { name: 'syncing', step: 'running', head: true, again: false } },
      ended({ outcome: 'more', waitMs: 0 }),
    );
    expect(well.failures.ofKind).toBe(0);
    expect(failTimes(well, credential, 2).standing.name).toBe('idle');
  });

  test('an interrupted sync neither counts nor resets', () => {
    const twice = failTimes(start, credential, 2);
    const cut = next(
      { ...twice, standing: { name: 'syncing', step: 'running', head: true, again: false } },
      ended({ outcome: 'interrupted' }),
    );
    expect(cut.failures).toBe(twice.failures);
  });

  test('an outage passes the limit but ends in error only after a day', () => {
    const long = failTimes(start, outage, 40, 23 * HOUR);
    expect(long.standing).toEqual({ name: 'idle', untilMs: 23 * HOUR + HOUR / 2 });
    expect(failTimes(long, outage, 1, 24 * HOUR).standing.name).toBe('error');
  });

  test('an outage’s wait doubles from the interval to half an hour', () => {
    const waits = [1, 2, 3, 4, 5].map((times) => failTimes(start, outage, times).standing);
    expect(waits).toEqual([4, 8, 16, 30, 30].map((minutes) => ({ name: 'idle', untilMs: minutes * 60_000 })));
  });

  test('a credential failure after an outage counts from one', () => {
    const mixed = failTimes(failTimes(start, outage, 5), credential, 1);
    expect(mixed.failures).toMatchObject({ ofKind: 1, total: 6 });
    expect(mixed.standing.name).toBe('idle');
  });

  test('reconnect zeroes the count and the day', () => {
    const error = failTimes(start, credential, 3);
    const fresh = next(error, { type: 'reconnect', nowMs: 5 });
    expect(fresh).toMatchObject({ standing: { name: 'syncing' }, failures: { ofKind: 0, total: 0 }, steadySinceMs: 5 });
  });
});
