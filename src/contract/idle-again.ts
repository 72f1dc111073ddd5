import { ApplicationFailure, ApplicationFailureCategory } from '@temporalio/common';

const IDLE = 'idle';

/** The server takes no delay at all for the longest that the activity allows. */
const LEAST_DELAY_MS = 1;

/**
 * Ends a try of `syncWhileIdle` that has nothing to tell: no failure, but the only way to have an activity begun again
 * later without waking its workflow. Benign, so that it counts as no error anywhere. Without a stack, which Temporal would
 * store with each.
 * Sources: docs.temporal.io/encyclopedia/retry-policies, per-error next retry delay; temporalio/temporal 1.31.2,
 * service/history/workflow/retry.go, for a delay of 0.
 */
export function idleFor(delayMs: number): ApplicationFailure {
  const failure = ApplicationFailure.create({
    type: IDLE,
    message: 'Nothing new.',
    nextRetryDelay: Math.max(LEAST_DELAY_MS, delayMs),
    category: ApplicationFailureCategory.BENIGN,
  });
  failure.stack = '';
  return failure;
}

/** Whether it is one that `idleFor` made. */
export function isIdleFor(error: unknown): error is ApplicationFailure {
  return error instanceof ApplicationFailure && error.type === IDLE;
}
