import { writeFileSync } from 'node:fs';
import type { WorkflowHandle } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';

const folder = new URL('histories/', import.meta.url);

/** Writes a run down as it stands, one event a line. */
export async function writeHistory(handle: WorkflowHandle, name: string): Promise<void> {
  // Stack traces name the folders of the machine that recorded.
  const withoutTraces = (key: string, value: unknown) => (key === 'stackTrace' ? undefined : value);
  const { events } = JSON.parse(historyToJSON(await handle.fetchHistory()), withoutTraces) as { events: unknown[] };
  const lines = events.map((event) => JSON.stringify(event)).join(',\n');
  writeFileSync(new URL(`${name}.json`, folder), `{"events":[\n${lines}\n]}\n`);
}
