import type { StopConfirmation } from '../../contract/connection-activities.js';
import type { Tenant } from '../../postgres/tenant.js';

/**
 * Writes `disconnected` once no lease is left. The row lock orders it against renewing one: what is not seen here was
 * not given, and is not given any more.
 */
export async function confirmDisconnected({ sql }: Tenant, connectionId: string): Promise<StopConfirmation> {
  const [row] = await sql<
    { status: string }[]
  >`select status from connections where id = ${connectionId} for no key update`;
  if (row === undefined || row.status === 'disconnected') return 'disconnected';
  if (row.status !== 'disconnecting') return 'revived';
  const [lease] = await sql<[{ leasedForMs: number | null }]>`
    select ceil(extract(epoch from max(until) - clock_timestamp()) * 1000)::double precision as leased_for_ms
    from sync_leases
    where connection_id = ${connectionId} and until > clock_timestamp()
  `;
  if (lease.leasedForMs !== null) return { leasedForMs: lease.leasedForMs };
  await sql`update connections set status = 'disconnected' where id = ${connectionId}`;
  await sql`delete from sync_leases where connection_id = ${connectionId}`;
  await sql`update sync_status set phase = 'idle' where connection_id = ${connectionId}`;
  return 'disconnected';
}
