import type { Context } from '@temporalio/activity';
import type { WorkflowClientInterceptor } from '@temporalio/client';
import { defaultPayloadConverter } from '@temporalio/common';
import type { ActivityInboundCallsInterceptor } from '@temporalio/worker';
import { isIdleFor } from '../contract/idle-again.js';
import { TRACE_HEADER } from '../contract/names.js';
import type { TraceHeaders, Tracing } from './spans.js';
import { inSpan } from './tracing.js';

/** The trace goes with a nudge; `workflows/carry-trace.ts` hands it on. */
export function tracedClient(tracing: Tracing): WorkflowClientInterceptor {
  return {
    signalWithStart: (input, next) =>
      inSpan(tracing, { name: `signal ${input.signalName}`, kind: 'producer' }, () => {
        const carried = defaultPayloadConverter.toPayload(tracing.headers());
        return next({ ...input, headers: { ...input.headers, [TRACE_HEADER]: carried } });
      }),
  };
}

/** An activity is a span of the trace that its workflow was nudged with, or begins one. */
export function tracedActivities(tracing: Tracing) {
  return ({ info }: Context): { inbound: ActivityInboundCallsInterceptor } => ({
    inbound: {
      execute: async (input, next) => {
        const carried = input.headers[TRACE_HEADER];
        const parent = carried && defaultPayloadConverter.fromPayload<TraceHeaders>(carried);
        const facts = { attempt: info.attempt };
        // That there was nothing is no error of the span's.
        const ended = await inSpan(tracing, { name: info.activityType, kind: 'consumer', facts, parent }, () =>
          next(input).then(
            (value) => ({ value, idle: null }),
            (error: unknown) => {
              if (isIdleFor(error)) return { value: undefined, idle: error };
              throw error;
            },
          ),
        );
        if (ended.idle !== null) throw ended.idle;
        return ended.value;
      },
    },
  });
}
