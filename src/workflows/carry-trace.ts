import type { Payload } from '@temporalio/common';
import type {
  WorkflowInboundCallsInterceptor,
  WorkflowInterceptors,
  WorkflowOutboundCallsInterceptor,
} from '@temporalio/workflow';
import { TRACE_HEADER } from '../contract/names.js';

/** Then what the nudge was for has been handed on: what comes after it, for years, is no part of its trace. */
const LAST_OF_TRACE = 'syncConnection';

/**
 * Hands the trace of a nudge on to the activities that it leads to, up to the next sync. Part of every bundle: without a
 * trace it does nothing, and of a header no replay takes notice. Nothing is awaited, so that every command is given in the
 * turn in which it would be without it.
 */
export function interceptors(): WorkflowInterceptors {
  let carried: Payload | undefined;
  const inbound: WorkflowInboundCallsInterceptor = {
    execute: (input, next) => {
      carried = input.headers[TRACE_HEADER];
      return next(input);
    },
    handleSignal: (input, next) => {
      carried = input.headers[TRACE_HEADER] ?? carried;
      return next(input);
    },
  };
  const outbound: WorkflowOutboundCallsInterceptor = {
    scheduleActivity: (input, next) => {
      if (carried === undefined) return next(input);
      const headers = { ...input.headers, [TRACE_HEADER]: carried };
      if (input.activityType === LAST_OF_TRACE) carried = undefined;
      return next({ ...input, headers });
    },
  };
  return { inbound: [inbound], outbound: [outbound] };
}
