import type { Say } from '../progress.js';
import type { ProcessGroup } from './process-group.js';

const PARENT_CHECK_MS = 1_000;

/**
 * Ctrl-C, a closed terminal or a request to end stops everything in order; the second one, at once.
 * @param startedByNpm then the end of npm is a request too: npm cannot pass on the signal that killed it
 */
export function stopOnSignal(processes: ProcessGroup, say: Say, startedByNpm: boolean, onStopped: () => void): void {
  const stop = (why: string) => {
    if (processes.isClosed) {
      void processes.killAll().then(onStopped);
      return;
    }
    say(`Stopping everything (${why}); once more to stop at once`);
    void processes.close().then(onStopped);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop(signal));
  // A closed terminal takes no more lines; that must not end us half-way.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  if (!startedByNpm) return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    stop('npm has ended');
  }, PARENT_CHECK_MS);
  timer.unref();
}
