import type { Tenant } from '../../postgres/tenant.js';
import type { Instant } from '../../values/instant.js';

export interface LeaseAnswer {
  /** False: the connection is no longer what the sync started with, and nothing may be sent. */
  readonly held: boolean;
  /** Milliseconds that Shopify still wants us to wait; no lease is given meanwhile. */
  readonly waitMs: number | null;
  /** Database time: the request begins now. */
  readonly now: Instant;
}

export interface LeaseRequest {
  readonly connectionId: string;
  /** That the sync started with; null when it only starts, and takes what is there. */
  readonly generation: number | null;
  readonly holder: string;
  /** How long a request may be on the wire: its deadline and a margin. */
  readonly leaseMs: number;
}

/**
 * Asks for leave to send one request: in one statement, by database time. The row lock orders it against a disconnect:
 * a lease that was given is seen by whoever confirms the disconnect, and after that none is given.
 */
export async function renewLease(
  { sql, organizationId }: Tenant,
  { connectionId, generation, holder, leaseMs }: LeaseRequest,
): Promise<LeaseAnswer> {
  const [answer] = await sql<[LeaseAnswer]>`
    with held as materialized (
      select from connections
      where id = ${connectionId} and generation = coalesce(${generation}, generation) and status = 'connected'
      for share
    ), waiting as (
      select extract(epoch from waiting_until - clock_timestamp()) * 1000 as wait_ms
      from sync_status
      where connection_id = ${connectionId} and waiting_until > clock_timestamp()
    ), lease as (
      insert into sync_leases (organization_id, connection_id, holder, until)
      select ${organizationId}, ${connectionId}, ${holder}, clock_timestamp() + ${leaseMs} * interval '1 millisecond'
      from held
      where not exists (select from waiting)
      on conflict (organization_id, connection_id, holder) do update set until = excluded.until
    )
    select
      exists (select from held) as held,
      (select ceil(wait_ms)::double precision from waiting) as wait_ms,
      clock_timestamp() as now
  `;
  return answer;
}

/** The sync sends nothing any more. Leases that ran out, of workers that died, are swept up with it. */
export async function releaseLease({ sql }: Tenant, connectionId: string, holder: string): Promise<void> {
  await sql`
    delete from sync_leases
    where connection_id = ${connectionId} and (holder = ${holder} or until < clock_timestamp())
  `;
}
