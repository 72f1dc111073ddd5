import type { Policy, SyncInput, SyncResult } from '../contract/connection-activities.js';
import { OpenSync } from './open-sync.js';
import { startDeliveries } from './start-deliveries.js';
import type { SyncDeps } from './sync-deps.js';
import { openSession } from './sync-session.js';
import { tellChanges } from './tell-changes.js';

/** Its row could not be read, or not its token. */
const NOT_OPENED = {
  kind: null,
  outcome: 'failed',
  isIdle: false,
  errorCode: 'internal',
  ...{ requests: 0, rows: 0, newRows: 0 },
  stored: { transactions: { newRows: 0, changedRows: 0 }, events: { newRows: 0, changedRows: 0 } },
  lateMs: null,
  ...{ isFirst: false, endedFirst: false, recovered: false },
} as const satisfies ReturnType<OpenSync['summary']>;

/**
 * Fetches and stores what is new for one connection, within `budgetMs`.
 * @throws SyncFailed
 */
export async function runSync(
  deps: SyncDeps,
  policy: Policy,
  input: SyncInput,
  signal: AbortSignal,
): Promise<SyncResult> {
  const { organizationId, connectionId, delayFactor } = input;
  const beganAtMs = performance.now();
  const tell = (summary: ReturnType<OpenSync['summary']>) =>
    deps.tellSync({ organizationId, connectionId, durationMs: performance.now() - beganAtMs, ...summary });
  const session = await openSession(deps, policy, input, signal).catch((error: unknown) => {
    tell(NOT_OPENED);
    throw error;
  });
  if ('outcome' in session) {
    const delayMs = Math.round(policy.intervalMs * delayFactor);
    return { end: session, facts: null, delayMs, policy, requests: 0, rows: 0, newRows: 0 };
  }
  const sync = new OpenSync(session);
  try {
    const end = await sync.run();
    return { end, facts: sync.facts, delayMs: session.delayMs, policy, ...sync.counts(), isIdle: sync.isIdle(end) };
  } finally {
    // One call, before those of a hundred messages.
    if (sync.hasUntold()) await tellChanges(deps, organizationId);
    await startDeliveries(deps, organizationId, sync.messages());
    tell(sync.summary());
  }
}
