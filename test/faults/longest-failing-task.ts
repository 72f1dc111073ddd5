import type { WorkflowHandle } from '@temporalio/client';
import { chunksOf } from '../../src/values/chunks-of.js';

const AT_ONCE = 10;

/**
 * How long the workflow task of any of these has been failing at this moment; 0 where none is. One that fails for minutes
 * is seen by whoever looks every minute.
 */
export async function longestFailingTaskMs(workflows: readonly Pick<WorkflowHandle, 'describe'>[]): Promise<number> {
  let longestMs = 0;
  for (const group of chunksOf(workflows, AT_ONCE)) {
    const failing = await Promise.all(group.map(failingMs));
    longestMs = Math.max(longestMs, ...failing);
  }
  return longestMs;
}

async function failingMs(workflow: Pick<WorkflowHandle, 'describe'>): Promise<number> {
  const { raw } = await workflow.describe();
  const { attempt, originalScheduledTime } = raw.pendingWorkflowTask ?? {};
  return (attempt ?? 1) <= 1 ? 0 : Date.now() - Number(originalScheduledTime?.seconds ?? 0) * 1000;
}
