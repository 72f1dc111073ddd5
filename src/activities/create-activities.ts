import { createStormWatch } from '../connections/failures/storm-watch.js';
import { confirmDisconnected } from '../connections/store/confirm-disconnected.js';
import { readConnectionFacts } from '../connections/view/read-connection-facts.js';
import type { ConnectionActivities, Policy } from '../contract/connection-activities.js';
import type { ReconcileActivities } from '../contract/reconcile-activities.js';
import { withTenant } from '../postgres/tenant.js';
import type { SyncDeps } from '../sync/sync-deps.js';
import { createEvaluateDueSegments } from './evaluate-due-segments.js';
import { createNudgeLate, type NudgeLateDeps } from './nudge-late.js';
import { createReconcilePage, type ReconcileDeps } from './reconcile-page.js';
import { createRecordFailure } from './record-failure.js';
import { createResumeDeliveries, type ResumeDeliveriesDeps } from './resume-deliveries.js';
import { createSyncConnection } from './sync-connection.js';
import { createSyncWhileIdle } from './sync-while-idle.js';
import { createTellStale } from './tell-stale.js';

/** Everything that workflows may ask for, with its dependencies handed in. */
export function createActivities(
  deps: SyncDeps & NudgeLateDeps & ReconcileDeps & ResumeDeliveriesDeps,
  policy: Policy,
): ConnectionActivities & ReconcileActivities {
  const stormWatch = createStormWatch(deps, policy);
  const syncConnection = createSyncConnection(deps, policy);
  return {
    syncConnection,
    syncWhileIdle: createSyncWhileIdle(syncConnection),
    recordFailure: createRecordFailure(deps, policy, stormWatch),
    readFacts: ({ organizationId, connectionId }) =>
      withTenant(deps.sql, organizationId, (tenant) => readConnectionFacts(tenant, connectionId)),
    nudgeLate: createNudgeLate(
      deps,
      stormWatch,
      createTellStale(deps, policy),
      createResumeDeliveries(deps),
      createEvaluateDueSegments(deps),
    ),
    reconcilePage: createReconcilePage(deps),
    confirmDisconnected: async ({ organizationId, connectionId }) => {
      const stop = await withTenant(deps.sql, organizationId, (tenant) => confirmDisconnected(tenant, connectionId));
      if (stop === 'disconnected') deps.logger.info({ organizationId, connectionId }, 'a connection is disconnected');
      return stop;
    },
  };
}
