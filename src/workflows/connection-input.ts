import { ApplicationFailure } from '@temporalio/common';
import type { ConnectionState } from './standing.js';

/** What a connection workflow is started with, and what it carries into its next run. Plain JSON, versioned. */
export interface ConnectionInput {
  readonly version: 1;
  readonly organizationId: string;
  readonly connectionId: string;
  readonly partnerOrganizationId: string;
  /** Only from continue-as-new. */
  readonly state?: ConnectionState;
}

/**
 * Checks the input by hand: a schema library in the workflow bundle would cost every worker more than these lines.
 * @throws ApplicationFailure, not retryable: a plain TypeError would retry the workflow task for ever
 */
export function parseConnectionInput(input: unknown): ConnectionInput {
  if (!isRecord(input)) throw invalid('is not an object');
  if (input['version'] !== 1) throw invalid('has an unknown version');
  for (const name of ['organizationId', 'connectionId', 'partnerOrganizationId']) {
    if (typeof input[name] !== 'string' || input[name] === '') throw invalid(`has no ${name}`);
  }
  if (input['state'] !== undefined) checkState(input['state']);
  return input as unknown as ConnectionInput;
}

function checkState(state: unknown): void {
  const whole =
    isRecord(state) &&
    isRecord(state['standing']) &&
    typeof state['standing']['name'] === 'string' &&
    typeof state['isFirstWait'] === 'boolean' &&
    (state['facts'] === null || isRecord(state['facts'])) &&
    isRecord(state['policy']) &&
    typeof state['policy']['intervalMs'] === 'number' &&
    typeof state['policy']['failureLimit'] === 'number';
  if (!whole) throw invalid('carries a damaged state');
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function invalid(what: string): ApplicationFailure {
  return ApplicationFailure.nonRetryable(`The input of the connection workflow ${what}.`, 'InvalidInput');
}
