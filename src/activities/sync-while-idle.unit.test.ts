import { MockActivityEnvironment } from '@temporalio/testing';
import type { SyncInput, SyncResult } from '../contract/connection-activities.js';
import { createSyncWhileIdle } from './sync-while-idle.js';

const HOUR_MS = 3_600_000;
const nothingNew: SyncResult = {
  end: { outcome: 'ok' },
  facts: null,
  delayMs: 240_000,
  policy: { intervalMs: 240_000, failureLimit: 5 },
  ...{ requests: 1, rows: 0, newRows: 0, isIdle: true },
};

/** One try. @param heardMs since the activity was asked for, by Temporal's clock */
async function tryOnce({ attempt = 2, waitMs = 0, result = nothingNew, heardMs = 240_000 }) {
  const syncs: SyncInput[] = [];
  const syncWhileIdle = createSyncWhileIdle((input) => {
    syncs.push(input);
    return Promise.resolve(result);
  });
  // Long ago by this machine's clock: it is not asked.
  const scheduledTimestampMs = 1_000;
  const info = { attempt, scheduledTimestampMs, currentAttemptScheduledTimestampMs: scheduledTimestampMs + heardMs };
  const input = { organizationId: 'org_1', connectionId: 'c', waitMs };
  const ended = await new MockActivityEnvironment(info).run(syncWhileIdle, input).catch((error: unknown) => error);
  return { syncs: syncs.length, ended };
}

// Temporal stores what ends a try: no stack with it.
const againIn = (nextRetryDelay: number) =>
  expect.objectContaining({ type: 'idle', nextRetryDelay, stack: '' }) as unknown;

test('the first try only waits until the sync is due', async () => {
  expect(await tryOnce({ attempt: 1, waitMs: 90_000 })).toEqual({ syncs: 0, ended: againIn(90_000) });
});

test('one that is due syncs, and is tried again when the next one is', async () => {
  expect(await tryOnce({ attempt: 1, waitMs: -5 })).toEqual({ syncs: 1, ended: againIn(240_000) });
  expect(await tryOnce({ waitMs: 90_000 })).toEqual({ syncs: 1, ended: againIn(240_000) });
});

test('without a delay it is tried again at once, rather than after the longest that there is', async () => {
  expect(await tryOnce({ result: { ...nothingNew, delayMs: 0 } })).toEqual({ syncs: 1, ended: againIn(1) });
});

test('the workflow hears of what is new, and once an hour', async () => {
  const news = { ...nothingNew, newRows: 1, isIdle: false };
  expect(await tryOnce({ result: news })).toEqual({ syncs: 1, ended: news });
  expect(await tryOnce({ heardMs: HOUR_MS - 1 })).toEqual({ syncs: 1, ended: againIn(240_000) });
  expect(await tryOnce({ heardMs: HOUR_MS })).toEqual({ syncs: 1, ended: nothingNew });
});
