import type { Instant } from '../instant.js';
import type { Tenant } from '../store/tenant.js';

export interface FoldBatch {
  readonly connectionId: string;
  /** Time of the connection's last whole head scan; null when it never had one, then nothing is folded. */
  readonly asOf: Instant | null;
  /** At most so many pairs. */
  readonly limit: number;
}

/**
 * Derives again the pairs of one connection whose rows changed, and those that time alone changes.
 * The caller owns the transaction and holds the connection's fence; called again while `remaining`.
 */
export async function foldTouched(tenant: Tenant, batch: FoldBatch): Promise<{ folded: number; remaining: boolean }> {
  return Promise.reject(new Error(`not there yet: ${tenant.organizationId} ${batch.connectionId}`));
}
