import { CodedError } from '../values/coded-error.js';
import { adoptEarlier } from './adopt-earlier.js';
import { runBreaking } from './breaking.js';
import { connectPostgres } from './client.js';
import { type LedgerLine, noteMigration, prepareLedger, readLedger } from './ledger.js';
import { type Migration, readMigrations } from './migration-files.js';
import type { Sql, TransactionSql } from './sql.js';

// Any constant does; all migrators of one database must take the same one.
const MIGRATION_LOCK = 4_436_393;

/**
 * Brings the database up to date: numbered files, one transaction each unless they are in steps, one migrator at a time.
 * Kept tools were tried first: none checks checksums, holds a lock and refuses a newer breaking schema over postgres.js.
 * @returns the names of the migrations applied now, or adopted as applied
 */
export async function migrate(databaseUrl: string, directory: string): Promise<string[]> {
  const sql = connectPostgres(databaseUrl, { applicationName: 'convot-migrate', max: 1, statementTimeoutMs: 0 });
  try {
    // A session lock, not a transaction's: it is held over all files. lock_timeout would give up on a slow colleague.
    await sql`set lock_timeout = 0`;
    await sql`select pg_advisory_lock(${MIGRATION_LOCK})`;
    await sql`set lock_timeout = '10s'`;
    return await applyPending(sql, await readMigrations(directory));
  } finally {
    // With an end of its own: postgres.js waits for ever for the answer of a connection that the server has cut.
    await sql.end({ timeout: 5 });
  }
}

async function applyPending(sql: Sql, migrations: Migration[]): Promise<string[]> {
  await prepareLedger(sql);
  const adopted = await adoptEarlier(sql, await readLedger(sql), migrations);
  const ledger = await readLedger(sql);
  refuseUnknown(migrations, ledger);
  // Whatever these files do, they know.
  await sql`select set_config('app.known_schema', ${String(migrations.length)}, false)`;
  const applied = adopted === undefined ? [] : [adopted];
  const done = new Set(ledger.filter(({ state }) => state === 'done').map(({ number }) => number));
  for (const migration of migrations.filter(({ number }) => !done.has(number))) {
    await apply(sql, migration, migrations);
    applied.push(migration.name);
  }
  return applied;
}

async function apply(sql: Sql, migration: Migration, migrations: readonly Migration[]): Promise<void> {
  const run = () => (migration.inSteps ? runInSteps(sql, migration) : runAtOnce(sql, migration));
  if (!migration.breaking) return run();
  const refusedBefore =
    migrations.findLast(({ number, breaking }) => breaking && number < migration.number)?.number ?? 0;
  return runBreaking(sql, migration, refusedBefore, run);
}

async function runAtOnce(sql: Sql, migration: Migration): Promise<void> {
  await sql.begin(async (transaction) => {
    for (const step of migration.steps) await send(transaction, step);
    await noteMigration(transaction, migration, 'done');
  });
}

/** What fails half-way is left as begun, and carried out again from its first step by the next `migrate`. */
async function runInSteps(sql: Sql, migration: Migration): Promise<void> {
  await noteMigration(sql, migration, 'begun');
  for (const step of migration.steps) await send(sql, step);
  await noteMigration(sql, migration, 'done');
}

async function send(sql: Sql | TransactionSql, text: string): Promise<void> {
  // One simple-protocol query, whatever it holds: postgres.js' `simple()` exists for exactly this.
  // eslint-disable-next-line no-restricted-syntax -- our own committed files, no input
  await sql.unsafe(text).simple();
}

function refuseUnknown(migrations: readonly Migration[], ledger: readonly LedgerLine[]): void {
  for (const row of ledger) {
    const ours = migrations[row.number - 1];
    if (ours === undefined && row.breaking) {
      throw new CodedError(
        'database_ahead',
        `The database is ahead by ${row.name}, which this version cannot run on. Deploy a newer version.`,
      );
    }
    if (ours !== undefined && row.state === 'done' && ours.checksum !== row.checksum) {
      throw new CodedError(
        'migration_changed',
        `Migration ${row.name} was changed after it was applied. Restore the file and add a new one.`,
      );
    }
  }
}
