import type { Context } from '@temporalio/activity';
import type { ActivityInboundCallsInterceptor } from '@temporalio/worker';
import { inheritedEnvironment } from '../../src/config/config.js';
import { runWorkerAround } from '../support/run/run-worker-with.js';

/* The worker of production, except that syncs of one organization take all of its memory. */
const HUNGRY = inheritedEnvironment()['TEST_HUNGRY_ORGANIZATION'];

await runWorkerAround(takeAll);

function takeAll({ info }: Context): { inbound: ActivityInboundCallsInterceptor } {
  if (info.activityType !== 'syncConnection') return { inbound: {} };
  return {
    inbound: {
      execute: (input, next) => {
        const [{ organizationId }] = input.args as [{ organizationId: string }];
        const hoard: unknown[] = [];
        while (organizationId === HUNGRY) hoard.push(Array.from({ length: 10_000 }, () => ({ hoard })));
        return next(input);
      },
    },
  };
}
