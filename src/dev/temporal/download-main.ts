import { TestWorkflowEnvironment } from '@temporalio/testing';

// The SDK downloads a server only on the way to starting it. Arguments: which one, and the folder to keep it in.
const [kind, downloadDir = ''] = process.argv.slice(2);
const server = { executable: { type: 'cached-download', downloadDir } } as const;

const environment =
  kind === 'dev-server'
    ? await TestWorkflowEnvironment.createLocal({ server })
    : await TestWorkflowEnvironment.createTimeSkipping({ server });
await environment.teardown();
