import type { RetryPolicy } from '@temporalio/common';

/**
 * A run that failed is followed by another a second later, as often as it takes: no run is precious, because what it knows is
 * in the rows. Signals that the failed run had not come to are lost with it; they carry no facts, and the new run reads the
 * row first. Where each fails they come to be ten minutes apart: for every connection so many runs are kept.
 */
export const WORKFLOW_RETRY: RetryPolicy = { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '10m' };
