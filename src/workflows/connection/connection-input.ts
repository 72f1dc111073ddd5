import { ApplicationFailure } from '@temporalio/common';
import type { ConnectionStart } from '../../contract/connection-activities.js';
import type { ConnectionState } from './standing.js';

/** What a connection workflow is started with, and what it carries into its next run. */
export interface ConnectionInput extends ConnectionStart {
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
  if (input['state'] === undefined) return input as unknown as ConnectionInput;
  return { ...input, state: parseState(input['state']) } as unknown as ConnectionInput;
}

const UNKNOWN = { facts: null, factsAtMs: 0 };

/** A run of older code carries no facts, or not their time: they are read first then, as by a run that has just begun. */
function parseState(carried: unknown): Record<string, unknown> {
  if (!isRecord(carried)) throw invalid('carries a damaged state');
  const { factsAtMs } = carried;
  const known = typeof factsAtMs === 'number' ? { facts: carried['facts'] ?? null, factsAtMs } : UNKNOWN;
  const state = { ...carried, ...known };
  if (!isWhole(state)) throw invalid('carries a damaged state');
  return state;
}

function isWhole(state: Record<string, unknown>): boolean {
  return (
    isRecord(state['standing']) &&
    typeof state['standing']['name'] === 'string' &&
    typeof state['isFirstWait'] === 'boolean' &&
    (state['facts'] === null || isRecord(state['facts'])) &&
    isRecord(state['policy']) &&
    typeof state['policy']['intervalMs'] === 'number' &&
    typeof state['policy']['failureLimit'] === 'number'
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function invalid(what: string): ApplicationFailure {
  return ApplicationFailure.nonRetryable(`The input of the connection workflow ${what}.`, 'InvalidInput');
}
