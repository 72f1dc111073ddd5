import type { Policy, SyncInput, SyncResult } from '../contract/connection-activities.js';
import { OpenSync } from './open-sync.js';
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

/**
 * Starts the delivery of the messages that a sync wrote, now that they are committed. One that does not start is no
 * matter of the sync: the reconciler finds it.
 */
async function startDeliveries(
  { startDelivery, logger }: SyncDeps,
  organizationId: string,
  messageIds: readonly string[],
): Promise<void> {
  if (startDelivery === null) return;
  await Promise.all(
    messageIds.map((messageId) =>
      startDelivery({ organizationId, messageId }).catch((error: unknown) => {
        logger.warn({ err: error, messageId }, 'the delivery of a message was not started');
      }),
    ),
  );
}
