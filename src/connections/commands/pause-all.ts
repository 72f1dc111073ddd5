import { writeAuditLineOnce } from '../../postgres/audit.js';
import type { Sql } from '../../postgres/sql.js';
import { type Tenant, withTenant } from '../../postgres/tenant.js';
import { inParallel } from '../../values/in-parallel.js';
import { readDirectory } from '../store/connection-directory.js';
import { endPauseOfAll, type Pause, readPauseOfAll, spreadNextSyncs, writePauseOfAll } from '../store/pauses.js';

const AT_ONCE = 2;
/** So many go on in a second: the reconciler looks every quarter of a minute, and nudges 500. */
const RESUMED_PER_SECOND = 30;

/**
 * Pauses all connections, also those that are made later, until `resumeAll`. It holds as soon as its one row is written;
 * the lines in the organizations' audit logs follow. Interrupted, it is repeated: what is there stays.
 * @param sql as convot_operator
 * @returns how many connections there are
 */
export async function pauseAll(sql: Sql, operator: string): Promise<number> {
  const pause = await writePauseOfAll(sql, operator);
  const directory = await readDirectory(sql);
  await inParallel(organizationsOf(directory), AT_ONCE, (organizationId) =>
    withTenant(sql, organizationId, (tenant) => auditPause(tenant, pause)),
  );
  return directory.length;
}

export interface ResumedAll {
  /** Of those that go on the last one is due then. */
  readonly spreadMs: number;
  /** Paused by themselves: they stay so. */
  readonly stillPaused: readonly string[];
}

/**
 * Ends the pause of all. Each organization is prepared first, and it ends for all at once: interrupted before, all are still
 * paused, and it is repeated. A pause that another operator begins meanwhile is another one, and stays.
 * @param sql as convot_operator
 * @param intervalMs between two syncs of a connection: the longest time over which they begin
 * @returns null when all are not paused
 */
export async function resumeAll(sql: Sql, operator: string, intervalMs: number): Promise<ResumedAll | null> {
  const pause = await readPauseOfAll(sql);
  if (pause === null) return null;
  const directory = await readDirectory(sql);
  const waiting = directory.filter(({ status, paused }) => status === 'connected' && !paused);
  const spreadMs = Math.min(intervalMs, (waiting.length / RESUMED_PER_SECOND) * 1000);
  const line = { actor: operator, action: 'resume_all', connectionId: null } as const;
  const prepare = (organizationId: string) =>
    withTenant(sql, organizationId, async (tenant) => {
      await spreadNextSyncs(tenant, spreadMs);
      // Whoever pauses all may be writing them still: the log must not end with it.
      await auditPause(tenant, pause);
      await writeAuditLineOnce(tenant, line, pause.pausedAt);
    });
  const prepared = organizationsOf(directory);
  await inParallel(prepared, AT_ONCE, prepare);
  const ended = await endPauseOfAll(sql, pause);
  if (ended === null) return null;
  const late = ended.organizationIds.filter((organizationId) => !prepared.has(organizationId));
  await inParallel(late, AT_ONCE, prepare);
  return { spreadMs, stillPaused: ended.stillPaused };
}

async function auditPause(tenant: Tenant, { pausedAt, pausedBy }: Pause): Promise<void> {
  const line = { actor: pausedBy, action: 'pause_all', connectionId: null, detail: { since: pausedAt } } as const;
  await writeAuditLineOnce(tenant, line, pausedAt);
}

function organizationsOf(directory: readonly { readonly organizationId: string }[]): Set<string> {
  return new Set(directory.map(({ organizationId }) => organizationId));
}
