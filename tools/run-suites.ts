import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { z } from 'zod';
import { paths } from '../src/process/paths.js';

/*
 * What continuous integration runs once all is built: a sample of the fault suite, then every test. A few files that
 * failed are run once more, by themselves: on a machine that others use too, a process of ours may not have had its
 * turn in time. What fails twice has failed; what failed once is named, so that somebody mends it.
 */
const SUITES = [
  {
    name: 'npm run test:faults (sample)',
    config: 'jest.faults.config.js',
    // What lasts longest for its worth is left to `npm run test:faults`, which runs all of it.
    files: ['silent-lines', 'full-log', 'lost-nudges', 'generated-histories'],
  },
  { name: 'npm test', config: 'jest.config.js', files: [] },
];
// More than these are no accident, and would take too long.
const MOST_FILES_AGAIN = 5;

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
type Results = z.infer<typeof Results>;

const folder = mkdtempSync(join(tmpdir(), 'convot-suites-'));

function runJest(config: string, ...args: readonly string[]): Results {
  const outputFile = join(folder, 'results.json');
  rmSync(outputFile, { force: true });
  spawnSync('npx', ['jest', '--config', config, '--json', `--outputFile=${outputFile}`, ...args], { stdio: 'inherit' });
  return Results.parse(JSON.parse(readFileSync(outputFile, 'utf8')));
}

const failedIn = ({ numFailedTests, numRuntimeErrorTestSuites }: Results) => numFailedTests + numRuntimeErrorTestSuites;

const counted = (passed: number, failed: number, skipped: number) =>
  `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;

const total = { passed: 0, failed: 0, skipped: 0 };
const lines: string[] = [];
try {
  for (const { name, config, files: wanted } of SUITES) {
    const first = runJest(config, ...wanted);
    let failed = failedIn(first);
    const files = first.testResults.filter(({ status }) => status === 'failed');
    if (files.length > 0 && files.length <= MOST_FILES_AGAIN) {
      const again = runJest(config, '--runInBand', '--runTestsByPath', ...files.map((file) => file.name));
      failed = failedIn(again);
      for (const { name: file, assertionResults } of files) {
        const tests = assertionResults.filter(({ status }) => status === 'failed').map(({ fullName }) => fullName);
        lines.push(`failed at first: ${relative(paths.root, file)}: ${tests.join('; ')}`);
      }
    }
    const passed = first.numPassedTests + failedIn(first) - failed;
    const skipped = first.numPendingTests + first.numTodoTests;
    lines.push(`${name}: ${counted(passed, failed, skipped)}`);
    total.passed += passed;
    total.failed += failed;
    total.skipped += skipped;
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
lines.push(counted(total.passed, total.failed, total.skipped));
process.stdout.write(`\n${lines.join('\n')}\n`);
process.exitCode = total.failed === 0 ? 0 : 1;
