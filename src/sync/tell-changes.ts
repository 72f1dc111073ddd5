import type { SyncDeps } from './sync-deps.js';

/**
 * Has Convot told which merchants changed, now that it is committed. What does not start is no matter of the sync: the
 * reconciler finds it.
 */
export async function tellChanges(
  { startUpdates, logger }: Pick<SyncDeps, 'startUpdates' | 'logger'>,
  organizationId: string,
): Promise<void> {
  if (startUpdates === null) return;
  await startUpdates(organizationId).catch((error: unknown) => {
    logger.warn({ err: error, organizationId }, 'nobody was started to tell what changed of merchants');
  });
}
