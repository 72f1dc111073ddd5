import { ApplicationFailure, ApplicationFailureCategory } from '@temporalio/common';

const IDLE = 'idle';

/**
 * Ends a try of `syncWhileIdle` that has nothing to tell: no failure, but the only way to have an activity begun again
 * later without waking its workflow. Benign, so that it counts as no error anywhere.
 * Source: docs.temporal.io/encyclopedia/retry-policies, per-error next retry delay.
 */
export function idleFor(delayMs: number): ApplicationFailure {
  return ApplicationFailure.create({
    type: IDLE,
    message: 'Nothing new.',
    nextRetryDelay: delayMs,
    category: ApplicationFailureCategory.BENIGN,
  });
}

/** Whether it is one that `idleFor` made. */
export function isIdleFor(error: unknown): error is ApplicationFailure {
  return error instanceof ApplicationFailure && error.type === IDLE;
}
