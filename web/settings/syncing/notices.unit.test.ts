import type { Connection } from '../../shared/api/types.js';
import { connectionWith, failure, warning } from '../connection/test-connection.js';
import { noticesOf } from './notices.js';

const NOW_MS = Date.parse('2026-11-24T10:01:00Z');
const stopped = { status: 'error', phase: 'stopped' } as const;
const refusedWithEverybody = (code: string, ...more: Connection['warnings']) =>
  connectionWith({
    error: failure(code),
    warnings: [...more, warning('refusing_everybody')],
    consecutiveFailures: 4,
    nextSyncAt: null,
  });

test.each([
  ['nothing', connectionWith(), []],
  ['a refused token', connectionWith({ error: failure('token_rejected') }), [['caution', 'new_token']]],
  ['a missing permission', connectionWith({ error: failure('permission_missing') }), [['caution', null]]],
  ['everybody’s token refused', refusedWithEverybody('token_rejected'), [['info', null]]],
  ['everybody’s permission refused', refusedWithEverybody('permission_missing'), [['info', null]]],
  ['everybody refused for long', refusedWithEverybody('token_rejected', warning('delayed')), [['caution', null]]],
  ['an outage', connectionWith({ error: failure('shopify_unavailable') }), [['info', null]]],
  [
    'a long outage, told once',
    connectionWith({ error: failure('shopify_unavailable'), warnings: [warning('delayed'), warning('stale')] }),
    [['caution', null]],
  ],
  ['a mistake of ours', connectionWith({ error: failure('internal') }), [['caution', null]]],
  ['syncs that do not come', connectionWith({ warnings: [warning('stale')] }), [['caution', null]]],
  ['a late start', connectionWith({ warnings: [warning('waiting_to_start')] }), [['info', null]]],
  [
    'a pause, and what failed before it',
    connectionWith({ phase: 'paused', error: failure('internal') }),
    [['info', null]],
  ],
  [
    'the end, and rows set aside',
    connectionWith({ ...stopped, error: failure('token_rejected'), warnings: [warning('rows_quarantined')] }),
    [
      ['critical', 'try_again'],
      ['info', null],
    ],
  ],
])('%s', (_, connection, expected) => {
  expect(noticesOf(connection, NOW_MS).map(({ tone, remedy }) => [tone, remedy])).toEqual(expected);
});

const told = (connection: Connection) => noticesOf(connection, NOW_MS).flatMap(({ text, more }) => [text, ...more]);

test('tries are counted where only the owner can help', () => {
  expect(told(connectionWith({ error: failure('permission_missing'), consecutiveFailures: 2 }))).toEqual([
    'Told by the api: permission_missing.',
    '2 of 5 tries. After that, syncing stops until you reconnect.',
  ]);
  expect(
    told(connectionWith({ error: failure('unexpected_answer'), consecutiveFailures: 2, nextSyncAt: null })),
  ).toEqual(['The last sync didn’t finish. Told by the api: unexpected_answer.']);
});

test('tries are not counted while Shopify refuses everybody, and nobody is asked for a token', () => {
  expect(told(refusedWithEverybody('permission_missing'))).toEqual([
    'The last sync didn’t finish. Told by the api: permission_missing.',
  ]);
});

test('who had stopped before is told not to try now', () => {
  const warnings = [warning('refusing_everybody')];
  expect(told(connectionWith({ ...stopped, error: failure('permission_missing'), warnings }))).toEqual([
    'Told by the api: permission_missing.',
    'Syncing has stopped. Your existing data is kept.',
    'Told by the api: refusing_everybody.',
  ]);
});

test('the next try is told as long as it is to come', () => {
  const failing = (nextSyncAt: string) => connectionWith({ error: failure('shopify_unavailable'), nextSyncAt });
  expect(told(failing('2026-11-24T10:04:00Z'))).toEqual([expect.stringContaining('The next try is at')]);
  expect(told(failing('2026-11-24T10:00:00Z'))).toEqual([expect.not.stringContaining('The next try')]);
});

test('a banner stays the same one while its tries are counted', () => {
  const codes = (consecutiveFailures: number) => {
    const error = failure('token_rejected', { message: `${consecutiveFailures} of 5 tries` });
    const warnings = [warning('rows_quarantined'), warning('waiting_to_start')];
    return noticesOf(connectionWith({ error, consecutiveFailures, warnings }), NOW_MS).map(({ code }) => code);
  };
  expect(codes(1)).toEqual(['token_rejected', 'rows_quarantined', 'waiting_to_start']);
  expect(codes(2)).toEqual(codes(1));
});

test('one that has stopped says so', () => {
  expect(told(connectionWith({ ...stopped, error: failure('shopify_unavailable', { since: null }) }))).toEqual([
    'Told by the api: shopify_unavailable.',
    'Syncing has stopped. Your existing data is kept.',
  ]);
});

test('a token that is refused for good says since when, and what resumes it', () => {
  expect(told(connectionWith({ ...stopped, error: failure('token_rejected') }))).toEqual([
    'Token is invalid or expired: Shopify stopped accepting it on Nov 24, 2026. Add a new token to resume.',
    'Syncing has stopped. Your existing data is kept.',
  ]);
});

test('our own failures name themselves for a letter to us, a token’s do not', () => {
  const reference = (code: string) => noticesOf(connectionWith({ error: failure(code) }), NOW_MS)[0]?.reference;
  expect(reference('internal')).toBe('ref-1');
  expect(reference('token_rejected')).toBeNull();
});

test.each([
  ['token_rejected', 'connected', 'press “Replace token”', true],
  ['token_rejected', 'error', 'press “Reconnect”', true],
  ['permission_missing', 'connected', 'Then press “Sync now”', true],
  ['permission_missing', 'error', 'Then press “Try again”', true],
  ['shopify_unavailable', 'error', 'Press “Try again”', false],
] as const)('of %s while %s the next step names its button', (code, status, next, isMendedAtShopify) => {
  const [notice] = noticesOf(connectionWith({ status, error: failure(code) }), NOW_MS);
  expect(notice).toMatchObject({ next: expect.stringContaining(next) as string, isMendedAtShopify });
});

const SYNC_NOW = 'Press “Sync now” to try at once.';
test.each<[string, Parameters<typeof noticesOf>[0], unknown, boolean]>([
  ['a mistake of ours', connectionWith({ error: failure('internal') }), SYNC_NOW, true],
  ['a query that Shopify refuses', connectionWith({ error: failure('query_refused') }), SYNC_NOW, true],
  ['an unexpected answer', connectionWith({ error: failure('unexpected_answer') }), SYNC_NOW, true],
  ['syncs that do not come', connectionWith({ warnings: [warning('stale')] }), SYNC_NOW, true],
  ['syncs that come late', connectionWith({ warnings: [warning('delayed')] }), SYNC_NOW, true],
  ['an outage', connectionWith({ error: failure('shopify_unavailable') }), null, true],
  ['a refused token', connectionWith({ error: failure('token_rejected') }), expect.any(String), false],
  ['the end', connectionWith({ ...stopped, error: failure('internal') }), expect.any(String), false],
])('of %s everybody is told the step that everybody may take', (_, connection, next, isForEveryRole) => {
  expect(noticesOf(connection, NOW_MS)[0]).toMatchObject({ next, isForEveryRole });
});
