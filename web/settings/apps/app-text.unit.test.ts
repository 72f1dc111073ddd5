import type { App } from '../../shared/api/types.js';
import { connectionWith, failure, warning } from '../connection/test-connection.js';
import { appState, installsText, matching } from './app-text.js';

const app = (name: string | null, number: number, problem: App['problem'] = null): App => ({
  appId: `gid://partners/App/${number}`,
  name,
  source: 'auto',
  installs: 0,
  lastEventAt: null,
  problem,
});
const pilot = app('Parcel Pilot', 4_436_393);
const lantern = app('Loyalty Lantern', 5_127_701);
const unnamed = app(null, 6_090_415);

test.each([
  ['', [pilot, lantern, unnamed]],
  ['  PILOT ', [pilot]],
  ['609', [unnamed]],
  ['l', [pilot, lantern]],
  ['nothing', []],
])('%j finds', (filter, expected) => {
  expect(matching([pilot, lantern, unnamed], filter)).toEqual(expected);
});

const backfilling = connectionWith({ phase: 'backfilling', progress: { backfilled: false } });
const stoppedFirst = { phase: 'stopped', progress: { backfilled: false } } as const;
const stopped = connectionWith({ status: 'error', phase: 'stopped' });
test.each([
  ['with nothing wrong', pilot, connectionWith(), 'synced'],
  ['in the first sync', pilot, backfilling, 'syncing'],
  ['of a stopped connection', pilot, stopped, 'stopped'],
  ['that is gone, whatever else', app('Gone', 1, 'not_visible'), stopped, 'not_visible'],
  ['that Shopify refuses', app('Refused', 1, 'refused'), backfilling, 'refused'],
  ['that was refused before all stopped', app('Refused', 1, 'refused'), stopped, 'stopped'],
  ['of a failing connection', pilot, connectionWith({ error: failure('token_rejected') }), 'behind'],
  [
    'that is refused with all',
    app('Refused', 1, 'refused'),
    connectionWith({ error: failure('permission_missing') }),
    'behind',
  ],
  ['of a stale connection', pilot, connectionWith({ warnings: [warning('stale')] }), 'behind'],
  ['while Shopify is away for a moment', pilot, connectionWith({ error: failure('shopify_unavailable') }), 'synced'],
  [
    'of one that is being disconnected',
    pilot,
    connectionWith({ status: 'disconnecting', phase: 'stopped' }),
    'disconnecting',
  ],
  ['of a disconnected one', pilot, connectionWith({ status: 'disconnected', phase: 'stopped' }), 'disconnected'],
])('an app %s', (_, candidate, connection, expected) => {
  expect(appState(candidate, connection)).toBe(expected);
});

test.each([
  [0, connectionWith(), '0 installs'],
  [1, connectionWith(), '1 install'],
  [0, backfilling, 'installs are still being counted'],
  [12, backfilling, '12 installs so far'],
  [0, connectionWith({ ...stoppedFirst, status: 'error' }), 'installs were not counted'],
  [0, connectionWith({ ...stoppedFirst, status: 'disconnected' }), 'installs were not counted'],
])('%d installs are told as what is known of them', (installs, connection, expected) => {
  expect(installsText({ ...pilot, installs }, connection)).toBe(expected);
});
