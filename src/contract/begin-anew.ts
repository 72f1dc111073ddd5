import type { RetryPolicy } from '@temporalio/common';

/**
 * What ends a run of ours instead of failing its workflow task again and again, which Temporal repeats for ever, up to ten
 * minutes apart: anything that its code throws, code that does not replay its history among it.
 * Source: `workflowFailureErrorTypes` of @temporalio/worker 1.24, "passing 'Error' will result in failing the Workflow on any
 * error, including non-determinism errors"; only on a task's first attempt (sdk-core, managed_run.rs, `should_report`).
 * What failed on a later one the reconciler ends.
 */
export const ENDS_RUN: Record<string, string[]> = { '*': ['Error'] };

/**
 * Temporal begins another run a second later, as often as it takes: no run is precious, because what it knows is in the rows.
 * Signals that the failed run had not come to are lost with it; they carry no facts, and the new run reads the row first.
 */
export const BEGIN_ANEW: RetryPolicy = { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '1m' };
