import { readEnvironment } from '../config/config.js';
import type { CommandDeps } from '../connections/commands/command-deps.js';
import { disconnect } from '../connections/commands/disconnect.js';
import { readInFull } from '../connections/commands/read-in-full.js';
import { TokenUnreadable } from '../connections/keys/token-cipher.js';
import { createKnownRuns, type KnownRuns } from '../connections/runs/known-runs.js';
import { readDirectory } from '../connections/store/connection-directory.js';
import { listRestoredConnections, type RestoredConnection } from '../connections/store/restored-connections.js';
import { withTenant } from '../postgres/tenant.js';
import { inParallel } from '../values/in-parallel.js';
import type { Instant } from '../values/instant.js';
import { operatorName, withCommands, withTemporal } from './operator.js';
import { print } from './print.js';

/** Each is a transaction and a signal; there are two connections to the database. */
const AT_ONCE = 4;
const TELL_EVERY = 500;

interface Restored extends RestoredConnection {
  readonly organizationId: string;
}

/**
 * Looks for what a backup could not know: connections that were disconnected since, by what Temporal keeps of their runs;
 * connections that were made since; tokens that cannot be read, though the ring has their key. Told to mend, it disconnects the first and has
 * everything of all others read again. Run again it does what is left. Sets the exit code to 1 when something is left to
 * somebody.
 */
export async function restored({ mend }: { readonly mend?: true }): Promise<void> {
  await withTemporal(readEnvironment(), (client) =>
    withCommands(async (deps) => {
      const runs = createKnownRuns(client);
      const connections = await readConnections(deps);
      const disconnected = await findDisconnected(runs, connections);
      const missing = await tellMissing(runs, connections);
      const others = connections.filter(({ id }) => !disconnected.has(id));
      const unreadable = tellUnreadable(deps, others);
      for (const { id, organizationId } of connections) {
        const at = disconnected.get(id);
        if (at !== undefined) print(`${id}  ${organizationId}  was disconnected at ${at}, as its workflow knows`);
      }
      const left = others.filter(({ isFullScanAsked }) => !isFullScanAsked);
      if (mend === true) {
        await disconnectAll(deps, connections, disconnected);
        await readAllInFull(deps, others);
      }
      const [done, toDo] = mend === true ? ['disconnected', 'asked for'] : ['to be disconnected', 'to be asked for'];
      print(`${connections.length} connections, of which ${disconnected.size} ${done}`);
      print(`full scans: ${left.length} ${toDo}, ${others.length - left.length} under way or waiting`);
      if (mend !== true) print('Nothing was changed: `restored --mend` does that.');
      if (missing + unreadable > 0 || (mend !== true && disconnected.size > 0)) process.exitCode = 1;
    }),
  );
}

async function readConnections({ sql }: CommandDeps): Promise<Restored[]> {
  const organizations = new Set((await readDirectory(sql)).map(({ organizationId }) => organizationId));
  const found: Restored[] = [];
  for (const organizationId of organizations) {
    const connections = await withTenant(sql, organizationId, listRestoredConnections);
    found.push(...connections.map((connection) => ({ ...connection, organizationId })));
  }
  return found;
}

/** Those that the database has as they were before their owners disconnected them, and when that was. */
async function findDisconnected(runs: KnownRuns, connections: readonly Restored[]): Promise<Map<string, Instant>> {
  const connected = connections.filter(({ status }) => status === 'connected' || status === 'error');
  const connectedAt = new Map(connected.map((connection) => [connection.id, connection.connectedAt]));
  const disconnects = await runs.disconnects((id) => connectedAt.has(id));
  // Whoever connected it anew since then wanted that.
  return new Map([...disconnects].filter(([id, at]) => at > (connectedAt.get(id) ?? at)));
}

/** @returns how many there are that the database does not know */
async function tellMissing(runs: KnownRuns, connections: readonly Restored[]): Promise<number> {
  const known = new Set(connections.map(({ id }) => id));
  let missing = 0;
  for await (const { connectionId, organizationId, partnerOrganizationId } of runs.running()) {
    if (known.has(connectionId)) continue;
    missing += 1;
    print(
      `${connectionId}  ${organizationId ?? '?'}  was made since: the owner has to connect Partner organization ` +
        `${partnerOrganizationId ?? '?'} again`,
    );
  }
  return missing;
}

/** @returns how many tokens cannot be read */
function tellUnreadable({ cipher }: CommandDeps, connections: readonly Restored[]): number {
  const unreadable = connections.filter(({ id, organizationId, tokenCiphertext }) => {
    try {
      if (tokenCiphertext !== null) cipher.decrypt({ organizationId, connectionId: id }, tokenCiphertext);
      return false;
    } catch (error) {
      if (error instanceof TokenUnreadable) return true;
      throw error;
    }
  });
  for (const { id, organizationId } of unreadable) {
    print(`${id}  ${organizationId}  its token cannot be read: the owner has to connect it again`);
  }
  return unreadable.length;
}

async function disconnectAll(deps: CommandDeps, connections: readonly Restored[], ids: ReadonlyMap<string, Instant>) {
  await inParallel(
    connections.filter(({ id }) => ids.has(id)),
    AT_ONCE,
    ({ id, organizationId }) => disconnect(deps, { organizationId, name: operatorName() }, id),
  );
}

async function readAllInFull(deps: CommandDeps, connections: readonly Restored[]): Promise<void> {
  let done = 0;
  await inParallel(connections, AT_ONCE, async ({ id, organizationId }) => {
    await readInFull(deps, { organizationId, name: operatorName() }, id);
    done += 1;
    if (done % TELL_EVERY === 0) print(`${done}/${connections.length}`);
  });
}
