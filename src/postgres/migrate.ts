import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CodedError } from '../values/coded-error.js';
import { adoptEarlier, type AppliedMigration } from './adopt-earlier.js';
import { connectPostgres } from './client.js';
import type { Sql } from './sql.js';

/** `breaking`: its first line `--! breaking` says that code which does not know it must not run on what it makes. */
interface Migration extends AppliedMigration {
  readonly sql: string;
}

// Any constant does; all migrators of one database must take the same one.
const MIGRATION_LOCK = 4_436_393;

/**
 * Brings the database up to date: numbered files, one transaction each, one migrator at a time.
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
    await sql.end();
  }
}

async function applyPending(sql: Sql, migrations: Migration[]): Promise<string[]> {
  await sql`
    create table if not exists migrations (
      number integer primary key,
      name text not null,
      checksum text not null,
      breaking boolean not null,
      applied_at timestamptz not null default now()
    )
  `;
  const adopted = await adoptEarlier(sql, await readLedger(sql), migrations);
  const done = await readLedger(sql);
  refuseUnknown(migrations, done);
  const applied = adopted === undefined ? [] : [adopted];
  for (const migration of migrations.slice(done.filter(({ number }) => number <= migrations.length).length)) {
    await sql.begin(async (transaction) => {
      // The whole file is one simple-protocol query: postgres.js' `simple()` exists for exactly this.
      // eslint-disable-next-line no-restricted-syntax -- our own committed files, no input
      await transaction.unsafe(migration.sql).simple();
      await transaction`insert into migrations ${transaction({ ...pick(migration) })}`;
    });
    applied.push(migration.name);
  }
  return applied;
}

function pick({ number, name, checksum, breaking }: Migration) {
  return { number, name, checksum, breaking };
}

function readLedger(sql: Sql): Promise<AppliedMigration[]> {
  return sql<AppliedMigration[]>`select number, name, checksum, breaking from migrations order by number`;
}

function refuseUnknown(migrations: readonly AppliedMigration[], done: readonly AppliedMigration[]): void {
  for (const row of done) {
    const ours = migrations[row.number - 1];
    if (ours === undefined && row.breaking) {
      throw new CodedError(
        'database_ahead',
        `The database is ahead by ${row.name}, which this version cannot run on. Deploy a newer version.`,
      );
    }
    if (ours !== undefined && ours.checksum !== row.checksum) {
      throw new CodedError(
        'migration_changed',
        `Migration ${row.name} was changed after it was applied. Restore the file and add a new one.`,
      );
    }
  }
}

async function readMigrations(directory: string): Promise<Migration[]> {
  const files = (await readdir(directory)).filter((file) => /^\d{4}_\w+\.sql$/.test(file)).sort();
  return Promise.all(
    files.map(async (file, index) => {
      const number = Number(file.slice(0, 4));
      if (number !== index + 1)
        throw new CodedError(
          'migration_out_of_sequence',
          `Migration ${file} is out of sequence: expected number ${index + 1}.`,
        );
      const sql = await readFile(join(directory, file), 'utf8');
      const checksum = createHash('sha256').update(sql).digest('hex');
      return { number, name: file.replace(/\.sql$/, ''), sql, checksum, breaking: sql.startsWith('--! breaking') };
    }),
  );
}
