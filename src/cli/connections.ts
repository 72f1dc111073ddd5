import { readEnvironment } from '../config/config.js';
import { readDirectory } from '../connections/store/connection-directory.js';
import { readConnection } from '../connections/view/read-connection.js';
import { withTenant } from '../postgres/tenant.js';
import { countMissingRows } from '../sync/store/missing-rows.js';
import { countUnfamiliarRows } from '../sync/store/unfamiliar-rows.js';
import { withDatabase } from './operator.js';
import { print, printAll } from './print.js';
import { withConnection } from './with-connection.js';

/** One line a connection. */
export async function listConnections(): Promise<void> {
  const entries = await withDatabase(readEnvironment(), 'convot_worker', readDirectory);
  for (const { organizationId, connectionId, status, nextSyncAt } of entries) {
    print([connectionId, status.padEnd(13), nextSyncAt ?? '-', organizationId].join('  '));
  }
  print(`${entries.length} connections`);
}

/** What the API shows, as JSON; how many rows are of types that this version has yet to learn, and how many went. */
export async function showConnection(id: string): Promise<void> {
  const { SYNC_INTERVAL, FAILURE_LIMIT, PARTNER_API_VERSION } = readEnvironment();
  const policy = { intervalMs: SYNC_INTERVAL, failureLimit: FAILURE_LIMIT, apiVersion: PARTNER_API_VERSION };
  const shown = await withConnection(id, async ({ sql }, actor) => ({
    ...(await readConnection({ sql, policy }, actor, id)),
    unfamiliarRows: await withTenant(sql, actor.organizationId, (tenant) => countUnfamiliarRows(tenant, id)),
    missingRows: await withTenant(sql, actor.organizationId, (tenant) => countMissingRows(tenant, id)),
  }));
  printAll(JSON.stringify(shown, null, 2).split('\n'));
}
