import { readEnvironment } from '../config/config.js';
import { readPause, readPauseOfAll } from '../connections/store/pauses.js';
import { readConnection } from '../connections/view/read-connection.js';
import { withTenant } from '../postgres/tenant.js';
import { countMissingRows } from '../sync/store/missing-rows.js';
import { countUnfamiliarRows } from '../sync/store/unfamiliar-rows.js';
import { type ConnectionFilter, countBy, listConnectionsOfAll, type ListedConnection } from './listed-connections.js';
import { withDatabase } from './operator.js';
import { print, printAll } from './print.js';
import { withConnection } from './with-connection.js';

/** One line a connection, then how many there are of each status, health and error; or all of it as JSON. */
export async function listConnections({ json, ...filter }: ConnectionFilter & { readonly json?: true }): Promise<void> {
  const environment = readEnvironment();
  const [connections, pauseOfAll] = await withDatabase(environment, (sql) =>
    Promise.all([listConnectionsOfAll(sql, filter, environment.SYNC_INTERVAL), readPauseOfAll(sql)]),
  );
  const counts = {
    status: countBy(connections.map(({ status }) => status)),
    health: countBy(connections.map(({ health }) => health)),
    error: countBy(connections.flatMap(({ error }) => error ?? [])),
  };
  if (json === true) {
    printAll(JSON.stringify({ connections, counts, pauseOfAll }, null, 2).split('\n'));
    return;
  }
  for (const connection of connections) print(lineOf(connection));
  for (const [name, words] of Object.entries(counts)) {
    const told = Object.entries(words).map(([word, count]) => `${word} ${count}`);
    if (told.length > 0) print(`${name}: ${told.join(', ')}`);
  }
  if (pauseOfAll !== null) print(`All connections are paused since ${pauseOfAll.pausedAt} by ${pauseOfAll.pausedBy}.`);
  print(`${connections.length} connections`);
}

function lineOf({ id, status, health, error, ...connection }: ListedConnection): string {
  const { partnerOrganizationId, nextSyncAt, organizationId } = connection;
  return [
    ...[id, status.padEnd(13), health.padEnd(10), (error ?? '-').padEnd(19)],
    ...[partnerOrganizationId.padEnd(10), nextSyncAt ?? '-', organizationId],
  ].join('  ');
}

/**
 * What the API shows, as JSON; how many rows are of types that this version has yet to learn, how many went, and whether
 * operators have paused it by itself.
 * @param idOrNumber the connection's id, or the number of a Partner organization that one connection has
 */
export async function showConnection(idOrNumber: string): Promise<void> {
  const { SYNC_INTERVAL, FAILURE_LIMIT, PARTNER_API_VERSION } = readEnvironment();
  const policy = { intervalMs: SYNC_INTERVAL, failureLimit: FAILURE_LIMIT, apiVersion: PARTNER_API_VERSION };
  const id = idOrNumber.includes('-') ? idOrNumber : await findOnlyOf(idOrNumber);
  const shown = await withConnection(id, async ({ sql }, actor) => ({
    ...(await readConnection({ sql, policy }, actor, id)),
    organizationId: actor.organizationId,
    unfamiliarRows: await withTenant(sql, actor.organizationId, (tenant) => countUnfamiliarRows(tenant, id)),
    missingRows: await withTenant(sql, actor.organizationId, (tenant) => countMissingRows(tenant, id)),
    pause: await withTenant(sql, actor.organizationId, (tenant) => readPause(tenant, id)),
  }));
  printAll(JSON.stringify(shown, null, 2).split('\n'));
}

/** @throws in words, when no connection is of this Partner organization, or those of several Convot organizations are */
async function findOnlyOf(partnerOrganization: string): Promise<string> {
  const environment = readEnvironment();
  const found = await withDatabase(environment, (sql) =>
    listConnectionsOfAll(sql, { partnerOrganization }, environment.SYNC_INTERVAL),
  );
  const [only, ...others] = found;
  if (only === undefined) throw new Error(`No connection is of Partner organization ${partnerOrganization}.`);
  if (others.length === 0) return only.id;
  const each = found.map(({ id, organizationId, status }) => `${id} (${organizationId}, ${status})`);
  throw new Error(
    `${found.length} connections are of Partner organization ${partnerOrganization}: ${each.join(', ')}.`,
  );
}
