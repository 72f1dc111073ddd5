import type { WorkflowHandle } from '@temporalio/client';
import { chunksOf } from '../../src/values/chunks-of.js';

const AT_ONCE = 10;
const LOOK_EVERY_MS = 2_000;

/** Looks at the workflows, again and again, for how long any of their workflow tasks has been failing. */
export function longestFailingTask(workflows: readonly Pick<WorkflowHandle, 'describe'>[]) {
  let longestMs = 0;
  let isOver = false;
  const look = async (workflow: Pick<WorkflowHandle, 'describe'>) => {
    const { raw } = await workflow.describe();
    const { attempt, originalScheduledTime } = raw.pendingWorkflowTask ?? {};
    if ((attempt ?? 1) <= 1) return;
    longestMs = Math.max(longestMs, Date.now() - Number(originalScheduledTime?.seconds ?? 0) * 1000);
  };
  let wake: () => void = () => undefined;
  const done = (async () => {
    while (!isOver) {
      for (const group of chunksOf(workflows, AT_ONCE)) await Promise.all(group.map(look));
      if (isOver) return;
      await new Promise<void>((resolve) => {
        wake = resolve;
        setTimeout(resolve, LOOK_EVERY_MS).unref();
      });
    }
  })();
  return {
    longestMs: () => longestMs,
    /** Fails when a look has. */
    stop: async () => {
      isOver = true;
      wake();
      await done;
    },
  };
}
