import type { Logger } from 'pino';
import { foldLeftovers } from '../connections/fold-leftovers.js';
import { isStopped, nudgeFor } from '../connections/overdue.js';
import type { SignalConnection } from '../connections/signal-connection.js';
import type { Sql } from '../store/client.js';
import { findConnection } from '../store/connections.js';
import { readDirectoryAfter, type DirectoryEntry } from '../store/connection-directory.js';
import { deleteExpired, deleteOldCorrections, deleteOldRuns, forgetQuarantinedBytes } from '../store/retention.js';
import { inTenant } from '../store/tenant.js';
import { deleteOldMessages } from '../store/webhook-messages.js';
import type { ReconcileActivities } from './reconcile-activities.js';

const CONNECTIONS_PER_PAGE = 500;
/** Of each page; the next turn goes on. */
const FOLD_BUDGET_MS = 30_000;

export interface ReconcileDeps {
  readonly sql: Sql;
  readonly signal: SignalConnection;
  readonly logger: Logger;
}

export function createReconcilePage({ sql, signal, logger }: ReconcileDeps): ReconcileActivities['reconcilePage'] {
  return async (after) => {
    if (after === null) await cleanAllTenants();
    const entries = await readDirectoryAfter(sql, after, CONNECTIONS_PER_PAGE);
    const foldUntilMs = performance.now() + FOLD_BUDGET_MS;
    const report = { lookedAt: entries.length, healed: 0, failed: 0 };
    for (const entry of entries) {
      const { connectionId } = entry;
      const name = nudgeFor(entry.status, entry.overdueMs);
      try {
        if (isCleaningTurn(connectionId, Date.now())) await clean(entry);
        if (isStopped(entry.status)) await foldLeftovers(sql, entry, foldUntilMs);
        if (name === null) continue;
        await signal(await refOf(entry), name);
        report.healed += 1;
      } catch (error) {
        logger.warn({ err: error, connectionId, signal: name }, 'a connection was not put right');
        report.failed += 1;
      }
    }
    const next = entries.length < CONNECTIONS_PER_PAGE ? null : (entries.at(-1)?.connectionId ?? null);
    return { ...report, next };
  };

  async function clean({ organizationId, connectionId }: DirectoryEntry): Promise<void> {
    await inTenant(sql, organizationId, async (tenant) => {
      await deleteOldRuns(tenant, connectionId);
      await deleteOldMessages(tenant, connectionId);
      await deleteOldCorrections(tenant, connectionId);
      await forgetQuarantinedBytes(tenant, connectionId);
    });
  }

  async function cleanAllTenants(): Promise<void> {
    await deleteExpired(sql).catch((error: unknown) => logger.warn({ err: error }, 'what is over was not deleted'));
  }

  async function refOf({ organizationId, connectionId }: DirectoryEntry) {
    const row = await inTenant(sql, organizationId, (tenant) => findConnection(tenant, connectionId));
    if (row === undefined) throw new Error('The connection is gone.');
    return { organizationId, connectionId, partnerOrganizationId: row.partnerOrganizationId };
  }
}

const TURN_MS = 5 * 60_000;
const TURNS_A_DAY = 288;

/** Each connection has one turn of the reconciler's a day, by its id, so that old runs are not all deleted at once. */
function isCleaningTurn(connectionId: string, nowMs: number): boolean {
  return Number.parseInt(connectionId.slice(0, 8), 16) % TURNS_A_DAY === Math.floor(nowMs / TURN_MS) % TURNS_A_DAY;
}
