import { ShopifyUnavailable } from '../../partner/client/errors.js';
import type { PartnerApi } from '../../partner/client/partner-api.js';

/** A Partner API all of whose answers come within this time together, however often it is asked, or not at all. */
export function withinTime(partnerApi: PartnerApi, ms: number): PartnerApi {
  const endMs = performance.now() + ms;
  return async (request) => {
    const leftMs = endMs - performance.now();
    if (leftMs <= 0) throw new ShopifyUnavailable('no time is left to ask');
    return partnerApi({ ...request, deadlineMs: Math.min(request.deadlineMs ?? leftMs, leftMs) });
  };
}
