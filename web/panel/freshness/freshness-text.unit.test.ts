import { freshnessText } from './freshness-text.js';

const NOW = Date.parse('2026-11-24T10:00:00Z');

test.each([
  [{ state: 'fresh', lastSyncedAt: '2026-11-24T09:57:00Z' }, /^Synced 3 minutes ago$/],
  [{ state: 'fresh', lastSyncedAt: null }, /^Not synced yet$/],
  [{ state: 'stale', lastSyncedAt: '2026-11-24T09:12:00Z' }, /^As of \d\d?:\d\d.*nothing newer/i],
  [{ state: 'stale', lastSyncedAt: '2026-11-03T09:12:00Z' }, /^As of Nov 3, 2026.*nothing newer/i],
  [{ state: 'stale', lastSyncedAt: null }, /^Never synced/],
  [{ state: 'paused', lastSyncedAt: '2026-11-24T09:12:00Z' }, /^As of \d\d?:\d\d.* Paused by Convot’s operators\.$/],
  [{ state: 'paused', lastSyncedAt: null }, /^Paused by Convot’s operators/],
  [{ state: 'first_sync', completeBackTo: null }, /^First sync is running/],
  [{ state: 'first_sync', completeBackTo: '2026-10-01T12:00:00Z' }, /complete back to Oct 1, 2026/],
] as const)('%j', (freshness, expected) => {
  expect(freshnessText(freshness, NOW)).toMatch(expected);
});
