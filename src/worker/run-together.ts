import type { Worker } from '@temporalio/worker';
import { CodedError } from '../values/coded-error.js';
import { ENDED_WITHIN_MS } from './worker-options.js';

const LOOK_EVERY_MS = 1_000;

/**
 * Runs the workers of one process until all have stopped: a signal stops them together, and one that fails takes the
 * others with it, or the process would live on with half of its work.
 * @throws what one failed with; `worker_failed` where it does not come to its end, of which the SDK has logged why
 */
export async function runTogether(workers: readonly Worker[]): Promise<void> {
  const stopOthers = () => {
    for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
  };
  const hanging = watchFailed(workers, stopOthers);
  try {
    const runs = Promise.allSettled(workers.map((worker) => worker.run().finally(stopOthers)));
    for (const end of await Promise.race([runs, hanging.failed])) if (end.status === 'rejected') throw end.reason;
  } finally {
    hanging.forget();
  }
}

/**
 * A worker whose namespace is gone fails, and its `run` then waits for ever for Core to be done (@temporalio/worker 1.24.0,
 * finalizeShutdown): nobody would start the process anew.
 */
function watchFailed(workers: readonly Worker[], stopOthers: () => void) {
  let forget = () => {};
  const failed = new Promise<never>((_, reject) => {
    const looks = setInterval(() => {
      if (!workers.some((worker) => worker.getState() === 'FAILED')) return;
      clearInterval(looks);
      stopOthers();
      const late = setTimeout(
        () => reject(new CodedError('worker_failed', 'A worker has failed, and does not come to its end.')),
        ENDED_WITHIN_MS,
      );
      forget = () => clearTimeout(late);
    }, LOOK_EVERY_MS);
    forget = () => clearInterval(looks);
  });
  return { failed, forget: () => forget() };
}
