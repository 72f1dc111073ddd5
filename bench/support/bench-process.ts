import { join } from 'node:path';
import { z } from 'zod';
import type { ProcessGroup, RunningProcess } from '../../src/dev/processes/process-group.js';
import { waitFor } from '../../src/dev/processes/wait-for.js';
import { paths } from '../../src/process/paths.js';

export interface BenchProcess {
  readonly running: RunningProcess;
  /** What it printed so far. */
  readonly lines: readonly string[];
}

/** Starts one of the files beside this one as a process of its own; ready when a line says so. */
export async function startBenchProcess(
  processes: ProcessGroup,
  file: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  ready: RegExp,
): Promise<BenchProcess> {
  const lines: string[] = [];
  const running = await processes.start({
    name: file,
    command: process.execPath,
    args: ['--import', 'tsx', join(paths.root, 'bench', 'support', file), ...args],
    env,
    cwd: paths.root,
    onLine: (line) => lines.push(line),
  });
  await waitFor(`${file} to be ready`, () => lines.some((line) => ready.test(line)), {
    timeoutMs: 60_000,
    giveUp: () => (running.exit === undefined ? undefined : `it ended:\n${running.lastLines()}`),
  });
  return { running, lines };
}

/** Where a process says that its count is read (serve-count.ts), and what else it said with it. */
export function countUrlOf({ lines }: BenchProcess): { countUrl: string; url?: string | undefined } {
  const said = lines.find((line) => line.includes('"countUrl"'));
  return z.object({ countUrl: z.url(), url: z.url().optional() }).parse(JSON.parse(said ?? '{}'));
}
