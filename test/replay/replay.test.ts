import '../support/servers/quiet-temporal.js';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { historyFromJSON } from '@temporalio/common/lib/proto-utils.js';
import { Worker } from '@temporalio/worker';
import { DeterminismViolationError } from '@temporalio/workflow';
import { workerOptions } from '../../src/worker/worker-options.js';

/*
 * Connections run for years, across deployments: what the workflow decided must be what it would decide today. Recorded
 * by record.ts.
 */
const folder = join(__dirname, 'histories');
const recorded = readdirSync(folder).map((file) => ({ file, json: readFileSync(join(folder, file), 'utf8') }));

async function replay(histories: readonly { file: string; json: string }[]) {
  const input = histories.map(({ file, json }) => ({
    workflowId: file,
    history: historyFromJSON(JSON.parse(json)),
  }));
  const { workflowBundle } = workerOptions;
  const results: Record<string, Error | undefined> = {};
  for await (const { workflowId, error } of Worker.runReplayHistories({ workflowBundle }, input)) {
    results[workflowId] = error;
  }
  return results;
}

test('every recorded history replays on the workflow as it is now', async () => {
  expect(recorded.length).toBeGreaterThan(5);
  expect(await replay(recorded)).toEqual(Object.fromEntries(recorded.map(({ file }) => [file, undefined])));
});

test('a history of a workflow that decided otherwise does not', async () => {
  const whole = recorded.filter(({ json }) => json.includes('syncConnection'));
  expect(whole.length).toBeGreaterThan(5);
  const altered = whole.map(({ file, json }) => ({ file, json: json.replaceAll('syncConnection', 'readPages') }));
  for (const error of Object.values(await replay(altered))) expect(error).toBeInstanceOf(DeterminismViolationError);
});
