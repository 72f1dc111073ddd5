import { CodedError } from '../../values/coded-error.js';
import type { Sql, TransactionSql } from '../sql.js';
import type { Migration } from './migration-files.js';

/**
 * `announced`: a breaking one that waits until older code has ended, and which that reads as if it were there. `begun`: one
 * in steps that has not come to its end. Nothing else is ever seen unfinished.
 */
export type MigrationState = 'announced' | 'begun' | 'done';

/** A line of the table `migrations`. */
export interface LedgerLine extends Pick<Migration, 'number' | 'name' | 'checksum' | 'breaking'> {
  readonly state: MigrationState;
}

/** Of code that must not run beside or after this migration. */
export function databaseAhead({ name }: Pick<LedgerLine, 'name'>): CodedError {
  return new CodedError(
    'database_ahead',
    `The database is ahead by ${name}, which this version cannot run on. Deploy a newer version.`,
  );
}

/** Makes the table, or brings that of an older version up to date. */
export async function prepareLedger(sql: Sql): Promise<void> {
  await sql`
    create table if not exists migrations (
      number integer primary key,
      name text not null,
      checksum text not null,
      breaking boolean not null,
      applied_at timestamptz not null default now()
    )
  `;
  const [known] = await sql`
    select from pg_attribute
    where attrelid = 'migrations'::regclass and attname = 'state' and not attisdropped
  `;
  if (known !== undefined) return;
  await sql`
    alter table migrations
      add column state text not null default 'done' check (state in ('announced', 'begun', 'done'))
  `;
}

export function readLedger(sql: Sql): Promise<LedgerLine[]> {
  return sql<LedgerLine[]>`select number, name, checksum, breaking, state from migrations order by number`;
}

/**
 * In the migration's own transaction where it has one: then it is applied with its line, or neither. One that was begun is
 * not merely announced any more; until it is done its file may still be mended.
 * @throws CodedError `migrated_meanwhile` where it is done already: then nobody held the lock, or two did
 */
export async function noteMigration(
  sql: Sql | TransactionSql,
  { number, name, checksum, breaking }: Omit<LedgerLine, 'state'>,
  state: MigrationState,
): Promise<void> {
  const noted = await sql`
    insert into migrations ${sql({ number, name, checksum, breaking, state })}
    on conflict (number) do update
      set name = excluded.name, checksum = excluded.checksum, breaking = excluded.breaking, applied_at = now(),
          state = case
            when migrations.state = 'begun' and excluded.state = 'announced' then 'begun'
            else excluded.state
          end
      where migrations.state <> 'done'
    returning number
  `;
  if (noted.length === 0) {
    throw new CodedError(
      'migrated_meanwhile',
      `Migration ${name} is done already. Nothing was changed; run this again.`,
    );
  }
}
