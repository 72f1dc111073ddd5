import type { Context } from '@temporalio/activity';
import type { ActivityInboundCallsInterceptor } from '@temporalio/worker';
import { runWorkerAround } from '../support/run/run-worker-with.js';

/*
 * The worker of production, except that it kills itself when a sync is done: everything is committed, and Temporal
 * has not been told. No signal from outside hits that moment for sure.
 */
await runWorkerAround(dieAfterSync);

// The reconciler's activities end, too.
function dieAfterSync({ info }: Context): { inbound: ActivityInboundCallsInterceptor } {
  return {
    inbound: ['syncConnection', 'syncWhileIdle'].includes(info.activityType) ? { execute: killAfterwards } : {},
  };
}

async function killAfterwards<Input>(input: Input, next: (input: Input) => Promise<unknown>): Promise<unknown> {
  try {
    return await next(input);
  } finally {
    // A sync that found nothing ends with an error.
    process.kill(process.pid, 'SIGKILL');
  }
}
