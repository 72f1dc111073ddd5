import type { ConnectionStatus, Permission } from '../../contract/connection-words.js';
import type { Tenant } from '../../postgres/tenant.js';
import { isPaused } from '../store/pauses.js';

/** What a row says of failures since its last success. */
export interface FailingRow {
  readonly status: ConnectionStatus;
  readonly isPaused: boolean;
  readonly generation: number;
  /** Of the attempt that was recorded last. */
  readonly key: string | null;
  readonly errorCode: string | null;
  /** Counted ones in a row, of the last one's kind. */
  readonly ofKind: number;
  /** Counted ones of any kind. */
  readonly total: number;
  /** Since the last one that counted. */
  readonly countedBeforeMs: number | null;
  /** Since the later of the last success and the last connect. */
  readonly unsteadyForMs: number;
}

export interface FailureToWrite {
  /** Of this attempt, for whoever records it again. */
  readonly key: string;
  /** What the owner is told. */
  readonly failure: {
    readonly code: string;
    readonly permission: Permission | null;
    readonly reference: string;
  };
  /** Shopify refused the credentials. */
  readonly isRefusal: boolean;
  readonly counts: boolean;
  readonly consecutiveFailures: number;
  readonly total: number;
  readonly terminal: boolean;
  readonly delayMs: number;
}

/** What the row says of failures; held until the transaction ends. */
export async function lockFailures({ sql }: Tenant, connectionId: string): Promise<FailingRow | undefined> {
  const [row] = await sql<FailingRow[]>`
    select
      c.status, ${isPaused(sql)} as is_paused, c.generation, c.error_code, c.failure_key as key,
      c.consecutive_failures as of_kind, c.failures_in_all as total,
      (extract(epoch from now() - c.failure_counted_at) * 1000)::double precision as counted_before_ms,
      (extract(epoch from now() - greatest(s.succeeded_at, c.connected_at, c.resumed_at)) * 1000)::double precision as unsteady_for_ms
    from connections c
    join sync_status s on s.organization_id = c.organization_id and s.connection_id = c.id
    where c.id = ${connectionId}
    for no key update of c
  `;
  return row;
}

/**
 * Shows a failure on the connection from the first; `error` keeps the token, so that the owner can try it again.
 * @returns whether its credentials began to be refused with it
 */
export async function writeFailure({ sql }: Tenant, connectionId: string, written: FailureToWrite): Promise<boolean> {
  const { key, isRefusal, counts, consecutiveFailures, total, terminal, delayMs } = written;
  const { code, permission, reference } = written.failure;
  await sql`
    update connections
    set status = ${terminal ? 'error' : 'connected'},
        consecutive_failures = ${consecutiveFailures},
        failures_in_all = ${total},
        failure_counted_at = ${counts ? sql`now()` : sql`failure_counted_at`},
        failure_key = ${key},
        error_since = case when error_code = ${code} then error_since else clock_timestamp() end,
        error_code = ${code},
        error_permission = ${permission},
        error_reference = ${reference}
    where id = ${connectionId}
  `;
  // A failure of another kind does not say that they are accepted again.
  const refused = isRefusal
    ? sql`, refused_code = ${code}, refused_since = case when refused_code is null then now() else refused_since end`
    : sql``;
  const [directory] = await sql<{ begins: boolean }[]>`
    update connection_directory
    set next_sync_at = ${terminal ? null : sql`case when wanted_at is null then clock_timestamp() + ${delayMs} * interval '1 millisecond' else clock_timestamp() end`},
        nudges = 0
        ${refused}
    where connection_id = ${connectionId}
    returning coalesce(refused_since = now(), false) as begins
  `;
  await sql`update sync_status set phase = 'idle', phase_at = clock_timestamp() where connection_id = ${connectionId}`;
  return directory?.begins === true;
}
