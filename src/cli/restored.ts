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
 * connections that were made since; tokens that cannot be read, though the ring has their key. Told to mend, it disconnects
 * the first and has everything of all others read again. Run again it does what is left. Sets the exit code to 1 when
 * something is left to somebody.
 * @throws when Temporal does not answer: without it nothing is mended
 */
export async function restored({ mend }: { readonly mend?: true }): Promise<void> {
  await withTemporal(readEnvironment(), async (client) => {
    // Ends in time where nobody answers; what is listed would be asked for again and again.
    await client.connection.ensureConnected();
    await withCommands((deps) => (mend === true ? mendAll : tellAll)(deps, createKnownRuns(client)));
  });
}

async function tellAll(deps: CommandDeps, runs: KnownRuns): Promise<void> {
  const { connections, disconnected, others, left, unsolved } = await look(deps, runs);
  print(`${connections.length} connections, of which ${disconnected.length} to be disconnected`);
  print(`full scans: ${left} to be asked for, ${others.length - left} under way or waiting`);
  print('Nothing was changed: `restored --mend` does that.');
  if (unsolved + disconnected.length > 0) process.exitCode = 1;
}

async function mendAll(deps: CommandDeps, runs: KnownRuns): Promise<void> {
  const { connections, disconnected, others, left, unsolved } = await look(deps, runs);
  const actorOf = ({ organizationId }: Restored) => ({ organizationId, name: operatorName() });
  await inParallel(disconnected, AT_ONCE, (connection) => disconnect(deps, actorOf(connection), connection.id));
  let done = 0;
  await inParallel(others, AT_ONCE, async (connection) => {
    await readInFull(deps, actorOf(connection), connection.id);
    done += 1;
    if (done % TELL_EVERY === 0) print(`${done}/${others.length}`);
  });
  print(`${connections.length} connections, of which ${disconnected.length} disconnected`);
  print(`full scans: ${left} asked for, ${others.length - left} under way or waiting`);
  if (unsolved > 0) process.exitCode = 1;
}

/** Prints what is left to somebody, and tells apart what can be mended. */
async function look(deps: CommandDeps, runs: KnownRuns) {
  const connections = await readConnections(deps);
  const disconnects = await findDisconnects(runs, connections);
  const disconnected = connections.filter(({ id }) => disconnects.has(id));
  for (const { id, organizationId } of disconnected)
    print(`${id}  ${organizationId}  was disconnected at ${disconnects.get(id) ?? ''}, as its workflow knows`);
  const others = connections.filter(({ id }) => !disconnects.has(id));
  const unsolved = (await tellMissing(runs, connections)) + tellUnreadable(deps, others);
  return { connections, disconnected, others, left: others.filter((one) => !one.isFullScanAsked).length, unsolved };
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
async function findDisconnects(runs: KnownRuns, connections: readonly Restored[]): Promise<Map<string, Instant>> {
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
