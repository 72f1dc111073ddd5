import type { Connection } from './api/types.js';
import { connectionsOf, disconnectedBeside, firstSyncOf, freshnessOf } from './freshness.js';

const connection = (changes: Partial<Omit<Connection, 'progress'>> & { backfilled?: boolean } = {}) =>
  ({
    status: 'connected',
    lastSyncedAt: '2026-11-24T10:00:00Z',
    warnings: [],
    progress: { backfilled: changes.backfilled ?? true, completeBackTo: '2026-10-01T00:00:00Z' },
    ...changes,
  }) as unknown as Connection;
const stale = { warnings: [{ code: 'stale' as const, message: '' }] };

test.each([
  ['none', [], { state: 'not_connected' }],
  [
    'a disconnected one that never synced',
    [connection({ status: 'disconnected', lastSyncedAt: null })],
    { state: 'not_connected' },
  ],
  [
    'a disconnected one',
    [connection({ status: 'disconnected' })],
    { state: 'stale', lastSyncedAt: '2026-11-24T10:00:00Z' },
  ],
  [
    'two that were disconnected, the one after the other',
    [
      connection({ status: 'disconnected', disconnectedAt: '2026-11-24T12:00:00Z', disconnectedBy: 'second' }),
      connection({ status: 'disconnecting', disconnectedAt: '2026-11-24T11:00:00Z', disconnectedBy: 'first' }),
    ],
    {
      state: 'stale',
      lastSyncedAt: '2026-11-24T10:00:00Z',
      disconnected: { at: '2026-11-24T12:00:00Z', by: 'second' },
    },
  ],
  [
    'one that is connected beside one that is not',
    [connection(), connection({ status: 'disconnected', disconnectedAt: '2026-11-24T12:00:00Z', disconnectedBy: 'x' })],
    { state: 'fresh', lastSyncedAt: '2026-11-24T10:00:00Z' },
  ],
  ['a healthy one', [connection()], { state: 'fresh', lastSyncedAt: '2026-11-24T10:00:00Z' }],
  [
    'one that operators have paused, beside a healthy one',
    [connection({ phase: 'paused', lastSyncedAt: '2026-11-24T08:00:00Z' }), connection()],
    { state: 'paused', lastSyncedAt: '2026-11-24T08:00:00Z' },
  ],
  [
    'a paused one beside a stale one',
    [connection({ phase: 'paused' }), connection(stale)],
    { state: 'stale', lastSyncedAt: '2026-11-24T10:00:00Z' },
  ],
  [
    'its first sync',
    [connection({ backfilled: false })],
    { state: 'first_sync', completeBackTo: '2026-10-01T00:00:00Z' },
  ],
  ['one in error', [connection({ status: 'error' })], { state: 'stale', lastSyncedAt: '2026-11-24T10:00:00Z' }],
  ['a stale one', [connection(stale)], { state: 'stale', lastSyncedAt: '2026-11-24T10:00:00Z' }],
  [
    'a healthy one and an older stale one',
    [connection(), connection({ ...stale, lastSyncedAt: '2026-11-23T10:00:00Z' })],
    { state: 'stale', lastSyncedAt: '2026-11-23T10:00:00Z' },
  ],
  [
    'two healthy ones: as fresh as the older',
    [connection(), connection({ lastSyncedAt: '2026-11-24T09:58:00Z' })],
    { state: 'fresh', lastSyncedAt: '2026-11-24T09:58:00Z' },
  ],
  [
    'a healthy one beside one that was disconnected',
    [connection(), connection({ status: 'disconnected', lastSyncedAt: null })],
    { state: 'fresh', lastSyncedAt: '2026-11-24T10:00:00Z' },
  ],
])('%s', (_, connections, expected) => {
  expect(freshnessOf(connections)).toEqual(expected);
});

const half = (status: Connection['status'] = 'connected', more = {}) =>
  connection({ status, backfilled: false, ...more });
test.each([
  ['of none', [], 'whole'],
  ['that is over', [connection()], 'whole'],
  ['that goes on', [half()], 'running'],
  ['that goes on beside one that stopped', [half('error'), half()], 'running'],
  ['that stopped', [half('error'), connection()], 'stopped'],
  ['that is behind', [half('connected', stale)], 'stopped'],
  ['that was disconnected', [half('disconnected')], 'stopped'],
  ['that was disconnected beside another', [half('disconnected'), connection()], 'whole'],
])('a first sync %s', (_, connections, expected) => {
  expect(firstSyncOf(connections)).toBe(expected);
});

test('a merchant is as fresh as the organizations that its apps are of', () => {
  const [gone, alive] = [
    connection({ partnerOrganizationId: '1', status: 'disconnected' }),
    connection({ partnerOrganizationId: '2' }),
  ];
  const of = (...organizations: string[]) =>
    connectionsOf({ apps: organizations.map((partnerOrganizationId) => ({ partnerOrganizationId })) as never }, [
      gone,
      alive,
    ]);
  expect([of('1'), of('2'), of('2', '1', '2'), of()]).toEqual([[gone], [alive], [gone, alive], [gone, alive]]);
  expect(freshnessOf(of('1')).state).toBe('stale');
  expect([disconnectedBeside([gone, alive]), disconnectedBeside([gone]), disconnectedBeside([alive])]).toEqual([
    [gone],
    [],
    [],
  ]);
});
