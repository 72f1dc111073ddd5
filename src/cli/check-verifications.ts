import type { Environment } from '../config/config.js';
import { type DirectoryEntry, readDirectory } from '../connections/store/connection-directory.js';
import { findConnectionSummary } from '../connections/store/connection-summaries.js';
import { verification } from '../connections/view/verification.js';
import { listWalkCorrections } from '../merchants/corrections/walk-corrections.js';
import type { Sql } from '../postgres/sql.js';
import { withTenant } from '../postgres/tenant.js';
import { instantToMs } from '../values/instant.js';
import { printLine } from './doctor-line.js';
import { withDatabase } from './operator.js';
import { verificationLines, type VerifiedConnection } from './verification-lines.js';

const MOST_CORRECTIONS_SHOWN = 20;

/** For each connection when it was last compared with Shopify, what differed, and the figures that are others by it. */
export async function checkVerifications(environment: Environment): Promise<void> {
  const directory = await withDatabase(environment, 'convot_worker', readDirectory);
  await withDatabase(environment, 'convot_readonly', async (sql) => {
    for (const entry of directory) {
      const connection = await readVerified(sql, entry);
      if (connection !== null) verificationLines(connection, Date.now()).forEach(printLine);
    }
  });
}

function readVerified(sql: Sql, { organizationId, connectionId }: DirectoryEntry): Promise<VerifiedConnection | null> {
  return withTenant(sql, organizationId, async (tenant) => {
    const summary = await findConnectionSummary(tenant, connectionId);
    if (summary === undefined) return null;
    const { status, backfilled, progressStartedAt } = summary;
    return {
      name: `${organizationId}: ${connectionId}`,
      wholeSinceMs: backfilled && progressStartedAt !== null ? instantToMs(progressStartedAt) : null,
      isSynced: status === 'connected',
      verification: verification(summary),
      corrections: await listWalkCorrections(tenant, connectionId, MOST_CORRECTIONS_SHOWN),
    };
  });
}
