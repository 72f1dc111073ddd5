import { setTimeout as sleep } from 'node:timers/promises';
import { CodedError } from '../values/coded-error.js';
import { noteMigration, withdrawMigration } from './ledger.js';
import type { Migration } from './migration-files.js';
import type { Sql } from './sql.js';

/** Six looks of a process (known-schema.ts), or of a supervisor that ends one which hangs. */
const MOST_WAIT_MS = 30_000;
const LOOK_EVERY_MS = 250;

/**
 * Runs a breaking migration once no older code can be at work, nor begin:
 *
 * 1. It is announced, and that is committed. Who starts from now on reads it before anything else, and ends; who runs reads
 *    it within seconds, and ends.
 * 2. Until no session of theirs is left. One that is cut off from the database has none either, and has heard of nothing.
 * 3. So the database itself is told to refuse older code, and that is committed: no statement of such a process that begins
 *    from now on reads or writes a tenant's rows, whenever it comes back (0021_known_schema.sql).
 * 4. A statement that had begun has a session. Until there is none, again.
 *
 * What does not come to that is taken back, and older code goes on. A migrator that dies meanwhile leaves the announcement;
 * the next one goes on with it.
 *
 * @throws CodedError `older_code_running`, changing nothing, when some of it is still there after half a minute
 */
export async function runBreaking(
  sql: Sql,
  migration: Migration,
  refusedBefore: number,
  run: () => Promise<void>,
): Promise<void> {
  const untilMs = performance.now() + MOST_WAIT_MS;
  try {
    await noteMigration(sql, migration, 'announced');
    await olderCodeEnds(sql, migration, untilMs);
    await refuseOlderThan(sql, migration.number);
    await olderCodeEnds(sql, migration, untilMs);
    await run();
  } catch (error) {
    // Whose own failure says less: the announcement stands then, as after a migrator that died.
    await takeBack(sql, migration, refusedBefore).catch(() => undefined);
    throw error;
  }
}

/** Unless steps of it were carried out: then there is no way back. */
async function takeBack(sql: Sql, { number }: Migration, refusedBefore: number): Promise<void> {
  const [begun] = await sql`select from migrations where number = ${number} and state <> 'announced'`;
  if (begun !== undefined) return;
  await refuseOlderThan(sql, refusedBefore);
  await withdrawMigration(sql, number);
}

async function refuseOlderThan(sql: Sql, number: number): Promise<void> {
  // A number of ours; the body of a function takes no parameter.
  // eslint-disable-next-line no-restricted-syntax -- see above
  await sql.unsafe(`
    create or replace function oldest_known_schema() returns integer
      language sql stable parallel safe
      return ${number}
  `);
}

async function olderCodeEnds(sql: Sql, { name }: Migration, untilMs: number): Promise<void> {
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
    await sleep(LOOK_EVERY_MS);
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
    where datname = current_database() and application_name in ('convot-api', 'convot-worker', 'convot-cli')
    group by application_name
    order by application_name
  `;
  return sessions.map(({ told }) => told);
}
