import type { z } from 'zod';
import type { MerchantInShort } from '../../merchants/read/lookup/look-up-merchants.js';
import { showInstant } from '../../values/instant.js';
import type { LookedUp } from '../schemas/lookup.js';

/** A merchant as the look-up shows it; null for one that is not known. */
export function presentInShort(
  merchant: MerchantInShort | undefined,
): z.input<typeof LookedUp>['items'][number]['merchant'] {
  if (merchant === undefined) return null;
  const { risk, since, asOf } = merchant;
  // Field by field: a hundred are shown at once, and what is left of an object is slow to take.
  return {
    shopId: merchant.shopId,
    shopNumber: merchant.shopNumber,
    myshopifyDomain: merchant.myshopifyDomain,
    name: merchant.name,
    status: merchant.status,
    plan: merchant.plan,
    mrr: [...merchant.mrr],
    risk: risk && { level: risk.level, codes: [...risk.codes] },
    segments: [...merchant.segments],
    since: since && showInstant(since),
    asOf: asOf && showInstant(asOf),
    stale: merchant.isStale,
    apps: [...merchant.apps],
  };
}
