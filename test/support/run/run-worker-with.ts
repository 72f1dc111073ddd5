import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Context } from '@temporalio/activity';
import { type ActivityInboundCallsInterceptor, Worker, type WorkerOptions } from '@temporalio/worker';
import { paths } from '../../../src/process/paths.js';

/** Runs the worker of production in this process, with other options for each of its workers. */
export async function runWorkerWith(changed: (options: WorkerOptions) => WorkerOptions): Promise<void> {
  const create = Worker.create.bind(Worker);
  Worker.create = (options) => create(changed(options));
  await import(pathToFileURL(join(paths.dist, 'worker/main.js')).href);
}

/** The same, with something around each activity, outside of all that production has there. */
export async function runWorkerAround(
  around: (context: Context) => { inbound: ActivityInboundCallsInterceptor },
): Promise<void> {
  await runWorkerWith((options) => ({
    ...options,
    interceptors: { ...options.interceptors, activity: [around, ...(options.interceptors?.activity ?? [])] },
  }));
}
