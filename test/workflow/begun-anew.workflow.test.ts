import '../support/servers/quiet-temporal.js';
import { randomUUID } from 'node:crypto';
import { ApplicationFailure } from '@temporalio/common';
import { Worker } from '@temporalio/worker';
import { createSyncWhileIdle } from '../../src/activities/sync-while-idle.js';
import { connectionStart } from '../../src/connections/runs/signal-connection.js';
import type { ConnectionActivities } from '../../src/contract/connection-activities.js';
import type { ConnectionFacts } from '../../src/contract/connection-facts.js';
import { GONE } from '../../src/contract/connection-facts.js';
import { CONNECTION_WORKFLOW } from '../../src/contract/names.js';
import { workerOptions } from '../../src/worker/worker-options.js';
import type { ConnectionInput } from '../../src/workflows/connection/connection-input.js';
import { useTimeSkipping } from '../support/servers/temporal.js';
import { waitFor } from '../support/servers/wait-for.js';

const time = useTimeSkipping();
const policy = { intervalMs: 240_000, failureLimit: 3 };
const connected: ConnectionFacts = { ...GONE, status: 'connected' };

test('a run that failed is followed by one that reads the row, and leaves what the failed one carried', async () => {
  const identity = { organizationId: 'org', connectionId: randomUUID(), partnerOrganizationId: '4242' };
  const asked: string[] = [];
  const syncConnection: ConnectionActivities['syncConnection'] = () => {
    asked.push('syncConnection');
    const counts = { requests: 1, rows: 0, newRows: 0 };
    return Promise.resolve({ end: { outcome: 'ok' }, facts: connected, delayMs: 240_000, policy, ...counts });
  };
  const activities = {
    readFacts: () => {
      asked.push('readFacts');
      // As far as Temporal is concerned a run fails alike of whatever its code throws.
      if (asked.length === 1) throw ApplicationFailure.nonRetryable('the first run fails');
      return Promise.resolve(connected);
    },
    syncConnection,
    syncWhileIdle: createSyncWhileIdle(syncConnection),
  };
  const worker = await Worker.create({
    ...workerOptions,
    connection: time.environment.nativeConnection,
    activities,
    shutdownGraceTime: 0,
  });
  await worker.runUntil(async () => {
    const untilMs = (await time.environment.currentTimeMs()) + 86_400_000;
    const carried: ConnectionInput = {
      ...{ version: 1, ...identity },
      // It would rest for a day.
      state: { standing: { name: 'idle', untilMs }, facts: null, factsAtMs: 0, policy, isFirstWait: false },
    };
    const options = { ...connectionStart(identity), args: [carried] };
    const handle = await time.environment.client.workflow.start(CONNECTION_WORKFLOW, options);
    try {
      await waitFor('the next run to sync', () => asked.includes('syncConnection'));
      expect(asked).toEqual(['readFacts', 'readFacts', 'syncConnection']);
      const { runId } = await time.environment.client.workflow.getHandle(handle.workflowId).describe();
      expect(runId).not.toBe(handle.firstExecutionRunId);
    } finally {
      await time.environment.client.workflow.getHandle(handle.workflowId).terminate('the test is over');
    }
  });
});
