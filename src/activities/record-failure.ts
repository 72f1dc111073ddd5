import { Context } from '@temporalio/activity';
import { failureKind, judgeFailure } from '../connections/failures/judge-failure.js';
import { readStormStanding } from '../connections/failures/store-credential-storms.js';
import { lockFailures, writeFailure } from '../connections/failures/store-failures.js';
import type { StormWatch } from '../connections/failures/storm-watch.js';
import { readConnectionFacts } from '../connections/view/read-connection-facts.js';
import type {
  ConnectionActivities,
  Policy,
  RecordedFailure,
  RecordFailureInput,
} from '../contract/connection-activities.js';
import type { Sql } from '../postgres/sql.js';
import { type Tenant, withTenant } from '../postgres/tenant.js';

interface Recorded {
  readonly recorded: RecordedFailure | null;
  /** Its credentials were accepted until now. */
  readonly beginsToBeRefused: boolean;
}

/**
 * Counts a failure on the connection's row, unless the row belongs to a newer generation. The row knows those before
 * it: no run of the workflow is needed for that. Tried again after its answer was lost, it counts once.
 */
export function createRecordFailure(
  sql: Sql,
  policy: Policy,
  stormWatch: StormWatch,
): ConnectionActivities['recordFailure'] {
  return async (input) => {
    const { recorded, beginsToBeRefused } = await withTenant(sql, input.organizationId, (tenant) =>
      record(tenant, input, policy),
    );
    // After the commit, or of several that begin in one moment none would see the others.
    if (beginsToBeRefused) await stormWatch.notice();
    return recorded;
  };
}

async function record(tenant: Tenant, input: RecordFailureInput, policy: Policy): Promise<Recorded> {
  const { connectionId, failure, asked } = input;
  const { activityId, workflowExecution } = Context.current().info;
  const key = `${workflowExecution?.runId ?? ''}/${activityId}`;
  // One after the other: what began while the row was waited for is seen.
  const [row, storm] = await Promise.all([lockFailures(tenant, connectionId), readStormStanding(tenant)]);
  // A sync that failed before it could read the row knows no generation.
  const isOfRow = failure.generation === null || failure.generation === row?.generation;
  if (row?.status !== 'connected' || !isOfRow) return { recorded: null, beginsToBeRefused: false };
  const past = { ...row, storm, kind: row.errorCode === null ? null : failureKind(row.errorCode) };
  const isKnown = row.key === key;
  const judged = judgeFailure(isKnown ? { ...past, countedBeforeMs: 0 } : past, failure, asked || isKnown, policy);
  const written = { key, failure, isRefusal: failure.kind === 'credential', ...judged };
  const beginsToBeRefused = !isKnown && (await writeFailure(tenant, connectionId, written));
  const { consecutiveFailures, terminal, delayMs } = judged;
  const facts = await readConnectionFacts(tenant, connectionId);
  return { recorded: { verdict: { consecutiveFailures, terminal, delayMs }, facts }, beginsToBeRefused };
}
