import type { Sql } from '../store/client.js';
import { holdFence, SyncSuperseded } from '../store/sync-fence.js';
import { readSyncStart, writeFailure } from '../store/sync-state.js';
import { inTenant } from '../store/tenant.js';
import type { ConnectionActivities } from './connection-activities.js';

/** Writes a failure to the connection's row, unless the row belongs to a newer generation. */
export function createRecordFailure(sql: Sql): ConnectionActivities['recordFailure'] {
  return async ({ organizationId, connectionId, failure, ...count }) => {
    try {
      await inTenant(sql, organizationId, async (tenant) => {
        const row = await readSyncStart(tenant, connectionId);
        // A sync that failed before it could read the row knows no generation. Then the last of many failures is not
        // believed of a row that shows none: it was connected anew since.
        const isAnew = failure.generation === null && count.terminal && row?.consecutiveFailures === 0;
        if (row === undefined || isAnew) throw new SyncSuperseded();
        await holdFence(tenant, { connectionId, generation: failure.generation ?? row.generation });
        await writeFailure(tenant, connectionId, { ...failure, ...count });
      });
      return true;
    } catch (error) {
      if (error instanceof SyncSuperseded) return false;
      throw error;
    }
  };
}
