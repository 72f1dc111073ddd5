import type { Client } from '@temporalio/client';
import type { CommandDeps } from '../connections/commands/command-deps.js';
import { TokenUnreadable } from '../connections/keys/token-cipher.js';
import { findDisconnects, type LastWish } from '../connections/runs/find-disconnects.js';
import { type KnownConnection, listConnectionRuns, RUNNING } from '../connections/runs/known-connections.js';
import { readDirectory } from '../connections/store/connection-directory.js';
import { listRestoredConnections, type RestoredConnection } from '../connections/store/restored-connections.js';
import { withTenant } from '../postgres/tenant.js';
import type { Instant } from '../values/instant.js';
import { print } from './print.js';

export interface Restored extends RestoredConnection {
  readonly organizationId: string;
}

/** What is to be mended, and how much is left to somebody. */
export interface RestoredLook {
  readonly connections: readonly Restored[];
  readonly disconnected: readonly (Restored & { readonly wishedAt: Instant })[];
  readonly others: readonly Restored[];
  /** Of the others: no full scan was asked for, or it has ended. */
  readonly unread: number;
  /** The owners have to do something about so many. */
  readonly unsolved: number;
}

/** Prints what is left to somebody, and tells apart what can be mended. */
export async function lookRestored(deps: CommandDeps, client: Client): Promise<RestoredLook> {
  const connections = await readConnections(deps);
  const wishes = await findWishes(client, connections);
  const disconnected = connections.flatMap((connection) => {
    const last = wishes.get(connection.id);
    return last?.wish === 'disconnect' ? [{ ...connection, wishedAt: last.at }] : [];
  });
  for (const { id, organizationId, wishedAt } of disconnected)
    print(`${id}  ${organizationId}  was disconnected at ${wishedAt}, as its workflow knows`);
  const gone = new Set(disconnected.map(({ id }) => id));
  const others = connections.filter(({ id }) => !gone.has(id));
  const unsolved =
    tellReconnected(others, wishes) + (await tellByRuns(client, connections)) + tellUnreadable(deps, others);
  const unread = others.filter(({ isFullScanRequested }) => !isFullScanRequested).length;
  return { connections, disconnected, others, unread, unsolved };
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

/** Of those that the database has as they were before their owners disconnected them. */
async function findWishes(client: Client, connections: readonly Restored[]): Promise<Map<string, LastWish>> {
  const connected = connections.filter(({ status }) => status === 'connected' || status === 'error');
  const connectedAt = new Map(connected.map((connection) => [connection.id, connection.connectedAt]));
  const wishes = await findDisconnects(client, (id) => connectedAt.has(id));
  // What was before the row was connected is over.
  return new Map([...wishes].filter(([id, { disconnectedAt }]) => disconnectedAt > (connectedAt.get(id) ?? '')));
}

/** @returns how many were disconnected and connected again since: what was stored of them then is not here */
function tellReconnected(others: readonly Restored[], wishes: ReadonlyMap<string, LastWish>): number {
  const again = others.filter(({ id }) => wishes.has(id));
  for (const { id, organizationId } of again) {
    const at = wishes.get(id)?.at ?? '';
    print(
      `${id}  ${organizationId}  was disconnected, and connected again at ${at}: the token of then is lost, and the owner ` +
        'has to connect it again',
    );
  }
  return again.length;
}

/** @returns how many there are that the database does not know, or knows as ended by an error only */
async function tellByRuns(client: Client, connections: readonly Restored[]): Promise<number> {
  const known = new Map(connections.map((connection) => [connection.id, connection]));
  let told = 0;
  for await (const run of listConnectionRuns(client, RUNNING)) {
    const words = describe(run, known.get(run.connectionId));
    if (words === undefined) continue;
    told += 1;
    print(`${run.connectionId}  ${run.organizationId ?? '?'}  ${words}`);
  }
  return told;
}

function describe(run: KnownConnection, connection: Restored | undefined): string | undefined {
  if (connection === undefined) {
    const partner = run.partnerOrganizationId ?? '?';
    return `was made since: the owner has to connect Partner organization ${partner} again`;
  }
  return connection.status === 'error' && run.status === 'connected'
    ? 'is in error here, and connected as its workflow knows: the owner has to connect it again'
    : undefined;
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
