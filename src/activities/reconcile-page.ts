import { Context } from '@temporalio/activity';
import type { Logger } from 'pino';
import { type DirectoryEntry, readDirectoryAfter } from '../connections/store/connection-directory.js';
import { readPauseOfAll } from '../connections/store/pauses.js';
import type { ReconcileActivities } from '../contract/reconcile-activities.js';
import { deleteOldCorrections } from '../merchants/corrections/delete-old-corrections.js';
import { foldLeftovers } from '../merchants/derive/fold-touched.js';
import { deleteOldRefreshes } from '../merchants/refresh/shop-refreshes.js';
import { deleteOldSegmentChanges } from '../merchants/segments/delete-old-segment-changes.js';
import { deleteExpired } from '../postgres/expired-rows.js';
import type { Sql } from '../postgres/sql.js';
import { withTenant } from '../postgres/tenant.js';
import { forgetQuarantinedBytes } from '../sync/store/quarantine.js';
import { deleteOldRuns } from '../sync/store/sync-runs.js';
import { chunksOf } from '../values/chunks-of.js';
import { deleteOldMessages } from '../webhooks/store/webhook-messages.js';

const CONNECTIONS_PER_PAGE = 500;
const AT_ONCE = 8;
/** Then the page ends where it has come to; the next one goes on there. */
const BUDGET_MS = 30_000;

export interface ReconcileDeps {
  readonly sql: Sql;
  readonly logger: Logger;
}

export function createReconcilePage({ sql, logger }: ReconcileDeps): ReconcileActivities['reconcilePage'] {
  return async (wanted) => {
    const context = Context.current();
    if (wanted === null) await cleanAllTenants();
    // Tried again after its worker died, it goes on where that one was.
    const after = (context.info.heartbeatDetails as string | undefined) ?? wanted;
    const areAllPaused = (await readPauseOfAll(sql)) !== null;
    const entries = await readDirectoryAfter(sql, after, CONNECTIONS_PER_PAGE);
    const untilMs = performance.now() + BUDGET_MS;
    let lookedAt = 0;
    let failed = 0;
    for (const chunk of chunksOf(entries, AT_ONCE)) {
      const done = await Promise.all(chunk.map((entry) => tidyUp(entry, untilMs, areAllPaused)));
      failed += done.filter((isDone) => !isDone).length;
      lookedAt += chunk.length;
      const last = chunk.at(-1)?.connectionId ?? null;
      context.heartbeat(last);
      if (performance.now() > untilMs) return { lookedAt, failed, next: last };
    }
    const next = entries.length < CONNECTIONS_PER_PAGE ? null : (entries.at(-1)?.connectionId ?? null);
    return { lookedAt, failed, next };
  };

  async function tidyUp(entry: DirectoryEntry, untilMs: number, areAllPaused: boolean): Promise<boolean> {
    const { connectionId, status, paused } = entry;
    const isAtRest = status === 'error' || status === 'disconnected' || paused || areAllPaused;
    try {
      if (isCleaningTurn(connectionId, Date.now())) await clean(entry);
      if (isAtRest) await foldLeftovers(sql, entry, untilMs);
      return true;
    } catch (error) {
      logger.warn({ err: error, connectionId }, 'a connection was not tidied up');
      return false;
    }
  }

  async function clean({ organizationId, connectionId }: DirectoryEntry): Promise<void> {
    await withTenant(sql, organizationId, async (tenant) => {
      await deleteOldRuns(tenant, connectionId);
      await deleteOldMessages(tenant, connectionId);
      await deleteOldCorrections(tenant, connectionId);
      await deleteOldRefreshes(tenant, connectionId);
      await forgetQuarantinedBytes(tenant, connectionId);
    });
    await deleteOldSegmentChanges(sql, organizationId);
  }

  async function cleanAllTenants(): Promise<void> {
    await deleteExpired(sql).catch((error: unknown) => logger.warn({ err: error }, 'what is over was not deleted'));
  }
}

const TURN_MS = 5 * 60_000;
const TURNS_A_DAY = 288;

/** Each connection has one turn of the reconciler's a day, by its id, so that old runs are not all deleted at once. */
function isCleaningTurn(connectionId: string, nowMs: number): boolean {
  return Number.parseInt(connectionId.slice(0, 8), 16) % TURNS_A_DAY === Math.floor(nowMs / TURN_MS) % TURNS_A_DAY;
}
