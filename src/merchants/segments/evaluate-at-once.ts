import type { CommandDeps } from '../../connections/commands/command-deps.js';
import type { Sql } from '../../postgres/sql.js';
import { withTenant } from '../../postgres/tenant.js';
import { evaluateSegment } from './evaluate-segment.js';

/** As long as whoever changed something waits. A hundred thousand merchants take longer: the reconciler goes on. */
const AT_ONCE_MS = 3_000;

type Deps = Pick<CommandDeps, 'sql' | 'log'>;

/**
 * Evaluates a segment after it was saved. What was asked for is committed, so that it is no error when this fails: the
 * reconciler goes on.
 */
export async function evaluateAtOnce(deps: Deps, organizationId: string, id: string): Promise<void> {
  await tryToEvaluate(deps, organizationId, () => Promise.resolve([id]));
}

/** The same for all that are due in the organization: an app of it was hidden, or is shown again. */
export async function evaluateAllAtOnce(deps: Deps, organizationId: string): Promise<void> {
  await tryToEvaluate(deps, organizationId, () => listDue(deps.sql, organizationId));
}

async function tryToEvaluate({ sql, log }: Deps, organizationId: string, list: () => Promise<string[]>): Promise<void> {
  const untilMs = performance.now() + AT_ONCE_MS;
  try {
    for (const id of await list()) await evaluateSegment(sql, organizationId, id, untilMs);
  } catch (error) {
    log.warn({ err: error, organizationId }, 'segments were not brought up to date at once');
  }
}

async function listDue(sql: Sql, organizationId: string): Promise<string[]> {
  const due = await withTenant(sql, organizationId, (tenant) =>
    tenant.sql<{ id: string }[]>`select id from segments where due_at <= now()`.execute(),
  );
  return due.map(({ id }) => id);
}
