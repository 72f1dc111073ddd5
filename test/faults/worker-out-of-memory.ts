import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Context } from '@temporalio/activity';
import { type ActivityInboundCallsInterceptor, Worker } from '@temporalio/worker';
import { inheritedEnvironment } from '../../src/config/config.js';
import { paths } from '../../src/process/paths.js';

/* The worker of production, except that syncs of one organization take all of its memory. */
const HUNGRY = inheritedEnvironment()['TEST_HUNGRY_ORGANIZATION'];

const create = Worker.create.bind(Worker);
Worker.create = (options) =>
  create({
    ...options,
    interceptors: {
      ...options.interceptors,
      activity: [takeAll, ...(options.interceptors?.activity ?? [])],
    },
  });
await import(pathToFileURL(join(paths.dist, 'worker/main.js')).href);

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
