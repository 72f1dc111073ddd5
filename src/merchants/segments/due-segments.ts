import type { Sql } from '../../postgres/sql.js';

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
