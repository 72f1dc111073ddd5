import type { SyncDeps } from './sync-deps.js';

/**
 * Starts the delivery of the messages that a sync wrote, now that they are committed. One that does not start is no
 * matter of the sync: the reconciler finds it.
 */
export async function startDeliveries(
  { startDelivery, logger }: Pick<SyncDeps, 'startDelivery' | 'logger'>,
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
