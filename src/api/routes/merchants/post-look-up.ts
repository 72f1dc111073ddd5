import { STALE_AFTER_INTERVALS } from '../../../connections/view/connection-view.js';
import { lookUpMerchants } from '../../../merchants/read/lookup/look-up-merchants.js';
import { presentInShort } from '../../present/present-in-short.js';
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
