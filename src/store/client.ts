import postgres from 'postgres';
import { parsePostgresInstant } from '../instant.js';
import { renewedPool } from './renewed-pool.js';

export type Sql = postgres.Sql;
export type TransactionSql = postgres.TransactionSql;
/** A part of a statement. */
export type Fragment = postgres.PendingQuery<postgres.Row[]>;

/** The roles of one installation; `migrate` creates them. The tables belong to the role of `DATABASE_URL`. */
export type DatabaseRole = 'convot_api' | 'convot_worker' | 'convot_readonly';

export interface ClientOptions {
  applicationName: string;
  /** The role that every connection takes before its first statement; none for migrations. */
  role?: DatabaseRole;
  /** Connections kept open at most. */
  max?: number;
  /** 0 lifts the limit, for migrations. */
  statementTimeoutMs?: number;
}

const DATE_OID = 1082;
const TIMESTAMPTZ_OID = 1184;

/**
 * A postgres.js client. Columns are camelCase; instants are `Instant` text (a Date would cut the microseconds);
 * days, bigint and numeric are text. Every wait is bounded: a server that hangs must fail a sync, not freeze it.
 */
export function connectPostgres(url: string, options: ClientOptions): Sql {
  const { applicationName, role, max = 10, statementTimeoutMs = 30_000 } = options;
  return renewedPool((onclose) =>
    postgres(url, {
      max,
      connect_timeout: 10,
      idle_timeout: 60,
      keep_alive: 30,
      onnotice: () => undefined,
      onclose,
      connection: {
        application_name: applicationName,
        TimeZone: 'UTC',
        statement_timeout: statementTimeoutMs,
        lock_timeout: 10_000,
        idle_in_transaction_session_timeout: 30_000,
        ...(role === undefined ? {} : { role }),
      },
      transform: { column: { from: postgres.toCamel, to: postgres.fromCamel } },
      types: {
        date: {
          to: TIMESTAMPTZ_OID,
          from: [TIMESTAMPTZ_OID],
          serialize: (value: Date | string) => (value instanceof Date ? value.toISOString() : value),
          parse: (text: string) => parsePostgresInstant(text) ?? text,
        },
        day: { to: DATE_OID, from: [DATE_OID], serialize: (text: string) => text, parse: (text: string) => text },
      },
    }),
  );
}
