import postgres from 'postgres';
import { parsePostgresInstant } from '../values/instant.js';
import { arrayTypes } from './arrays.js';
import { withDeadlines } from './deadlines.js';
import { PoolSockets } from './pool-sockets.js';
import { PoolUse } from './pool-use.js';
import { renewedPool } from './renewed-pool.js';
import { SCHEMA_VERSION } from './schema/schema-version.js';
import type { Sql } from './sql.js';

/** The roles of one installation; `migrate` creates them. The tables belong to the role of `DATABASE_URL`. */
export type DatabaseRole = 'convot_api' | 'convot_worker' | 'convot_operator' | 'convot_readonly';

export interface ClientOptions {
  applicationName: string;
  /** The role that every connection takes before its first statement; none for migrations. */
  role?: DatabaseRole;
  /** Connections kept open at most. */
  max?: number;
  /** What the server gives one statement, and the client a little more; 0 lifts both, for what may take all the time. */
  statementTimeoutMs?: number;
  /** Counts how much of the pool is in use. */
  use?: PoolUse;
  /**
   * For what a session holds, such as a lock: asked before a connection is opened, and what it answers fails the statement
   * that wanted one. None is closed by its age then.
   */
  refusal?: () => Error | undefined;
}

const DATE_OID = 1082;
const TIMESTAMPTZ_OID = 1184;

/*
 * Who may wait for whom, each longer than the one before. A row may be held by a transaction whose host is frozen: that
 * is ended first; then whoever wants the row gets it, within the 15 s that a caller of the api is asked to wait; only
 * then is a statement too old; and only then is a line dead on which the server did not say so itself.
 */
const IDLE_IN_TRANSACTION_MS = 8_000;
const LOCK_TIMEOUT_MS = 12_000;
/** Of the api and the worker, for which half a minute is all the time to heal in. */
export const SERVICE_STATEMENT_TIMEOUT_MS = 15_000;
/** Of the operator's commands and of the daily doctor, which may go through all of an organization. */
export const PATIENT_STATEMENT_TIMEOUT_MS = 60_000;
const DEADLINE_MARGIN_MS = 3_000;

/**
 * Our host may vanish in a moment that no timeout of a statement or a transaction knows: between the parts of a message,
 * or while the server is sending. The server's own probes notice it within 11 s.
 */
const HOST_IS_GONE = {
  tcp_keepalives_idle: 5,
  tcp_keepalives_interval: 2,
  tcp_keepalives_count: 3,
  tcp_user_timeout: 10_000,
};

/** postgres.js' own goes up to 20 s: for as long a database that is back would not be used. */
const MOST_BACKOFF_SECONDS = 1;
/** Then ten probes, a second apart, as libuv asks for: a line that nobody uses is found dead within 20 s. */
const KEEP_ALIVE_SECONDS = 10;

/**
 * A postgres.js client. Columns are camelCase; instants are `Instant` text (a Date would cut the microseconds);
 * days, bigint and numeric are text. Every wait is bounded, by the server and by us: a database that hangs, or a line
 * to it that is dead, must fail a sync, not freeze it.
 */
export function connectPostgres(url: string, options: ClientOptions): Sql {
  const { applicationName, role, max = 10, statementTimeoutMs = 30_000, use = new PoolUse(max), refusal } = options;
  return renewedPool(({ onClose, onReadOnly }) => {
    const lines = new PoolSockets(refusal);
    const settings = {
      max,
      socket: lines.connect,
      connect_timeout: 10,
      idle_timeout: 60,
      // Otherwise postgres.js closes each after half an hour to an hour, and nobody notices.
      ...(refusal === undefined ? {} : { max_lifetime: null }),
      keep_alive: KEEP_ALIVE_SECONDS,
      backoff: (retries: number) => Math.random() * Math.min(2 ** retries / 100, MOST_BACKOFF_SECONDS),
      fetch_types: false, // see arrays.ts
      onnotice: () => undefined,
      onclose: onClose,
      connection: {
        application_name: applicationName,
        TimeZone: 'UTC',
        statement_timeout: statementTimeoutMs,
        lock_timeout: LOCK_TIMEOUT_MS,
        idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
        // The database refuses whoever does not know its newest breaking migration: 0021_schema_version.sql.
        'app.schema_version': SCHEMA_VERSION,
        ...HOST_IS_GONE,
        ...(role === undefined ? {} : { role }),
      },
      transform: { column: { from: postgres.toCamel, to: postgres.fromCamel } },
      types: {
        ...arrayTypes,
        date: {
          to: TIMESTAMPTZ_OID,
          from: [TIMESTAMPTZ_OID],
          serialize: (value: Date | string) => (value instanceof Date ? value.toISOString() : value),
          parse: (text: string) => parsePostgresInstant(text) ?? text,
        },
        day: { to: DATE_OID, from: [DATE_OID], serialize: (text: string) => text, parse: (text: string) => text },
      },
    };
    const deadlineMs = statementTimeoutMs === 0 ? 0 : statementTimeoutMs + DEADLINE_MARGIN_MS;
    return withDeadlines(postgres(url, settings), { lines, use, deadlineMs, onReadOnly });
  });
}
