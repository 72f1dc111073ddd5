import { setCurrentDetails, upsertSearchAttributes, workflowInfo } from '@temporalio/workflow';
import { connectionStatus } from './names.js';
import type { ConnectionState, Standing } from './standing.js';

/** What operators read in the Temporal UI: current details, and the search attribute when it changed. */
export function tellOperators(state: ConnectionState): void {
  setCurrentDetails(currentDetails(state));
  const status = statusOf(state.standing);
  // Each upsert is an event and a visibility write: an idle cycle must not cost one.
  if (workflowInfo().typedSearchAttributes.get(connectionStatus) !== status) {
    upsertSearchAttributes([{ key: connectionStatus, value: status }]);
  }
}

/** One line: what the workflow is doing or waiting for. */
export function describeState({ standing, trouble }: ConnectionState): string {
  const tries = trouble === null ? '' : `, after ${trouble.consecutiveFailures} × ${trouble.failure.code}`;
  switch (standing.name) {
    case 'syncing':
      return standing.step === 'waiting' ? `waiting to sync on${tries}` : `syncing${tries}`;
    case 'idle':
      return `idle until the next sync${tries}`;
    case 'error':
      return `stopped until reconnected${tries}`;
    case 'disconnecting':
      return 'disconnecting: waiting until nothing can be sent any more';
    case 'disconnected':
      return 'disconnected';
  }
}

function currentDetails(state: ConnectionState): string {
  const { standing, trouble, policy } = state;
  const until = 'untilMs' in standing && standing.untilMs > 0 ? new Date(standing.untilMs).toISOString() : '–';
  return [
    `**${describeState(state)}**`,
    '',
    '| | |',
    '|---|---|',
    `| until | ${until} |`,
    `| failures in a row | ${trouble?.consecutiveFailures ?? 0} of ${policy.failureLimit} |`,
    `| last error | ${trouble === null ? '–' : `${trouble.failure.code} (${trouble.failure.reference})`} |`,
    `| interval | ${policy.intervalMs / 1000} s |`,
  ].join('\n');
}

function statusOf(standing: Standing): string {
  switch (standing.name) {
    case 'syncing':
    case 'idle':
      return 'connected';
    case 'error':
    case 'disconnecting':
    case 'disconnected':
      return standing.name;
  }
}
