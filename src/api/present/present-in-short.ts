import type { z } from 'zod';
import type { MerchantInShort } from '../../merchants/read/lookup/look-up-merchants.js';
import { showInstant } from '../../values/instant.js';
import type { LookedUp } from '../schemas/lookup.js';

/** A merchant as the look-up shows it; null for one that is not known. */
export function presentInShort(
  merchant: MerchantInShort | undefined,
): z.input<typeof LookedUp>['items'][number]['merchant'] {
  if (merchant === undefined) return null;
  const { since, asOf, isStale, mrr, risk, segments, apps, ...rest } = merchant;
  return {
    ...rest,
    mrr: [...mrr],
    risk: risk && { level: risk.level, codes: [...risk.codes] },
    segments: [...segments],
    since: since && showInstant(since),
    asOf: asOf && showInstant(asOf),
    stale: isStale,
    apps: apps.map((app) => ({ ...app })),
  };
}
