import type { App } from '../../shared/api/types.js';
import { appState, matching } from './app-lists.js';
import { connectionWith } from '../test-connection.js';

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
const stopped = connectionWith({ status: 'error', phase: 'stopped' });
test.each([
  ['with nothing wrong', pilot, connectionWith(), 'synced'],
  ['in the first sync', pilot, backfilling, 'syncing'],
  ['of a stopped connection', pilot, stopped, 'stopped'],
  ['that is gone, whatever else', app('Gone', 1, 'not_visible'), stopped, 'not_visible'],
  ['that Shopify refuses', app('Refused', 1, 'refused'), backfilling, 'refused'],
])('an app %s', (_, candidate, connection, expected) => {
  expect(appState(candidate, connection)).toBe(expected);
});
