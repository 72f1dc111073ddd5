import { join } from 'node:path';
import { z } from 'zod';
import { inheritedEnvironment } from '../../../src/config/config.js';
import type { ProcessGroup, RunningProcess } from '../../../src/dev/processes/process-group.js';
import { waitFor } from '../../../src/dev/processes/wait-for.js';
import { paths } from '../../../src/process/paths.js';

export interface BenchProcess {
  readonly running: RunningProcess;
  /** What it printed so far. */
  readonly lines: readonly string[];
}

/** What every process needs to run at all; the developer's own settings are kept away. */
export function basics(): NodeJS.ProcessEnv {
  const { PATH, HOME, TMPDIR } = inheritedEnvironment();
  return { PATH, HOME, TMPDIR };
}

/** Starts one of the files of bench/support as a process of its own; ready when a line says so. */
export async function startBenchProcess(
  processes: ProcessGroup,
  file: string,
  args: readonly string[],
  ready: RegExp,
  env: NodeJS.ProcessEnv = {},
): Promise<BenchProcess> {
  const lines: string[] = [];
  const running = await processes.start({
    name: file,
    command: process.execPath,
    args: ['--enable-source-maps', '--import', 'tsx', join(paths.root, 'bench', 'support', file), ...args],
    env: { ...basics(), ...env },
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
export function countUrlOf({ lines }: BenchProcess) {
  const said = lines.find((line) => line.includes('"countUrl"'));
  return z
    .object({ countUrl: z.url(), url: z.url().optional(), controlUrl: z.url().optional() })
    .parse(JSON.parse(said ?? '{}'));
}
