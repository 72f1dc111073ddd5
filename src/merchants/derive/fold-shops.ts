import type { Tenant } from '../../postgres/tenant.js';
import type { Instant } from '../../values/instant.js';
import { type FoldedPairs, foldPairs } from './fold-pairs.js';
import { lockMerchants, readMarkedPairsOf, unmarkPairs } from './input/due-pairs.js';

/**
 * Derives some shops again whose rows changed, ahead of all others that wait.
 * The caller owns the transaction and holds the connection's fence alone.
 * @returns null when nothing of them changed
 */
export async function foldShops(
  tenant: Tenant,
  connectionId: string,
  asOf: Instant,
  shopNumbers: readonly string[],
): Promise<FoldedPairs | null> {
  // Looked for before the organization's lock is taken: mostly there is nothing.
  const pairs = await readMarkedPairsOf(tenant, connectionId, shopNumbers);
  if (pairs.length === 0) return null;
  await lockMerchants(tenant);
  await unmarkPairs(tenant, connectionId, pairs);
  return foldPairs(tenant, connectionId, asOf, pairs);
}
