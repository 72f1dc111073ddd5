/**
 * Closes a test run with one line that a program can read, after everything else that jest prints. A file that could
 * not run counts as one failure.
 */
export default class CountReporter {
  onRunComplete(_contexts, results) {
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    const skipped = results.numPendingTests + results.numTodoTests;
    const line = `${results.numPassedTests} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`;
    globalThis.process.once('exit', () => globalThis.process.stdout.write(line));
  }
}
