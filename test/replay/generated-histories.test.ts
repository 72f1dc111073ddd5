import { Worker } from '@temporalio/worker';
import { inheritedEnvironment } from '../../src/config.js';
import { workerOptions } from '../../src/worker/worker-options.js';
import { generateHistories, type GeneratedHistory } from './generated-histories.js';

// Source: temporal.api.enums.v1.WorkflowTaskFailedCause.
const FORCE_CLOSE_COMMAND = 17;

/** Set to see a failure again. */
const seed = inheritedEnvironment()['HISTORIES_SEED'] ?? String(Date.now());

async function replay(histories: readonly GeneratedHistory[]): Promise<string[]> {
  const { workflowBundle } = workerOptions;
  const failed: string[] = [];
  for await (const { workflowId, error } of Worker.runReplayHistories({ workflowBundle }, [...histories])) {
    if (error !== undefined) failed.push(`${workflowId}: ${error.message}`);
  }
  return failed;
}

const failuresOfTasks = ({ history }: GeneratedHistory) =>
  (history.events ?? []).flatMap(({ workflowTaskFailedEventAttributes: failed }) => (failed == null ? [] : [failed]));

test(`whatever signals come when, each run replays (seed ${seed})`, async () => {
  const { histories, floods } = await generateHistories(seed, Number(inheritedEnvironment()['HN'] ?? 12), 30_000);
  const failures = histories.flatMap(failuresOfTasks);
  const causes = failures.map(({ cause }) => Number(cause));
  const forced = causes.filter((cause) => cause === FORCE_CLOSE_COMMAND).length;
  process.stdout.write(`${histories.length} histories, ${floods} floods, ${forced} tasks given up for one\n`);
  process.stdout.write(
    JSON.stringify(causes.reduce((m, c) => ({ ...m, [c]: (m[c] ?? 0) + 1 }), {} as Record<number, number>)) + '\n',
  );
  process.stdout.write(JSON.stringify([...new Set(failures.map((f) => f.failure?.message))]) + '\n');
  const kinds: Record<string, number> = {};
  for (const { history } of histories)
    for (const e of history.events ?? []) {
      const k = String(e.eventType);
      kinds[k] = (kinds[k] ?? 0) + 1;
    }
  process.stdout.write(JSON.stringify(kinds) + '\n');
  expect(await replay(histories)).toEqual([]);
}, 300_000);
