import { CodedError } from '../../values/coded-error.js';
import { SERVED_APPLICATIONS } from '../application-names.js';
import type { Sql } from '../sql.js';
import { noteMigration } from './ledger.js';
import type { Migration } from './migration-files.js';
import { pause } from './pause.js';

const LOOK_EVERY_MS = 250;

/** How a migrator waits. */
export interface Patience {
  /** Until older code has ended. */
  readonly waitMs: number;
  /** Ends it where it waits, or before its next migration, by its reason. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Runs a breaking migration once no older code can be at work, nor begin:
 *
 * 1. It is announced, and that is committed. Who starts from now on reads it before anything else, and ends; who runs reads
 *    it within seconds, and ends.
 * 2. Until no session of theirs is left. One that is cut off from the database has none either, and has heard of nothing.
 * 3. So the database itself is told to refuse older code, and that is committed: no statement of such a process that begins
 *    from now on reads or writes a tenant's rows, whenever it comes back (0021_schema_version.sql).
 * 4. A statement that had begun has a session. Until there is none, again.
 *
 * What does not come to that is taken back, and older code goes on. A migrator that dies meanwhile leaves the announcement,
 * and the next one takes it back, whichever version it is of.
 *
 * @throws CodedError `older_code_running`, changing nothing, when some of it is still there when the time is up
 */
export async function runBreaking(
  sql: Sql,
  migration: Migration,
  { waitMs, signal }: Patience,
  run: () => Promise<void>,
): Promise<void> {
  const untilMs = performance.now() + waitMs;
  try {
    await noteMigration(sql, migration, 'announced');
    await olderCodeEnds(sql, migration, untilMs, signal);
    await refuseOlderThan(sql, migration.number);
    await olderCodeEnds(sql, migration, untilMs, signal);
    await run();
  } catch (error) {
    // Whose own failure says less. Where the session was lost, and the lock with it, nothing can be taken back any more.
    await takeBackAnnounced(sql).catch(() => undefined);
    throw error;
  }
}

/**
 * Takes back what was announced and came to nothing; by whoever holds the lock, so that nobody else waits for it. Once steps
 * of a migration were carried out it is announced no more, and there is no way back.
 */
export async function takeBackAnnounced(sql: Sql): Promise<void> {
  const [announced] = await sql`select from migrations where state = 'announced'`;
  if (announced === undefined) return;
  const [{ begun }] = await sql<[{ begun: number }]>`
    select coalesce(max(number), 0) as begun from migrations where breaking and state <> 'announced'
  `;
  await refuseOlderThan(sql, begun);
  await sql`delete from migrations where state = 'announced'`;
}

async function refuseOlderThan(sql: Sql, number: number): Promise<void> {
  // A number of ours; the body of a function takes no parameter.
  // eslint-disable-next-line no-restricted-syntax -- see above
  await sql.unsafe(`
    create or replace function minimum_schema_version() returns integer
      language sql stable parallel safe
      return ${number}
  `);
}

async function olderCodeEnds(
  sql: Sql,
  { name }: Migration,
  untilMs: number,
  signal: AbortSignal | undefined,
): Promise<void> {
  for (;;) {
    const left = await listSessions(sql);
    if (left.length === 0) return;
    if (performance.now() > untilMs) {
      throw new CodedError(
        'older_code_running',
        `Migration ${name} is breaking, and older code still has sessions: ${left.join(', ')}. Nothing was changed. End ` +
          'it, then run this again.',
      );
    }
    await pause(LOOK_EVERY_MS, signal);
  }
}

/**
 * Of api, worker and the operator's commands; newer ones do not begin before the migration has ended. Whose a session is
 * everybody may see.
 */
async function listSessions(sql: Sql): Promise<string[]> {
  const sessions = await sql<{ told: string }[]>`
    select application_name || ' (' || count(*) || ')' as told
    from pg_stat_activity
    where datname = current_database() and application_name in ${sql(Object.values(SERVED_APPLICATIONS))}
    group by application_name
    order by application_name
  `;
  return sessions.map(({ told }) => told);
}
