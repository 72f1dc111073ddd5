import { continueAsNew, setHandler } from '@temporalio/workflow';
import { parseConnectionInput, type ConnectionInput } from './connection-input.js';
import { ConnectionRun } from './connection-run.js';
import * as signals from './signals.js';

/** One connection, for as long as it is connected: sync, sleep about four minutes, sync again. */
export async function connection(input: ConnectionInput): Promise<void> {
  const { state, ...identity } = parseConnectionInput(input);
  const run = new ConnectionRun(identity, state);
  setHandler(signals.state, () => run.view());
  setHandler(signals.syncNow, () => run.feed({ type: 'syncNow' }));
  setHandler(signals.addApp, () => run.feed({ type: 'addApp' }));
  setHandler(signals.disconnect, () => run.feed({ type: 'disconnect' }));
  setHandler(signals.reconnect, () => run.feed({ type: 'reconnect', nowMs: Date.now() }));

  while (!run.isOver()) {
    await run.step();
    if (run.shouldContinueAsNew()) await continueAsNew<typeof connection>(run.carried());
  }
}
