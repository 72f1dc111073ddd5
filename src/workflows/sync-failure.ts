import { ActivityFailure, ApplicationFailure } from '@temporalio/common';
import type { SyncFailureDetails } from '../activities/connection-activities.js';
import type { Policy } from './standing.js';

/** Why a sync failed, without a word of Shopify's: codes only. */
export interface SyncFailure {
  /** `credential`: the owner must act (token, permission). `other`: an outage or a mistake of ours. */
  readonly kind: 'credential' | 'other';
  /** The contract's error code. */
  readonly code: string;
  readonly permission: 'view_financials' | 'manage_apps' | null;
  /** What support can find the failure by in the logs. */
  readonly reference: string;
  /** The generation that the failed sync worked for; null when it failed before it knew. */
  readonly generation: number | null;
}

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

function isDetails(details: unknown): details is SyncFailureDetails {
  return typeof details === 'object' && details !== null && 'policy' in details && 'code' in details;
}
