import type { Sql } from '../store/client.js';
import { readSyncStart, writeFailure } from '../store/sync-state.js';
import { inTenant } from '../store/tenant.js';
import type { ConnectionActivities } from './connection-activities.js';

/** Writes a failure to the connection's row, unless the row belongs to a newer generation. */
export function createRecordFailure(sql: Sql): ConnectionActivities['recordFailure'] {
  return ({ organizationId, connectionId, failure, ...count }) =>
    inTenant(sql, organizationId, async (tenant) => {
      const row = await readSyncStart(tenant, connectionId);
      if (row?.status !== 'connected') return false;
      // A sync that failed before it could read the row knows no generation. Then the last of many failures is not
      // believed of a row that shows none: it was connected anew since.
      const isOurs =
        failure.generation === null
          ? !(count.terminal && row.consecutiveFailures === 0)
          : failure.generation === row.generation;
      if (isOurs) await writeFailure(tenant, connectionId, { ...failure, ...count });
      return isOurs;
    });
}
