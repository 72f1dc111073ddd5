import { waitFor } from '../../../support/servers/wait-for.js';
import type { KeptProcess } from '../kept-process.js';
import { type FaultKind, nothingToEnd } from './fault.js';

/** Ends it in this way; whoever keeps it starts it again. */
function ending(name: string, signal: 'SIGKILL' | 'SIGTERM', chosen: 'api' | 'worker'): FaultKind {
  return {
    name,
    target: chosen,
    begin: async ({ stage: { api }, workers, random }) => {
      const kept: KeptProcess = chosen === 'api' ? api : random.pick(workers);
      await kept.works();
      const process = kept.current;
      process?.kill(signal);
      // One that was told to ends by itself: in order, or, where something else hangs, after its grace time.
      const hasEnded = () => (signal === 'SIGKILL' ? process?.exit?.signal === signal : process?.exit?.signal === null);
      return { bites: () => (hasEnded() ? 1 : 0), end: nothingToEnd };
    },
  };
}

/** Stops one as its frozen host would; it goes on as if nothing had been. */
const stopped: FaultKind = {
  name: 'a worker is stopped, and goes on',
  target: 'worker',
  begin: async ({ workers, random }) => {
    const worker = random.pick(workers);
    await worker.works();
    worker.kill('SIGSTOP');
    await waitFor('it to be stopped', () => worker.isStopped);
    return { bites: () => 1, end: () => Promise.resolve(worker.kill('SIGCONT')) };
  },
};

/** One worker more, as in a deploy: it takes its part, and is told to end. */
const third: FaultKind = {
  name: 'a third worker comes and goes',
  target: 'third worker',
  begin: async ({ stage: { thirdWorker } }) => {
    const started = thirdWorker.keep();
    let isWorking = false;
    void started.then(() => (isWorking = true)).catch(() => undefined);
    return Promise.resolve({
      bites: () => (isWorking ? 1 : 0),
      end: async () => {
        await started.catch(() => undefined);
        await thirdWorker.leave('SIGTERM');
      },
    });
  },
};

export const processFaults: readonly FaultKind[] = [
  ending('a worker is killed', 'SIGKILL', 'worker'),
  ending('a worker is told to end', 'SIGTERM', 'worker'),
  ending('the api is killed', 'SIGKILL', 'api'),
  ending('the api is told to end', 'SIGTERM', 'api'),
  stopped,
  third,
];
