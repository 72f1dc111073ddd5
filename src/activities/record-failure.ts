import { Context } from '@temporalio/activity';
import { failureKind, judgeFailure } from '../connections/judge-failure.js';
import type { Sql } from '../store/client.js';
import { lockFailures, writeFailure } from '../store/sync-failures.js';
import { inTenant } from '../store/tenant.js';
import type { Policy } from '../workflows/standing.js';
import type { ConnectionActivities } from './connection-activities.js';

/**
 * Counts a failure on the connection's row, unless the row belongs to a newer generation. The row knows those before
 * it: no run of the workflow is needed for that. Tried again after its answer was lost, it counts once.
 */
export function createRecordFailure(sql: Sql, policy: Policy): ConnectionActivities['recordFailure'] {
  return ({ organizationId, connectionId, failure, asked }) =>
    inTenant(sql, organizationId, async (tenant) => {
      const { activityId, workflowExecution } = Context.current().info;
      const key = `${workflowExecution?.runId ?? ''}/${activityId}`;
      const row = await lockFailures(tenant, connectionId);
      if (row?.status !== 'connected') return null;
      // A sync that failed before it could read the row knows no generation.
      if (failure.generation !== null && failure.generation !== row.generation) return null;
      const past = { ...row, kind: row.errorCode === null ? null : failureKind(row.errorCode) };
      const isKnown = row.key === key;
      const judged = judgeFailure(isKnown ? { ...past, countedBeforeMs: 0 } : past, failure, asked || isKnown, policy);
      if (!isKnown) await writeFailure(tenant, connectionId, { key, failure, ...judged });
      const { consecutiveFailures, terminal, delayMs } = judged;
      return { consecutiveFailures, terminal, delayMs };
    });
}
