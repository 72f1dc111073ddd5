import { readEnvironment } from '../config/config.js';
import { reconnect } from '../connections/commands/reconnect.js';
import { readDirectory } from '../connections/store/connection-directory.js';
import { findConnectionSummary } from '../connections/store/connection-summaries.js';
import { withTenant } from '../postgres/tenant.js';
import { operatorName, withCommands, withDatabase } from './operator.js';
import { print } from './print.js';

/**
 * Tries the stored token of every connection in error again, one after the other: after a mistake of ours has sent
 * many there. One that is refused is reported and stays as it is.
 * @param errorCode only those that stopped with it
 */
export async function reconnectAll(errorCode: string | undefined): Promise<void> {
  const directory = await withDatabase(readEnvironment(), 'convot_worker', readDirectory);
  const stopped = directory.filter(({ status }) => status === 'error');
  await withCommands(async (deps) => {
    for (const { organizationId, connectionId } of stopped) {
      const summary = await withTenant(deps.sql, organizationId, (tenant) =>
        findConnectionSummary(tenant, connectionId),
      );
      if (errorCode !== undefined && summary?.errorCode !== errorCode) continue;
      const outcome = await reconnect(deps, { organizationId, name: operatorName() }, connectionId, null).then(
        () => 'connected',
        (error: unknown) => (error instanceof Error ? error.message : String(error)),
      );
      print(`${connectionId}  ${outcome}`);
    }
  });
}
