import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { inheritedEnvironment } from '../../src/config/config.js';
import { paths } from '../../src/process/paths.js';

/** Of what jest writes with `--json`. */
const Results = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numRuntimeErrorTestSuites: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      assertionResults: z.array(z.object({ fullName: z.string(), status: z.string() })),
    }),
  ),
});

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export interface JestRun extends Counts {
  /** Of the files that failed. */
  readonly failedFiles: readonly { readonly name: string; readonly failedTests: readonly string[] }[];
}

export interface JestOptions {
  readonly args: readonly string[];
  /** Beside what we inherited. */
  readonly env?: Readonly<Record<string, string>>;
  /** Then it is killed, and has failed. */
  readonly timeoutMs: number;
}

/** Runs jest to its end. A run that tells nothing, was killed, or failed although no test did, counts as one failure. */
export function runJest(config: string, { args, env = {}, timeoutMs }: JestOptions): JestRun {
  const folder = mkdtempSync(join(tmpdir(), 'convot-jest-'));
  try {
    const outputFile = join(folder, 'results.json');
    const jest = join(paths.root, 'node_modules/jest/bin/jest.js');
    const { status } = spawnSync(
      process.execPath,
      [jest, '--config', config, '--json', `--outputFile=${outputFile}`, ...args],
      {
        ...{ stdio: 'inherit' as const, cwd: paths.root, env: { ...inheritedEnvironment(), ...env } },
        ...{ timeout: timeoutMs, killSignal: 'SIGKILL' as const },
      },
    );
    const told = existsSync(outputFile) ? Results.safeParse(JSON.parse(readFileSync(outputFile, 'utf8'))) : undefined;
    if (told?.success !== true) return { passed: 0, failed: 1, skipped: 0, failedFiles: [] };
    const { data } = told;
    const failed = data.numFailedTests + data.numRuntimeErrorTestSuites;
    return {
      passed: data.numPassedTests,
      failed: failed === 0 && status !== 0 ? 1 : failed,
      skipped: data.numPendingTests + data.numTodoTests,
      failedFiles: data.testResults
        .filter((file) => file.status === 'failed')
        .map(({ name, assertionResults }) => ({
          name,
          failedTests: assertionResults.filter((each) => each.status === 'failed').map(({ fullName }) => fullName),
        })),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** As both runners print it. */
export function counted({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
