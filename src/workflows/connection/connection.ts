import { continueAsNew, setHandler, workflowInfo } from '@temporalio/workflow';
import * as signals from '../../contract/signals.js';
import { type ConnectionInput, parseConnectionInput } from './connection-input.js';
import { ConnectionRun } from './connection-run.js';

/** One connection, for as long as it is connected: sync, sleep about four minutes, sync again. */
export async function connection(input: ConnectionInput): Promise<void> {
  const { state, ...identity } = parseConnectionInput(input);
  // After a run that failed Temporal begins with what that one was begun with, and signals were lost: the rows know better.
  const run = new ConnectionRun(identity, workflowInfo().attempt === 1 ? state : undefined);
  const { feed } = run;
  setHandler(signals.stateQuery, () => run.view(), { description: 'Where the connection stands.' });
  setHandler(signals.syncNowSignal, () => feed({ type: 'syncNow' }), {
    description: 'Sync now, or once more after this.',
  });
  setHandler(signals.addAppSignal, () => feed({ type: 'addApp' }), { description: 'An app was added: sync it.' });
  setHandler(signals.disconnectSignal, () => feed({ type: 'disconnect' }), {
    description: 'The row says disconnecting.',
  });
  setHandler(signals.reconnectSignal, () => feed({ type: 'reconnect' }), {
    description: 'The row says connected, under a new generation: sync.',
  });

  while (!run.isOver()) {
    await run.step();
    if (run.shouldContinueAsNew()) await continueAsNew<typeof connection>(run.carried());
  }
}
