import type { Worker } from '@temporalio/worker';

/**
 * Runs the workers of one process until all have stopped: a signal stops them together, and one that fails takes the
 * others with it, or the process would live on with half of its work.
 */
export async function runTogether(workers: readonly Worker[]): Promise<void> {
  const stopOthers = () => {
    for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
  };
  const ends = await Promise.allSettled(workers.map((worker) => worker.run().finally(stopOthers)));
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
}
