import type { SyncDeps } from './sync-deps.js';

/**
 * Starts the delivery of messages that were written, now that they are committed. One that does not start is no matter of
 * whoever wrote it: the reconciler finds it.
 * @param inMs when to try for the first time from now
 */
export async function startDeliveries(
  { startDelivery, logger }: Pick<SyncDeps, 'startDelivery' | 'logger'>,
  organizationId: string,
  messageIds: readonly string[],
  inMs = 0,
): Promise<void> {
  if (startDelivery === null) return;
  await Promise.all(
    messageIds.map((messageId) =>
      startDelivery({ organizationId, messageId }, inMs).catch((error: unknown) => {
        logger.warn({ err: error, messageId }, 'the delivery of a message was not started');
      }),
    ),
  );
}
