import { confirmDisconnected } from '../store/confirm-disconnected.js';
import { inTenant } from '../store/tenant.js';
import type { SyncDeps } from '../sync/sync-deps.js';
import type { Policy } from '../workflows/standing.js';
import type { ConnectionActivities } from './connection-activities.js';
import { createReadStatus } from './read-status.js';
import { createRecordFailure } from './record-failure.js';
import { createSyncConnection } from './sync-connection.js';

/** Everything that workflows may ask for, with its dependencies handed in. */
export function createActivities(deps: SyncDeps, policy: Policy): ConnectionActivities {
  return {
    syncConnection: createSyncConnection(deps, policy),
    recordFailure: createRecordFailure(deps.sql),
    readStatus: createReadStatus(deps.sql),
    confirmDisconnected: ({ organizationId, connectionId }) =>
      inTenant(deps.sql, organizationId, (tenant) => confirmDisconnected(tenant, connectionId)),
  };
}
