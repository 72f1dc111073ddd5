import type { Permission } from '../../contract/connection-words.js';
import { type Instant, instantFromMs } from '../../values/instant.js';
import type { ConnectionSummary } from '../store/connection-summaries.js';
import { connectionView } from './connection-view.js';

const NOW_MS = Date.UTC(2026, 10, 20, 12);
const policy = { intervalMs: 240_000, failureLimit: 5, apiVersion: '2026-07' };

/** An instant so many seconds from now. */
const at = (seconds: number): Instant => instantFromMs(NOW_MS + seconds * 1000);

const healthy: ConnectionSummary = {
  id: '0d6c8f3e-6f0b-4f5e-9d3e-000000000001',
  partnerOrganizationId: '1234567',
  status: 'connected',
  isPaused: false,
  tokenHint: 'abcd',
  connectedBy: 'user_1',
  connectedAt: at(-86_400),
  resumedAt: null,
  disconnectedAt: null,
  disconnectedBy: null,
  consecutiveFailures: 0,
  errorCode: null,
  errorPermission: null,
  errorSince: null,
  errorReference: null,
  nextSyncAt: at(100),
  phase: 'idle',
  phaseAt: at(-10),
  leaseUntil: null,
  waitingUntil: null,
  lastSyncedAt: at(-140),
  dataThrough: at(-500),
  servedVersion: '2026-07',
  supportedVersions: null,
  verification: null,
  progressStartedAt: at(-86_390),
  progressRows: '700',
  backfilled: true,
  hasBeenBackfilled: true,
  completeBackTo: null,
  backfillLeft: null,
  apps: 3,
  refusesEverybody: false,
  quarantined: [],
  now: at(0),
};

const view = (changes: Partial<ConnectionSummary>) => connectionView({ ...healthy, ...changes }, policy);
const codes = (changes: Partial<ConnectionSummary>) => view(changes).warnings.map(({ code }) => code);

test('a healthy connection', () => {
  expect(view({})).toEqual({
    id: healthy.id,
    partnerOrganizationId: '1234567',
    status: 'connected',
    phase: 'idle',
    waitingUntil: null,
    lastSyncedAt: '2026-11-20T11:57:40Z',
    nextSyncAt: '2026-11-20T12:01:40Z',
    dataThrough: '2026-11-20T11:51:40Z',
    consecutiveFailures: 0,
    failureLimit: 5,
    error: null,
    progress: {
      startedAt: '2026-11-19T12:00:10Z',
      rows: 700,
      completeBackTo: null,
      rowsPerSecond: null,
      estimatedEndAt: null,
      backfilled: true,
    },
    verification: null,
    quarantined: { count: 0, reasons: [] },
    warnings: [],
    apps: 3,
    tokenHint: 'abcd',
    connectedBy: 'user_1',
    connectedAt: '2026-11-19T12:00:00Z',
    disconnectedBy: null,
    disconnectedAt: null,
  });
});

test.each`
  status             | lease        | shown
  ${'connected'}     | ${null}      | ${'connected'}
  ${'error'}         | ${null}      | ${'error'}
  ${'disconnecting'} | ${at(10)}    | ${'disconnecting'}
  ${'disconnecting'} | ${at(-0.01)} | ${'disconnected'}
  ${'disconnecting'} | ${null}      | ${'disconnected'}
  ${'disconnected'}  | ${null}      | ${'disconnected'}
`('$status with a lease until $lease reads as $shown', ({ status, lease, shown }) => {
  expect(view({ status: status as 'connected', leaseUntil: lease as Instant | null }).status).toBe(shown);
});

test.each`
  when                          | changes                                                      | phase
  ${'a sync runs'}              | ${{ phase: 'syncing' }}                                      | ${'syncing'}
  ${'the first sync runs'}      | ${{ phase: 'backfilling' }}                                  | ${'backfilling'}
  ${'the worker died'}          | ${{ phase: 'syncing', phaseAt: at(-300) }}                   | ${'idle'}
  ${'Shopify asked us to wait'} | ${{ phase: 'syncing', waitingUntil: at(20) }}                | ${'waiting'}
  ${'the wait is over'}         | ${{ phase: 'syncing', waitingUntil: at(-1) }}                | ${'syncing'}
  ${'it is in error'}           | ${{ status: 'error', phase: 'syncing', leaseUntil: at(20) }} | ${'stopped'}
  ${'it is disconnecting'}      | ${{ status: 'disconnecting', leaseUntil: at(20) }}           | ${'stopped'}
  ${'operators have paused it'} | ${{ phase: 'syncing', isPaused: true }}                      | ${'paused'}
  ${'it is paused and waiting'} | ${{ waitingUntil: at(20), isPaused: true }}                  | ${'paused'}
  ${'it is in error, paused'}   | ${{ status: 'error', isPaused: true }}                       | ${'stopped'}
`('the phase is $phase when $when', ({ changes, phase }) => {
  expect(view(changes as object).phase).toBe(phase);
});

test('paused, nothing is late and nothing is promised; what failed before is tried again then', () => {
  const long = { lastSyncedAt: at(-86_400), nextSyncAt: at(-80_000), connectedAt: at(-90_000), waitingUntil: at(50) };
  const failed = { errorCode: 'shopify_unavailable', errorSince: at(-80_000), refusesEverybody: true };
  expect(codes({ ...long, ...failed })).toEqual(['delayed', 'stale']);
  const paused = view({ ...long, ...failed, isPaused: true });
  expect(paused).toMatchObject({ phase: 'paused', warnings: [], nextSyncAt: null, waitingUntil: null });
  expect(paused.error?.message).toContain('before Convot’s operators paused syncing');
  expect(codes({ ...long, isPaused: true, quarantined: [{ reason: 'r', count: 1 }] })).toEqual(['rows_quarantined']);
});

test('resumed, it is not called stale by the time that it was paused', () => {
  const long = { lastSyncedAt: at(-86_400), connectedAt: at(-90_000) };
  expect(codes({ ...long, resumedAt: at(-400) })).toEqual([]);
  expect(codes({ ...long, resumedAt: at(-500) })).toEqual(['stale']);
});

test('resumed, what failed before does not delay it by the time that it was paused', () => {
  const failing = { errorCode: 'shopify_unavailable', errorSince: at(-2 * 86_400), connectedAt: at(-90 * 86_400) };
  expect(codes({ ...failing, resumedAt: at(-1_740) })).toEqual([]);
  expect(codes({ ...failing, resumedAt: at(-1_860) })).toEqual(['delayed']);
  expect(codes({ ...failing, errorSince: at(-1_740), resumedAt: at(-86_400) })).toEqual([]);
});

test('no next sync is promised unless connected', () => {
  expect(view({ status: 'error' }).nextSyncAt).toBeNull();
  expect(view({ status: 'disconnected' }).nextSyncAt).toBeNull();
});

describe('the error', () => {
  test('shows from the first failure, with how many tries are left', () => {
    const { error, status } = view({
      consecutiveFailures: 1,
      errorCode: 'token_rejected',
      errorSince: at(-60),
      errorReference: 'r1',
    });
    expect(status).toBe('connected');
    expect(error).toEqual({
      code: 'token_rejected',
      message: expect.stringMatching(
        /^Token is invalid or expired.*\(1 of 5 tries\).*after 5 syncing stops/,
      ) as unknown,
      permission: null,
      since: '2026-11-20T11:59:00Z',
      reference: 'r1',
    });
  });

  test('says what to do once syncing has stopped', () => {
    const { error } = view({
      status: 'error',
      consecutiveFailures: 5,
      errorCode: 'token_rejected',
      errorSince: at(-60),
    });
    expect(error?.message).toMatch(/Add a new token/);
  });

  test('names the missing permission as the Partner Dashboard does', () => {
    const message = (errorPermission: Permission) =>
      view({ errorCode: 'permission_missing', errorPermission }).error?.message;
    expect(message('view_financials')).toMatch(/^Missing scope: .*add View financials/);
    expect(message('manage_apps')).toMatch(/^Missing scope: .*add Manage apps/);
  });

  test.each(['token_rejected', 'permission_missing'])('%s means nothing while Shopify refuses everybody', (code) => {
    const storm = { errorCode: code, errorSince: at(-60), refusesEverybody: true, consecutiveFailures: 4 };
    const { error } = view(storm);
    expect(error).toMatchObject({ code, message: expect.stringMatching(/^Shopify is refusing everybody/) as unknown });
    expect(error?.message).not.toMatch(/tries|invalid|Missing/);
    // Who had stopped before has a trouble of his own.
    expect(view({ ...storm, status: 'error' }).error?.message).not.toMatch(/everybody/);
  });

  test('a code that this version does not know reads like an internal one', () => {
    expect(view({ errorCode: 'something_new' }).error?.message).toBe(view({ errorCode: 'internal' }).error?.message);
  });
});

describe('warnings', () => {
  const storm = ['refusing_everybody'];
  test.each([
    ['nothing', {}, []],
    ['no sync for two intervals', { lastSyncedAt: at(-481) }, ['stale']],
    ['just connected again after months', { lastSyncedAt: at(-9_000_000), connectedAt: at(-5) }, []],
    [
      'the first sync still runs',
      { lastSyncedAt: null, backfilled: false, phase: 'backfilling', leaseUntil: at(9) },
      [],
    ],
    ['Shopify is down for 29 minutes', { errorCode: 'shopify_unavailable', errorSince: at(-1_740) }, []],
    ['Shopify is down for 31 minutes', { errorCode: 'shopify_unavailable', errorSince: at(-1_860) }, ['delayed']],
    ['the token is refused for hours', { errorCode: 'token_rejected', errorSince: at(-9_000) }, []],
    ['everybody is refused, this one too', { errorCode: 'token_rejected', refusesEverybody: true }, storm],
    ['everybody else is refused', { refusesEverybody: true }, []],
    ['it is away, and refuses others', { errorCode: 'shopify_unavailable', refusesEverybody: true }, []],
    [
      'everybody is refused for 31 minutes',
      { errorCode: 'permission_missing', errorSince: at(-1_860), refusesEverybody: true },
      ['delayed', ...storm],
    ],
    [
      'it had stopped when everybody began to be refused',
      { status: 'error', errorCode: 'token_rejected', errorSince: at(-9_000), refusesEverybody: true },
      storm,
    ],
    ['a sync is due for half a minute', { nextSyncAt: at(-31) }, ['waiting_to_start']],
    ['it is due and runs', { nextSyncAt: at(-31), phase: 'syncing', leaseUntil: at(20) }, []],
    ['it is due and Shopify asked us to wait', { nextSyncAt: at(-31), waitingUntil: at(20) }, []],
    ['rows were set aside', { quarantined: [{ reason: 'nul', count: 2 }] }, ['rows_quarantined']],
    ['Shopify answers with a newer version', { servedVersion: '2026-10' }, ['api_version_retiring']],
    ['that is not synced any more', { servedVersion: '2026-10', status: 'error' }, []],
    ['it answers with the one before ours', { servedVersion: '2026-04' }, []],
    ['it lists ours among others', { supportedVersions: ['2026-07', '2026-10'] }, []],
    ['it lists ours no longer', { supportedVersions: ['2026-10', '2027-01'] }, ['api_version_retiring']],
    ['disconnected long ago', { status: 'disconnected', lastSyncedAt: at(-9_000_000), nextSyncAt: null }, []],
  ] as [string, Partial<ConnectionSummary>, string[]][])('%s', (_, changes, expected) => {
    expect(codes({ connectedAt: at(-86_400), ...changes })).toEqual(expected);
  });
});

test('rows set aside are counted by reason', () => {
  const reasons = [
    { reason: 'nul', count: 2 },
    { reason: 'money', count: 3 },
  ];
  expect(view({ quarantined: reasons }).quarantined).toEqual({ count: 5, reasons });
});

describe('the progress of the first sync', () => {
  const running = {
    backfilled: false,
    hasBeenBackfilled: false,
    phase: 'backfilling',
    leaseUntil: at(20),
    progressStartedAt: at(-100),
    progressRows: '1250',
  } as const;

  test('before it began', () => {
    const { progress } = view({ ...running, progressStartedAt: null, progressRows: '0' });
    expect(progress).toMatchObject({ startedAt: null, rows: 0, rowsPerSecond: null, estimatedEndAt: null });
  });

  test('its end is estimated only where it is known', () => {
    const day = 86_400;
    const open = view({ ...running, completeBackTo: at(-100 - 30 * day) });
    expect(open.progress).toMatchObject({ rowsPerSecond: 12.5, estimatedEndAt: null });
    expect(open.progress.completeBackTo).toBe('2026-10-21T11:58:20Z');
    const bounded = view({ ...running, completeBackTo: at(-100 - 30 * day), backfillLeft: 3 });
    // A quarter of the way took 100 s, so the rest takes 300 s.
    expect(bounded.progress.estimatedEndAt).toBe('2026-11-20T12:05:00Z');
  });

  test('the past of a later app is not measured by when the first sync began', () => {
    const { progress } = view({ ...running, hasBeenBackfilled: true, completeBackTo: at(-900), backfillLeft: 3 });
    expect(progress).toMatchObject({ rowsPerSecond: null, estimatedEndAt: null });
    expect(progress.completeBackTo).toBe('2026-11-20T11:45:00Z');
  });
});
