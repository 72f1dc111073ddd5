import { relative } from 'node:path';
import { paths } from '../src/process/paths.js';
import { counted, runJest } from './jest/run-jest.js';

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

/** Longer than all of a suite has ever taken. */
const TIMEOUT_MS = 4 * 3_600_000;

const total = { passed: 0, failed: 0, skipped: 0 };
const lines: string[] = [];
for (const { name, config, files: wanted } of SUITES) {
  const first = runJest(config, { args: wanted, timeoutMs: TIMEOUT_MS });
  let { failed } = first;
  const files = first.failedFiles;
  if (files.length > 0 && files.length <= MOST_FILES_AGAIN) {
    const args = ['--runInBand', '--runTestsByPath', ...files.map((file) => file.name)];
    failed = runJest(config, { args, timeoutMs: TIMEOUT_MS }).failed;
    for (const { name: file, failedTests } of files)
      lines.push(`failed at first: ${relative(paths.root, file)}: ${failedTests.join('; ')}`);
  }
  const passed = first.passed + first.failed - failed;
  lines.push(`${name}: ${counted({ passed, failed, skipped: first.skipped })}`);
  total.passed += passed;
  total.failed += failed;
  total.skipped += first.skipped;
}
lines.push(counted(total));
process.stdout.write(`\n${lines.join('\n')}\n`);
process.exitCode = total.failed === 0 ? 0 : 1;
