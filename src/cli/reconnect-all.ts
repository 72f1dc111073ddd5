import { readEnvironment } from '../config/config.js';
import type { CommandDeps } from '../connections/commands/command-deps.js';
import { reconnect } from '../connections/commands/reconnect.js';
import { Refusal } from '../connections/commands/refusal.js';
import { inParallel } from '../values/in-parallel.js';
import { listConnectionsOfAll } from './listed-connections.js';
import { operatorName, withCommands, withDatabase } from './operator.js';
import { print } from './print.js';

/** Each asks Shopify two things, with a token of its own. */
const AT_ONCE = 4;

/**
 * Tries the stored token of every connection in error again, some at a time: after a mistake of ours has sent many there.
 * What came of each is printed when it is known; one that is refused stays as it is. Sets the exit code to 1 when some
 * were not connected. Interrupted, it goes on with those that are left when it is run again.
 * @param error only those that stopped with this code
 */
export async function reconnectAll(error: string | undefined): Promise<void> {
  const environment = readEnvironment();
  const filter = { status: 'error', ...(error === undefined ? {} : { error }) } as const;
  const stopped = await withDatabase(environment, (sql) =>
    listConnectionsOfAll(sql, filter, environment.SYNC_INTERVAL),
  );
  let done = 0;
  let failed = 0;
  await withCommands((deps) =>
    inParallel(stopped, AT_ONCE, async ({ id, organizationId }) => {
      const outcome = await reconnectOne(deps, organizationId, id);
      done += 1;
      if (outcome !== 'connected') failed += 1;
      print(`${done}/${stopped.length}  ${id}  ${outcome}`);
    }),
  );
  print(`${stopped.length} in error: ${stopped.length - failed} connected, ${failed} not`);
  if (failed > 0) process.exitCode = 1;
}

async function reconnectOne(deps: CommandDeps, organizationId: string, id: string): Promise<string> {
  try {
    await reconnect(deps, { organizationId, name: operatorName() }, id, null);
    return 'connected';
  } catch (failure) {
    if (failure instanceof Refusal) return `refused: ${failure.message}`;
    return `failed: ${failure instanceof Error ? failure.message : String(failure)}`;
  }
}
