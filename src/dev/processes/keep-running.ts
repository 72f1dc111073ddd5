import { setTimeout as sleep } from 'node:timers/promises';
import type { Say } from '../progress.js';
import type { ProcessGroup, RunningProcess } from './process-group.js';

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 30_000;
/** A process that lived so long starts afresh with the shortest wait. */
const STEADY_AFTER_MS = 60_000;

/**
 * Starts a process and, whenever it ends although nobody stopped it, starts it again after a growing wait.
 * @param start resolves when the process is ready
 * @throws when the very first start fails: then something is wrong that a second one will not mend
 */
export async function keepRunning(group: ProcessGroup, say: Say, start: () => Promise<RunningProcess>): Promise<void> {
  void watch(group, say, start, await start());
}

async function watch(group: ProcessGroup, say: Say, start: () => Promise<RunningProcess>, first: RunningProcess) {
  let current: RunningProcess | undefined = first;
  let waitMs = FIRST_WAIT_MS;
  for (;;) {
    const began = performance.now();
    const exit = await current?.exited;
    if (group.isClosed) return;
    if (performance.now() - began > STEADY_AFTER_MS) waitMs = FIRST_WAIT_MS;
    const how =
      exit === undefined ? 'did not start' : `ended unexpectedly (${exit.signal ?? `code ${exit.code ?? ''}`})`;
    say(`${first.name} ${how}; starting it again in ${waitMs / 1000} s`);
    await sleep(waitMs);
    waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS);
    current = await startOrReport(group, say, start);
    if (current !== undefined) say(`${first.name} runs again`);
  }
}

async function startOrReport(group: ProcessGroup, say: Say, start: () => Promise<RunningProcess>) {
  try {
    return await start();
  } catch (error) {
    if (!group.isClosed) say(error instanceof Error ? error.message : String(error));
    return undefined;
  }
}
