import type { Sql } from '../../postgres/sql.js';
import { withTenant } from '../../postgres/tenant.js';

export interface DueSegment {
  readonly organizationId: string;
  readonly segmentId: string;
}

/**
 * Segments of all organizations that somebody has to go on with: whoever saved one has died, or took no longer; or time has
 * to be heeded. The longest due first.
 * @param sql of the worker's role
 */
export async function listDueSegments(sql: Sql, most: number): Promise<DueSegment[]> {
  return sql<DueSegment[]>`
    select organization_id, segment_id from segment_directory where due_at <= now() order by due_at limit ${most}
  `;
}

/** One that cannot be evaluated waits for a minute, so that it is not the first again and again. */
export async function postponeSegment(sql: Sql, { organizationId, segmentId }: DueSegment): Promise<void> {
  await withTenant(sql, organizationId, async ({ sql: own }) => {
    await own`set local lock_timeout = '1s'`;
    await own`update segments set due_at = now() + interval '1 minute' where id = ${segmentId} and due_at is not null`;
  });
}
