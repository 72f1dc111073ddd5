import type { Tenant } from '../../postgres/tenant.js';

/** Forgets after three years what was shown before a figure of the past was corrected. */
export async function deleteOldCorrections({ sql }: Tenant, connectionId: string): Promise<void> {
  await sql`
    delete from merchant_corrections
    where connection_id = ${connectionId} and learned_at < now() - interval '3 years'
  `;
}
