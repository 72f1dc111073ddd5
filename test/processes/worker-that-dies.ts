import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Context } from '@temporalio/activity';
import { type ActivityInboundCallsInterceptor, Worker } from '@temporalio/worker';
import { paths } from '../../src/process/paths.js';

/*
 * The worker of production, except that it kills itself when a sync is done: everything is committed, and Temporal
 * has not been told. No signal from outside hits that moment for sure.
 */
const create = Worker.create.bind(Worker);
Worker.create = (options) =>
  create({
    ...options,
    interceptors: {
      ...options.interceptors,
      activity: [dieAfterSync, ...(options.interceptors?.activity ?? [])],
    },
  });
await import(pathToFileURL(join(paths.dist, 'worker/main.js')).href);

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
