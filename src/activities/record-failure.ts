import { Context } from '@temporalio/activity';
import { failureKind, judgeFailure } from '../connections/failures/judge-failure.js';
import { readStormStanding } from '../connections/failures/store-credential-storms.js';
import { lockFailures, writeFailure } from '../connections/failures/store-failures.js';
import type { StormWatch } from '../connections/failures/storm-watch.js';
import { tellError } from '../connections/notices/tell-trouble.js';
import { readConnectionFacts } from '../connections/view/read-connection-facts.js';
import type {
  ConnectionActivities,
  Policy,
  RecordedFailure,
  RecordFailureInput,
} from '../contract/connection-activities.js';
import { type Tenant, withTenant } from '../postgres/tenant.js';
import { startDeliveries } from '../sync/start-deliveries.js';
import type { SyncDeps } from '../sync/sync-deps.js';

interface Recorded {
  readonly recorded: RecordedFailure | null;
  /** Its credentials were accepted until now. */
  readonly beginsToBeRefused: boolean;
  /** Ids of the messages to Convot that are to be sent. */
  readonly messages: readonly string[];
  /** How it changed the way that its connection stands; null when that stays as it was. */
  readonly change: 'a connection began to fail' | 'a connection stopped in error' | null;
}

const NOTHING_RECORDED: Recorded = { recorded: null, beginsToBeRefused: false, change: null, messages: [] };

export type RecordFailureDeps = Pick<SyncDeps, 'sql' | 'startDelivery' | 'logger'>;

/**
 * Counts a failure on the connection's row, unless the row belongs to a newer generation or is paused. The row knows those before
 * it: no run of the workflow is needed for that. Tried again after its answer was lost, it counts once.
 */
export function createRecordFailure(
  deps: RecordFailureDeps,
  policy: Policy,
  stormWatch: StormWatch,
): ConnectionActivities['recordFailure'] {
  return async (input) => {
    const { recorded, beginsToBeRefused, change, messages } = await withTenant(
      deps.sql,
      input.organizationId,
      (tenant) => record(tenant, input, policy),
    );
    const { organizationId, connectionId, failure } = input;
    const { code, reference } = failure;
    if (change !== null) deps.logger.info({ organizationId, connectionId, code, reference }, change);
    // After the commit, or of several that begin in one moment none would see the others.
    if (beginsToBeRefused) await stormWatch.notice();
    await startDeliveries(deps, organizationId, messages);
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
  // One that operators have paused shows no more than it did then.
  if (row?.status !== 'connected' || row.isPaused || !isOfRow) return NOTHING_RECORDED;
  const past = { ...row, storm, kind: row.errorCode === null ? null : failureKind(row.errorCode) };
  const isKnown = row.key === key;
  const judged = judgeFailure(isKnown ? { ...past, countedBeforeMs: 0 } : past, failure, asked || isKnown, policy);
  const written = { key, failure, isRefusal: failure.kind === 'credential', ...judged };
  const beginsToBeRefused = !isKnown && (await writeFailure(tenant, connectionId, written));
  const { consecutiveFailures, terminal, delayMs } = judged;
  const messages = terminal ? await tellError(tenant, connectionId, policy) : [];
  const facts = await readConnectionFacts(tenant, connectionId);
  const begins = row.errorCode === null ? 'a connection began to fail' : null;
  const change = isKnown ? null : terminal ? 'a connection stopped in error' : begins;
  return {
    recorded: { verdict: { consecutiveFailures, terminal, delayMs }, facts },
    beginsToBeRefused,
    change,
    messages,
  };
}
