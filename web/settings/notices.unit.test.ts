import { noticesOf } from './notices.js';
import { connectionWith, failure, warning } from './test-connection.js';

const stopped = { status: 'error', phase: 'stopped' } as const;

test.each([
  ['nothing', connectionWith(), []],
  ['a refused token', connectionWith({ error: failure('token_rejected') }), [['caution', 'new_token']]],
  ['a missing permission', connectionWith({ error: failure('permission_missing') }), [['caution', null]]],
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
    'the end, and rows set aside',
    connectionWith({ ...stopped, error: failure('token_rejected'), warnings: [warning('rows_quarantined')] }),
    [
      ['critical', 'try_again'],
      ['info', null],
    ],
  ],
])('%s', (_, connection, expected) => {
  expect(noticesOf(connection).map(({ tone, remedy }) => [tone, remedy])).toEqual(expected);
});

const told = (...args: Parameters<typeof noticesOf>) => noticesOf(...args).flatMap(({ text, more }) => [text, ...more]);

test('tries are counted where only the owner can help', () => {
  expect(told(connectionWith({ error: failure('permission_missing'), consecutiveFailures: 2 }))).toEqual([
    'Told by the api: permission_missing.',
    '2 of 5 tries. After that, syncing stops until you reconnect.',
  ]);
  expect(
    told(connectionWith({ error: failure('unexpected_answer'), consecutiveFailures: 2, nextSyncAt: null })),
  ).toEqual(['The last sync didn’t finish. Told by the api: unexpected_answer.']);
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
  const reference = (code: string) => noticesOf(connectionWith({ error: failure(code) }))[0]?.reference;
  expect(reference('internal')).toBe('ref-1');
  expect(reference('token_rejected')).toBeNull();
});
