import type { App } from '../../shared/api/types.js';
import { announcementOf, discoveredSince } from './announcements.js';
import { connectionWith, failure, warning } from './test-connection.js';

const healthy = connectionWith();
const syncing = connectionWith({ phase: 'syncing' });
const firstSync = connectionWith({ phase: 'backfilling', progress: { backfilled: false } });
const failing = connectionWith({ error: failure('token_rejected') });
const paused = connectionWith({ phase: 'paused', nextSyncAt: null });
const stopped = connectionWith({ status: 'error', phase: 'stopped', error: failure('token_rejected') });
const disconnecting = connectionWith({ status: 'disconnecting', phase: 'stopped' });
const disconnected = connectionWith({ status: 'disconnected', phase: 'stopped' });

test.each([
  ['nothing changed', healthy, healthy, null],
  ['a sync by itself begins', healthy, syncing, null],
  ['and ends', syncing, healthy, null],
  ['a new connection', undefined, firstSync, 'Connected. Your data is being synced.'],
  ['a sync that goes on', firstSync, firstSync, null],
  ['all is here', firstSync, healthy, 'Everything is imported.'],
  ['a token is refused', syncing, failing, 'Needs attention: Told by the api: token_rejected.'],
  ['and again', failing, failing, null],
  [
    'nothing comes',
    healthy,
    connectionWith({ warnings: [warning('stale')] }),
    'Needs attention: Told by the api: stale.',
  ],
  ['it works again.', failing, syncing, 'Syncing works again.'],
  ['operators pause it', syncing, paused, 'Paused by Convot’s operators.'],
  ['and resume it', paused, syncing, 'Syncing was resumed.'],
  ['it is disconnected while it is paused', paused, disconnecting, 'Disconnecting …'],
  ['it stops', failing, stopped, 'Shopify stopped accepting the token. Syncing has stopped.'],
  ['it is reconnected', stopped, syncing, 'Connected. Your data is being synced.'],
  ['it is being disconnected', healthy, disconnecting, 'Disconnecting …'],
  ['it is disconnected', disconnecting, disconnected, 'Disconnected.'],
  ['it comes back', disconnected, syncing, 'Connected. Your data is being synced.'],
])('%s', (_, before, after, expected) => {
  expect(announcementOf(before, after)).toBe(expected);
});

test('an app that moved to the other list is noticed, a new one and a known one are not', () => {
  const app = (number: number, source: App['source']): App => ({
    appId: `gid://partners/App/${number}`,
    name: `App ${number}`,
    source,
    installs: 0,
    lastEventAt: null,
    problem: null,
  });
  const after = [app(1, 'auto'), app(2, 'auto'), app(3, 'auto'), app(4, 'manual')];
  expect(discoveredSince([app(1, 'manual'), app(2, 'auto'), app(4, 'manual')], after)).toEqual([app(1, 'auto')]);
});
