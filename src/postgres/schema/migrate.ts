import { CodedError } from '../../values/coded-error.js';
import { connectPostgres } from '../client.js';
import type { Sql, TransactionSql } from '../sql.js';
import { adoptEarlier } from './adopt-earlier.js';
import { type Patience, runBreaking, takeBackAnnounced } from './breaking.js';
import { databaseAhead, type LedgerLine, noteMigration, prepareLedger, readLedger } from './ledger.js';
import { type Migration, readMigrations } from './migration-files.js';
import { pause } from './pause.js';

// Any constant does; all migrators of one database must take the same one.
const MIGRATION_LOCK = 4_436_393;
const TRY_LOCK_EVERY_MS = 200;
const LOCK_TIMEOUT = '10s';
/** Six looks of a process (schema-version.ts). */
const MOST_WAIT_MS = 30_000;

/**
 * Brings the database up to date: numbered files, one transaction each unless they are in steps, one migrator at a time.
 * Kept tools were tried first: none checks checksums, holds a lock and refuses a newer breaking schema over postgres.js.
 * @param patience how long a breaking migration waits, half a minute unless it says otherwise; and what ends that
 * @returns the names of the migrations applied now, or adopted as applied
 * @throws CodedError `migration_lock_lost` when its session was cut: what was under way is rolled back, or its steps left
 *   as begun, and nothing else is done
 */
export async function migrate(
  databaseUrl: string,
  directory: string,
  patience: Partial<Patience> = {},
): Promise<string[]> {
  let isLocked = false;
  const sql = connectPostgres(databaseUrl, {
    applicationName: 'convot-migrate',
    max: 1,
    statementTimeoutMs: 0,
    // The lock is the session's: whoever is given another one holds it no more, and another migrator may.
    refusal: () => (isLocked ? lockLost() : undefined),
  });
  try {
    await takeLock(sql, patience.signal);
    isLocked = true;
    await sql`select set_config('lock_timeout', ${LOCK_TIMEOUT}, false)`;
    return await applyPending(sql, await readMigrations(directory), { waitMs: MOST_WAIT_MS, ...patience });
  } finally {
    // With an end of its own: postgres.js waits for ever for the answer of a connection that the server has cut.
    await sql.end({ timeout: 5 });
  }
}

/**
 * A session's lock, not a transaction's: it is held over all files. Tried again and again, because whoever waits for it in a
 * statement has a snapshot, for whose end a `create index concurrently` of the holder's would wait.
 */
async function takeLock(sql: Sql, signal: AbortSignal | undefined): Promise<void> {
  for (;;) {
    const [{ taken }] = await sql<[{ taken: boolean }]>`select pg_try_advisory_lock(${MIGRATION_LOCK}) as taken`;
    if (taken) return;
    await pause(TRY_LOCK_EVERY_MS, signal);
  }
}

function lockLost(): CodedError {
  return new CodedError(
    'migration_lock_lost',
    'The session that held the lock of migrations was cut. Run `npm run migrate` again: it goes on where this one stopped.',
  );
}

async function applyPending(sql: Sql, migrations: Migration[], patience: Patience): Promise<string[]> {
  await prepareLedger(sql);
  const adopted = await adoptEarlier(sql, await readLedger(sql), migrations);
  // Nobody waits for what is announced there: who did held the lock.
  await takeBackAnnounced(sql);
  const ledger = await readLedger(sql);
  refuseUnknown(migrations, ledger);
  // Whatever these files do, they know.
  await sql`select set_config('app.schema_version', ${String(migrations.length)}, false)`;
  const applied = adopted === undefined ? [] : [adopted];
  const done = new Set(ledger.filter(({ state }) => state === 'done').map(({ number }) => number));
  for (const migration of migrations.filter(({ number }) => !done.has(number))) {
    patience.signal?.throwIfAborted();
    const run = () => (migration.inSteps ? runInSteps(sql, migration) : runAtOnce(sql, migration));
    await (migration.breaking ? runBreaking(sql, migration, patience, run) : run());
    applied.push(migration.name);
  }
  return applied;
}

async function runAtOnce(sql: Sql, migration: Migration): Promise<void> {
  await sql.begin(async (transaction) => {
    for (const step of migration.steps) await send(transaction, step);
    await noteMigration(transaction, migration, 'done');
  });
}

/** It waits until every transaction is over that may use what it changes, and leaves an invalid index when it gives up. */
const CONCURRENTLY = /^(?!--).*\bconcurrently\b/im;

/** What fails half-way is left as begun, and carried out again from its first step by the next `migrate`. */
async function runInSteps(sql: Sql, migration: Migration): Promise<void> {
  await noteMigration(sql, migration, 'begun');
  for (const step of migration.steps) {
    await sql`select set_config('lock_timeout', ${CONCURRENTLY.test(step) ? '0' : LOCK_TIMEOUT}, false)`;
    await send(sql, step);
  }
  await sql`select set_config('lock_timeout', ${LOCK_TIMEOUT}, false)`;
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
    if (ours === undefined && row.breaking) throw databaseAhead(row);
    if (ours !== undefined && row.state === 'done' && ours.checksum !== row.checksum) {
      throw new CodedError(
        'migration_changed',
        `Migration ${row.name} was changed after it was applied. Restore the file and add a new one.`,
      );
    }
  }
}
