import { Worker } from '@temporalio/worker';
import { workerOptions } from '../../src/worker/worker-options.js';
import { randomSeed } from '../support/run/random-seed.js';
import { type GeneratedHistory, generateHistories } from './generated-histories.js';

// Source: temporal.api.enums.v1.WorkflowTaskFailedCause; what the server does when too many signals come during a task.
const FORCE_CLOSE_COMMAND = 17;
const RUNS = 30;

async function replay(histories: readonly GeneratedHistory[]): Promise<string[]> {
  const { workflowBundle } = workerOptions;
  const failed: string[] = [];
  for await (const { workflowId, error } of Worker.runReplayHistories({ workflowBundle }, [...histories])) {
    if (error !== undefined) failed.push(`${workflowId}: ${error.message}`);
  }
  return failed;
}

function signals({ history }: GeneratedHistory): number {
  return (history.events ?? []).filter((event) => event.workflowExecutionSignaledEventAttributes != null).length;
}

function forcedTasks({ history }: GeneratedHistory): number {
  const events = history.events ?? [];
  return events.filter(({ workflowTaskFailedEventAttributes: failed }) => Number(failed?.cause) === FORCE_CLOSE_COMMAND)
    .length;
}

// Many short lives, some dozens at a time: what breaks a replay happens at the seams.
test.each([1, 2, 3, 4, 5])(
  `whatever signals come when, each run replays (RANDOM_SEED=${randomSeed}, part %i)`,
  async (part) => {
    const { histories, floods } = await generateHistories(`${randomSeed}/${part}`, 40, 10_000, RUNS);
    const forced = histories.reduce((sum, history) => sum + forcedTasks(history), 0);
    process.stdout.write(
      `[faults] part ${part}: ${histories.length} histories, ${floods} floods of more than a hundred, ${forced} tasks given up in them\n`,
    );
    expect(await replay(histories)).toEqual([]);
    expect(histories.length).toBeGreaterThanOrEqual(RUNS);
    expect(Math.max(...histories.map(signals))).toBeGreaterThan(100);
  },
);
