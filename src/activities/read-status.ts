import type { Sql } from '../store/client.js';
import { readSyncStart } from '../store/sync-state.js';
import { inTenant } from '../store/tenant.js';
import type { ConnectionActivities } from './connection-activities.js';

/** What the row says now; `gone` when it is not there any more. */
export function createReadStatus(sql: Sql): ConnectionActivities['readStatus'] {
  return async ({ organizationId, connectionId }) => {
    const row = await inTenant(sql, organizationId, (tenant) => readSyncStart(tenant, connectionId));
    return row?.status ?? 'gone';
  };
}
