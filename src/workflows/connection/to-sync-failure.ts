import { ActivityFailure, ApplicationFailure, TimeoutFailure } from '@temporalio/common';
import type { Policy, SyncFailure, SyncFailureDetails } from '../../contract/connection-activities.js';

/**
 * What a failed sync activity says about itself. A timeout, a lost worker or an error of ours says nothing, and is
 * then an internal failure that the run's id leads to.
 */
export function toSyncFailure(error: unknown, runId: string): { failure: SyncFailure; policy?: Policy } {
  const cause = error instanceof ActivityFailure ? error.cause : error;
  const [details] = cause instanceof ApplicationFailure ? (cause.details ?? []) : [];
  if (isDetails(details)) {
    const { policy, ...failure } = details;
    return { failure, policy };
  }
  return { failure: { kind: 'other', code: 'internal', permission: null, reference: runId, generation: null } };
}

/** No worker came for it in time: then nothing was tried, and nothing has failed. */
export function hasNotBegun(error: unknown): boolean {
  const cause = error instanceof ActivityFailure ? error.cause : undefined;
  return cause instanceof TimeoutFailure && cause.timeoutType === 'SCHEDULE_TO_START';
}

function isDetails(details: unknown): details is SyncFailureDetails {
  return typeof details === 'object' && details !== null && 'policy' in details && 'code' in details;
}
