import { writeFile } from 'node:fs/promises';
import { bundleWorkflowCode } from '@temporalio/worker';
import { paths } from '../process/paths.js';

// Made once, at build: every worker and every test then starts without the seconds that webpack takes.
const { code } = await bundleWorkflowCode({
  workflowsPath: `${paths.dist}/workflows/index.js`,
  workflowInterceptorModules: [`${paths.dist}/workflows/carry-trace.js`],
  logger: {
    log: () => undefined,
    trace: () => undefined,
    debug: () => undefined,
    info: () => undefined,
    warn: report,
    error: report,
  },
});
await writeFile(paths.workflowBundle, code);

function report(message: string): void {
  process.stderr.write(`${message}\n`);
}
