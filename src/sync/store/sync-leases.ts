import { isPaused } from '../../connections/store/pauses.js';
import { type TurnAnswer, type TurnRequest, turnTable } from '../../partner/pace/turns.js';
import type { Tenant } from '../../postgres/tenant.js';
import type { Instant } from '../../values/instant.js';

export interface LeaseAnswer {
  /** False: the connection is no longer what the sync started with, or is paused, and nothing may be sent. */
  readonly held: boolean;
  /** Milliseconds that Shopify still wants us to wait; no lease is given meanwhile. */
  readonly waitMs: number | null;
  /** Null when no lease was given. */
  readonly turn: TurnAnswer | null;
  /** Database time at which the request begins: when its turn is, if it has one. */
  readonly now: Instant;
}

export interface LeaseRequest {
  readonly connectionId: string;
  /** That the sync started with. */
  readonly generation: number;
  readonly holder: string;
  readonly turn: TurnRequest;
  /** How long a request may be on the wire: its deadline and a margin. */
  readonly leaseMs: number;
}

/**
 * Asks for leave to send one request, and for its turn: in one statement, by database time. The row lock orders it
 * against a disconnect: a lease that was given is seen by whoever confirms the disconnect, and after that none is given.
 * So with a pause; one of all holds for every statement that begins after it.
 */
export async function renewLease(
  { sql, organizationId }: Tenant,
  { connectionId, generation, holder, leaseMs, turn }: LeaseRequest,
): Promise<LeaseAnswer> {
  type Row = Omit<LeaseAnswer, 'waitMs' | 'turn'> & { shopifyWaitMs: number | null } & (TurnAnswer | { granted: null });
  const [{ held, shopifyWaitMs, now, ...answered }] = await sql<[Row]>`
    with held as materialized (
      select from connections c
      where c.id = ${connectionId} and c.generation = ${generation} and c.status = 'connected' and not ${isPaused(sql)}
      for share of c
    ), waiting as materialized (
      select extract(epoch from waiting_until - clock_timestamp()) * 1000 as wait_ms
      from sync_status
      where connection_id = ${connectionId} and waiting_until > clock_timestamp()
    ), free as materialized (
      select from held where not exists (select from waiting)
    ), lease as (
      insert into sync_leases (organization_id, connection_id, holder, until)
      select ${organizationId}, ${connectionId}, ${holder}, clock_timestamp() + ${leaseMs} * interval '1 millisecond'
      from free
      on conflict (organization_id, connection_id, holder) do update set until = excluded.until
    )
    select
      exists (select from held) as held,
      (select ceil(wait_ms)::double precision from waiting) as shopify_wait_ms,
      coalesce(turn.leaves_at, clock_timestamp()) as now,
      turn.*
    from (select) as always
    left join (select turn.* from free cross join lateral ${turnTable(sql, turn)} as turn) as turn on true
  `;
  return { held, waitMs: shopifyWaitMs, now, turn: answered.granted === null ? null : answered };
}

/** The sync sends nothing any more. Leases that ran out, of workers that died, are swept up with it. */
export async function releaseLease({ sql }: Tenant, connectionId: string, holder: string): Promise<void> {
  await sql`
    delete from sync_leases
    where connection_id = ${connectionId} and (holder = ${holder} or until < clock_timestamp())
  `;
}
