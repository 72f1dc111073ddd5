import type { z } from 'zod';
import { STALE_AFTER_INTERVALS } from '../../../connections/view/connection-view.js';
import { lookUpMerchants, type MerchantInShort } from '../../../merchants/read/lookup/look-up-merchants.js';
import { showInstant } from '../../../values/instant.js';
import { answer, everyone, route } from '../../request/route.js';
import { LookedUp, LookUp } from '../../schemas/lookup.js';

export const postLookUp = route({
  method: 'post',
  path: '/v1/merchants/lookup',
  summary: 'Look up to a hundred merchants up at once: what a list of conversations shows beside each',
  roles: everyone,
  body: LookUp,
  responses: { 200: LookedUp },
  readsOnly: true,
  handle: async ({ body: { keys }, caller: { organizationId } }, { sql, policy }) => {
    const found = await lookUpMerchants(sql, organizationId, keys, STALE_AFTER_INTERVALS * policy.intervalMs);
    return answer(200, { items: keys.map((key) => ({ key, merchant: presentInShort(found.get(key)) })) });
  },
});

/** Null for one that is not known. */
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
