import { listSeeminglyStale } from '../connections/notices/stale-connections.js';
import { tellStale } from '../connections/notices/tell-trouble.js';
import type { Policy } from '../contract/connection-activities.js';
import { withTenant } from '../postgres/tenant.js';
import { startDeliveries } from '../sync/start-deliveries.js';
import type { SyncDeps } from '../sync/sync-deps.js';
import { chunksOf } from '../values/chunks-of.js';

const MOST = 1_000;
const AT_ONCE = 20;

export type TellStaleDeps = Pick<SyncDeps, 'sql' | 'startDelivery' | 'logger'>;

/**
 * One look at the connections of which nothing new came: Convot is told of each once. Their own syncs cannot tell it, because
 * they do not come to an end.
 * @param untilMs by this machine's monotonic clock; whatever is left then comes with the next look
 */
export function createTellStale(deps: TellStaleDeps, policy: Policy): (untilMs: number) => Promise<void> {
  const { sql, logger } = deps;
  return async (untilMs) => {
    const found = await listSeeminglyStale(sql, policy.intervalMs, MOST).catch((error: unknown) => {
      logger.warn({ err: error }, 'it could not be seen which connections are stale');
      return [];
    });
    for (const entries of chunksOf(found, AT_ONCE)) {
      if (performance.now() > untilMs) return;
      await Promise.all(entries.map(tellOf));
    }
  };

  async function tellOf({ organizationId, connectionId }: { organizationId: string; connectionId: string }) {
    try {
      const messages = await withTenant(sql, organizationId, (tenant) => tellStale(tenant, connectionId, policy));
      await startDeliveries(deps, organizationId, messages);
    } catch (error) {
      logger.warn({ err: error, connectionId }, 'it could not be told that a connection is stale');
    }
  }
}
