import { defineQuery, defineSignal } from '@temporalio/workflow';

/** Signals carry no facts: the row in Postgres does. They only say that it is worth looking now. */
export const syncNowSignal = defineSignal('syncNow');
export const addAppSignal = defineSignal('addApp');
export const disconnectSignal = defineSignal('disconnect');
export const reconnectSignal = defineSignal('reconnect');

export type ConnectionSignal = 'syncNow' | 'addApp' | 'disconnect' | 'reconnect';

/** What the `state` query answers: for operators and tests; the product's pages read Postgres. */
export interface ConnectionStateView {
  state: 'syncing' | 'idle' | 'paused' | 'error' | 'disconnecting' | 'disconnected';
  consecutiveFailures: number;
  /** True when one more sync will follow the running one. */
  syncRequested: boolean;
  cyclesInRun: number;
  /** Code of the last failure since the last success. */
  lastError: string | null;
}

export const stateQuery = defineQuery<ConnectionStateView>('state');
