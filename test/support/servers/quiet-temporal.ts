import { DefaultLogger, Runtime } from '@temporalio/worker';

// Failures and restarts are what these tests are about; only what Temporal itself calls an error is worth a line.
// Imported first in a test file: jest's module registry is per file, and the runtime is installed once.
Runtime.install({
  logger: new DefaultLogger('ERROR'),
  telemetryOptions: { logging: { filter: 'temporalio_sdk_core=ERROR' } },
});
