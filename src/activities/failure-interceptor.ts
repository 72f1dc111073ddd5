import { randomUUID } from 'node:crypto';
import type { Context } from '@temporalio/activity';
import { ApplicationFailure, ApplicationFailureCategory, CancelledFailure } from '@temporalio/common';
import type { ActivityInboundCallsInterceptor } from '@temporalio/worker';
import type { Logger } from 'pino';
import type { ConnectionActivities, Policy, SyncFailureDetails } from '../contract/connection-activities.js';
import { isIdleFor } from '../contract/idle-again.js';
import { PartnerApiError, PermissionMissing } from '../partner/client/errors.js';
import { SyncFailed } from '../sync/sync-session.js';

/** Its tries are syncs: a failed one is made up for by the workflow. */
const NOT_TRIED_AGAIN: keyof ConnectionActivities = 'syncWhileIdle';

/**
 * The one place where an error becomes Temporal's: history keeps failures for weeks and shows them to operators, so only
 * our own codes and a reference go in. What really happened is in the log, under that reference.
 */
export function createFailureInterceptor(
  logger: Logger,
  policy: Policy,
): (context: Context) => { inbound: ActivityInboundCallsInterceptor } {
  return (context) => ({
    inbound: {
      execute: async (input, next) => {
        try {
          return await next(input);
        } catch (error) {
          if (isIdleFor(error)) throw error;
          if (context.cancellationSignal.aborted) throw new CancelledFailure('The activity was cancelled.');
          const { activityType, attempt, workflowExecution } = context.info;
          const reference = randomUUID().slice(0, 8);
          const [cause, generation] = error instanceof SyncFailed ? [error.cause, error.generation] : [error, null];
          const workflowId = workflowExecution?.workflowId;
          logger.warn({ err: cause, reference, activityType, attempt, workflowId }, 'an activity failed');
          throw toApplicationFailure(cause, { reference, generation, policy }, activityType !== NOT_TRIED_AGAIN);
        }
      },
    },
  });
}

function toApplicationFailure(
  cause: unknown,
  facts: Pick<SyncFailureDetails, 'reference' | 'generation' | 'policy'>,
  mayBeTriedAgain: boolean,
): ApplicationFailure {
  const known = cause instanceof PartnerApiError ? cause : null;
  const details: SyncFailureDetails = {
    kind: known?.kind === 'credential' ? 'credential' : 'other',
    code: known?.code ?? 'internal',
    permission: cause instanceof PermissionMissing ? cause.permission : null,
    ...facts,
  };
  return ApplicationFailure.create({
    type: details.code,
    message: known?.message ?? `Something went wrong on our side (reference ${facts.reference}).`,
    // Asking again within seconds cures neither a refused token nor a refused query.
    nonRetryable: !mayBeTriedAgain || known?.kind === 'credential' || known?.kind === 'defect',
    details: [details],
    // A refused token is the owner's matter and expected; it must not colour the operator's error panels.
    ...(details.kind === 'credential' ? { category: ApplicationFailureCategory.BENIGN } : {}),
  });
}
