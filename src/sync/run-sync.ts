import type { Policy, SyncInput, SyncResult } from '../contract/connection-activities.js';
import { OpenSync } from './open-sync.js';
import { startDeliveries } from './start-deliveries.js';
import type { SyncDeps } from './sync-deps.js';
import { delayAfter, openSession } from './sync-session.js';

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
  const delayMs = delayAfter(policy, input);
  const session = await openSession(deps, policy, input, signal);
  if ('outcome' in session) {
    return { end: session, facts: null, delayMs, policy, requests: 0, rows: 0, newRows: 0 };
  }
  const sync = new OpenSync(session);
  try {
    const end = await sync.run();
    return { end, facts: sync.facts, delayMs, policy, ...sync.counts() };
  } finally {
    await startDeliveries(deps, input.organizationId, sync.messages());
  }
}
