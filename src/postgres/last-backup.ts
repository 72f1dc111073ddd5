import type { Instant } from '../values/instant.js';
import type { Sql } from './sql.js';

export interface LastBackup {
  readonly endedAt: Instant;
  /** Of the file; a count as text. */
  readonly bytes: string;
}

/** What tools/docker/postgres/backup.sh noted last; undefined before the first. */
export async function readLastBackup(sql: Sql): Promise<LastBackup | undefined> {
  const [last] = await sql<LastBackup[]>`select ended_at, bytes from last_backup`;
  return last;
}
