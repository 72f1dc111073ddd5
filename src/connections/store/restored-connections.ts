import type { ConnectionStatus } from '../../contract/connection-words.js';
import type { Tenant } from '../../postgres/tenant.js';
import type { Instant } from '../../values/instant.js';
import { isFullScanRequested } from './full-scan-requests.js';

/** A connection as a restore may have brought it back. */
export interface RestoredConnection {
  readonly id: string;
  readonly partnerOrganizationId: string;
  readonly status: ConnectionStatus;
  readonly connectedAt: Instant;
  readonly tokenCiphertext: string | null;
  /** A full scan was asked for, and has not ended yet. */
  readonly isFullScanRequested: boolean;
}

/** All of the organization. */
export async function listRestoredConnections({ sql }: Tenant): Promise<RestoredConnection[]> {
  return sql<RestoredConnection[]>`
    select
      c.id, c.partner_organization_id, c.status, c.connected_at, c.token_ciphertext,
      (${isFullScanRequested(sql)}) is true as is_full_scan_requested
    from connections c
    join sync_status s on s.organization_id = c.organization_id and s.connection_id = c.id
    order by c.id
  `;
}
