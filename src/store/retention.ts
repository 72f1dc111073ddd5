import type { Tenant } from './tenant.js';

/** Forgets runs that nobody will ask for: idle ones after a day, others after thirty. */
export async function deleteOldRuns({ sql }: Tenant, connectionId: string): Promise<void> {
  await sql`
    delete from sync_runs
    where connection_id = ${connectionId}
      and started_at < now() - case when outcome = 'ok' and new_rows = 0 then interval '1 day' else interval '30 days' end
  `;
}
