import type { Sql } from './sql.js';

/** How many connections to Postgres one process of each kind opens at most. docs/operations.md adds them up. */
export const API_CONNECTIONS = 10;
/** Beside its pool, one for each look whether the pool is stuck. */
export const API_SPARE_CONNECTIONS = 1;
export const WORKER_CONNECTIONS = 20;
/** Beside its pool, for the daily doctor, whose statements may take longer. */
export const WORKER_SPARE_CONNECTIONS = 1;
export const OPERATOR_CONNECTIONS = 2;

export interface ConnectionUse {
  /** Open now, of the whole server, whoever has them. */
  readonly open: number;
  /** Those that are for superusers only not counted. */
  readonly most: number;
  /** By `application_name`, most first. */
  readonly byProcess: readonly { readonly name: string; readonly count: number }[];
}

/** What of the server's connections is taken at this moment; those of other databases of it, as Temporal's, count. */
export async function readConnectionUse(sql: Sql): Promise<ConnectionUse> {
  const byProcess = await sql<{ name: string; count: number }[]>`
    select coalesce(nullif(application_name, ''), 'others') as name, count(*)::integer as count
    from pg_stat_activity
    where backend_type = 'client backend' or backend_type is null
    group by 1
    order by 2 desc, 1
    limit 10
  `;
  const [limit] = await sql<[{ open: number; most: number }]>`
    select
      (select sum(numbackends)::integer from pg_stat_database where datname is not null) as open,
      current_setting('max_connections')::integer - current_setting('superuser_reserved_connections')::integer as most
  `;
  return { ...limit, byProcess };
}
