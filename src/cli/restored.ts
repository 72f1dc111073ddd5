import type { Client } from '@temporalio/client';
import { readEnvironment } from '../config/config.js';
import type { CommandDeps } from '../connections/commands/command-deps.js';
import { disconnect } from '../connections/commands/disconnect.js';
import { Refusal } from '../connections/commands/refusal.js';
import { requestFullScan } from '../connections/commands/request-full-scan.js';
import { renewFeedEpoch } from '../merchants/changes/renew-epoch.js';
import { inParallel } from '../values/in-parallel.js';
import { lookRestored, type Restored } from './look-restored.js';
import { operatorName, withCommands, withTemporal } from './operator.js';
import { print } from './print.js';

/** Each is a transaction and a signal; there are two connections to the database. */
const AT_ONCE = 4;
const TELL_EVERY = 500;

/**
 * Looks for what a backup could not know: connections that were disconnected since, or connected again, by what Temporal
 * keeps of their runs; connections that were made or put right since; tokens that cannot be read, though the ring has their
 * key. Told to mend, it disconnects the first, has everything of all others read again, and readers
 * of the change feed begin anew. Run again it does what is left.
 * Sets the exit code to 1 when something is left to somebody.
 * @throws when Temporal does not answer: without it nothing is mended
 */
export async function restored({ mend }: { readonly mend?: true }): Promise<void> {
  await withTemporal(readEnvironment(), async (client) => {
    // Ends in time where nobody answers; what is listed would be asked for again and again.
    await client.connection.ensureConnected();
    await withCommands((deps) => (mend === true ? mendAll : tellAll)(deps, client));
  });
}

async function tellAll(deps: CommandDeps, client: Client): Promise<void> {
  const { connections, disconnected, others, unread, unsolved } = await lookRestored(deps, client);
  print(`${connections.length} connections, of which ${disconnected.length} to be disconnected`);
  print(`full scans: ${unread} to be asked for, ${others.length - unread} under way or waiting`);
  print('Nothing was changed: `restored --mend` does that.');
  if (unsolved + disconnected.length > 0) process.exitCode = 1;
}

async function mendAll(deps: CommandDeps, client: Client): Promise<void> {
  const { connections, disconnected, others, unread, unsolved } = await lookRestored(deps, client);
  await renewFeedEpoch(deps.sql);
  const actorOf = ({ organizationId }: Restored) => ({ organizationId, name: operatorName() });
  await inParallel(disconnected, AT_ONCE, (connection) =>
    unlessErased(connection, () =>
      disconnect(deps, actorOf(connection), connection.id, { wishedAt: connection.wishedAt }),
    ),
  );
  let done = 0;
  await inParallel(others, AT_ONCE, async (connection) => {
    await unlessErased(connection, () => requestFullScan(deps, actorOf(connection), connection.id));
    done += 1;
    if (done % TELL_EVERY === 0) print(`${done}/${others.length}`);
  });
  print(`${connections.length} connections, of which ${disconnected.length} disconnected`);
  print(`full scans: ${unread} asked for, ${others.length - unread} under way or waiting`);
  if (unsolved > 0) process.exitCode = 1;
}

/** One that was erased since the look needs nothing, and keeps the others from nothing. */
async function unlessErased({ id, organizationId }: Restored, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'not_found') throw error;
    print(`${id}  ${organizationId}  was erased meanwhile`);
  }
}
