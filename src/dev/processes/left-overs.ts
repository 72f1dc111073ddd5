import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import type { Say } from '../progress.js';
import type { RunningProcess } from './process-group.js';
import { fingerprintOf } from './process-table.js';
import { waitFor } from './wait-for.js';

const Records = z.array(
  z.object({
    name: z.string(),
    pid: z.int(),
    stopSignal: z.enum(['SIGTERM', 'SIGINT', 'SIGQUIT', 'SIGKILL']),
    fingerprint: z.string(),
  }),
);
type Record = z.infer<typeof Records>[number];

const PATIENCE_MS = 10_000;

/** Notes what runs, so that a start after a crash can end what that crash left behind. */
export function recordProcesses(file: string, running: readonly RunningProcess[]): void {
  const records = running.map(({ name, pid, stopSignal }) => ({
    name,
    pid,
    stopSignal,
    fingerprint: fingerprintOf(pid) ?? '',
  }));
  writeFileSync(`${file}.new`, JSON.stringify(records));
  renameSync(`${file}.new`, file);
}

/** Ends the processes noted there that still run, the last one first; a number that went to a stranger is left alone. */
export async function stopLeftOvers(file: string, say: Say): Promise<void> {
  for (const record of readRecords(file).reverse()) {
    if (!isRunning(record)) continue;
    say(`Stopping ${record.name} (process ${record.pid}) that an earlier start left behind`);
    endUnlessGone(record.pid, record.stopSignal);
    const ended = () => !isRunning(record);
    try {
      await waitFor(`${record.name} to end`, ended, { timeoutMs: PATIENCE_MS });
    } catch {
      endUnlessGone(record.pid, 'SIGKILL');
      await waitFor(`${record.name}, process ${record.pid}, to end`, ended);
    }
  }
}

/** The watchdog of the earlier start may be ending it at this very moment. */
export function endUnlessGone(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

function isRunning({ pid, fingerprint }: Record): boolean {
  return fingerprintOf(pid) === fingerprint;
}

function readRecords(file: string): Record[] {
  try {
    return Records.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return [];
  }
}
